import { assert } from './assert.ts';
import { expm1, log1p } from './elementary.ts';
import { gammaDistribution, gammaQuantile, normalQuantile, regularisedGammaP } from './gamma.ts';

/**
 * A random delay by its first three cumulants and the least value it can take, all in one unit (ms, ms², ms³, ms).
 * Cumulants of independent delays add; that is why the whole engine carries them instead of percentiles.
 */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly third: number;
  readonly minimum: number;
  /** Greatest value that it can take; Infinity where there is none. */
  readonly maximum: number;
}

/** The same to be filled: where delays are put together by the thousand, one record is used again and again. */
export type MomentsInPlace = { -readonly [Name in keyof Moments]: number };

export const NO_DELAY: Moments = Object.freeze({ mean: 0, variance: 0, third: 0, minimum: 0, maximum: 0 });

export function constant(value: number): Moments {
  return { mean: value, variance: 0, third: 0, minimum: value, maximum: value };
}

export function sum(a: Moments, b: Moments): Moments {
  return {
    mean: a.mean + b.mean,
    variance: a.variance + b.variance,
    third: a.third + b.third,
    minimum: a.minimum + b.minimum,
    maximum: a.maximum + b.maximum,
  };
}

/** The sum of `times` independent copies; `times` may be a fraction, as for a mean number of calls. */
export function repeated(one: Moments, times: number): Moments {
  return {
    mean: one.mean * times,
    variance: one.variance * times,
    third: one.third * times,
    minimum: one.minimum * times,
    maximum: times === 0 ? 0 : one.maximum * times,
  };
}

/** `factor` times a delay. */
export function stretched(one: Moments, factor: number): Moments {
  if (factor === 1) return one;
  return {
    mean: one.mean * factor,
    variance: one.variance * factor ** 2,
    third: one.third * factor ** 3,
    minimum: one.minimum * factor,
    maximum: factor === 0 ? 0 : one.maximum * factor,
  };
}

export function uniform(low: number, high: number): Moments {
  return { mean: (low + high) / 2, variance: (high - low) ** 2 / 12, third: 0, minimum: low, maximum: high };
}

/** Gamma with squared coefficient of variation `variability`: 0 is constant, 1 exponential. */
export function gammaDelay(mean: number, variability: number): Moments {
  return {
    mean,
    variance: variability * mean ** 2,
    third: 2 * variability ** 2 * mean ** 3,
    minimum: variability === 0 ? mean : 0,
    maximum: variability === 0 ? mean : Infinity,
  };
}

/** Lognormal with the given mean and standard deviation; third cumulant (w − 1)² (w + 2) v-form of Johnson, Kotz and Balakrishnan, ch. 14. */
export function lognormal(mean: number, standardDeviation: number): Moments {
  if (mean === 0) return NO_DELAY;
  const ratio = (standardDeviation / mean) ** 2;
  return {
    mean,
    variance: standardDeviation ** 2,
    third: standardDeviation ** 3 * (ratio + 3) * Math.sqrt(ratio),
    minimum: 0,
    maximum: Infinity,
  };
}

/** 0 with probability 1 − p, else exponential with mean `mean`: the wait in M/M/c. */
export function sometimesExponential(p: number, mean: number): Moments {
  return fromRawMoments(p * mean, 2 * p * mean ** 2, 6 * p * mean ** 3, 0);
}

/** 0 with probability 1 − p, else `inner`. */
export function sometimes(p: number, inner: Moments): Moments {
  if (p === 0) return NO_DELAY;
  if (p === 1) return inner;
  return setSometimes({ ...NO_DELAY }, p, inner);
}

