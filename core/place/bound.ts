import { demandOf, type PlacementProblem } from './problem.ts';
import { type Reach, reachOf } from './reach.ts';

/**
 * A lower bound on every placement, part by part and without any search: each item at its cheapest, the cheapest capacity that holds the demand of
 * the scarcest resource, and what must be overloaded or out of balance in the sum over all bins (the sum of max(0, x) is at least max(0, the sum of x)).
 */
export function combinatorialBound(problem: PlacementProblem, reach = reachOf(problem)): number {
  const demand = problem.resources.map((_, kind) => leastDemand(problem, kind));
  return (
    assignmentBound(problem, reach) + openBound(problem, demand) + overloadBound(problem, demand) + balanceBound(problem, demand)
  );
}

/** The part of it that is neither assignment nor opening nor leaving out. */
export function softBound(problem: PlacementProblem): number {
  const demand = problem.resources.map((_, kind) => leastDemand(problem, kind));
  return overloadBound(problem, demand) + balanceBound(problem, demand);
}

function assignmentBound(problem: PlacementProblem, { from, cost }: Reach): number {
  const leastOfRow = new Float64Array(problem.rows).fill(Infinity);
  for (let row = 0; row < problem.rows; row += 1)
    for (let at = from[row] as number; at < (from[row + 1] as number); at += 1)
      leastOfRow[row] = Math.min(leastOfRow[row] as number, cost[at] as number);
  let total = 0;
  for (const [item, row] of problem.rowOf.entries()) {
    total += Math.min(leastOfRow[row] as number, problem.leaveOutCost[item] as number);
  }
  return total;
}

/** Demand of the items that have to be placed, each where it takes least. */
function leastDemand(problem: PlacementProblem, kind: number): number {
  let total = 0;
  for (const item of problem.itemIds.keys()) {
    if (problem.leaveOutCost[item] !== Infinity) continue;
    let least = problem.demandByBin ? Infinity : demandOf(problem, item, 0, kind);
    if (problem.demandByBin) for (const bin of problem.binIds.keys()) least = Math.min(least, demandOf(problem, item, bin, kind));
    total += least;
  }
  return total;
}

/** Bins are bought in shares, the cheapest capacity first; the dearest of all resources counts. */
function openBound(problem: PlacementProblem, demand: readonly number[]): number {
  const kinds = problem.resources.length;
  const bounds = demand.map((wanted, kind) => {
    const offers = [...problem.openCost].map((cost, bin) => ({ cost, capacity: problem.capacity[bin * kinds + kind] as number }));
    let left = wanted;
    let total = 0;
    for (const { cost, capacity } of offers.toSorted((a, b) => a.cost * b.capacity - b.cost * a.capacity)) {
      if (left <= 0 || !(capacity > 0)) continue;
      total += cost * Math.min(1, left / capacity);
      left -= capacity;
    }
    return total;
  });
  return Math.max(0, ...bounds);
}

function overloadBound(problem: PlacementProblem, demand: readonly number[]): number {
  return demand.reduce((total, wanted, kind) => {
    const over = wanted - sumOver(problem.softCapacity, problem.resources.length, kind);
    return total + (over > 0 ? over * (problem.overloadCost[kind] as number) : 0);
  }, 0);
}

function balanceBound(problem: PlacementProblem, demand: readonly number[]): number {
  // What is free in all is known only where everything has to be placed and takes the same everywhere.
  if (problem.demandByBin || problem.leaveOutCost.some((cost) => cost !== Infinity)) return 0;
  const free = (kind: number): number => sumOver(problem.capacity, problem.resources.length, kind) - (demand[kind] as number);
  return problem.balances.reduce((total, { plenty, scarce, ratio, cost }) => {
    const short = ratio * free(plenty) - free(scarce);
    return total + (short > 0 ? cost * short : 0);
  }, 0);
}

function sumOver(table: Float64Array, kinds: number, kind: number): number {
  let total = 0;
  for (let at = kind; at < table.length; at += kinds) total += table[at] as number;
  return total;
}
