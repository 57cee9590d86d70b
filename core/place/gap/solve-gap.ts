import { createRandom } from '../../base/random.ts';
import type { Search, SearchProgress } from '../progress.ts';
import type { Gap } from './gap.ts';
import { Lagrangian } from './lagrangian.ts';
import { adapt, improveSome, type NeighbourhoodSize } from './neighbourhood.ts';
import { cheapestAgents, gapCost, repairRelaxed, roomiest } from './repair.ts';
import { noDecisions, ROUNDING, searchTree } from './tree.ts';

/** Steps without a better bound after which the pace of the prices is halved, and the pace at which they count as settled. */
const PATIENCE = 20;
const SETTLED_PACE = 0.01;
/** The prices aim so far above the best bound while no solution is nearer. */
const HOPE = 0.02;
/** Share of the budget in which the prices have to settle. */
const PRICES_SHARE = 0.4;
/** Work that improving may use for each unit of work in the tree while both have something to do. */
const IMPROVE_PER_TREE = 0.5;

/**
 * Generalised assignment to proven optimality or as far as the steps go: Lagrangian bound, solutions from its relaxed ones, exact large
 * neighbourhoods, and a depth-first tree that asks "is there anything at this cost?" for each cost from the bound up, so that its pairs
 * are ruled out against the tightest target there is. Yields at each step of the prices, neighbourhood or node of the tree.
 */
export function* solveGap(gap: Gap, seed: number): Search {
  const random = createRandom(seed, 'generalised assignment');
  const lagrangian = new Lagrangian(gap);
  const root = noDecisions(gap);
  const cheapest = cheapestAgents(gap);
  let best = null as Int32Array | null;
  let cost = Infinity;
  let bound = -Infinity;
  let steps = 0;
  const progress = (): SearchProgress => ({
    objective: best === null ? null : cost,
    bound: Math.min(bound, cost),
    assignment: best,
  });
  const offer = (agentOf: Int32Array | null): void => {
    if (agentOf === null) return;
    const offered = gapCost(gap, agentOf);
    if (offered >= cost) return;
    best = agentOf;
    cost = offered;
  };
  const raise = (proven: number): void => {
    bound = Math.max(bound, gap.wholeCosts ? Math.ceil(proven - ROUNDING) : proven);
  };
  let share = 0;
  let isOver = false;
  const pause = function* (): Generator<SearchProgress, void, number> {
    steps += 1;
    share = yield progress();
    isOver = share >= 1;
  };
  const isProven = (): boolean => best !== null && cost <= bound + (gap.wholeCosts ? 0 : ROUNDING);

  // 1. Prices.
  let pace = 1.5;
  let stalled = 0;
  let rootBound = -Infinity;
  let prices = lagrangian.prices.slice();
  while (pace > SETTLED_PACE && share < PRICES_SHARE && !isProven()) {
    const value = lagrangian.bound(root);
    raise(value);
    if (value > rootBound + ROUNDING) {
      rootBound = value;
      prices = lagrangian.prices.slice();
      stalled = 0;
    } else stalled += 1;
    if (steps < 3 || steps % 5 === 0) offer(repairRelaxed(gap, cheapest, lagrangian));
    if (steps === 3 && best === null) offer(roomiest(gap, cheapest));
    if (stalled >= PATIENCE) {
      pace /= 2;
      stalled = 0;
      lagrangian.prices.set(prices);
      lagrangian.forgetDirection();
    } else if (!lagrangian.step(root, value, Math.min(cost, rootBound + HOPE * Math.abs(rootBound) + 1), pace)) {
      offer(repairRelaxed(gap, cheapest, lagrangian));
      break;
    }
    yield* pause();
  }

  // 2. Neighbourhoods and the tree, in turn by the work that each has done.
  const highest = costOfDearest(gap);
  let target = gap.wholeCosts ? bound : cost - ROUNDING;
  let tree = startTree(gap, prices);
  let treeWork = 0;
  let improveWork = 0;
  const size: NeighbourhoodSize = { agents: 3, jobs: 30 };
  while (!isOver && !isProven() && bound <= highest) {
    if (best !== null && improveWork < IMPROVE_PER_TREE * treeWork + 1) {
      const tried = improveSome(gap, best, prices, size, random);
      improveWork += tried.work;
      offer(tried.agentOf);
      adapt(size, tried.isClosed);
    } else {
      const before = tree.lagrangian.knapsack.work;
      const step = tree.next(target);
      treeWork += tree.lagrangian.knapsack.work - before;
      if (step === 'none') {
        raise(gap.wholeCosts ? target + 1 : best === null ? Infinity : cost);
        target = gap.wholeCosts ? target + 1 : cost - ROUNDING;
        tree = startTree(gap, prices);
      } else if (step !== 'open') {
        offer(step);
        if (gap.wholeCosts) raise(target);
        else {
          target = cost - 10 * ROUNDING;
          tree = startTree(gap, prices);
        }
      }
    }
    yield* pause();
  }
  const status = isProven() ? 'optimal' : best !== null ? 'feasible' : bound > highest ? 'infeasible' : 'unknown';
  return { ...progress(), status, steps };
}

interface Tree {
  readonly lagrangian: Lagrangian;
  /** One node. `none`: there is nothing at the target. */
  next(target: number): 'open' | 'none' | Int32Array;
}

function startTree(gap: Gap, prices: Float64Array): Tree {
  const lagrangian = new Lagrangian(gap);
  lagrangian.prices.set(prices);
  let nodes: ReturnType<typeof searchTree> | null = null;
  return {
    lagrangian,
    next(target) {
      nodes ??= searchTree(gap, lagrangian, noDecisions(gap), target);
      const step = nodes.next();
      return step.done === true ? (step.value ?? 'none') : 'open';
    },
  };
}

/** No solution costs more than this. */
function costOfDearest(gap: Gap): number {
  let total = 0;
  for (let job = 0; job < gap.jobs; job += 1) {
    let most = 0;
    for (let agent = 0; agent < gap.agents; agent += 1) most = Math.max(most, gap.cost[agent * gap.jobs + job] as number);
    total += most;
  }
  return total;
}