/** The same for 0 < p < 1 in a record that is used again. */
export function setSometimes(into: MomentsInPlace, p: number, inner: Moments): MomentsInPlace {
  const mean = p * inner.mean;
  const shift = inner.mean - mean;
  into.mean = mean;
  into.variance = p * (inner.variance + shift ** 2) + (1 - p) * mean ** 2;
  into.third = p * (inner.third + 3 * inner.variance * shift + shift ** 3) - (1 - p) * mean ** 3;
  into.minimum = 0;
  into.maximum = inner.maximum;
  return into;
}

/** Rounds that change no figure any more. */
const NEGLIGIBLE_ROUNDS = 1e-13;

/**
 * `round` for each round of repair until the last of `pieces` has come through, each lost with probability `p` < 1 on its own in
 * every round: P(rounds ≥ r) = 1 − (1 − pʳ)ⁿ. One piece makes the geometric distribution.
 */
export function repairRounds(p: number, pieces: number, round: number): Moments {
  const [first, second, third] = roundsOfRepair(p, pieces);
  return fromRawMoments(first * round, second * round ** 2, third * round ** 3, 0);
}

/** Raw moments of the number of those rounds. */
export function roundsOfRepair(p: number, pieces: number): readonly [first: number, second: number, third: number] {
  assert(p >= 0 && p < 1, `roundsOfRepair with probability ${p}`);
  let first = 0;
  let second = 0;
  let third = 0;
  let left = p;
  for (let rounds = 1; left > NEGLIGIBLE_ROUNDS / pieces; rounds += 1) {
    // Not 1 − (1 − x)ⁿ: that loses all digits where x is small.
    const reached = -expm1(pieces * log1p(-left));
    first += reached;
    second += (2 * rounds - 1) * reached;
    third += (3 * rounds * (rounds - 1) + 1) * reached;
    left *= p;
  }
  return [first, second, third];
}

/** Cumulants from E[X], E[X²], E[X³]. */
export function fromRawMoments(first: number, second: number, third: number, minimum: number): Moments {
  return {
    mean: first,
    variance: Math.max(0, second - first ** 2),
    third: third - 3 * first * second + 2 * first ** 3,
    minimum,
    maximum: Infinity,
  };
}

/** One of several delays; shares are scaled to add up to 1. */
export function mixture(parts: readonly { readonly share: number; readonly moments: Moments }[]): Moments {
  let whole = 0;
  for (const part of parts) whole += part.share;
  assert(whole > 0, 'mixture of nothing');
  let mean = 0;
  let minimum = Infinity;
  let maximum = 0;
  for (const { share, moments } of parts) {
    if (share === 0) continue;
    mean += (share / whole) * moments.mean;
    minimum = Math.min(minimum, moments.minimum);
    maximum = Math.max(maximum, moments.maximum);
  }
  let variance = 0;
  let third = 0;
  for (const { share, moments } of parts) {
    const shift = moments.mean - mean;
    variance += (share / whole) * (moments.variance + shift ** 2);
    third += (share / whole) * (moments.third + 3 * moments.variance * shift + shift ** 3);
  }
  return { mean, variance, third, minimum, maximum };
}

/** Below this skewness the gamma quantile is expanded around the normal one; the first term left out is below 1e-6 deviations. */
export const SMALL_SKEW = 0.02;

/**
 * Quantile of a delay: the Pearson type III distribution (a shifted gamma) with the same three cumulants, never below the minimum nor, where it
 * has no skewness, above the maximum.
 * Exact for a constant plus one exponential, gamma or normal part. Non-decreasing in `p`.
 */
export function quantile(delay: Moments, p: number): number {
  if (!(delay.variance > 1e-24 * delay.mean ** 2)) return delay.mean;
  const deviation = Math.sqrt(delay.variance);
  const skewness = Math.max(0, delay.third / deviation ** 3);
  if (skewness < SMALL_SKEW) {
    const value = Math.max(delay.minimum, delay.mean + deviation * nearlyNormalQuantile(skewness, p));
    return Math.min(delay.maximum, value);
  }
  const shape = 4 / skewness ** 2;
  return Math.max(delay.minimum, delay.mean + deviation * ((skewness / 2) * gammaQuantile(shape, p) - 2 / skewness));
}

