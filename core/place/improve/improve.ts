import { createRandom, type RandomStream } from '../../base/random.ts';
import { softBound } from '../bound.ts';
import { type CapacityPrices, capacityPrices } from '../capacity-prices.ts';
import type { Assignment, PlacementProblem } from '../problem.ts';
import type { Search, SearchProgress } from '../progress.ts';
import { type Reach, reachOf } from '../reach.ts';
import { SearchState } from '../state.ts';
import { AdaptiveChoice, WorkSplit } from './adaptive-choice.ts';
import { admitAll } from './admit.ts';
import { drawBin } from './draw-bin.ts';
import { destroys, insert, repairs, type SearchTools } from './operators.ts';
import { OutItems } from './out-items.ts';
import { walk } from './walk.ts';

/** Items that a large neighbourhood takes out, at most, and the share of all. */
const MOST_OUT = 40;
const SHARE_OUT = 0.15;
/** Items beyond which those that are out are so few among all that they are looked for. */
const MANY = 2000;
/** Steps of the prices of capacity. */
const PRICE_STEPS = 300;
/** First and last temperature, as shares of what a usual worsening move costs; a good start is not heated as much. */
const FIRST_HEAT = 0.3;
const FIRST_HEAT_OF_GOOD = 0.05;
const LAST_HEAT = 0.0003;

export interface ImproveOptions {
  readonly seed: number;
  readonly start?: Assignment | null;
  /** A proven lower bound on the objective. */
  readonly bound?: number;
  readonly reach?: Reach;
  /** What is known of the prices of capacity. */
  readonly known?: CapacityPrices;
  /** The start is near the best already: it is searched around, not away from. */
  readonly isGood?: boolean;
}

/**
 * Adaptive large neighbourhood search with annealing: a step is a walk of single moves and swaps, or items that are taken out and put back, each
 * kind chosen by what it earned. Starts from what is given and fills it up; ends at a proven optimum or when its share is used up.
 */
export function* improvePlacement(
  problem: PlacementProblem,
  { seed, start = null, bound: proven = -Infinity, reach = reachOf(problem), known, isGood = false }: ImproveOptions,
): Search {
  let bound = proven;
  const random = createRandom(seed, 'improve placement');
  const state = new SearchState(problem, start, reach);
  const size = sizesOf(problem);
  const bySize = Int32Array.from([...size.keys()].toSorted((a, b) => (size[a] as number) - (size[b] as number)));
  const best = { cost: Infinity, isSound: false, binOf: state.binOf.slice(), shown: null as Assignment | null };
  const keep = (): void => {
    if (state.cost >= best.cost - 1e-9 * Math.abs(best.cost)) return;
    best.cost = state.cost;
    best.isSound = state.isSound;
    best.shown = null;
    state.copyMoved(best.binOf);
  };
  const progress = (): SearchProgress => {
    if (!best.isSound) return { objective: null, bound, assignment: null };
    best.shown ??= best.binOf.slice();
    return { objective: best.cost, bound, assignment: best.shown };
  };

  const out = new OutItems(state);
  construct(state, { random, size, bySize, prices: new Float64Array(state.bins * state.kinds), out });
  admitAll(state);
  keep();
  const { prices, bound: priced } = known ?? capacityPrices(problem, state.cost, PRICE_STEPS, reach);
  bound = Math.max(bound, priced + softBound(problem));
  const tools: SearchTools = { random, size, bySize, prices, out };
  if (start === null) {
    // A second construction by those prices; the better of the two stands.
    const all = [...state.binOf.keys()];
    rebuild(state, all, (items) => repairs['priced']?.(state, tools, items), 1e-9, random);
    keep();
  }
  const usual = usualWorsening(state, random);
  const firstHeat = isGood ? FIRST_HEAT_OF_GOOD : FIRST_HEAT;
  // Where no capacity has a price, the priced repair is a plain one at twice the work.
  const isPriced = prices.some((price) => price > 0);
  const usable = Object.entries(repairs).flatMap(([name, repair]) => (name === 'priced' && !isPriced ? [] : [repair]));
  const fitting = Object.entries(destroys).flatMap(([name, destroy]) =>
    name !== 'aroundOut' || state.items > MANY ? [destroy] : [],
  );
  const rebuilds = fitting.flatMap((destroy) => usable.map((repair) => ({ destroy, repair })));
  const choice = new AdaptiveChoice(rebuilds.length);
  const split = new WorkSplit();
  let steps = 1;
  let share = yield progress();
  while (share < 1 && !isProven(best, bound)) {
    const heat = usual * firstHeat * (LAST_HEAT / firstHeat) ** share;
    const { cost, work } = state;
    const record = best.cost;
    const isWalk = split.isFirst();
    if (isWalk) {
      walk(state, random, heat, keep);
      keep();
    } else {
      const picked = choice.pick(random);
      const { destroy, repair } = rebuilds[picked] as (typeof rebuilds)[number];
      const out = 1 + Math.floor(random() * Math.min(MOST_OUT, Math.max(3, SHARE_OUT * state.items)));
      rebuild(state, destroy(state, tools, out), (items) => repair(state, tools, items), heat, random);
      keep();
      choice.reward(picked, best.cost < record ? 8 : state.cost < cost ? 2 : 0.5);
    }
    split.earn(isWalk, state.work - work, steps === 1 ? 0 : record - best.cost);
    steps += 1;
    share = yield progress();
  }
  const status = best.isSound ? (isProven(best, bound) ? 'optimal' : 'feasible') : 'unknown';
  return { ...progress(), status, steps };
}

