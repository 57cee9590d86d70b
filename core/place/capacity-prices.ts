import type { PlacementProblem } from './problem.ts';

/** Prices of capacity, `[bin × resources + resource]`, and the bound on assignment, opening and leaving out that they prove. */
export interface CapacityPrices {
  readonly prices: Float64Array;
  readonly bound: number;
}

const PATIENCE = 10;

/**
 * Lagrangian relaxation of the capacities: every item goes where its cost plus the price of what it takes is least (or stays out), every bin opens
 * where its capacity is worth its cost. The best bound is that of the linear relaxation; the prices tell what capacity is worth where it is short.
 * `target` is the cost of a known placement. Subgradient steps after Polyak.
 */
export function capacityPrices(problem: PlacementProblem, target: number, steps: number): CapacityPrices {
  const kinds = problem.resources.length;
  const bins = problem.binIds.length;
  const capacity = problem.capacity.map((each) => (Number.isFinite(each) ? each : 0));
  const itemsOfRow = countRows(problem);
  // At first capacity is worth what its bin costs, evenly over its resources.
  let prices = capacity.map((each, at) => (each > 0 ? (problem.openCost[Math.floor(at / kinds)] as number) / kinds / each : 0));
  let best = { prices, bound: -Infinity };
  const direction = new Float64Array(bins * kinds);
  let pace = 1;
  let stalled = 0;
  for (let step = 0; step < steps && pace > 1e-3; step += 1) {
    direction.fill(0);
    let bound = 0;
    for (const { row, leaveOut, count } of itemsOfRow) {
      const { bin, cost } = cheapest(problem, prices, row);
      bound += count * Math.min(cost, leaveOut);
      if (cost < leaveOut) addDemand(problem, direction, row, bin, count);
    }
    for (let bin = 0; bin < bins; bin += 1) {
      const open = problem.openCost[bin] as number;
      let worth = 0;
      for (let at = bin * kinds; at < (bin + 1) * kinds; at += 1) worth += (prices[at] as number) * (capacity[at] as number);
      bound += Math.min(0, open - worth);
      if (open > worth) continue;
      for (let at = bin * kinds; at < (bin + 1) * kinds; at += 1)
        direction[at] = (direction[at] as number) - (capacity[at] as number);
    }
    // Something that has to be placed may be nowhere.
    if (bound === Infinity) return { prices, bound };
    if (bound > best.bound + 1e-9 * Math.abs(bound)) {
      best = { prices: prices.slice(), bound };
      stalled = 0;
    } else stalled += 1;
    if (stalled >= PATIENCE) {
      pace /= 2;
      stalled = 0;
      prices = best.prices.slice();
      continue;
    }
    let square = 0;
    for (const [at, along] of direction.entries()) {
      if (!Number.isFinite(problem.capacity[at] as number) || (along < 0 && prices[at] === 0)) direction[at] = 0;
      else square += along * along;
    }
    if (square === 0) break;
    const length = (pace * Math.max(target - bound, 1e-6 * Math.abs(target))) / square;
    for (const [at, along] of direction.entries()) prices[at] = Math.max(0, (prices[at] as number) + length * along);
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
function cheapest(problem: PlacementProblem, prices: Float64Array, row: number): { readonly bin: number; readonly cost: number } {
  const bins = problem.binIds.length;
  let best = -1;
  let least = Infinity;
  for (let bin = 0; bin < bins; bin += 1) {
    let cost = problem.cost[row * bins + bin] as number;
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
