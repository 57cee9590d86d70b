import type { Placement } from '../../site/schema/placement.ts';
import type { ObjectiveParts, PlanValue } from './value.ts';

/** What plans of a front are told apart by; less is better in each. */
export const CRITERIA = ['costPerMonth', 'objectiveUsed', 'powerW', 'moved'] as const satisfies readonly (keyof ObjectiveParts)[];

/** A plan on the front. */
export interface FrontPlan {
  readonly value: PlanValue;
  readonly placements: readonly Placement[];
}

/** Plans kept at most: more, and the two nearest are thinned out. */
const MOST_KEPT = 120;
/** Differences below this share of the range of a criterion are none. */
const EQUAL_SHARE = 1e-6;

/** Whether `a` is at least as good as `b` in every criterion and better in one. */
export function dominates(a: ObjectiveParts, b: ObjectiveParts): boolean {
  let isBetter = false;
  for (const one of CRITERIA) {
    const slack = EQUAL_SHARE * Math.max(1e-12, Math.abs(b[one]));
    if (a[one] > b[one] + slack) return false;
    if (a[one] < b[one] - slack) isBetter = true;
  }
  return isBetter;
}

/**
 * Plans that no other one dominates. Limits, service and objectives come first: a plan that does better there clears all that do worse, and the front is of the
 * plans that are equal in them.
 */
export class Front {
  private kept: FrontPlan[] = [];

  get plans(): readonly FrontPlan[] {
    return this.kept;
  }

  /** Takes a plan in if it belongs here; `placements` is only asked for then. */
  offer(value: PlanValue, placements: () => readonly Placement[]): boolean {
    const [first] = this.kept;
    if (first !== undefined) {
      const level = compareLevels(value, first.value);
      if (level > 0) return false;
      if (level < 0) this.kept = [];
    }
    const isKnown = this.kept.some(({ value: { parts } }) => dominates(parts, value.parts) || same(parts, value.parts));
    if (isKnown) return false;
    this.kept = this.kept.filter((one) => !dominates(value.parts, one.value.parts));
    this.kept.push({ value, placements: placements() });
    if (this.kept.length > MOST_KEPT) this.kept = spread(this.kept, Math.floor(MOST_KEPT / 2));
    return true;
  }

  /** The best by this objective; null while there is none. */
  best(objective: (parts: ObjectiveParts) => number): FrontPlan | null {
    let best: FrontPlan | null = null;
    for (const one of this.kept) if (best === null || objective(one.value.parts) < objective(best.value.parts)) best = one;
    return best;
  }
}

/** A handful of plans: the best of each criterion, then always the one farthest from those chosen, each criterion by its range. */
export function spread<Plan extends { readonly value: PlanValue }>(plans: readonly Plan[], count: number): Plan[] {
  if (plans.length <= count) return [...plans];
  const partsOf = plans.map(({ value: { parts } }) => parts);
  const ranges = CRITERIA.map((one) => {
    const values = partsOf.map((parts) => parts[one]);
    return { one, least: Math.min(...values), range: Math.max(...values) - Math.min(...values) };
  });
  const distance = (a: ObjectiveParts, b: ObjectiveParts): number =>
    ranges.reduce((sum, { one, range }) => sum + (range === 0 ? 0 : ((a[one] - b[one]) / range) ** 2), 0);
  const chosen = new Set<number>();
  for (const { one } of ranges) {
    if (chosen.size === count) break;
    chosen.add(partsOf.reduce((best, parts, index) => (parts[one] < (partsOf[best] as ObjectiveParts)[one] ? index : best), 0));
  }
  while (chosen.size < count) {
    let farthest = -1;
    let most = -1;
    for (const [index, parts] of partsOf.entries()) {
      if (chosen.has(index)) continue;
      const nearest = Math.min(...[...chosen].map((other) => distance(parts, partsOf[other] as ObjectiveParts)));
      if (nearest > most) [farthest, most] = [index, nearest];
    }
    chosen.add(farthest);
  }
  return plans.filter((_, index) => chosen.has(index));
}

function same(a: ObjectiveParts, b: ObjectiveParts): boolean {
  return (
    !dominates(a, b) && !dominates(b, a) && CRITERIA.every((one) => Math.abs(a[one] - b[one]) <= EQUAL_SHARE * Math.abs(b[one]))
  );
}

/** Negative where `a` keeps more limits, serves more or meets more objectives, whatever it costs. */
export function compareLevels(a: PlanValue, b: PlanValue): number {
  for (const one of ['broken', 'unserved', 'missed'] as const)
    if (Math.abs(a.counts[one] - b.counts[one]) > 1e-9) return a.counts[one] - b.counts[one];
  return 0;
}
