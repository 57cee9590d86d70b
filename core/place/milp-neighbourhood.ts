import { createRandom } from '../base/random.ts';
import type { MilpSolver } from './milp.ts';
import { assignmentOf, placementMilp } from './placement-milp.ts';
import type { Assignment, PlacementProblem } from './problem.ts';
import { demandOf, placementProblem } from './problem.ts';
import type { Search, SearchProgress } from './progress.ts';

/** Longest time of the relaxation, s. */
const SECONDS_RELAXED = 20;
/** What counts as whole in the relaxation. */
const WHOLE = 0.999;
/** By how much the share of held items falls where a neighbourhood was solved at once, and rises where it was not. */
const HELD_LESS = 0.12;
const HELD_MORE = 0.05;

export interface NeighbourhoodOptions {
  readonly seed: number;
  readonly start: Assignment;
  readonly objective: number;
  readonly bound: number;
  /** Longest time of one neighbourhood by the solver's clock. */
  readonly secondsEach: number;
}

/** Whether bins depend on each other through nothing but the items, so that some items can be placed with all others held. */
export function isSeparable(problem: PlacementProblem): boolean {
  return (
    !problem.divisible &&
    problem.groups.length === 0 &&
    problem.balances.length === 0 &&
    problem.mostMovedCost === 0 &&
    problem.overloadCost.every((cost) => cost === 0) &&
    problem.initial.every((bin) => bin === -1)
  );
}

/**
 * Improves a placement by mixed-integer programs of a part: items that stand where the linear relaxation has them whole are held, all others are placed
 * anew (relaxation-induced neighbourhoods; Danna, Rothberg, Le Pape, Mathematical Programming 102, 2005). Fewer are held, drawn by seed, as long as the
 * solver manages. Never worse than its start; the bound is that of the relaxation. For separable problems only.
 */
export function* improveByMilp(problem: PlacementProblem, milp: MilpSolver, options: NeighbourhoodOptions): Search {
  const random = createRandom(options.seed, 'milp neighbourhoods');
  const binOf = options.start.slice();
  let { objective } = options;
  const whole = placementMilp(problem);
  const relaxed = milp(whole.milp, { seconds: SECONDS_RELAXED, relaxed: true });
  const bound = Math.max(options.bound, relaxed.bound);
  const progress = (): SearchProgress => ({ objective, bound, assignment: binOf.slice() });
  const wanted = new Int32Array(binOf.length).fill(-1);
  for (const [column, { item, bin }] of whole.pairs.entries()) if ((relaxed.columns?.[column] ?? 0) > WHOLE) wanted[item] = bin;
  let held = 1;
  let steps = 1;
  let share = yield progress();
  while (share < 1 && objective > bound * (1 + 1e-9)) {
    const free = [...binOf.keys()].filter((item) => binOf[item] === -1 || binOf[item] !== wanted[item] || random() >= held);
    const part = partOf(problem, binOf, free);
    const program = placementMilp(part.problem);
    const solved = milp(program.milp, { seconds: options.secondsEach });
    held = Math.min(1, Math.max(0, held + (solved.status === 'optimal' ? -HELD_LESS : HELD_MORE)));
    if (solved.columns !== null && solved.objective !== null && solved.objective < part.objective - 1e-6) {
      const placed = assignmentOf(program, solved.columns, free.length);
      for (const [at, item] of free.entries()) binOf[item] = placed[at] as number;
      objective += solved.objective - part.objective;
    }
    steps += 1;
    share = yield progress();
  }
  return { ...progress(), status: objective <= bound * (1 + 1e-9) ? 'optimal' : 'feasible', steps };
}

/** The problem of the free items with the room that all others leave, and what the free ones cost now. */
function partOf(
  problem: PlacementProblem,
  binOf: Assignment,
  free: readonly number[],
): { readonly problem: PlacementProblem; readonly objective: number } {
  const bins = problem.binIds.length;
  const kinds = problem.resources.length;
  const isFree = new Set(free);
  const capacity = problem.capacity.slice();
  const openCost = problem.openCost.slice();
  const opened = new Set<number>();
  for (const [item, bin] of binOf.entries()) {
    if (bin === -1 || isFree.has(item)) continue;
    openCost[bin] = 0;
    for (let kind = 0; kind < kinds; kind += 1)
      capacity[bin * kinds + kind] = (capacity[bin * kinds + kind] as number) - demandOf(problem, item, bin, kind);
  }
  let objective = 0;
  for (const item of free) {
    const bin = binOf[item] as number;
    objective +=
      bin === -1
        ? (problem.leaveOutCost[item] as number)
        : (problem.cost[(problem.rowOf[item] as number) * bins + bin] as number);
    if (bin !== -1) opened.add(bin);
  }
  for (const bin of opened) objective += openCost[bin] as number;
  const part = placementProblem({
    itemIds: free.map((item) => problem.itemIds[item] as string),
    binIds: problem.binIds,
    resources: problem.resources,
    capacity,
    rowOf: Int32Array.from(free, (item) => problem.rowOf[item] as number),
    rows: problem.rows,
    cost: problem.cost,
    demand: problem.demand,
    demandByBin: problem.demandByBin,
    openCost,
    leaveOutCost: Float64Array.from(free, (item) => problem.leaveOutCost[item] as number),
  });
  return { problem: part, objective };
}
