import type { RandomStream } from '../../base/random.ts';
import { worthOf } from '../capacity-prices.ts';
import type { OutItems } from './out-items.ts';
import type { SearchState } from '../state.ts';

/** Bins that are looked at for one item where there are more. */
const MOST_BINS = 256;

/** What an operator needs beside the state. */
export interface SearchTools {
  readonly random: RandomStream;
  /** Share of the average capacity that an item takes, summed over resources. */
  readonly size: Float64Array;
  /** Items from the smallest to the largest. */
  readonly bySize: Int32Array;
  /** What capacity is worth, `[bin × resources + resource]`. */
  readonly prices: Float64Array;
  readonly out: OutItems;
}

/** Takes about so many items out; returns them with the bins that they came from. */
export type Destroy = (state: SearchState, tools: SearchTools, amount: number) => number[];
/** Puts items back in some order; what fits nowhere stays out. */
export type Repair = (state: SearchState, tools: SearchTools, items: readonly number[]) => void;

export const destroys: Readonly<Record<string, Destroy>> = {
  /** Any items. */
  scattered: (state, { random }, amount) => distinct(amount, () => Math.floor(random() * state.items), state),
  /** Whole bins, and a few items of others. */
  bins: (state, { random }, amount) => {
    const taken = new Set<number>();
    for (let tries = 0; taken.size < amount && tries < 6; tries += 1) {
      const bin = state.binOf[Math.floor(random() * state.items)] as number;
      if (bin !== -1) for (const item of state.itemsIn(bin)) taken.add(item);
    }
    while (taken.size < Math.min(state.items, 1.3 * amount)) taken.add(Math.floor(random() * state.items));
    return [...taken];
  },
  /** All of some bins that one item could be in, and some of what is out and could be there. */
  nearby: (state, { random }, amount) => around(state, random, Math.floor(random() * state.items), amount),
  /** The same around an item that is out, which chance seldom finds among many. */
  aroundOut: (state, { random, out }, amount) => {
    const item = out.pick(random);
    return around(state, random, item === -1 ? Math.floor(random() * state.items) : item, amount);
  },
  /** Whole bins again, of some at random those that cost most for what they hold. */
  dearBins: (state, { random, size }, amount) => {
    const taken = new Set<number>();
    for (let tries = 0; taken.size < amount && tries < 6; tries += 1) {
      let dearest: readonly number[] = [];
      let most = -Infinity;
      for (let sample = 0; sample < 4; sample += 1) {
        const bin = state.binOf[Math.floor(random() * state.items)] as number;
        if (bin === -1) continue;
        const items = state.itemsIn(bin);
        const dearness = (state.problem.openCost[bin] as number) / items.reduce((sum, item) => sum + (size[item] as number), 0);
        if (dearness <= most) continue;
        most = dearness;
        dearest = items;
      }
      for (const item of dearest) taken.add(item);
    }
    return [...taken];
  },
  /** Items of about one size, which can change places. */
  alike: (state, { random, bySize }, amount) => {
    const window = Math.min(state.items, 2 * amount);
    const from = Math.floor(random() * (state.items - window + 1));
    return [...bySize.subarray(from, from + window)].filter(() => random() < 0.5);
  },
};

/** An item, what is in some of the bins that it could be in, and some of what is out and could be there. */
function around(state: SearchState, random: RandomStream, first: number, amount: number): number[] {
  const taken = new Set<number>([first]);
  const row = state.problem.rowOf[first] as number;
  const start = state.reach.from[row] as number;
  const count = (state.reach.from[row + 1] as number) - start;
  const emptied = new Set<number>();
  for (let tries = 0; count > 0 && taken.size < amount && tries < 8; tries += 1) {
    const bin = state.reach.bins[start + Math.floor(random() * count)] as number;
    emptied.add(bin);
    for (const item of state.itemsIn(bin)) taken.add(item);
  }
  for (let tries = 0; tries < amount; tries += 1) {
    const item = Math.floor(random() * state.items);
    const isOut = state.binOf[item] === -1;
    if (isOut && [...emptied].some((bin) => state.costIn(item, bin) !== Infinity)) taken.add(item);
  }
  return [...taken];
}

