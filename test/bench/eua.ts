import loadHighs from 'highs';
import { checkPlacement } from '../../core/place/check.ts';
import { highsMilp } from '../../core/place/highs.ts';
import { improveByMilp } from '../../core/place/milp-neighbourhood.ts';
import type { MilpSolver } from '../../core/place/milp.ts';
import { assignmentOf, placementMilp } from '../../core/place/placement-milp.ts';
import type { Assignment } from '../../core/place/problem.ts';
import { demandOf } from '../../core/place/problem.ts';
import { searchFor } from '../../core/place/progress.ts';
import { solvePlacement } from '../../core/place/solve.ts';
import type { BenchOutcome } from './main.ts';
import type { EuaProblem } from './place/eua-problem.ts';
import { euaProblem } from './place/eua-problem.ts';
import { instanceOptions } from './place/options.ts';

/** Room for the last step within the time that is given. */
const LAST_STEP_MS = 100;
/** Shares of the time for the adaptive search before, and for one mixed-integer program of a part. */
const SHARE_OF_SEARCH = 0.1;
const SHARE_OF_NEIGHBOURHOOD = 0.7;

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
  readonly nearestObjective: number;
  readonly nearestServed: number;
}

/**
 * 816 users and 125 base-station sites of Melbourne's centre: served users and cost of the search, with parts by mixed-integer programs, against the mixed-integer optimum, and against each
 * user at his nearest site with room. Capacities by the recipe in `place/eua-problem.ts`. Options: `--data FOLDER`, `--seeds N` instances (3), `--seconds N`
 * for the search (5), `--reference N` seconds for the optimum (120). Every answer passes the checker. The gap is that to the optimum, or to its bound.
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
  const started = performance.now();
  const now = (): number => performance.now();
  const first = searchFor(solvePlacement(problem, { seed }), seconds * 1000 * SHARE_OF_SEARCH, now);
  const start = first.assignment;
  if (start === null || first.objective === null) throw new Error(`seed ${seed}: nothing found.`);
  const secondsEach = seconds * SHARE_OF_NEIGHBOURHOOD;
  const parts = improveByMilp(problem, milp, { seed, start, objective: first.objective, bound: first.bound, secondsEach });
  // What a neighbourhood may take has to be left when it begins.
  const leftMs = seconds * 1000 - (now() - started) - LAST_STEP_MS - secondsEach * 1000;
  const result = searchFor(parts, leftMs, now);
  const taken = (performance.now() - started) / 1000;
  if (result.assignment === null || result.objective === null) throw new Error(`seed ${seed}: nothing found.`);
  const objective = checked(eua, result.assignment);
  if (Math.abs(objective - result.objective) > 1e-6 * objective) throw new Error(`seed ${seed}: the checker finds ${objective}.`);
  const nearest = nearestWithRoom(eua);
  const program = placementMilp(problem);
  const from = performance.now();
  const exact = milp(program.milp, { seconds: referenceSeconds });
  const optimum = exact.columns === null ? null : assignmentOf(program, exact.columns, problem.itemIds.length);
  const isProven = exact.status === 'optimal' && optimum !== null;
  const reference = isProven ? checked(eua, optimum) : exact.bound;
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
    nearestObjective: checked(eua, nearest),
    nearestServed: servedIn(nearest),
  };
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
