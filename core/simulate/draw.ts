import type { RandomStream } from '../base/random.ts';
import { unreachable } from '../base/assert.ts';
import type { Jitter } from '../site/schema/medium.ts';

/** A distribution to draw from, with the stream it draws on. Parameters by kind are what `drawFrom` reads. */
export interface Law {
  readonly kind: 'uniform' | 'exponential' | 'gamma' | 'lognormal';
  readonly a: number;
  readonly b: number;
  readonly random: RandomStream;
}

/** Exponential with mean 1. A stream gives multiples of 2^−32, so that it never exceeds 22.2. */
export function drawExponential(random: RandomStream): number {
  return -Math.log(1 - random());
}

/** Standard normal: Box and Muller, Annals of Mathematical Statistics 29(2), 1958. */
export function drawNormal(random: RandomStream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Gamma with scale 1: Marsaglia and Tsang, ACM TOMS 26(3), 2000; their boost by U^(1/shape) below shape 1. */
export function drawGamma(random: RandomStream, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Gamma with that mean and squared coefficient of variation; 0 is constant, 1 exponential. */
export function drawWork(random: RandomStream, mean: number, variability: number): number {
  if (variability === 0) return mean;
  if (variability === 1) return mean * drawExponential(random);
  return mean * variability * drawGamma(random, 1 / variability);
}

/** @param random stream to draw on instead of the law's own. */
export function drawFrom(law: Law, random: RandomStream = law.random): number {
  switch (law.kind) {
    case 'uniform':
      return law.a + law.b * random();
    case 'exponential':
      return law.a * drawExponential(random);
    case 'gamma':
      return law.b * drawGamma(random, law.a);
    case 'lognormal':
      return Math.exp(law.a + law.b * drawNormal(random));
    default:
      return unreachable(law.kind);
  }
}

/** [L4] The stated jitter as a law to draw from; null when there is none. A uniform one starts no lower than 0. */
export function lawOf(jitter: Jitter, random: RandomStream): Law | null {
  const { distribution, meanMs, standardDeviationMs } = jitter;
  if (meanMs === 0) return null;
  const ratio = (standardDeviationMs / meanMs) ** 2;
  switch (distribution) {
    case 'none':
      return null;
    case 'uniform': {
      const half = Math.min(meanMs, Math.sqrt(3) * standardDeviationMs);
      return { kind: 'uniform', a: meanMs - half, b: 2 * half, random };
    }
    case 'exponential':
      return { kind: 'exponential', a: meanMs, b: 0, random };
    case 'gamma':
      if (ratio === 0) return { kind: 'uniform', a: meanMs, b: 0, random };
      return { kind: 'gamma', a: 1 / ratio, b: meanMs * ratio, random };
    case 'lognormal': {
      const sigmaSquare = Math.log(1 + ratio);
      return { kind: 'lognormal', a: Math.log(meanMs) - sigmaSquare / 2, b: Math.sqrt(sigmaSquare), random };
    }
    default:
      return unreachable(distribution);
  }
}

/** Mean of what `lawOf` draws. */
export function jitterMeanMs(jitter: Jitter): number {
  return jitter.distribution === 'none' ? 0 : jitter.meanMs;
}
