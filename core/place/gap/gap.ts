import type { PlacementProblem } from '../problem.ts';

/**
 * The generalised assignment problem: each job to one agent that has one capacity, at least cost. Weights and capacities are whole numbers.
 * Tables are `[agent × jobs + job]`; a pair that is not allowed weighs more than the agent's capacity.
 */
export interface Gap {
  readonly agents: number;
  readonly jobs: number;
  readonly cost: Float64Array;
  readonly weight: Int32Array;
  readonly capacity: Int32Array;
  /** Costs are whole numbers, so that a bound may be rounded up. */
  readonly wholeCosts: boolean;
}

/** Decimal places that are scaled to whole numbers. */
const SCALES = [1, 10, 100, 1000];
/** Largest capacity for which a table over all of its units is worthwhile. */
const MOST_UNITS = 1 << 16;

/** The problem in this form; null where it has more to it or its numbers are not whole after scaling. */
export function asGap(problem: PlacementProblem): Gap | null {
  if (!isPlainAssignment(problem)) return null;
  const jobs = problem.itemIds.length;
  const agents = problem.binIds.length;
  const cost = new Float64Array(agents * jobs);
  const demand = new Float64Array(agents * jobs);
  for (let job = 0; job < jobs; job += 1) {
    const row = problem.rowOf[job] as number;
    for (let agent = 0; agent < agents; agent += 1) {
      cost[agent * jobs + job] = problem.cost[row * agents + agent] as number;
      demand[agent * jobs + job] = problem.demand[problem.demandByBin ? row * agents + agent : row] as number;
    }
  }
  const scale = SCALES.find((each) => demand.every((amount) => Number.isInteger(each * amount)));
  if (scale === undefined) return null;
  const capacity = problem.capacity.map((amount) => Math.floor(amount * scale + 1e-9));
  if (capacity.some((units) => units > MOST_UNITS || units < 0)) return null;
  const weight = new Int32Array(agents * jobs);
  for (const [at, each] of cost.entries()) {
    const limit = capacity[Math.floor(at / jobs)] as number;
    const units = (demand[at] as number) * scale;
    weight[at] = Number.isFinite(each) && units <= limit ? units : limit + 1;
    if (!Number.isFinite(each)) cost[at] = 0;
  }
  return { agents, jobs, cost, weight, capacity: Int32Array.from(capacity), wholeCosts: cost.every(Number.isInteger) };
}

function isPlainAssignment(problem: PlacementProblem): boolean {
  return (
    problem.resources.length === 1 &&
    !problem.divisible &&
    problem.groups.length === 0 &&
    problem.balances.length === 0 &&
    problem.mostMovedCost === 0 &&
    problem.resources[0]?.transient === false &&
    problem.leaveOutCost.every((each) => each === Infinity) &&
    problem.openCost.every((each) => each === 0) &&
    problem.overloadCost.every((each) => each === 0)
  );
}

export function fits(gap: Gap, agent: number, job: number): boolean {
  return (gap.weight[agent * gap.jobs + job] as number) <= (gap.capacity[agent] as number);
}
