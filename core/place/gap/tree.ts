import type { Gap } from './gap.ts';
import type { Decisions, Lagrangian } from './lagrangian.ts';

/** Steps of the prices at a node before and between the rounds that rule pairs out. */
const STEPS_A_ROUND = 8;
const MOST_ROUNDS = 6;
/** A further round is worthwhile when the last one ruled out this share of the open pairs. */
const WORTHWHILE = 0.03;
/** Bounds are sums of decimal prices: so much above the target is above it. */
export const ROUNDING = 1e-6;

/** Nothing decided; pairs that do not fit are ruled out. */
export function noDecisions(gap: Gap): Decisions {
  const open = new Uint8Array(gap.agents * gap.jobs);
  for (const pair of open.keys()) {
    open[pair] = (gap.weight[pair] as number) <= (gap.capacity[Math.floor(pair / gap.jobs)] as number) ? 1 : 0;
  }
  return { open, agentOf: new Int32Array(gap.jobs).fill(-1), room: gap.capacity.slice(), fixedCost: 0 };
}

/**
 * All solutions that cost at most `target`, depth first: finds one or proves that there is none. Pairs are ruled out by the
 * exact penalties of their knapsacks (Posta, Ferland and Michelon, Computational Optimization and Applications 52, 2012), a job with one pair
 * left is decided. Yields at each node; ends with the agents of the jobs, or null.
 */
export function* searchTree(
  gap: Gap,
  lagrangian: Lagrangian,
  from: Decisions,
  target: number,
): Generator<undefined, Int32Array | null, unknown> {
  yield;
  if (!tighten(gap, lagrangian, from, target)) return null;
  const job = branchingJob(gap, lagrangian, from, target);
  if (job === -1) return from.agentOf.slice();
  const prices = lagrangian.prices.slice();
  const agents = openAgents(gap, from, job).toSorted((a, b) => riseOf(gap, lagrangian, a, job) - riseOf(gap, lagrangian, b, job));
  for (const agent of agents) {
    const child = copyOf(from);
    lagrangian.prices.set(prices);
    if (!decide(gap, child, job, agent)) continue;
    const found = yield* searchTree(gap, lagrangian, child, target);
    if (found !== null) return found;
  }
  return null;
}

/** Raises the bound and rules pairs out as long as that goes well. False when no solution of at most `target` is left. */
function tighten(gap: Gap, lagrangian: Lagrangian, node: Decisions, target: number): boolean {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let best = -Infinity;
    let bestPrices: Float64Array | null = null;
    lagrangian.forgetDirection();
    for (let step = 0; step < STEPS_A_ROUND; step += 1) {
      const bound = lagrangian.bound(node);
      if (bound > target + ROUNDING) return false;
      if (bound > best) {
        best = bound;
        bestPrices = lagrangian.prices.slice();
      }
      if (!lagrangian.step(node, bound, target + 1, 0.7 / (1 + 0.3 * step))) return takeRelaxed(gap, lagrangian, node);
    }
    if (bestPrices !== null) lagrangian.prices.set(bestPrices);
    const bound = lagrangian.penalties(node);
    const before = countOpen(gap, node);
    if (!ruleOut(gap, lagrangian, node, target - bound)) return false;
    const after = countOpen(gap, node);
    if (after === 0) return node.fixedCost <= target + ROUNDING;
    if (before - after < WORTHWHILE * before) break;
  }
  return true;
}

/** The relaxed solution has each job once, so it is the best below this node. */
function takeRelaxed(gap: Gap, lagrangian: Lagrangian, node: Decisions): boolean {
  for (const [pair, isTaken] of lagrangian.takes.entries()) {
    if (isTaken === 1 && !decide(gap, node, pair % gap.jobs, Math.floor(pair / gap.jobs))) return false;
  }
  return true;
}

/** Closes each pair whose choice would lift the bound by more than `slack`. */
function ruleOut(gap: Gap, lagrangian: Lagrangian, node: Decisions, slack: number): boolean {
  for (let job = 0; job < gap.jobs; job += 1) {
    if (node.agentOf[job] !== -1) continue;
    let left = 0;
    let last = -1;
    for (let agent = 0; agent < gap.agents; agent += 1) {
      const pair = agent * gap.jobs + job;
      if (node.open[pair] !== 1) continue;
      const isOut =
        (lagrangian.rise[pair] as number) > slack + ROUNDING || (gap.weight[pair] as number) > (node.room[agent] as number);
      if (isOut) node.open[pair] = 0;
      else {
        left += 1;
        last = agent;
      }
    }
    if (left === 0) return false;
    if (left === 1 && !decide(gap, node, job, last)) return false;
  }
  return true;
}

/** Gives the job to the agent. False when it does not fit any more. */
function decide(gap: Gap, node: Decisions, job: number, agent: number): boolean {
  const pair = agent * gap.jobs + job;
  const room = (node.room[agent] as number) - (gap.weight[pair] as number);
  if (room < 0) return false;
  node.room[agent] = room;
  node.agentOf[job] = agent;
  node.fixedCost += gap.cost[pair] as number;
  for (let each = 0; each < gap.agents; each += 1) node.open[each * gap.jobs + job] = 0;
  return true;
}

/** The job whose children promise the smallest trees; −1 when all are decided. */
function branchingJob(gap: Gap, lagrangian: Lagrangian, node: Decisions, target: number): number {
  let best = -1;
  let least = Infinity;
  const slack = Math.max(ROUNDING, target + 1 - lagrangian.penalties(node));
  for (let job = 0; job < gap.jobs; job += 1) {
    if (node.agentOf[job] !== -1) continue;
    let size = 0;
    for (const agent of openAgents(gap, node, job)) size += Math.exp((-4 * riseOf(gap, lagrangian, agent, job)) / slack);
    if (size < least) {
      least = size;
      best = job;
    }
  }
  return best;
}

function openAgents(gap: Gap, node: Decisions, job: number): number[] {
  const agents: number[] = [];
  for (let agent = 0; agent < gap.agents; agent += 1) if (node.open[agent * gap.jobs + job] === 1) agents.push(agent);
  return agents;
}

function riseOf(gap: Gap, lagrangian: Lagrangian, agent: number, job: number): number {
  return lagrangian.rise[agent * gap.jobs + job] as number;
}

function countOpen(gap: Gap, node: Decisions): number {
  let count = 0;
  for (let pair = 0; pair < gap.agents * gap.jobs; pair += 1) count += node.open[pair] as number;
  return count;
}

function copyOf(node: Decisions): Decisions {
  return { open: node.open.slice(), agentOf: node.agentOf.slice(), room: node.room.slice(), fixedCost: node.fixedCost };
}
