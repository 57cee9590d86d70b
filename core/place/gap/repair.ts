import { fits, type Gap } from './gap.ts';
import type { Lagrangian } from './lagrangian.ts';

/**
 * A solution near the relaxed one: jobs that several agents take stay with one of them, jobs that none takes are inserted by regret at
 * reduced cost, with one other job moved out of the way where need be. Null when that does not come out.
 */
export function repairRelaxed(gap: Gap, cheapest: Int32Array, lagrangian: Lagrangian): Int32Array | null {
  const agentOf = new Int32Array(gap.jobs).fill(-1);
  const room = gap.capacity.slice();
  const left: { readonly job: number; readonly regret: number }[] = [];
  for (let job = 0; job < gap.jobs; job += 1) {
    const agent = cheapestTaker(gap, lagrangian, job);
    if (agent === -1) left.push({ job, regret: regretOf(gap, job) });
    else put(gap, agentOf, room, job, agent);
  }
  for (const { job } of left.toSorted((a, b) => b.regret - a.regret || a.job - b.job)) {
    if (!insert(gap, cheapest, agentOf, room, job)) return null;
  }
  shiftDown(gap, cheapest, agentOf, room);
  return agentOf;
}

/** A solution that saves room first: each job with the agent on which it weighs least and there is room, then moved down in cost. Null when it runs out. */
export function roomiest(gap: Gap, cheapest: Int32Array): Int32Array | null {
  const lightest = cheapestAgents({ ...gap, cost: Float64Array.from(gap.weight) });
  const agentOf = new Int32Array(gap.jobs).fill(-1);
  const room = gap.capacity.slice();
  const least = (job: number): number => gap.weight[(lightest[job * gap.agents] as number) * gap.jobs + job] as number;
  for (const job of [...agentOf.keys()].toSorted((a, b) => least(b) - least(a) || a - b)) {
    if (!insert(gap, lightest, agentOf, room, job)) return null;
  }
  shiftDown(gap, cheapest, agentOf, room);
  return agentOf;
}

/** Agents of each job from the cheapest to the dearest, `[job × agents + rank]`. */
export function cheapestAgents(gap: Gap): Int32Array {
  const order = new Int32Array(gap.jobs * gap.agents);
  const agents = Array.from({ length: gap.agents }, (_, agent) => agent);
  for (let job = 0; job < gap.jobs; job += 1) {
    const costOf = (agent: number): number => gap.cost[agent * gap.jobs + job] as number;
    order.set(
      agents.toSorted((a, b) => costOf(a) - costOf(b) || a - b),
      job * gap.agents,
    );
  }
  return order;
}

/** Cost of an assignment of all jobs. */
export function gapCost(gap: Gap, agentOf: Int32Array): number {
  let total = 0;
  for (let job = 0; job < gap.jobs; job += 1) total += gap.cost[(agentOf[job] as number) * gap.jobs + job] as number;
  return total;
}

function cheapestTaker(gap: Gap, lagrangian: Lagrangian, job: number): number {
  let best = -1;
  let least = Infinity;
  for (let agent = 0; agent < gap.agents; agent += 1) {
    const pair = agent * gap.jobs + job;
    if (lagrangian.takes[pair] !== 1 || (gap.cost[pair] as number) >= least) continue;
    least = gap.cost[pair] as number;
    best = agent;
  }
  return best;
}

/** What the second-best agent costs more than the best: jobs that lose most are inserted first. */
function regretOf(gap: Gap, job: number): number {
  let least = Infinity;
  let second = Infinity;
  for (let agent = 0; agent < gap.agents; agent += 1) {
    const cost = gap.cost[agent * gap.jobs + job] as number;
    if (cost < least) {
      second = least;
      least = cost;
    } else if (cost < second) second = cost;
  }
  return second - least;
}

function put(gap: Gap, agentOf: Int32Array, room: Int32Array, job: number, agent: number): void {
  const from = agentOf[job] as number;
  if (from !== -1) room[from] = (room[from] as number) + (gap.weight[from * gap.jobs + job] as number);
  agentOf[job] = agent;
  room[agent] = (room[agent] as number) - (gap.weight[agent * gap.jobs + job] as number);
}

/** Cheapest agent with room, else the cheapest way that moves one job on. */
function insert(gap: Gap, cheapest: Int32Array, agentOf: Int32Array, room: Int32Array, job: number): boolean {
  const direct = cheapestWithRoom(gap, cheapest, room, job, -1);
  if (direct !== -1) {
    put(gap, agentOf, room, job, direct);
    return true;
  }
  let best: { readonly agent: number; readonly other: number; readonly to: number } | null = null;
  let least = Infinity;
  for (let other = 0; other < gap.jobs; other += 1) {
    const agent = agentOf[other] as number;
    if (agent === -1) continue;
    const pair = agent * gap.jobs + other;
    if ((room[agent] as number) + (gap.weight[pair] as number) < (gap.weight[agent * gap.jobs + job] as number)) continue;
    if (!fits(gap, agent, job)) continue;
    const change = (gap.cost[agent * gap.jobs + job] as number) - (gap.cost[pair] as number);
    if (change + (gap.cost[(cheapest[other * gap.agents] as number) * gap.jobs + other] as number) >= least) continue;
    const to = cheapestWithRoom(gap, cheapest, room, other, agent);
    if (to === -1) continue;
    const added = change + (gap.cost[to * gap.jobs + other] as number);
    if (added >= least) continue;
    least = added;
    best = { agent, other, to };
  }
  if (best === null) return false;
  put(gap, agentOf, room, best.other, best.to);
  put(gap, agentOf, room, job, best.agent);
  return true;
}

function cheapestWithRoom(gap: Gap, cheapest: Int32Array, room: Int32Array, job: number, except: number): number {
  for (let at = job * gap.agents; at < (job + 1) * gap.agents; at += 1) {
    const agent = cheapest[at] as number;
    if (agent !== except && (gap.weight[agent * gap.jobs + job] as number) <= (room[agent] as number)) return agent;
  }
  return -1;
}

/** Moves single jobs to cheaper agents with room until none is left to move. */
function shiftDown(gap: Gap, cheapest: Int32Array, agentOf: Int32Array, room: Int32Array): void {
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (let job = 0; job < gap.jobs; job += 1) {
      const from = agentOf[job] as number;
      for (let at = job * gap.agents; cheapest[at] !== from; at += 1) {
        const to = cheapest[at] as number;
        if ((gap.weight[to * gap.jobs + job] as number) > (room[to] as number)) continue;
        if ((gap.cost[to * gap.jobs + job] as number) >= (gap.cost[from * gap.jobs + job] as number)) break;
        put(gap, agentOf, room, job, to);
        isBetter = true;
        break;
      }
    }
  }
}
