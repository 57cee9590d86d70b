/** Where one service may run, what that costs, and what its requests cost there. All costs are of one objective, to be minimised. Nodes are numbered from 0. */
export interface Opening {
  /** Of a replica, by node. */
  readonly replicaCost: Float64Array;
  /** Replicas that run on each node now, and what each of them brings by staying. */
  readonly running: Int32Array;
  readonly stayWorth: number;
  /** Most replicas that each node has room for. */
  readonly room: Int32Array;
  /** What a class of requests costs when a node serves it: `[class × nodes + node]`. */
  readonly serveCost: Float64Array;
  /** What a class costs that is not served at all. */
  readonly unservedCost: number;
  /** Share of a replica that the class keeps busy there, at the least. */
  readonly load: Float64Array;
  /** Replicas in all. */
  readonly least: number;
  readonly most: number;
}

/** Steps along the subgradient; after so many without a gain they get shorter. */
const STEPS = 160;
const PATIENCE = 8;
const SLOWER = 0.6;
const HOPE = 0.05;
/** Pairs of class and node that are gone through between two yields. */
const PAIRS_A_SLICE = 200_000;

/** What is left at given prices: the bound, and how much of each class is served. */
interface Relaxed {
  readonly bound: number;
  readonly served: Float64Array;
}

/** A replica more on a node, and what it costs less what it earns. */
interface Replica {
  readonly node: number;
  readonly cost: number;
}

/**
 * A lower bound on the cost of replicas and requests of one service when each request goes to a node with enough replicas for its load: facility location with modular
 * capacities and at least and at most so many replicas. Lagrangian relaxation of "each class is served" (Cornuejols, Fisher, Nemhauser, Management Science 23, 1977; with
 * capacities Cornuejols, Sridharan, Thizy, European Journal of Operational Research 50, 1991): a price a class, moved along the subgradient; each node then is a knapsack
 * that may be cut. A class may go without, at its cost. Infinity where some class can be served nowhere at any cost. Yields the bound so far.
 */
export function* openingBoundInSteps(opening: Opening): Generator<number, number> {
  const nodes = opening.replicaCost.length;
  const classes = nodes === 0 ? 0 : opening.serveCost.length / nodes;
  let prices: Float64Array = Float64Array.from({ length: classes }, (_, each) => least(opening.serveCost, each * nodes, nodes));
  if (prices.some((price) => price === Infinity)) return Infinity;
  // More than this no class is worth.
  prices = prices.map((price) => Math.min(price, opening.unservedCost));
  const best = { bound: -Infinity, prices };
  let pace = 1;
  let stalled = 0;
  let pairs = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const { bound, served } = relaxed(opening, prices);
    if (bound > best.bound + 1e-12) {
      best.bound = bound;
      best.prices = prices.slice();
      stalled = 0;
    } else stalled += 1;
    if (stalled >= PATIENCE) {
      pace *= SLOWER;
      stalled = 0;
      prices = best.prices.slice();
    }
    const square = served.reduce((sum, share) => sum + (1 - share) ** 2, 0);
    if (square < 1e-18) break;
    const length = (pace * HOPE * Math.max(1e-9, Math.abs(best.bound))) / square;
    prices = prices.map((price, each) =>
      Math.min(opening.unservedCost, Math.max(0, price + length * (1 - (served[each] as number)))),
    );
    pairs += nodes * classes;
    if (pairs >= PAIRS_A_SLICE) {
      pairs = 0;
      yield best.bound;
    }
  }
  return best.bound;
}

export function openingBound(opening: Opening): number {
  const steps = openingBoundInSteps(opening);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function relaxed(opening: Opening, prices: Float64Array): Relaxed {
  const { replicaCost, running, stayWorth, room, least: fewest, most } = opening;
  const nodes = replicaCost.length;
  const served = new Float64Array(prices.length);
  const replicas: Replica[] = [];
  const earnings: NodeEarnings[] = [];
  for (let node = 0; node < nodes; node += 1) {
    const earned = earningsOf(opening, prices, node);
    earnings.push(earned);
    const count = Math.min(room[node] as number, Math.max(earned.byReplica.length, running[node] as number, fewest, 1));
    for (let each = 0; each < count; each += 1) {
      const stays = each < (running[node] as number) ? stayWorth : 0;
      replicas.push({ node, cost: (replicaCost[node] as number) - stays - (earned.byReplica[each] ?? 0) });
    }
  }
  // A node's later replicas never cost less than its first ones: the cheapest are a choice that can be had.
  const order = replicas.toSorted((a, b) => a.cost - b.cost || a.node - b.node);
  let bound = prices.reduce((sum, price) => sum + price, 0);
  const chosen = new Int32Array(nodes);
  let count = 0;
  for (const { node, cost } of order) {
    if (cost < 0 ? count >= most : count >= fewest) break;
    bound += cost;
    count += 1;
    chosen[node] = (chosen[node] as number) + 1;
  }
  // What is still lacking stands beside them, at the least that any replica costs.
  if (count < fewest) bound += (fewest - count) * Math.max(0, least(replicaCost, 0, nodes) - stayWorth);
  for (let node = 0; node < nodes; node += 1) addServed(served, earnings[node] as NodeEarnings, chosen[node] as number);
  return { bound, served };
}

/** Classes worth serving on a node, best first for their load, and what the first, second … replica earns with them. */
interface NodeEarnings {
  readonly classes: readonly number[];
  readonly loads: readonly number[];
  readonly byReplica: readonly number[];
}

function earningsOf({ serveCost, load, replicaCost, room }: Opening, prices: Float64Array, node: number): NodeEarnings {
  const nodes = replicaCost.length;
  const wanted: { each: number; gain: number; load: number }[] = [];
  let total = 0;
  let gains = 0;
  for (let each = 0; each < prices.length; each += 1) {
    const gain = (prices[each] as number) - (serveCost[each * nodes + node] as number);
    if (gain <= 0) continue;
    const share = load[each * nodes + node] as number;
    wanted.push({ each, gain, load: share });
    total += share;
    gains += gain;
  }
  if (total > 1) wanted.sort((a, b) => b.gain * a.load - a.gain * b.load || a.each - b.each);
  const classes = wanted.map(({ each }) => each);
  const loads = wanted.map((one) => one.load);
  if (total <= 1) return { classes, loads, byReplica: wanted.length === 0 ? [] : [gains] };
  const byReplica: number[] = [];
  let left = 0;
  for (const one of wanted) {
    let rest = one.load;
    while (rest > 1e-12) {
      if (left <= 1e-12) {
        if (byReplica.length >= (room[node] as number)) return { classes, loads, byReplica };
        byReplica.push(0);
        left = 1;
      }
      const taken = Math.min(left, rest);
      byReplica[byReplica.length - 1] = (byReplica.at(-1) as number) + (one.gain * taken) / one.load;
      left -= taken;
      rest -= taken;
    }
    if (one.load <= 1e-12) byReplica[0] = (byReplica[0] ?? 0) + one.gain;
  }
  return { classes, loads, byReplica };
}

function addServed(served: Float64Array, { classes, loads }: NodeEarnings, replicas: number): void {
  let left = replicas;
  for (const [at, each] of classes.entries()) {
    if (left <= 0) return;
    const load = loads[at] as number;
    const share = load <= left ? 1 : left / load;
    served[each] = (served[each] as number) + share;
    left -= load;
  }
}

function least(values: Float64Array, from: number, count: number): number {
  let smallest = Infinity;
  for (let at = from; at < from + count; at += 1) smallest = Math.min(smallest, values[at] as number);
  return smallest;
}
