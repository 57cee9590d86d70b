import { exp } from './elementary.ts';
import type { Moments, MomentsInPlace } from './moments.ts';
import { distributionOf, NO_DELAY, quantile, setSometimes } from './moments.ts';
import { QuickMixture } from './quick-mixture.ts';

/** Something that happens to a delay now and then, apart from all else: how often, and what it then adds. */
export interface Rare {
  readonly probability: number;
  readonly extra: Moments;
}

export const NOTHING_RARE: readonly Rare[] = Object.freeze([]);

/** More of them are put together, those of like size first. */
const APART_AT_MOST = 3;
/** Share of all cases below which a case is not looked at by itself. */
const LEAST_WEIGHT = 1e-4;
/** What adds less than this many deviations of the rest leaves no mark of its own on a percentile. */
const LEAST_DEVIATIONS = 0.75;

/** Cumulants of what happens now and then. */
export function momentsOfRare(rare: readonly Rare[]): Moments {
  return setMomentsOfRare({ ...NO_DELAY }, rare);
}

/** The same in a record that is used again. */
export function setMomentsOfRare(into: MomentsInPlace, rare: readonly Rare[]): MomentsInPlace {
  let mean = 0;
  let variance = 0;
  let third = 0;
  let minimum = 0;
  let maximum = 0;
  for (let at = 0; at < rare.length; at += 1) {
    // Written out: this is done for every answer.
    const { probability, extra } = rare[at] as Rare;
    const part = probability * extra.mean;
    const shift = extra.mean - part;
    const left = 1 - probability;
    mean += part;
    variance += probability * (extra.variance + shift * shift) + left * part * part;
    third += probability * (extra.third + 3 * extra.variance * shift + shift * shift * shift) - left * part * part * part;
    if (left === 0) minimum += extra.minimum;
    if (probability > 0) maximum += extra.maximum;
  }
  into.mean = mean;
  into.variance = variance;
  into.third = third;
  into.minimum = minimum;
  into.maximum = maximum;
  return into;
}

export function without(whole: Moments, rare: readonly Rare[]): Moments {
  if (rare.length === 0) return whole;
  const part = momentsOfRare(rare);
  return {
    mean: whole.mean - part.mean,
    variance: Math.max(0, whole.variance - part.variance),
    third: whole.third - part.third,
    minimum: whole.minimum,
    maximum: whole.maximum,
  };
}

/** All of both lists, those of like size put together where there are too many. */
export function joinedRare(a: readonly Rare[], b: readonly Rare[]): readonly Rare[] {
  if (b.length === 0) return a;
  if (a.length === 0 && b.length <= APART_AT_MOST) return b;
  let count = 0;
  for (let at = 0; at < a.length; at += 1) insert(a[at] as Rare, count++);
  for (let at = 0; at < b.length; at += 1) insert(b[at] as Rare, count++);
  const all = JOINED;
  while (count > APART_AT_MOST) {
    let at = 0;
    let least = Infinity;
    for (let index = 0; index + 1 < count; index += 1) {
      const ratio = (all[index + 1] as Rare).extra.mean / Math.max(1e-12, (all[index] as Rare).extra.mean);
      if (ratio >= least) continue;
      least = ratio;
      at = index;
    }
    all[at] = either(all[at] as Rare, all[at + 1] as Rare);
    count -= 1;
    for (let index = at + 1; index < count; index += 1) all[index] = all[index + 1] as Rare;
  }
  return all.slice(0, count);
}

/** What is being joined, one list after the other. */
const JOINED: Rare[] = [];

/** Puts it where it belongs among so many by what it adds, then by how often. */
function insert(one: Rare, count: number): void {
  const sorted = JOINED;
  let at = count;
  for (; at > 0; at -= 1) {
    const before = sorted[at - 1] as Rare;
    const order = before.extra.mean - one.extra.mean || before.probability - one.probability;
    if (order <= 0) break;
    sorted[at] = before;
  }
  sorted[at] = one;
}

/** That one of two happens, or both. */
function either(a: Rare, b: Rare): Rare {
  const both = a.probability * b.probability;
  const probability = a.probability + b.probability - both;
  const onlyA = (a.probability - both) / probability;
  const onlyB = (b.probability - both) / probability;
  const share = both / probability;
  const one = a.extra;
  const other = b.extra;
  const mean = onlyA * one.mean + onlyB * other.mean + share * (one.mean + other.mean);
  const x = one.mean - mean;
  const y = other.mean - mean;
  const z = one.mean + other.mean - mean;
  const variance = one.variance + other.variance;
  return {
    probability,
    extra: {
      mean,
      variance: onlyA * (one.variance + x * x) + onlyB * (other.variance + y * y) + share * (variance + z * z),
      third:
        onlyA * (one.third + 3 * one.variance * x + x * x * x) +
        onlyB * (other.third + 3 * other.variance * y + y * y * y) +
        share * (one.third + other.third + 3 * variance * z + z * z * z),
      minimum: Math.min(one.minimum, other.minimum),
      maximum: one.maximum + other.maximum,
    },
  };
}

