import { demandOf, type PlacementProblem } from '../problem.ts';
import { type Reach, reachOf } from '../reach.ts';

/** Sums of decimal demands may exceed a capacity by rounding alone. */
const ROUNDING = 1e-9;

/**
 * A problem whose bins depend on each other through nothing but the items, with items alike as one class, and with the pairs of class and bin alone that may
 * be in a best placement: it fits the empty bin and costs less than being left out. Pairs are in the order of bins, `ofBin[bin]` up to `ofBin[bin + 1]`.
 */
export interface Separable {
  readonly problem: PlacementProblem;
  readonly bins: number;
  readonly kinds: number;
  readonly classes: number;
  readonly classOf: Int32Array;
  /** Items of class c: `items[itemsFrom[c]]` up to `items[itemsFrom[c + 1]]`. */
  readonly itemsFrom: Int32Array;
  readonly items: Int32Array;
  readonly leaveOut: Float64Array;
  readonly ofBin: Int32Array;
  readonly binOfPair: Int32Array;
  readonly classOfPair: Int32Array;
  readonly cost: Float64Array;
  /** `[pair × kinds + kind]`. */
  readonly demand: Float64Array;
  /** Most items of the class that one bin holds. */
  readonly most: Int32Array;
  /** Number of the pair's shape within its bin: pairs of one shape take the same. */
  readonly shape: Int32Array;
  /** Most shapes in one bin. */
  readonly mostShapes: number;
  /** Pairs of class c: `pairs[pairsFrom[c]]` up to `pairs[pairsFrom[c + 1]]`, the cheapest first. */
  readonly pairsFrom: Int32Array;
  readonly pairs: Int32Array;
  /** With room for rounding, `[bin × kinds + kind]`. */
  readonly limit: Float64Array;
}

/** Whether bins depend on each other through nothing but the items. */
export function isSeparable(problem: PlacementProblem): boolean {
  return (
    !problem.divisible &&
    problem.groups.length === 0 &&
    problem.balances.length === 0 &&
    problem.mostMovedCost === 0 &&
    problem.overloadCost.every((cost) => cost === 0) &&
    (problem.resources.every(({ transient }) => !transient) || problem.initial.every((bin) => bin === -1))
  );
}

/** The sparse form. */
export function separable(problem: PlacementProblem, reach: Reach = reachOf(problem)): Separable {
  const kinds = problem.resources.length;
  const bins = problem.binIds.length;
  const limit = problem.capacity.map((each) => each + ROUNDING * Math.max(1, Math.abs(each)));
  const { classOf, rowOf, leaveOut, counts } = classesOf(problem);
  const classes = rowOf.length;
  const itemsFrom = prefixSums(counts);
  const items = new Int32Array(classOf.length);
  const nextItem = itemsFrom.slice();
  for (const [item, each] of classOf.entries()) items[take(nextItem, each)] = item;

  const found = { bin: [] as number[], row: [] as number[] };
  const classesOfRow = Array.from({ length: problem.rows }, (): number[] => []);
  for (const [each, row] of rowOf.entries()) classesOfRow[row]?.push(each);
  const pairsOfBin = new Int32Array(bins);
  for (let row = 0; row < problem.rows; row += 1) {
    const own = classesOfRow[row] as readonly number[];
    if (own.length === 0) continue;
    const dearest = own.reduce((most, each) => Math.max(most, leaveOut[each] as number), -Infinity);
    const item = items[itemsFrom[own[0] as number] as number] as number;
    for (let at = reach.from[row] as number; at < (reach.from[row + 1] as number); at += 1) {
      const bin = reach.bins[at] as number;
      if (!((reach.cost[at] as number) < dearest) || mostIn(problem, limit, item, bin) === 0) continue;
      found.bin.push(bin);
      found.row.push(row);
      for (const each of own)
        if ((reach.cost[at] as number) < (leaveOut[each] as number)) pairsOfBin[bin] = (pairsOfBin[bin] as number) + 1;
    }
  }
  const ofBin = prefixSums(pairsOfBin);
  const size = ofBin[bins] as number;
  const form = {
    binOfPair: new Int32Array(size),
    classOfPair: new Int32Array(size),
    cost: new Float64Array(size),
    demand: new Float64Array(size * kinds),
    most: new Int32Array(size),
    shape: new Int32Array(size),
  };
  const pairsOfClass = new Int32Array(classes);
  const nextPair = ofBin.slice();
  for (const [at, bin] of found.bin.entries()) {
    const row = found.row[at] as number;
    const cost = problem.cost[row * bins + bin] as number;
    for (const each of classesOfRow[row] as readonly number[]) {
      if (cost >= (leaveOut[each] as number)) continue;
      const pair = take(nextPair, bin);
      const item = items[itemsFrom[each] as number] as number;
      form.binOfPair[pair] = bin;
      form.classOfPair[pair] = each;
      form.cost[pair] = cost;
      for (let kind = 0; kind < kinds; kind += 1) form.demand[pair * kinds + kind] = demandOf(problem, item, bin, kind);
      form.most[pair] = Math.min(counts[each] as number, mostIn(problem, limit, item, bin));
      pairsOfClass[each] = (pairsOfClass[each] as number) + 1;
    }
  }
  const pairsFrom = prefixSums(pairsOfClass);
  const pairs = new Int32Array(size);
  const next = pairsFrom.slice();
  for (let pair = 0; pair < size; pair += 1) pairs[take(next, form.classOfPair[pair] as number)] = pair;
  for (let each = 0; each < classes; each += 1)
    pairs
      .subarray(pairsFrom[each], pairsFrom[each + 1])
      .sort((a, b) => (form.cost[a] as number) - (form.cost[b] as number) || a - b);
  const mostShapes = numberShapes(ofBin, form.demand, kinds, form.shape);
  return {
    problem,
    bins,
    kinds,
    classes,
    classOf,
    itemsFrom,
    items,
    leaveOut,
    ofBin,
    ...form,
    mostShapes,
    pairsFrom,
    pairs,
    limit,
  };
}

