import type { RandomStream } from '../../base/random.ts';
import type { Gap } from './gap.ts';
import { Lagrangian } from './lagrangian.ts';
import { noDecisions, ROUNDING, searchTree } from './tree.ts';

/** Nodes after which a small problem is given up. */
const MOST_NODES = 120;

/** How much is opened at once. It grows while small problems are closed and shrinks while they are given up. */
export interface NeighbourhoodSize {
  agents: number;
  jobs: number;
}

interface Tried {
  readonly agentOf: Int32Array | null;
  /** The small problem was searched to its end. */
  readonly isClosed: boolean;
  readonly work: number;
}

/**
 * One step of a large neighbourhood search with an exact repair: some jobs of some agents are given back, those that could most cheaply
 * be elsewhere first, and the small problem of sharing them anew is searched for anything cheaper.
 */
export function improveSome(
  gap: Gap,
  agentOf: Int32Array,
  prices: Float64Array,
  size: Readonly<NeighbourhoodSize>,
  random: RandomStream,
): Tried {
  const agents = pickAgents(gap, Math.round(size.agents), random);
  const jobs = pickJobs(gap, agentOf, agents, Math.round(size.jobs), random);
  if (jobs.length === 0) return { agentOf: null, isClosed: true, work: 1 };
  const part = partOf(gap, agentOf, agents, jobs);
  let cost = 0;
  for (const job of jobs) cost += gap.cost[(agentOf[job] as number) * gap.jobs + job] as number;
  const lagrangian = new Lagrangian(part);
  for (const [at, job] of jobs.entries()) lagrangian.prices[at] = prices[job] as number;
  const smallestGain = gap.wholeCosts ? 1 : Math.max(1e-4 * Math.abs(cost), 10 * ROUNDING);
  const hoped = random() * (cost - lagrangian.bound(noDecisions(part)));
  const gain = gap.wholeCosts ? Math.max(1, Math.floor(hoped)) : Math.max(smallestGain, hoped);
  const steps = searchTree(part, lagrangian, noDecisions(part), cost - gain);
  for (let nodes = 0; nodes < MOST_NODES; nodes += 1) {
    const step = steps.next();
    if (step.done !== true) continue;
    if (step.value === null) return { agentOf: null, isClosed: true, work: lagrangian.knapsack.work };
    const better = agentOf.slice();
    for (const [at, job] of jobs.entries()) better[job] = agents[step.value[at] as number] as number;
    return { agentOf: better, isClosed: true, work: lagrangian.knapsack.work };
  }
  return { agentOf: null, isClosed: false, work: lagrangian.knapsack.work };
}

/** Agents and jobs grow in turn by a few per cent, and shrink faster than they grow. */
export function adapt(size: NeighbourhoodSize, isClosed: boolean): void {
  const factor = isClosed ? 1.02 : 0.8;
  size.jobs = Math.max(12, size.jobs * factor);
  size.agents = Math.max(3, Math.min(size.jobs / 8, size.agents * Math.sqrt(factor)));
}

function pickAgents(gap: Gap, count: number, random: RandomStream): number[] {
  const left = Array.from({ length: gap.agents }, (_, agent) => agent);
  const picked: number[] = [];
  while (picked.length < count && left.length > 0) {
    const [agent = 0] = left.splice(Math.floor(random() * left.length), 1);
    picked.push(agent);
  }
  return picked;
}

/** The jobs of these agents by what the next best of them would cost more at these prices, blurred at random. */
function pickJobs(gap: Gap, agentOf: Int32Array, agents: readonly number[], count: number, random: RandomStream): number[] {
  const candidates: { readonly job: number; readonly key: number }[] = [];
  const isPicked = new Uint8Array(gap.agents);
  for (const agent of agents) isPicked[agent] = 1;
  for (let job = 0; job < gap.jobs; job += 1) {
    const now = agentOf[job] as number;
    if (isPicked[now] !== 1) continue;
    let least = Infinity;
    for (const agent of agents) {
      const pair = agent * gap.jobs + job;
      if (agent === now || (gap.weight[pair] as number) > (gap.capacity[agent] as number)) continue;
      least = Math.min(least, gap.cost[pair] as number);
    }
    const more = Math.max(0, least - (gap.cost[now * gap.jobs + job] as number));
    candidates.push({ job, key: (more + 1) * -Math.log(1 - random()) });
  }
  return candidates
    .toSorted((a, b) => a.key - b.key || a.job - b.job)
    .slice(0, count)
    .map(({ job }) => job)
    .toSorted((a, b) => a - b);
}

/** The problem of these jobs and agents, with the room that the other jobs leave. */
function partOf(gap: Gap, agentOf: Int32Array, agents: readonly number[], jobs: readonly number[]): Gap {
  const pairs = agents.flatMap((agent) => jobs.map((job) => agent * gap.jobs + job));
  const isGiven = new Uint8Array(gap.jobs);
  for (const job of jobs) isGiven[job] = 1;
  const room = gap.capacity.slice();
  for (let job = 0; job < gap.jobs; job += 1) {
    const agent = agentOf[job] as number;
    if (isGiven[job] === 0) room[agent] = (room[agent] as number) - (gap.weight[agent * gap.jobs + job] as number);
  }
  return {
    agents: agents.length,
    jobs: jobs.length,
    cost: Float64Array.from(pairs, (pair) => gap.cost[pair] as number),
    weight: Int32Array.from(pairs, (pair) => gap.weight[pair] as number),
    capacity: Int32Array.from(agents, (agent) => room[agent] as number),
    wholeCosts: gap.wholeCosts,
  };
}
