import { PatternKnapsack } from './pattern-knapsack.ts';
import type { Separable } from './separable.ts';

/** Steps without a better bound after which the pace is lowered, and the pace at which prices count as settled. */
const PATIENCE = 10;
const SLOWER = 2 / 3;
const FASTER = 1.1;
const FIRST_PACE = 0.2;
const MOST_PACE = 2;
const SETTLED_PACE = 0.01;
/** A bound is better when it rises by this share. */
const BETTER = 1e-5;
/** Share of the newest relaxed placement in the running mean. */
const NEWEST = 0.3;

/** What is still to be decided: items of each class that are left, and bins that are not filled yet. */
export interface Remainder {
  readonly left: Int32Array;
  readonly isOpen: Uint8Array;
}

/** Everything is to be decided. */
export function wholeOf(form: Separable): Remainder {
  const left = Int32Array.from(
    form.leaveOut,
    (_, each) => (form.itemsFrom[each + 1] as number) - (form.itemsFrom[each] as number),
  );
  return { left, isOpen: new Uint8Array(form.bins).fill(1) };
}

/**
 * Lagrangian relaxation of "each item once": an item class has a price, each bin takes the filling that is worth most at those prices. The bound is that of the
 * program over whole fillings (Dantzig and Wolfe, Operations Research 8, 1960), which is above that of the linear relaxation. Prices by the volume algorithm (Barahona and
 * Anbil, Mathematical Programming 87, 2000), whose running mean of relaxed placements is near a fractional best one.
 */
export class ItemPrices {
  /** Best prices so far and the bound on the remainder that they prove. */
  readonly best: Float64Array;
  bound = -Infinity;
  /** Running mean of what bins took: items of each pair. */
  readonly mean: Float64Array;
  /** 1 where a bin took the pair at any prices so far. */
  readonly wasTaken: Uint8Array;
  readonly knapsack: PatternKnapsack;
  isSettled = false;
  private readonly form: Separable;
  private readonly remainder: Remainder;
  private readonly prices: Float64Array;
  private readonly cover: Float64Array;
  private readonly taken: Float64Array;
  private pace = FIRST_PACE;
  private stalled = 0;
  private steps = 0;

  constructor(form: Separable, start: Float64Array, remainder: Remainder = wholeOf(form), mean: Float64Array | null = null) {
    this.form = form;
    this.remainder = remainder;
    this.prices = start.slice();
    this.best = start.slice();
    this.mean = mean === null ? new Float64Array(form.cost.length) : mean.slice();
    this.steps = mean === null ? 0 : 1;
    this.wasTaken = new Uint8Array(form.cost.length);
    this.taken = new Float64Array(form.cost.length);
    this.cover = new Float64Array(form.classes);
    this.knapsack = new PatternKnapsack(form);
  }

  /** One step; `target` is what the bound is hoped to reach. */
  step(target: number): void {
    const { form, prices, mean, taken, wasTaken } = this;
    const bound = this.evaluate();
    const share = this.steps === 0 ? 1 : NEWEST;
    for (let pair = 0; pair < mean.length; pair += 1) {
      mean[pair] = share * (taken[pair] as number) + (1 - share) * (mean[pair] as number);
      if (taken[pair] !== 0) wasTaken[pair] = 1;
    }
    this.steps += 1;
    if (bound > this.bound + BETTER * Math.abs(bound)) {
      this.stalled = 0;
      this.pace = Math.min(MOST_PACE, FASTER * this.pace);
    } else this.stalled += 1;
    if (bound > this.bound) {
      this.bound = bound;
      this.best.set(prices);
    }
    if (this.stalled >= PATIENCE) {
      this.pace *= SLOWER;
      this.stalled = 0;
      if (this.pace < SETTLED_PACE) this.isSettled = true;
    }
    const square = this.shortfall();
    if (square === 0) {
      this.isSettled = true;
      return;
    }
    const length = (this.pace * Math.max(target - this.bound, 1e-6 * Math.abs(target))) / square;
    for (let each = 0; each < form.classes; each += 1)
      prices[each] = Math.min(form.leaveOut[each] as number, (this.best[each] as number) + length * (this.cover[each] as number));
  }

  /** What is decided since makes the bound that of another remainder: it is found anew. */
  forgetBound(): void {
    this.bound = -Infinity;
    this.stalled = 0;
    this.isSettled = false;
  }

  /** The bound at the present prices; fills `taken`. */
  private evaluate(): number {
    const { form, prices, taken, knapsack } = this;
    const { left, isOpen } = this.remainder;
    let bound = 0;
    for (let each = 0; each < form.classes; each += 1)
      if (left[each] !== 0) bound += (left[each] as number) * (prices[each] as number);
    for (let bin = 0; bin < form.bins; bin += 1) {
      const start = form.ofBin[bin] as number;
      const end = form.ofBin[bin + 1] as number;
      if (end === start || isOpen[bin] === 0) {
        taken.fill(0, start, end);
        continue;
      }
      const open = form.problem.openCost[bin] as number;
      knapsack.solve(bin, prices, left);
      if (knapsack.bound > open) bound -= knapsack.bound - open;
      const isOpened = knapsack.worth > open;
      for (let pair = start; pair < end; pair += 1) taken[pair] = isOpened ? (knapsack.taken[pair - start] as number) : 0;
    }
    return bound;
  }

  /** What is short of each class in the running mean, into `cover`; the sum of squares of what prices can follow. */
  private shortfall(): number {
    const { form, cover, mean } = this;
    const { left } = this.remainder;
    for (let each = 0; each < form.classes; each += 1) cover[each] = left[each] as number;
    for (let pair = 0; pair < mean.length; pair += 1) {
      const each = form.classOfPair[pair] as number;
      cover[each] = (cover[each] as number) - (mean[pair] as number);
    }
    let square = 0;
    for (let each = 0; each < form.classes; each += 1) {
      // At its highest price the rest is left out; what is decided has no price.
      const isOut = (cover[each] as number) > 0 && (this.best[each] as number) >= (form.leaveOut[each] as number);
      if (isOut || left[each] === 0) cover[each] = 0;
      square += (cover[each] as number) ** 2;
    }
    return square;
  }
}