/** What is left of something rare where `gapMs` of it go unnoticed: as if it were its least value and an exponential. */
export function beyond(rare: Rare, gapMs: number): Rare | null {
  const { probability, extra } = rare;
  const fixedMs = Math.max(0, extra.mean - Math.sqrt(extra.variance));
  if (gapMs <= 0) return rare;
  if (gapMs <= fixedMs)
    return { probability, extra: { ...extra, mean: extra.mean - gapMs, minimum: Math.max(0, extra.minimum - gapMs) } };
  const meanMs = extra.mean - fixedMs;
  if (meanMs <= 0) return null;
  const left = probability * exp(-(gapMs - fixedMs) / meanMs);
  return left < LEAST_WEIGHT ? null : { probability: left, extra: { ...extra, mean: meanMs, minimum: 0 } };
}

/**
 * Quantiles of a delay with cumulants `whole`, of which `rare` is a part: of the mixture of what may have happened, each case with the distribution of
 * `quantile` in `moments.ts`. Non-decreasing in `p`, but for rounding.
 */
export function quantilesWithRare(whole: Moments, rare: readonly Rare[], ps: readonly number[]): number[] {
  const isMixed = mix(whole, rare);
  const found = ps.slice();
  for (let at = 0; at < ps.length; at += 1) {
    const p = ps[at] as number;
    const guess = quantile(whole, p);
    found[at] = isMixed ? MIXTURE.quantile(p, guess) : guess;
  }
  return found;
}

/** Cumulants and least value of each case with its share, one after the other; for one delay after the other. */
const CASES = new Float64Array(5 * 2 ** (APART_AT_MOST + 2));
const CASE = 5;
const MIXTURE = new QuickMixture();
const PART: MomentsInPlace = { ...NO_DELAY };

/** Fills the mixture; false where there is but one case, which is the whole. */
function mix(whole: Moments, rare: readonly Rare[]): boolean {
  const count = casesOf(whole, rare);
  if (count <= 1) return false;
  MIXTURE.clear();
  for (let at = 0; at < count * CASE; at += CASE)
    MIXTURE.add(
      CASES[at] as number,
      CASES[at + 1] as number,
      CASES[at + 2] as number,
      CASES[at + 3] as number,
      CASES[at + 4] as number,
    );
  return true;
}

/** Whether it leaves a mark of its own on percentiles: not where it adds next to nothing. */
function isMarked({ probability, extra }: Rare, leastMs: number): boolean {
  return probability > LEAST_WEIGHT && probability < 1 && extra.mean > leastMs;
}

/** Fills `CASES`; gives how many there are. */
function casesOf(whole: Moments, rare: readonly Rare[]): number {
  const leastMs = LEAST_DEVIATIONS * Math.sqrt(Math.max(0, whole.variance - setMomentsOfRare(PART, rare).variance));
  let { mean, variance, third } = whole;
  let marked = 0;
  for (let at = 0; at < rare.length; at += 1) {
    const one = rare[at] as Rare;
    if (!isMarked(one, leastMs)) continue;
    marked += 1;
    const part = setSometimes(PART, one.probability, one.extra);
    mean -= part.mean;
    variance -= part.variance;
    third -= part.third;
  }
  CASES[0] = 1;
  CASES[1] = mean;
  CASES[2] = Math.max(0, variance);
  CASES[3] = third;
  CASES[4] = whole.minimum;
  if (marked === 0) return 1;
  let count = 1;
  for (let at = 0; at < rare.length; at += 1) {
    const one = rare[at] as Rare;
    if (isMarked(one, leastMs)) count = branched(count, one);
  }
  return count;
}

/** Each case with and without something that may happen on top. */
function branched(count: number, { probability, extra }: Rare): number {
  let after = count;
  for (let at = 0; at < count * CASE; at += CASE) {
    const weight = CASES[at] as number;
    if (weight * probability < LEAST_WEIGHT || after * CASE === CASES.length) continue;
    const to = after * CASE;
    CASES[at] = weight * (1 - probability);
    CASES[to] = weight * probability;
    CASES[to + 1] = (CASES[at + 1] as number) + extra.mean;
    CASES[to + 2] = (CASES[at + 2] as number) + extra.variance;
    CASES[to + 3] = (CASES[at + 3] as number) + extra.third;
    CASES[to + 4] = (CASES[at + 4] as number) + extra.minimum;
    after += 1;
  }
  return after;
}

/** P(delay ≤ x) under the distribution of `quantilesWithRare`. */
export function distributionWithRare(whole: Moments, rare: readonly Rare[]): (x: number) => number {
  const count = casesOf(whole, rare);
  if (count === 1) return distributionOf(whole);
  const each = Array.from({ length: count }, (_, at) => {
    const [weight = 0, mean = 0, variance = 0, third = 0, minimum = 0] = CASES.subarray(at * CASE, (at + 1) * CASE);
    return { weight, below: distributionOf({ mean, variance, third, minimum, maximum: whole.maximum }) };
  });
  return (x) => each.reduce((total, { weight, below }) => total + weight * below(x), 0);
}