/** Cornish and Fisher's expansion for a gamma, whose excess kurtosis is 1.5 × skewness². */
function nearlyNormalQuantile(skewness: number, p: number): number {
  const z = normalQuantile(p);
  const square = skewness ** 2;
  return z + ((z * z - 1) * skewness) / 6 + ((z ** 3 - 3 * z) * 1.5 * square) / 24 - ((2 * z ** 3 - 5 * z) * square) / 36;
}

/** P(delay ≤ x) under the same distribution as `quantile`. */
export function distribution(delay: Moments, x: number): number {
  return distributionOf(delay)(x);
}

/** The same for many x of one delay. */
export function distributionOf(delay: Moments): (x: number) => number {
  const { mean, variance, minimum } = delay;
  if (!(variance > 1e-24 * mean ** 2)) return (x) => (x >= mean && x >= minimum ? 1 : 0);
  const deviation = Math.sqrt(variance);
  const skewness = Math.max(0, delay.third / deviation ** 3);
  if (skewness < SMALL_SKEW) {
    return (x) => {
      const z = (x - mean) / deviation;
      // Edgeworth's first term undoes the expansion of the quantile to the same order.
      return x < minimum ? 0 : normalDistribution(z - ((z * z - 1) * skewness) / 6);
    };
  }
  const below = gammaDistribution(4 / skewness ** 2);
  return (x) => (x < minimum ? 0 : below(((x - mean) / deviation + 2 / skewness) * (2 / skewness)));
}

function normalDistribution(z: number): number {
  const half = 0.5 * regularisedGammaP(0.5, (z * z) / 2);
  return z >= 0 ? 0.5 + half : 0.5 - half;
}

/** Nodes and weights of Gauss and Legendre's rule with eight points on [−1, 1], the positive half: Abramowitz and Stegun, table 25.4. */
const GAUSS: readonly (readonly [node: number, weight: number])[] = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
];
/** Ends of the pieces of the integral, as shares of the whole: fine where the distributions rise. */
const PIECES = [0, 0.03, 0.08, 0.15, 0.25, 0.4, 0.65, 1];

/**
 * The slowest of several independent delays. Its raw moments are integrals of 1 − ∏ Fᵢ(x) by Gauss and Legendre's rule, on [greatest minimum,
 * greatest mean + 12 deviations]; relative error of the mean below 1e-3 for skewness up to 4.
 */
export function slowest(delays: readonly Moments[]): Moments {
  const first = delays[0];
  if (first === undefined) return NO_DELAY;
  if (delays.length === 1) return first;
  let low = 0;
  let high = 0;
  let varied = false;
  for (const delay of delays) {
    low = Math.max(low, delay.minimum);
    high = Math.max(high, delay.mean + 12 * Math.sqrt(delay.variance));
    if (delay.variance > 0) varied = true;
  }
  if (!varied || high <= low) return constant(Math.max(...delays.map((delay) => delay.mean)));
  const distributions = delays.map(distributionOf);
  let one = 0;
  let two = 0;
  let three = 0;
  const add = (above: number, weight: number): void => {
    let inside = 1;
    for (const below of distributions) inside *= below(low + above);
    const part = weight * (1 - inside);
    one += part;
    two += 2 * above * part;
    three += 3 * above * above * part;
  };
  for (let piece = 1; piece < PIECES.length; piece += 1) {
    const from = (PIECES[piece - 1] as number) * (high - low);
    const half = ((PIECES[piece] as number) * (high - low) - from) / 2;
    for (const [node, weight] of GAUSS) {
      add(from + half * (1 - node), weight * half);
      add(from + half * (1 + node), weight * half);
    }
  }
  const above = fromRawMoments(one, two, three, 0);
  return { ...above, mean: low + one, minimum: low };
}