export const repairs: Readonly<Record<string, Repair>> = {
  /** Large first, each where it costs least. */
  largeFirst: (state, tools, items) => {
    const order = items.toSorted((a, b) => (tools.size[b] as number) - (tools.size[a] as number));
    for (const item of order) insert(state, tools, item, 0);
  },
  /** Roughly large first, with costs blurred. */
  blurred: (state, tools, items) => {
    const keyed = items.map((item) => ({ item, key: (tools.size[item] as number) * (0.6 + 0.8 * tools.random()) }));
    for (const { item } of keyed.toSorted((a, b) => b.key - a.key)) insert(state, tools, item, 0.2);
  },
  /** Where cost and price of what is taken are least; first what saves most by being placed at all. */
  priced: (state, tools, items) => {
    const keyed = items.map((item) => ({ item, key: savingOf(state, tools, item) * (0.7 + 0.6 * tools.random()) }));
    for (const { item } of keyed.toSorted((a, b) => b.key - a.key)) insertPriced(state, tools, item);
  },
  /** Any order. */
  anyOrder: (state, tools, items) => {
    const keyed = items.map((item) => ({ item, key: tools.random() }));
    for (const { item } of keyed.toSorted((a, b) => a.key - b.key)) insert(state, tools, item, 0.05);
  },
};

/** Puts an item where it costs least; costs are blurred by a share. Ties go to the bin that it fills best. False where it stays out. */
export function insert(state: SearchState, tools: SearchTools, item: number, blur: number, mostBins = MOST_BINS): boolean {
  const { random, size } = tools;
  const row = state.problem.rowOf[item] as number;
  const end = state.reach.from[row + 1] as number;
  const start = state.reach.from[row] as number;
  const step = Math.max(1, (end - start) / mostBins);
  let best = -1;
  let least = Infinity;
  for (let at = start + (step === 1 ? 0 : random() * step); at < end; at += step) {
    const bin = state.reach.bins[Math.floor(at)] as number;
    if (!state.canPlace(item, bin)) continue;
    const value = insertionCost(state, item, bin, size[item] as number) * (1 + blur * (random() - 0.5));
    if (value >= least) continue;
    least = value;
    best = bin;
  }
  if (best === -1 && step > 1) return insert(state, tools, item, blur, Infinity);
  if (best === -1 || least > state.outCost(item)) return false;
  state.move(item, best);
  return true;
}

/** What placing the item saves over leaving it out, with capacity at its price; for what has to be placed, over its second-best bin. */
function savingOf(state: SearchState, { prices }: SearchTools, item: number): number {
  const { problem } = state;
  const row = problem.rowOf[item] as number;
  let least = Infinity;
  let second = problem.leaveOutCost[item] as number;
  for (let at = state.reach.from[row] as number; at < (state.reach.from[row + 1] as number); at += 1) {
    const bin = state.reach.bins[at] as number;
    const cost = state.costIn(item, bin) + worthOf(problem, prices, row, bin);
    if (cost < least) {
      if (problem.leaveOutCost[item] === Infinity) second = least;
      least = cost;
    } else if (cost < second) second = cost;
  }
  const without = problem.leaveOutCost[item] === Infinity ? second : (problem.leaveOutCost[item] as number);
  return without === Infinity ? state.penalty : without - least;
}

/** Puts an item where added cost and price of what it takes are least. */
function insertPriced(state: SearchState, { prices }: SearchTools, item: number): void {
  const { problem } = state;
  const row = problem.rowOf[item] as number;
  let best = -1;
  let least = Infinity;
  for (let at = state.reach.from[row] as number; at < (state.reach.from[row + 1] as number); at += 1) {
    const bin = state.reach.bins[at] as number;
    if (!state.canPlace(item, bin)) continue;
    const cost = state.moveCost(item, bin) + worthOf(problem, prices, row, bin);
    if (cost >= least) continue;
    least = cost;
    best = bin;
  }
  if (best !== -1 && state.moveCost(item, best) < 0) state.move(item, best);
}

/** Added cost, with only the item's part of what opening a bin costs, and a little for room that is left. */
function insertionCost(state: SearchState, item: number, bin: number, size: number): number {
  const { problem } = state;
  const open = problem.openCost[bin] as number;
  const added = state.moveCost(item, bin) + state.outCost(item);
  if (open === 0) return added;
  const isClosed = state.count[bin] === 0;
  let fullest = 0;
  let left = 0;
  for (let kind = 0; kind < state.kinds; kind += 1) {
    const capacity = problem.capacity[bin * state.kinds + kind] as number;
    fullest = Math.max(fullest, state.demand(item, bin, kind) / capacity);
    left += state.room(bin, kind) / capacity;
  }
  const tie = (1e-3 * open * left) / state.kinds;
  return added - (isClosed ? open * (1 - Math.min(1, fullest)) : 0) + tie + (isClosed ? size * 1e-9 : 0);
}

function distinct(amount: number, draw: () => number, state: SearchState): number[] {
  const taken = new Set<number>();
  for (let tries = 0; taken.size < Math.min(amount, state.items) && tries < 4 * amount; tries += 1) taken.add(draw());
  return [...taken];
}
