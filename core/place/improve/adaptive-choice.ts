import type { RandomStream } from '../../base/random.ts';

/** How fast weights follow what was earned (Ropke and Pisinger, Transportation Science 40(4), 2006, call it the reaction factor). */
const REACTION = 0.05;
const LEAST_WEIGHT = 0.05;

/** Picks one of several operators with probabilities that follow what each has earned so far. */
export class AdaptiveChoice {
  readonly weights: Float64Array;

  /** `prior`: what each earned before, such as in other searches of the same site; all alike where nothing is known. */
  constructor(count: number, prior: readonly number[] = []) {
    this.weights = new Float64Array(count).fill(1);
    for (const [index, weight] of prior.entries()) if (index < count) this.weights[index] = Math.max(LEAST_WEIGHT, weight);
  }

  pick(random: RandomStream): number {
    let left = random() * this.weights.reduce((total, each) => total + each, 0);
    for (const [index, weight] of this.weights.entries()) {
      left -= weight;
      if (left <= 0) return index;
    }
    return this.weights.length - 1;
  }

  reward(index: number, earned: number): void {
    const weight = (1 - REACTION) * (this.weights[index] as number) + REACTION * earned;
    this.weights[index] = Math.max(LEAST_WEIGHT, weight);
  }
}

/** Least share of the work of either kind, and how fast what was earned is forgotten, a step. */
const LEAST_SHARE = 0.3;
const MEMORY = 0.999;

/** Splits work between two kinds of steps by what each earned for its work. While neither earns anything, the split stays. */
export class WorkSplit {
  private readonly earned: [number, number] = [0, 0];
  private readonly spent: [number, number] = [0, 0];

  isFirst(): boolean {
    const rate = this.earned.map((earned, index) => earned / Math.max(1, this.spent[index] as number)) as [number, number];
    const total = rate[0] + rate[1];
    const wanted = total === 0 ? 0.5 : Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, rate[0] / total));
    return this.spent[0] <= wanted * (this.spent[0] + this.spent[1]);
  }

  earn(isFirst: boolean, work: number, gain: number): void {
    const index = isFirst ? 0 : 1;
    for (const each of [0, 1] as const) {
      this.earned[each] *= MEMORY;
      this.spent[each] *= MEMORY;
    }
    this.earned[index] += gain;
    this.spent[index] += work;
  }
}
