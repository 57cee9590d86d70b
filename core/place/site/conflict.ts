import type { LimitKind } from './problem.ts';

/** Whether a service could run as it should if of all limits only these were kept. */
export type Admits<Limit extends string = LimitKind> = (kept: ReadonlySet<Limit>) => boolean;

/**
 * [P3] Limits in conflict: together they keep the service out, without any one of them they would not. By the deletion filter (Chinneck and Dravnieks, ORSA
 * Journal on Computing 3(2), 1991): one after the other is left out for good if what remains still keeps it out. Empty where all limits together admit it.
 */
export function conflictOf<Limit extends string>(limits: Iterable<Limit>, admits: Admits<Limit>): Limit[] {
  const all = [...new Set(limits)].toSorted();
  const kept = new Set(all);
  if (admits(kept)) return [];
  for (const limit of all) {
    kept.delete(limit);
    if (admits(kept)) kept.add(limit);
  }
  return [...kept].toSorted();
}
