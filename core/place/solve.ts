import { combinatorialBound } from './bound.ts';
import type { Share } from './check.ts';
import { asGap } from './gap/gap.ts';
import { solveGap } from './gap/solve-gap.ts';
import { improvePlacement } from './improve/improve.ts';
import type { MilpResult, MilpSolver } from './milp.ts';
import { asSeparable, solveSeparable } from './pattern/solve-separable.ts';
import { assignmentOf, placementMilp } from './placement-milp.ts';
import type { Assignment, PlacementProblem } from './problem.ts';
import type { Search, SearchProgress, SearchResult } from './progress.ts';
import { reachOf } from './reach.ts';

export interface SolveOptions {
  readonly seed: number;
  /** Where the search starts: the result is never worse. */
  readonly start?: Assignment;
  /** For exact answers and tighter bounds; it blocks for at most `milpSeconds`. */
  readonly milp?: MilpSolver;
  readonly milpSeconds?: number;
  /** Time that the caller gives the whole search: programs end with it. */
  readonly seconds?: number;
}

/** Pairs of item and bin up to which the whole program is solved, and up to which its relaxation is. */
const PAIRS_EXACT = 1000;
const PAIRS_RELAXED = 100_000;
/** Share of the budget after which the relaxation is worth its time. */
const RELAX_AT = 0.5;

/**
 * The one door to placement: plain assignment goes to its exact method, small problems to the mixed-integer program, everything else to adaptive search with
 * a combinatorial bound and, where a solver is at hand, that of the linear relaxation.
 */
export function* solvePlacement(problem: PlacementProblem, options: SolveOptions): Search {
  const { seed, start = null, milp, milpSeconds = 10, seconds = Infinity } = options;
  const gap = start === null ? asGap(problem) : null;
  if (gap !== null) return yield* solveGap(gap, seed);
  const reach = reachOf(problem);
  let bound = combinatorialBound(problem, reach);
  if (milp !== undefined && pairsOf(problem) <= PAIRS_EXACT) {
    const program = placementMilp(problem);
    const exact = milp(program.milp, { seconds: milpSeconds });
    const isProven = exact.status === 'optimal' && exact.columns !== null;
    if (exact.status === 'infeasible')
      return { objective: null, bound: Infinity, assignment: null, status: 'infeasible', steps: 1 };
    if (isProven && exact.columns !== null) return proven(exact, assignmentOf(program, exact.columns, problem.itemIds.length));
    bound = Math.max(bound, exact.bound);
  }
  const form = bound === Infinity ? null : asSeparable(problem, reach);
  if (form !== null) return yield* solveSeparable(form, reach, { seed, start, milp, milpSeconds, seconds, bound });
  const search = improvePlacement(problem, { seed, start, bound, reach });
  let isRelaxed = milp === undefined || pairsOf(problem) > PAIRS_RELAXED;
  let step = search.next(0);
  while (step.done !== true) {
    bound = Math.max(bound, step.value.bound);
    const share = yield raised(step.value, bound);
    if (!isRelaxed && share >= RELAX_AT && share < 1 && milp !== undefined) {
      isRelaxed = true;
      bound = Math.max(bound, milp(placementMilp(problem).milp, { seconds: milpSeconds, relaxed: true }).bound);
    }
    step = search.next(share);
  }
  const result = step.value;
  if (result.objective === null && bound === Infinity) return { ...result, bound, status: 'infeasible' };
  const isOptimal = result.objective !== null && result.objective <= bound + 1e-9 * Math.abs(bound);
  return { ...result, ...raised(result, bound), status: isOptimal ? 'optimal' : result.status };
}

export interface DivisibleResult {
  readonly status: MilpResult['status'];
  readonly objective: number | null;
  readonly bound: number;
  readonly shares: readonly Share[];
}

/** Where items are served in shares: the mixed-integer program, which decides what is opened and how much goes where. */
export function solveDivisible(problem: PlacementProblem, milp: MilpSolver, seconds: number): DivisibleResult {
  const program = placementMilp(problem);
  const { status, objective, bound, columns } = milp(program.milp, { seconds });
  // A solver's shares are off by its tolerance: tiny ones are none, and the rest add up to one.
  const raw = program.pairs.flatMap((pair, column) => {
    const share = columns?.[column] ?? 0;
    return share > 1e-7 ? [{ ...pair, share }] : [];
  });
  const sums = new Float64Array(problem.itemIds.length);
  for (const { item, share } of raw) sums[item] = (sums[item] as number) + share;
  return { status, objective, bound, shares: raw.map((each) => ({ ...each, share: each.share / (sums[each.item] as number) })) };
}

function proven(exact: MilpResult, assignment: Assignment): SearchResult {
  const objective = exact.objective;
  return { objective, bound: objective ?? exact.bound, assignment, status: 'optimal', steps: 1 };
}

function raised(progress: SearchProgress, bound: number): SearchProgress {
  return { ...progress, bound: Math.min(bound, progress.objective ?? Infinity) };
}

function pairsOf(problem: PlacementProblem): number {
  return problem.itemIds.length * problem.binIds.length;
}
