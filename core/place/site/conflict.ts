import type { LimitKind } from './problem.ts';

/** Whether a service could run as it should if of all limits only these were kept. */
export type Admits<Limit extends string = LimitKind> = (kept: ReadonlySet<Limit>) => boolean;
/** The same in steps; null where it cannot be told. */
export type AdmitsInSteps<Limit extends string = LimitKind> = (kept: ReadonlySet<Limit>) => Generator<void, boolean | null>;

/**
 * [P3] Limits in conflict: together they keep the service out, without any one of them they would not. By the deletion filter (Chinneck and Dravnieks, ORSA
 * Journal on Computing 3(2), 1991): one after the other is left out for good if what remains still keeps it out. Empty where all limits together admit it.
 */
export function conflictOf<Limit extends string>(limits: Iterable<Limit>, admits: Admits<Limit>): Limit[] {
  const steps = conflictInSteps(limits, function* (kept: ReadonlySet<Limit>) {
    yield;
    return admits(kept);
  });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Empty as well where some question of it cannot be told. */
export function* conflictInSteps<Limit extends string>(
  limits: Iterable<Limit>,
  admits: AdmitsInSteps<Limit>,
): Generator<void, Limit[]> {
  const all = [...new Set(limits)].toSorted();
  const kept = new Set(all);
  if ((yield* admits(kept)) !== false) return [];
  for (const limit of all) {
    kept.delete(limit);
    const isAdmitted = yield* admits(kept);
    if (isAdmitted === null) return [];
    if (isAdmitted) kept.add(limit);
  }
  return [...kept].toSorted();
}
