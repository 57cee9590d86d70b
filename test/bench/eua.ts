import loadHighs from 'highs';
import { checkPlacement } from '../../core/place/check.ts';
import { highsMilp } from '../../core/place/highs.ts';
import type { MilpSolver } from '../../core/place/milp.ts';
import { configurationMilp, takeConfigurations } from '../../core/place/pattern/configuration-milp.ts';
import { wholeOf } from '../../core/place/pattern/item-prices.ts';
import { separable } from '../../core/place/pattern/separable.ts';
import type { Assignment } from '../../core/place/problem.ts';
import { demandOf } from '../../core/place/problem.ts';
import { searchFor } from '../../core/place/progress.ts';
import { solvePlacement } from '../../core/place/solve.ts';
import type { BenchOutcome } from './main.ts';
import type { EuaProblem } from './place/eua-problem.ts';
import { euaProblem } from './place/eua-problem.ts';
import { instanceOptions } from './place/options.ts';

/** Share of the time for the longest mixed-integer program. */
const SHARE_OF_PROGRAM = 0.65;
/** Share of the time that is kept for building the form before, and for a program to end after its time. */
const SHARE_KEPT = 0.04;

interface Row {
  readonly instance: string;
  readonly objective: number;
  readonly served: number;
  readonly seconds: number;
  /** Of the reference: the optimum where it is proven, else the best bound. */
  readonly reference: number;
  readonly referenceProven: boolean;
  readonly referenceSeconds: number;
  readonly referenceServed: number | null;
  readonly gap: number;
  /** To the bound that the search proves itself in its time. */
  readonly ownGap: number;
  readonly nearestObjective: number;
  readonly nearestServed: number;
}

/**
 * 816 users and 125 base-station sites of Melbourne's centre: served users and cost of the search, with mixed-integer programs in it, against the mixed-integer optimum, and against each
 * user at his nearest site with room. Capacities by the recipe in `place/eua-problem.ts`. Options: `--data FOLDER`, `--seeds N` instances (3), `--seconds N`
 * for the search with all it takes (5), `--reference N` seconds for the optimum (120). Every answer passes the checker. The gap is that to the optimum, or to the best bound.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { folder, isWanted, extra } = instanceOptions(options, 'eua', { seeds: '3', seconds: '5', reference: '120' });
  const milp = highsMilp(await loadHighs());
  const seeds = Array.from({ length: Number(extra.seeds) }, (_, index) => index + 1).filter((seed) => isWanted(`seed-${seed}`));
  const rows = seeds.map((seed) => runSeed(folder, seed, Number(extra.seconds), Number(extra.reference), milp));
  return {
    figures: {
      gap: Math.max(...rows.map((row) => row.gap)),
      seconds: Math.max(...rows.map((row) => row.seconds)),
      instances: rows.length,
      optimaProven: rows.filter((row) => row.referenceProven).length,
      servedShareOfOptimum: Math.min(...rows.map((row) => row.served / (row.referenceServed ?? row.served))),
      nearestCostOver: Math.min(...rows.map((row) => row.nearestObjective / row.objective)),
    },
    rows,
  };
}

function runSeed(folder: string, seed: number, seconds: number, referenceSeconds: number, milp: MilpSolver): Row {
  const eua = euaProblem(folder, seed);
  const { problem } = eua;
  const budget = seconds * (1 - SHARE_KEPT);
  const started = performance.now();
  const search = solvePlacement(problem, { seed, milp, milpSeconds: seconds * SHARE_OF_PROGRAM, seconds: budget });
  const result = searchFor(search, budget * 1000, () => performance.now());
  const taken = (performance.now() - started) / 1000;
  if (result.assignment === null || result.objective === null) throw new Error(`seed ${seed}: nothing found.`);
  const objective = checked(eua, result.assignment);
  if (Math.abs(objective - result.objective) > 1e-6 * objective) throw new Error(`seed ${seed}: the checker finds ${objective}.`);
  const nearest = nearestWithRoom(eua);
  const from = performance.now();
  const { isProven, bound, optimum } = referenceOf(eua, referenceSeconds, milp);
  const reference = isProven && optimum !== null ? checked(eua, optimum) : Math.max(bound, result.bound);
  return {
    instance: `seed-${seed}`,
    objective,
    served: servedIn(result.assignment),
    seconds: taken,
    reference,
    referenceProven: isProven,
    referenceSeconds: (performance.now() - from) / 1000,
    referenceServed: optimum === null ? null : servedIn(optimum),
    gap: (objective - reference) / reference,
    ownGap: (objective - result.bound) / objective,
    nearestObjective: checked(eua, nearest),
    nearestServed: servedIn(nearest),
  };
}

/** The optimum by the program over all configurations of all sites, whose relaxation is tight, or how far the time goes. */
function referenceOf(
  { problem }: EuaProblem,
  seconds: number,
  milp: MilpSolver,
): { readonly isProven: boolean; readonly bound: number; readonly optimum: Assignment | null } {
  const form = separable(problem);
  const everything = { remainder: wholeOf(form), prices: form.leaveOut, mostLoss: Infinity, hasPair: () => true };
  const program = configurationMilp(form, everything);
  if (program === null) throw new Error('Too many configurations for the reference.');
  const { status, bound, columns } = milp(program.milp, { seconds });
  if (columns === null) return { isProven: false, bound, optimum: null };
  const optimum = new Int32Array(problem.itemIds.length).fill(-1);
  const free = Array.from({ length: form.classes }, (_, each) => [
    ...form.items.subarray(form.itemsFrom[each], form.itemsFrom[each + 1]),
  ]);
  takeConfigurations(form, program, columns, free, optimum);
  return { isProven: status === 'optimal', bound, optimum };
}

/** Objective by the checker, which has to find nothing wrong. */
function checked({ problem }: EuaProblem, assignment: Assignment): number {
  const { violations, objective } = checkPlacement(problem, assignment);
  if (violations.length > 0) throw new Error(JSON.stringify(violations.slice(0, 3)));
  return objective;
}

function servedIn(assignment: Assignment): number {
  return assignment.filter((bin) => bin >= 0).length;
}

/** The usual rule: one user after the other goes to the nearest site that reaches him and has room. */
function nearestWithRoom({ problem, distanceM }: EuaProblem): Assignment {
  const bins = problem.binIds.length;
  const kinds = problem.resources.length;
  const room = problem.capacity.slice();
  return Int32Array.from(problem.itemIds, (_, user) => {
    const reached = [...problem.binIds.keys()]
      .filter((bin) => problem.cost[user * bins + bin] !== Infinity)
      .toSorted((a, b) => (distanceM[user * bins + a] ?? 0) - (distanceM[user * bins + b] ?? 0));
    const wants = problem.resources.map((_kind, kind) => demandOf(problem, user, 0, kind));
    const bin = reached.find((each) => wants.every((wanted, kind) => (room[each * kinds + kind] ?? 0) >= wanted)) ?? -1;
    if (bin >= 0)
      for (const [kind, wanted] of wants.entries()) room[bin * kinds + kind] = (room[bin * kinds + kind] ?? 0) - wanted;
    return bin;
  });
}
