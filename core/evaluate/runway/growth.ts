import type { Site } from '../../site/site.ts';
import { scaledDemand } from '../scaled-demand.ts';

/** [C2] Demand over demand now after some months of growth. */
export function demandFactor(growthPerYear: number, months: number): number {
  return (1 + growthPerYear) ** (months / 12);
}

/** The site with its device groups asking and streaming more by a factor. What services send on their own stays. */
export function withDemand(site: Site, factor: number): Site {
  return scaledDemand(site, () => factor);
}

/** A use that grows with demand: `fixed + growing × factor`, and parts of it only from some demand on. */
export interface GrowingUse {
  readonly fixed: number;
  readonly growing: number;
  /** `max(from, growing × factor)` each: what is there is enough for a while. */
  readonly later: readonly { readonly from: number; readonly growing: number }[];
}

export function amountAt(use: GrowingUse, factor: number): number {
  return use.later.reduce(
    (total, { from, growing }) => total + Math.max(from, growing * factor),
    use.fixed + use.growing * factor,
  );
}

/** The line through the uses at demand factors 1 and 2. */
export function lineThrough(atOne: number, atTwo: number): GrowingUse {
  return { fixed: 2 * atOne - atTwo, growing: atTwo - atOne, later: [] };
}

/** Hair of slack against sums of fractions, as in the findings. */
function exceeds(value: number, limit: number, reaching: boolean): boolean {
  return reaching ? value >= limit : value > limit * (1 + 1e-9) + 1e-12;
}

/** Demand factor at which a use meets a limit that it is below of now: line by line between the factors at which parts begin to grow. */
function factorAt(use: GrowingUse, limit: number): number {
  const turns = use.later
    .filter(({ growing }) => growing > 0)
    .map(({ from, growing }) => from / growing)
    .toSorted((a, b) => a - b);
  for (const [index, turn] of [...turns, Infinity].entries()) {
    if (turn < Infinity && amountAt(use, turn) < limit) continue;
    const begun = index === 0 ? -Infinity : (turns[index - 1] ?? -Infinity);
    let { fixed, growing } = use;
    for (const part of use.later) {
      if (part.growing > 0 && part.from / part.growing <= begun) growing += part.growing;
      else fixed += part.from;
    }
    return growing > 0 ? (limit - fixed) / growing : turn;
  }
  return Infinity;
}

/**
 * [C2] When a use meets its limit: the real-valued month in closed form, and the first whole month in which the limit does not hold. A queue
 * breaks when it reaches its limit (`reaching`), room when it goes beyond.
 */
export function monthOfUse(
  use: GrowingUse,
  limit: number,
  growthPerYear: number,
  months: number,
  reaching: boolean,
): { readonly month: number | null; readonly exactMonths: number | null } {
  const broken = (month: number): boolean => exceeds(amountAt(use, demandFactor(growthPerYear, month)), limit, reaching);
  if (broken(0)) return { month: 0, exactMonths: 0 };
  const factor = factorAt(use, limit);
  if (growthPerYear <= 0 || factor === Infinity) return { month: null, exactMonths: null };
  const exactMonths = (12 * Math.log(factor)) / Math.log(1 + growthPerYear);
  let month = Math.max(1, Math.floor(exactMonths) - 1);
  while (month <= months && !broken(month)) month += 1;
  return { month: month <= months ? month : null, exactMonths };
}
