import type { RandomStream } from '../../base/random.ts';
import type { SearchState } from '../state.ts';

/** Bins that are looked at for one item where there are more. */
const MOST_BINS = 256;

/** What an operator needs beside the state. */
export interface SearchTools {
  readonly random: RandomStream;
  /** Share of the average capacity that an item takes, summed over resources. */
  readonly size: Float64Array;
}

/** Takes about so many items out; returns them with the bins that they came from. */
export type Destroy = (state: SearchState, tools: SearchTools, amount: number) => number[];
/** Puts items back in some order; what fits nowhere stays out. */
export type Repair = (state: SearchState, tools: SearchTools, items: readonly number[]) => void;

export const destroys: Readonly<Record<string, Destroy>> = {
  /** Any items. */
  scattered: (state, { random }, amount) => distinct(amount, () => Math.floor(random() * state.items), state),
  /** Whole bins, and a few items of others, so that the bins can stay empty. */
  bins: (state, { random }, amount) => {
    const taken = new Set<number>();
    for (let tries = 0; taken.size < amount && tries < 6; tries += 1) {
      const bin = state.binOf[Math.floor(random() * state.items)] as number;
      if (bin !== -1) for (const item of state.itemsIn(bin)) taken.add(item);
    }
    while (taken.size < Math.min(state.items, 1.3 * amount)) taken.add(Math.floor(random() * state.items));
    return [...taken];
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
  alike: (state, { random, size }, amount) => {
    const sample = distinct(5 * amount, () => Math.floor(random() * state.items), state);
    const like = size[sample[0] ?? 0] as number;
    const distance = (item: number): number => Math.abs((size[item] as number) - like);
    return sample.toSorted((a, b) => distance(a) - distance(b)).slice(0, amount);
  },
};

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
  /** Any order. */
  anyOrder: (state, tools, items) => {
    const keyed = items.map((item) => ({ item, key: tools.random() }));
    for (const { item } of keyed.toSorted((a, b) => a.key - b.key)) insert(state, tools, item, 0.05);
  },
};

/** Puts an item where it costs least; costs are blurred by a share. Ties go to the bin that it fills best. False where it stays out. */
export function insert(state: SearchState, { random, size }: SearchTools, item: number, blur: number): boolean {
  const step = Math.max(1, state.bins / MOST_BINS);
  let best = -1;
  let least = Infinity;
  for (let at = step === 1 ? 0 : random() * step; at < state.bins; at += step) {
    const bin = Math.floor(at);
    if (!state.canPlace(item, bin)) continue;
    const value = insertionCost(state, item, bin, size[item] as number) * (1 + blur * (random() - 0.5));
    if (value >= least) continue;
    least = value;
    best = bin;
  }
  if (best === -1 || least > 0) return false;
  state.move(item, best);
  return true;
}

/** Added cost, with only the item's part of what opening a bin costs, and a little for room that is left. */
function insertionCost(state: SearchState, item: number, bin: number, size: number): number {
  const { problem } = state;
  const open = problem.openCost[bin] as number;
  if (open === 0) return state.moveCost(item, bin);
  const isClosed = state.count[bin] === 0;
  let fullest = 0;
  let left = 0;
  for (let kind = 0; kind < state.kinds; kind += 1) {
    const capacity = problem.capacity[bin * state.kinds + kind] as number;
    fullest = Math.max(fullest, state.demand(item, bin, kind) / capacity);
    left += state.room(bin, kind) / capacity;
  }
  const tie = (1e-3 * open * left) / state.kinds;
  return state.moveCost(item, bin) - (isClosed ? open * (1 - Math.min(1, fullest)) : 0) + tie + (isClosed ? size * 1e-9 : 0);
}

function distinct(amount: number, draw: () => number, state: SearchState): number[] {
  const taken = new Set<number>();
  for (let tries = 0; taken.size < Math.min(amount, state.items) && tries < 4 * amount; tries += 1) taken.add(draw());
  return [...taken];
}