function isProven(best: { readonly cost: number; readonly isSound: boolean }, bound: number): boolean {
  return best.isSound && best.cost <= bound + 1e-9 * Math.abs(bound);
}

/** Takes items out and puts them back; what came of it stands by the rule of Metropolis, else all is as before. */
function rebuild(
  state: SearchState,
  items: readonly number[],
  repair: (items: readonly number[]) => void,
  heat: number,
  random: RandomStream,
): void {
  const { cost } = state;
  const before = items.map((item) => state.binOf[item] as number);
  for (const item of items) state.move(item, -1);
  repair(items);
  const worse = state.cost - cost;
  if (worse <= 0 || random() < Math.exp(-worse / heat)) return;
  for (const item of items) state.move(item, -1);
  for (const [at, item] of items.entries()) state.move(item, before[at] as number);
  state.cost = cost;
}

/** What is out goes in: by size, then what is left in several blurred orders with some others taken out. */
function construct(state: SearchState, tools: SearchTools): void {
  for (let tries = 0; tries < 20; tries += 1) {
    const out = [...state.binOf.keys()].filter((item) => state.binOf[item] === -1);
    if (out.length === 0 || (tries > 0 && state.missing === 0)) return;
    if (tries > 0) {
      const others = destroys['scattered']?.(state, tools, Math.min(state.items, 4 * out.length)) ?? [];
      for (const item of others) state.move(item, -1);
    }
    const all = [...state.binOf.keys()].filter((item) => state.binOf[item] === -1);
    const order = all.toSorted((a, b) => (tools.size[b] as number) - (tools.size[a] as number));
    for (const item of order) insert(state, tools, item, tries === 0 ? 0 : 0.2);
  }
}

/** Median of what random single moves would cost more, of those that cost more. */
function usualWorsening(state: SearchState, random: RandomStream): number {
  const worse: number[] = [];
  for (let tries = 0; tries < 2000; tries += 1) {
    const item = Math.floor(random() * state.items);
    const bin = drawBin(state, random, item, false);
    if (bin === -1 || state.binOf[item] === -1 || state.binOf[item] === bin || !state.canPlace(item, bin)) continue;
    const change = state.moveCost(item, bin);
    if (change > 0 && change < state.penalty) worse.push(change);
  }
  return worse.toSorted((a, b) => a - b)[Math.floor(worse.length / 2)] ?? 1;
}

/** What an item takes of an average bin, summed over resources. */
function sizesOf(problem: PlacementProblem): Float64Array {
  const kinds = problem.resources.length;
  const bins = problem.binIds.length;
  const capacity = new Float64Array(kinds);
  for (const [at, each] of problem.capacity.entries()) {
    capacity[at % kinds] = (capacity[at % kinds] as number) + (Number.isFinite(each) ? each / bins : 0);
  }
  return Float64Array.from(problem.rowOf, (row) => {
    const start = (problem.demandByBin ? row * bins : row) * kinds;
    let size = 0;
    for (let kind = 0; kind < kinds; kind += 1) {
      const average = capacity[kind] as number;
      if (average > 0) size += (problem.demand[start + kind] as number) / average;
    }
    return size;
  });
}
