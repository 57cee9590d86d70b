/** Where one service may run, what that costs, and what its requests cost there. All costs are of one objective, to be minimised. */
export interface Opening {
  /** Of the first replicas on a node, what they bring by staying where they run included. */
  readonly nodeCost: Float64Array;
  /** Of any replica more than one a node. */
  readonly extraCost: number;
  /** What a class of requests costs when a node serves it: `[class × nodes + node]`. */
  readonly serveCost: Float64Array;
  /** Replicas in all. */
  readonly least: number;
  readonly most: number;
}

const STEPS = 120;
const PATIENCE = 8;
const SLOWER = 0.6;
const HOPE = 0.05;

/**
 * A lower bound on the cost of nodes and requests of one service when each request goes to one of the chosen nodes: uncapacitated facility location with at least and at most so
 * many replicas. Lagrangian relaxation of "each class is served" (Erlenkotter, Operations Research 26, 1978; Cornuejols, Fisher, Nemhauser, Management Science 23, 1977) with a
 * price a class, moved along the subgradient. Infinity where some class can be served nowhere.
 */
export function openingBound(opening: Opening): number {
  const { nodeCost, serveCost } = opening;
  const nodes = nodeCost.length;
  const classes = nodes === 0 ? 0 : serveCost.length / nodes;
  let prices: Float64Array = Float64Array.from({ length: classes }, (_, each) => least(serveCost, each * nodes, nodes));
  if (prices.some((price) => price === Infinity)) return Infinity;
  const best = { bound: -Infinity, prices };
  let pace = 1;
  let stalled = 0;
  const served = new Float64Array(classes);
  for (let step = 0; step < STEPS; step += 1) {
    const { bound, chosen } = relaxed(opening, prices);
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
    served.fill(0);
    for (const node of chosen)
      for (let each = 0; each < classes; each += 1)
        if ((prices[each] as number) > (serveCost[each * nodes + node] as number)) served[each] = (served[each] as number) + 1;
    const square = served.reduce((sum, count) => sum + (1 - count) ** 2, 0);
    if (square === 0) break;
    const length = (pace * HOPE * Math.max(1e-9, Math.abs(best.bound))) / square;
    prices = prices.map((price, each) => Math.max(0, price + length * (1 - (served[each] as number))));
  }
  return best.bound;
}

/** What the bound is at these prices, and the nodes that are chosen for it. */
function relaxed(
  { nodeCost, extraCost, serveCost, least: fewest, most }: Opening,
  prices: Float64Array,
): { readonly bound: number; readonly chosen: readonly number[] } {
  const nodes = nodeCost.length;
  const reduced = nodeCost.slice();
  for (const [each, price] of prices.entries())
    for (let node = 0; node < nodes; node += 1) {
      const gain = price - (serveCost[each * nodes + node] as number);
      if (gain > 0) reduced[node] = (reduced[node] as number) - gain;
    }
  const order = [...reduced.keys()].toSorted((a, b) => (reduced[a] as number) - (reduced[b] as number) || a - b);
  let bound = prices.reduce((sum, price) => sum + price, 0);
  const chosen: number[] = [];
  let replicas = 0;
  for (const node of order) {
    const cost = reduced[node] as number;
    const isWanted = cost < 0 ? chosen.length < most : replicas < fewest && cost <= extraCost;
    if (!isWanted) break;
    bound += cost;
    chosen.push(node);
    replicas += 1;
  }
  // Where nodes do not suffice or cost more, further replicas stand beside the first ones.
  if (replicas < fewest) bound += (fewest - replicas) * Math.min(extraCost, nodes === 0 ? 0 : extraCost);
  return { bound, chosen };
}

function least(values: Float64Array, from: number, count: number): number {
  let smallest = Infinity;
  for (let at = from; at < from + count; at += 1) smallest = Math.min(smallest, values[at] as number);
  return smallest;
}
