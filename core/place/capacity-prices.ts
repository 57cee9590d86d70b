import type { PlacementProblem } from './problem.ts';
import { type Reach, reachOf } from './reach.ts';

/** Prices of capacity, `[bin × resources + resource]`, and the bound on assignment, opening and leaving out that they prove. */
export interface CapacityPrices {
  readonly prices: Float64Array;
  readonly bound: number;
}

/** Steps without a better bound after which the pace is lowered, and the pace at which prices count as settled. */
const PATIENCE = 5;
const SLOWER = 2 / 3;
const FASTER = 1.1;
const FIRST_PACE = 1;
const SETTLED_PACE = 1e-3;
/** A bound is better when it rises by this share. */
const BETTER = 1e-4;
/** The prices aim so far above the best bound while no placement is nearer. */
const HOPE = 0.05;
/** Share of the newest direction in the running mean. */
const NEWEST = 0.05;

/**
 * Lagrangian relaxation of the capacities: every item goes where its cost plus the price of what it takes is least (or stays out), every bin opens
 * where its capacity is worth its cost. The best bound is that of the linear relaxation; the prices tell what capacity is worth where it is short.
 * `target` is the cost of a known placement. Prices by the volume algorithm (Barahona and Anbil, Mathematical Programming 87, 2000): steps from the best prices along the
 * running mean of what is asked beyond capacity. Cost of a step: one look at each allowed pair.
 */
export function capacityPrices(
  problem: PlacementProblem,
  target: number,
  steps: number,
  reach = reachOf(problem),
): CapacityPrices {
  const kinds = problem.resources.length;
  const bins = problem.binIds.length;
  const capacity = problem.capacity.map((each) => (Number.isFinite(each) ? each : 0));
  const itemsOfRow = countRows(problem);
  // At first capacity is worth what its bin costs, evenly over its resources.
  const prices = capacity.map((each, at) => (each > 0 ? (problem.openCost[Math.floor(at / kinds)] as number) / kinds / each : 0));
  const best = { prices: prices.slice(), bound: -Infinity };
  const excess = new Float64Array(bins * kinds);
  const direction = new Float64Array(bins * kinds);
  let pace = FIRST_PACE;
  let stalled = 0;
  for (let step = 0; step < steps && pace > SETTLED_PACE; step += 1) {
    excess.fill(0);
    let bound = 0;
    for (const { row, leaveOut, count } of itemsOfRow) {
      const { bin, cost } = cheapest(problem, reach, prices, row);
      bound += count * Math.min(cost, leaveOut);
      if (cost < leaveOut) addDemand(problem, excess, row, bin, count);
    }
    for (let bin = 0; bin < bins; bin += 1) {
      const open = problem.openCost[bin] as number;
      let worth = 0;
      for (let at = bin * kinds; at < (bin + 1) * kinds; at += 1) worth += (prices[at] as number) * (capacity[at] as number);
      bound += Math.min(0, open - worth);
      if (open > worth) continue;
      for (let at = bin * kinds; at < (bin + 1) * kinds; at += 1) excess[at] = (excess[at] as number) - (capacity[at] as number);
    }
    // Something that has to be placed may be nowhere.
    if (bound === Infinity) return { prices, bound };
    if (bound > best.bound + BETTER * Math.abs(bound)) {
      stalled = 0;
      pace = Math.min(2, FASTER * pace);
    } else stalled += 1;
    if (bound > best.bound) {
      best.bound = bound;
      best.prices.set(prices);
    }
    if (stalled >= PATIENCE) {
      pace *= SLOWER;
      stalled = 0;
    }
    const newest = step === 0 ? 1 : NEWEST;
    let square = 0;
    for (let at = 0; at < direction.length; at += 1) {
      const along = newest * (excess[at] as number) + (1 - newest) * (direction[at] as number);
      direction[at] = Number.isFinite(problem.capacity[at] as number) ? along : 0;
      if (along > 0 || (best.prices[at] as number) > 0) square += (direction[at] as number) ** 2;
    }
    if (square === 0) break;
    const hoped = Math.min(target, best.bound + HOPE * Math.abs(best.bound));
    const length = (pace * Math.max(hoped - best.bound, 1e-6 * Math.abs(hoped))) / square;
    for (let at = 0; at < prices.length; at += 1)
      prices[at] = Math.max(0, (best.prices[at] as number) + length * (direction[at] as number));
  }
  return best;
}

/** Rows with the number of items that leave out at the same cost. */
function countRows(problem: PlacementProblem): { readonly row: number; readonly leaveOut: number; readonly count: number }[] {
  const counts = new Map<string, { row: number; leaveOut: number; count: number }>();
  for (const [item, row] of problem.rowOf.entries()) {
    const leaveOut = problem.leaveOutCost[item] as number;
    const key = `${row} ${leaveOut}`;
    const entry = counts.get(key) ?? { row, leaveOut, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return [...counts.values()];
}

/** The bin with least cost for a row, capacity at its price. Cost is Infinity where the row may be nowhere. */
function cheapest(
  problem: PlacementProblem,
  { from, bins, cost: costs }: Reach,
  prices: Float64Array,
  row: number,
): { readonly bin: number; readonly cost: number } {
  let best = -1;
  let least = Infinity;
  for (let at = from[row] as number; at < (from[row + 1] as number); at += 1) {
    const bin = bins[at] as number;
    let cost = costs[at] as number;
    if (cost >= least) continue;
    cost += worthOf(problem, prices, row, bin);
    if (cost >= least) continue;
    least = cost;
    best = bin;
  }
  return { bin: best, cost: least };
}

/** What the capacity is worth that an item of a row takes in a bin. */
export function worthOf(problem: PlacementProblem, prices: Float64Array, row: number, bin: number): number {
  const kinds = problem.resources.length;
  const start = (problem.demandByBin ? row * problem.binIds.length + bin : row) * kinds;
  let worth = 0;
  for (let kind = 0; kind < kinds; kind += 1)
    worth += (prices[bin * kinds + kind] as number) * (problem.demand[start + kind] as number);
  return worth;
}

function addDemand(problem: PlacementProblem, sums: Float64Array, row: number, bin: number, count: number): void {
  const kinds = problem.resources.length;
  const start = (problem.demandByBin ? row * problem.binIds.length + bin : row) * kinds;
  for (let kind = 0; kind < kinds; kind += 1) {
    const at = bin * kinds + kind;
    sums[at] = (sums[at] as number) + count * (problem.demand[start + kind] as number);
  }
}
