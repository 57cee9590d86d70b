import type { Gap } from './gap.ts';
import { Knapsack } from './knapsack.ts';

/** What is decided so far at a node of the search: pairs ruled out, and what the decided jobs leave of capacities. */
export interface Decisions {
  /** 1 where the pair is still possible, `[agent × jobs + job]`. */
  readonly open: Uint8Array;
  /** Agent of a decided job; −1 while open. */
  readonly agentOf: Int32Array;
  /** Capacity that decided jobs leave. */
  readonly room: Int32Array;
  /** Cost of the decided jobs. */
  fixedCost: number;
}

/**
 * Lagrangian relaxation of "each job once" with a price a job. What remains are knapsacks, one an agent, solved exactly:
 * the bound of Fisher, Jaikumar and Van Wassenhove (Management Science 32(9), 1986). Prices follow the subgradient with Polyak's step.
 */
export class Lagrangian {
  readonly prices: Float64Array;
  /** How many agents take a job at the present prices. */
  readonly cover: Int32Array;
  /** Whether the agent takes the job at the present prices, `[agent × jobs + job]`. */
  readonly takes: Uint8Array;
  /** After `penalties`: by how much the bound rises when the pair is chosen. */
  readonly rise: Float64Array;
  readonly knapsack = new Knapsack();
  private readonly gap: Gap;
  /** By how much the bound rises when the pair is left out. */
  private readonly loss: Float64Array;
  private readonly direction: Float64Array;
  private readonly jobAt: Int32Array;

  constructor(gap: Gap) {
    this.gap = gap;
    this.prices = new Float64Array(gap.jobs);
    this.cover = new Int32Array(gap.jobs);
    this.takes = new Uint8Array(gap.agents * gap.jobs);
    this.rise = new Float64Array(gap.agents * gap.jobs);
    this.loss = new Float64Array(gap.agents * gap.jobs);
    this.direction = new Float64Array(gap.jobs);
    this.jobAt = new Int32Array(gap.jobs);
    this.knapsack.reserve(gap.jobs);
    for (let job = 0; job < gap.jobs; job += 1) this.prices[job] = secondLeastCost(gap, job);
  }

  /** Lower bound on every solution that keeps the decisions, at the present prices. Fills `cover` and `takes`. */
  bound(decisions: Decisions): number {
    return this.evaluate(decisions, false);
  }

  /** The same, and fills `rise`: the bound plus `rise[pair]` holds for all solutions with the pair. */
  penalties(decisions: Decisions): number {
    const { gap, loss, rise, takes } = this;
    const bound = this.evaluate(decisions, true);
    for (let job = 0; job < gap.jobs; job += 1) {
      if (decisions.agentOf[job] !== -1) continue;
      let lossOfAll = 0;
      for (let pair = job; pair < takes.length; pair += gap.jobs) if (takes[pair] === 1) lossOfAll += loss[pair] as number;
      for (let pair = job; pair < takes.length; pair += gap.jobs) {
        rise[pair] = takes[pair] === 1 ? lossOfAll - (loss[pair] as number) : lossOfAll + (loss[pair] as number);
      }
    }
    return bound;
  }

  /** One step of the prices towards `target`. `pace` is 0…2. False where the relaxed solution covers each job once: the prices are the best. */
  step(decisions: Decisions, bound: number, target: number, pace: number): boolean {
    const { gap, direction, prices } = this;
    let square = 0;
    let isCovered = true;
    for (let job = 0; job < gap.jobs; job += 1) {
      if (decisions.agentOf[job] !== -1) continue;
      const short = 1 - (this.cover[job] as number);
      if (short !== 0) isCovered = false;
      const along = short + 0.3 * (direction[job] as number);
      direction[job] = along;
      square += along * along;
    }
    if (isCovered) return false;
    if (square === 0) return true;
    const length = (pace * Math.max(target - bound, 0.01)) / square;
    for (let job = 0; job < gap.jobs; job += 1) {
      if (decisions.agentOf[job] === -1) prices[job] = (prices[job] as number) + length * (direction[job] as number);
    }
    return true;
  }

  forgetDirection(): void {
    this.direction.fill(0);
  }

  private evaluate(decisions: Decisions, withLosses: boolean): number {
    const { gap, prices, cover, takes, knapsack, jobAt, loss } = this;
    const { jobs } = gap;
    let bound = decisions.fixedCost;
    for (let job = 0; job < jobs; job += 1) {
      cover[job] = 0;
      if (decisions.agentOf[job] === -1) bound += prices[job] as number;
    }
    takes.fill(0);
    for (let agent = 0; agent < gap.agents; agent += 1) {
      const room = decisions.room[agent] as number;
      const start = agent * jobs;
      let count = 0;
      for (let job = 0; job < jobs; job += 1) {
        const pair = start + job;
        if (decisions.open[pair] !== 1 || decisions.agentOf[job] !== -1) continue;
        const profit = (prices[job] as number) - (gap.cost[pair] as number);
        if (profit <= 0 || (gap.weight[pair] as number) > room) continue;
        knapsack.weights[count] = gap.weight[pair] as number;
        knapsack.profits[count] = profit;
        jobAt[count] = job;
        count += 1;
      }
      const value = withLosses ? knapsack.solveWithLosses(count, room) : knapsack.solve(count, room);
      bound -= value;
      for (let at = 0; at < count; at += 1) {
        const job = jobAt[at] as number;
        if (withLosses) loss[start + job] = knapsack.losses[at] as number;
        if (knapsack.taken[at] !== 1) continue;
        takes[start + job] = 1;
        cover[job] = (cover[job] as number) + 1;
      }
      if (withLosses) this.lossesOfUnprofitable(decisions, agent, count, value);
    }
    return bound;
  }

  /** Pairs that no knapsack considered: putting one in costs its negative profit and the room that it takes. */
  private lossesOfUnprofitable(decisions: Decisions, agent: number, count: number, value: number): void {
    const { gap, prices, loss, knapsack } = this;
    const room = decisions.room[agent] as number;
    for (let job = 0; job < gap.jobs; job += 1) {
      const pair = agent * gap.jobs + job;
      if (decisions.open[pair] !== 1 || decisions.agentOf[job] !== -1) continue;
      const profit = (prices[job] as number) - (gap.cost[pair] as number);
      const weight = gap.weight[pair] as number;
      if (weight > room) loss[pair] = Infinity;
      else if (profit <= 0) loss[pair] = value - profit - knapsack.valueAt(count, room, room - weight);
    }
  }
}

/** Where a job's price starts: below it, only its cheapest agent wants it. */
function secondLeastCost(gap: Gap, job: number): number {
  let least = Infinity;
  let second = Infinity;
  for (let agent = 0; agent < gap.agents; agent += 1) {
    const pair = agent * gap.jobs + job;
    if ((gap.weight[pair] as number) > (gap.capacity[agent] as number)) continue;
    const cost = gap.cost[pair] as number;
    if (cost < least) {
      second = least;
      least = cost;
    } else if (cost < second) second = cost;
  }
  return second === Infinity ? (least === Infinity ? 0 : least) : second;
}
