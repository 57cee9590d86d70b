import { type CapacityPrices, capacityPrices } from '../capacity-prices.ts';
import { improvePlacement } from '../improve/improve.ts';
import type { MilpSolver } from '../milp.ts';
import type { Assignment, PlacementProblem } from '../problem.ts';
import type { Search, SearchProgress } from '../progress.ts';
import { type Reach, reachOf } from '../reach.ts';
import { improveByConfigurations } from './configuration-neighbourhood.ts';
import { dive } from './dive.ts';
import { ItemPrices } from './item-prices.ts';
import { isSeparable, type Separable, separable } from './separable.ts';

/** Shapes in one bin, and pairs in all, up to which best fillings are found fast enough. */
const MOST_SHAPES = 64;
const MOST_PAIRS = 2_000_000;
const PRICE_STEPS = 200;
/** Share of the budget in which the prices of items have to settle, and the bound is hoped to rise by this share above its best. */
const PRICES_SHARE = 0.25;
/** Share at which programs begin: until then the adaptive search betters what the dive came to. */
const PROGRAMS_AT = 0.35;
const HOPE = 0.03;

export interface SeparableOptions {
  readonly seed: number;
  readonly start: Assignment | null;
  readonly milp: MilpSolver | undefined;
  /** Longest time of one program by the solver's clock. */
  readonly milpSeconds: number;
  /** Time of the whole, where it is limited: no program is given more than what is left. */
  readonly seconds: number;
  /** A proven lower bound. */
  readonly bound: number;
}

/** The sparse form where fillings of single bins are small enough to be worth their own search; null where not. */
export function asSeparable(problem: PlacementProblem, reach: Reach = reachOf(problem)): Separable | null {
  if (!isSeparable(problem) || reach.bins.length > MOST_PAIRS) return null;
  const form = separable(problem, reach);
  return form.mostShapes <= MOST_SHAPES ? form : null;
}

/**
 * Placement where bins depend on each other through the items alone: prices of items with exact fillings of bins (Lagrangian), whose bound is far above that of the linear
 * relaxation; a placement that dives along them; where a solver is at hand, the program over configurations, first with what is promising at those prices, then with all that
 * the gap leaves; adaptive search from the best of them.
 */
export function* solveSeparable(form: Separable, reach: Reach, options: SeparableOptions): Search {
  const { problem } = form;
  const { seed, milp } = options;
  let { bound } = options;
  let steps = 1;
  const known = capacityPrices(problem, Infinity, PRICE_STEPS, reach);
  bound = Math.max(bound, known.bound);
  const quick = improvePlacement(problem, { seed, start: options.start, bound, reach, known }).next(0);
  let best = quick.value as SearchProgress;
  const offer = (other: SearchProgress): void => {
    if (other.objective !== null && other.objective < (best.objective ?? Infinity)) best = other;
  };
  const progress = (): SearchProgress => ({ ...best, bound: Math.min(bound, best.objective ?? Infinity) });
  const isProven = (): boolean => best.objective !== null && best.objective <= bound + 1e-9 * Math.abs(bound);
  let share = yield progress();

  const prices = new ItemPrices(form, pricesOfItems(form, known));
  while (share < PRICES_SHARE && !prices.isSettled && !isProven()) {
    prices.step(Math.min(best.objective ?? Infinity, (1 + HOPE) * Math.max(bound, prices.bound)));
    bound = Math.max(bound, prices.bound);
    steps += 1;
    share = yield progress();
  }
  const diving = dive(form, prices);
  let dived = diving.next();
  while (share < 1 && !isProven() && dived.done !== true) {
    dived = diving.next();
    steps += 1;
    share = yield progress();
  }
  if (dived.done === true) offer(improvePlacement(problem, { seed, start: dived.value, bound, reach, known }).next(0).value);

  /** Adaptive search from the best so far, until this share is used. */
  const improve = function* (until: number): Generator<SearchProgress, void, number> {
    const from = share;
    const search = improvePlacement(problem, { seed, start: best.assignment, bound, reach, known, isGood: true });
    let step = search.next(0);
    while (step.done !== true && share < until) {
      offer(step.value);
      steps += 1;
      share = yield progress();
      step = search.next(Math.min(1, (share - from) / Math.max(1e-9, until - from)));
    }
    offer(step.value);
  };
  if (milp !== undefined) yield* improve(PROGRAMS_AT);
  if (milp !== undefined && best.assignment !== null && share < 1 && !isProven()) {
    const milpSeconds = (used: number): number => Math.min(options.milpSeconds, (1 - used) * options.seconds);
    const start = { assignment: best.assignment, objective: best.objective as number, bound };
    const parts = improveByConfigurations(form, prices, milp, { seed, milpSeconds, share, ...start });
    let part = parts.next(share);
    while (part.done !== true && share < 1 && !isProven()) {
      offer(part.value);
      bound = Math.max(bound, part.value.bound);
      steps += 1;
      share = yield progress();
      part = parts.next(share);
    }
    offer(part.value);
  }

  yield* improve(1);
  return { ...progress(), status: best.objective === null ? 'unknown' : isProven() ? 'optimal' : 'feasible', steps };
}

/** Where the prices of items start: what the cheapest bin costs with capacity at its price, and what leaving out costs at most. */
function pricesOfItems(form: Separable, { prices }: CapacityPrices): Float64Array {
  const { kinds, pairs, pairsFrom, demand, binOfPair, cost } = form;
  return form.leaveOut.map((leaveOut, each) => {
    let least = leaveOut;
    for (let at = pairsFrom[each] as number; at < (pairsFrom[each + 1] as number); at += 1) {
      const pair = pairs[at] as number;
      let price = cost[pair] as number;
      for (let kind = 0; kind < kinds; kind += 1)
        price += (demand[pair * kinds + kind] as number) * (prices[(binOfPair[pair] as number) * kinds + kind] as number);
      if (price < least) least = price;
    }
    return least;
  });
}