/** Numbers the pairs of each bin by what they take; returns the most that one bin has. */
function numberShapes(ofBin: Int32Array, demand: Float64Array, kinds: number, shape: Int32Array): number {
  let most = 0;
  for (let bin = 0; bin + 1 < ofBin.length; bin += 1) {
    const known = new Map<string, number>();
    for (let pair = ofBin[bin] as number; pair < (ofBin[bin + 1] as number); pair += 1) {
      const key = demand.subarray(pair * kinds, (pair + 1) * kinds).join(' ');
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      shape[pair] = number;
    }
    most = Math.max(most, known.size);
  }
  return most;
}

/** Items of one row that cost the same to leave out. */
function classesOf(problem: PlacementProblem): {
  readonly classOf: Int32Array;
  readonly rowOf: number[];
  readonly leaveOut: Float64Array;
  readonly counts: Int32Array;
} {
  const known = Array.from({ length: problem.rows }, () => new Map<number, number>());
  const rowOf: number[] = [];
  const leaveOut: number[] = [];
  const counts: number[] = [];
  const classOf = Int32Array.from(problem.rowOf, (row, item) => {
    const cost = problem.leaveOutCost[item] as number;
    let index = known[row]?.get(cost);
    if (index === undefined) {
      index = rowOf.length;
      known[row]?.set(cost, index);
      rowOf.push(row);
      leaveOut.push(cost);
      counts.push(0);
    }
    counts[index] = (counts[index] as number) + 1;
    return index;
  });
  return { classOf, rowOf, leaveOut: Float64Array.from(leaveOut), counts: Int32Array.from(counts) };
}

/** Most items like this that an empty bin holds. */
function mostIn(problem: PlacementProblem, limit: Float64Array, item: number, bin: number): number {
  const kinds = problem.resources.length;
  let most = problem.itemIds.length;
  for (let kind = 0; kind < kinds; kind += 1) {
    const wanted = demandOf(problem, item, bin, kind);
    if (wanted > 0) most = Math.min(most, Math.floor((limit[bin * kinds + kind] as number) / wanted));
    else if ((limit[bin * kinds + kind] as number) < 0) return 0;
  }
  return Math.max(0, most);
}

function prefixSums(counts: Int32Array): Int32Array {
  const sums = new Int32Array(counts.length + 1);
  for (const [at, count] of counts.entries()) sums[at + 1] = (sums[at] as number) + count;
  return sums;
}

/** The place at a cursor, which moves on. */
function take(cursors: Int32Array, at: number): number {
  const place = cursors[at] as number;
  cursors[at] = place + 1;
  return place;
}
