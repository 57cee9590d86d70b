import { createRandom } from '../../core/base/random.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { type Group, type PlacementProblem, placementProblem } from '../../core/place/problem.ts';

/** A small problem with every part of the form in it: forbidden pairs, transient and soft limits, balances, groups, moves. */
export function randomProblem(seed: number, items = 5, bins = 3): PlacementProblem {
  const random = createRandom(seed, 'random problem');
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const fill = (size: number, of: () => number): Float64Array => Float64Array.from({ length: size }, of);
  const has = (share: number): boolean => random() < share;
  const second = whole(2, items - 1);
  const everything = Array.from({ length: items }, (_, item) => item);
  const groupOf = (of: readonly number[], near: readonly number[]): Group => ({
    items: of,
    apart: has(0.4),
    spread: whole(0, 2),
    near,
  });
  const groups = [groupOf(everything.slice(0, second), has(0.5) ? [1] : []), groupOf(everything.slice(second), [])];
  const isMove = has(0.6);
  const capacity = fill(bins * 2, () => whole(5, 14));
  const demand = fill(items * 2, () => whole(1, 5));
  return placementProblem({
    itemIds: everything.map((item) => `item ${item}`),
    binIds: Array.from({ length: bins }, (_, bin) => `bin ${bin}`),
    resources: [
      { name: 'cpu', transient: false },
      { name: 'disk', transient: has(0.5) },
    ],
    capacity,
    cost: fill(items * bins, () => (has(0.1) ? Infinity : whole(0, 20))),
    demand,
    openCost: fill(bins, () => (has(0.5) ? whole(1, 15) : 0)),
    leaveOutCost: fill(items, () => (has(0.3) ? whole(10, 40) : Infinity)),
    zoneOf: Int32Array.from({ length: bins }, () => whole(0, 1)),
    areaOf: Int32Array.from({ length: bins }, () => whole(0, 1)),
    groups: has(0.7) ? groups : [],
    initial: isMove ? running(everything, bins, capacity, demand, () => whole(-1, bins - 1)) : new Int32Array(items).fill(-1),
    mostMovedCost: whole(0, 1) * whole(1, 9),
    softCapacity: fill(bins * 2, () => whole(2, 9)),
    overloadCost: Float64Array.of(whole(0, 3), whole(0, 3)),
    balances: has(0.5) ? [{ plenty: 0, scarce: 1, ratio: whole(1, 3), cost: whole(1, 4) }] : [],
  });
}

/** Where each item runs now: at random, but nothing runs where there is no room for it. */
function running(
  items: readonly number[],
  bins: number,
  capacity: Float64Array,
  demand: Float64Array,
  pick: () => number,
): Int32Array {
  const used = new Float64Array(bins * 2);
  return Int32Array.from(items, (item) => {
    const bin = pick();
    if (bin === -1) return -1;
    const fits = [0, 1].every(
      (kind) => (used[bin * 2 + kind] ?? 0) + (demand[item * 2 + kind] ?? 0) <= (capacity[bin * 2 + kind] ?? 0),
    );
    if (!fits) return -1;
    for (const kind of [0, 1]) used[bin * 2 + kind] = (used[bin * 2 + kind] ?? 0) + (demand[item * 2 + kind] ?? 0);
    return bin;
  });
}

/** Least objective over every assignment, by the checker; null where none is feasible. */
export function bruteForce(problem: PlacementProblem): { readonly objective: number; readonly assignment: Int32Array } | null {
  const items = problem.itemIds.length;
  const canLeaveOut = problem.leaveOutCost.some(Number.isFinite);
  const choices = problem.binIds.length + (canLeaveOut ? 1 : 0);
  let best: { objective: number; assignment: Int32Array } | null = null;
  for (let code = 0; code < choices ** items; code += 1) {
    const assignment = Int32Array.from(
      { length: items },
      (_, item) => (Math.floor(code / choices ** item) % choices) - (canLeaveOut ? 1 : 0),
    );
    const { violations, objective } = checkPlacement(problem, assignment);
    if (violations.length === 0 && objective < (best?.objective ?? Infinity)) best = { objective, assignment };
  }
  return best;
}

/** Generalised assignment of random numbers. Capacities are about `slack` times what an equal share of the jobs takes. */
export function randomGapProblem(seed: number, jobs = 6, agents = 3, decimals = 0, slack = 1): PlacementProblem {
  const random = createRandom(seed, 'random gap');
  const scale = 10 ** decimals;
  const number = (from: number, to: number): number => (from * scale + Math.floor(random() * ((to - from) * scale + 1))) / scale;
  const demand = Float64Array.from({ length: jobs * agents }, () => number(2, 9));
  const mean = demand.reduce((total, each) => total + each, 0) / agents / agents;
  return placementProblem({
    itemIds: Array.from({ length: jobs }, (_, job) => `job ${job}`),
    binIds: Array.from({ length: agents }, (_, agent) => `agent ${agent}`),
    resources: [{ name: 'capacity', transient: false }],
    capacity: Float64Array.from({ length: agents }, () => Math.round(slack * mean * (0.7 + 0.6 * random()))),
    cost: Float64Array.from({ length: jobs * agents }, () => number(1, 30)),
    demand,
    demandByBin: true,
  });
}
