import type { Moments } from '../base/moments.ts';
import { constant, NO_DELAY, quantile, slowest, sometimes, sum } from '../base/moments.ts';
import type { Rare } from '../base/rare.ts';
import { beyond, joinedRare, momentsOfRare, NOTHING_RARE, quantilesWithRare, without } from '../base/rare.ts';
import { correctionOf } from './correction.ts';
import type { Pass } from './passes.ts';
import { passesOfSlowest, passesSometimes } from './passes.ts';

/** Parts of a mean delay, in the order of `LatencyBreakdown` (L6). */
export const PARTS = ['access', 'propagation', 'transmission', 'queueing', 'transport', 'processing'] as const;
export type Part = (typeof PARTS)[number];
export type PartMeans = { readonly [Name in Part]: number };

/** A random delay in ms with its mean split into parts; the parts add up to the mean. */
export interface Delay {
  readonly moments: Moments;
  readonly parts: PartMeans;
  /** Queues on the way in order, whose waits `moments` and `parts` have each on its own until `settled`. */
  readonly passes: readonly Pass[];
  /** What happens now and then, a part of `moments`. */
  readonly rare: readonly Rare[];
}

export const NO_PASSES: readonly Pass[] = Object.freeze([]);

const NO_PARTS: PartMeans = Object.freeze({
  access: 0,
  propagation: 0,
  transmission: 0,
  queueing: 0,
  transport: 0,
  processing: 0,
});

export const ZERO_DELAY: Delay = Object.freeze({ moments: NO_DELAY, parts: NO_PARTS, passes: NO_PASSES, rare: NOTHING_RARE });

/** @param rare what of it happens now and then. */
export function delayOf(part: Part, moments: Moments, rare: readonly Rare[] = NOTHING_RARE): Delay {
  return { moments, parts: { ...NO_PARTS, [part]: moments.mean }, passes: NO_PASSES, rare };
}

export function constantDelay(part: Part, ms: number): Delay {
  return delayOf(part, constant(ms));
}

/** Sum of delays in the order of the way. Written out field by field: it is the innermost loop of an evaluation. */
export function addDelays(delays: readonly Delay[]): Delay {
  const first = delays[0];
  if (first === undefined) return ZERO_DELAY;
  if (delays.length === 1) return first;
  let mean = 0;
  let variance = 0;
  let third = 0;
  let minimum = 0;
  let maximum = 0;
  let access = 0;
  let propagation = 0;
  let transmission = 0;
  let queueing = 0;
  let transport = 0;
  let processing = 0;
  let passed = 0;
  let rare = NOTHING_RARE;
  for (const { moments, parts, passes, rare: own } of delays) {
    mean += moments.mean;
    variance += moments.variance;
    third += moments.third;
    minimum += moments.minimum;
    maximum += moments.maximum;
    access += parts.access;
    propagation += parts.propagation;
    transmission += parts.transmission;
    queueing += parts.queueing;
    transport += parts.transport;
    processing += parts.processing;
    passed += passes.length;
    if (own.length > 0) rare = joinedRare(rare, own);
  }
  return {
    moments: { mean, variance, third, minimum, maximum },
    parts: { access, propagation, transmission, queueing, transport, processing },
    passes: passed === 0 ? NO_PASSES : allPasses(delays),
    rare,
  };
}

function allPasses(delays: readonly Delay[]): readonly Pass[] {
  const all: Pass[] = [];
  for (const { passes } of delays) for (const pass of passes) all.push(pass);
  return all;
}

/** [L3, L6] The delay with its waits as they are one behind the other. */
export function settled(delay: Delay): Delay {
  const { passes, moments, parts } = delay;
  if (passes.length === 0) return delay;
  const correction = correctionOf(passes);
  const queueing = Math.max(0, parts.queueing + correction.queueingMs);
  const processing = Math.max(0, parts.processing + correction.processingMs);
  return {
    moments: {
      ...moments,
      mean: moments.mean + (queueing - parts.queueing) + (processing - parts.processing),
      variance: moments.variance + correction.variance,
      third: moments.third + correction.third,
    },
    parts: { ...parts, queueing, processing },
    passes: NO_PASSES,
    rare: delay.rare,
  };
}

/** Quantile of a settled delay. */
export function delayQuantile(delay: Delay, p: number): number {
  return delay.rare.length === 0 ? quantile(delay.moments, p) : (quantilesWithRare(delay.moments, delay.rare, [p])[0] as number);
}

/** Several quantiles of one settled delay. */
export function delayQuantiles(delay: Delay, ps: readonly number[]): number[] {
  if (delay.rare.length === 0) return ps.map((p) => quantile(delay.moments, p));
  return quantilesWithRare(delay.moments, delay.rare, ps);
}

/** [L7] The slowest of several delays, put together each by itself. Its parts are those of the branch with the greatest mean, scaled to the mean of the maximum. */
export function slowestDelay(branches: readonly Delay[]): Delay {
  const delays = branches.map(settled);
  const bases = delays.map(({ moments, rare }) => without(moments, rare));
  const base = slowest(bases);
  // All at once: what is put together must not depend on the order of the branches.
  const rare = joinedRare(
    NOTHING_RARE,
    delays.flatMap((delay, at) => {
      const gapMs = base.mean - (bases[at]?.mean ?? 0);
      return delay.rare.map((one) => beyond(one, gapMs)).filter((one) => one !== null);
    }),
  );
  const longest = delays.reduce((a, b) => (b.moments.mean > a.moments.mean ? b : a));
  const whole = withMoments(longest, sum(base, momentsOfRare(rare)), rare);
  const varied = branches.map(({ passes }, at) => ({ passes, variance: delays[at]?.moments.variance ?? 0 }));
  return { ...whole, passes: passesOfSlowest(varied, whole.moments) };
}

/** [L7] A delay, put together by itself, that is only waited for with probability `p`. */
export function sometimesDelay(p: number, one: Delay): Delay {
  const delay = settled(one);
  const often = { probability: p, extra: without(delay.moments, delay.rare) };
  const rare = joinedRare(
    [often],
    delay.rare.map((one) => ({ ...one, probability: one.probability * p })),
  );
  return { ...withMoments(delay, sometimes(p, delay.moments), rare), passes: passesSometimes(p, one.passes) };
}

/** The same delay with other moments and settled: its parts are scaled to the new mean. Where there was none, it becomes `processing`. */
export function withMoments(delay: Delay, moments: Moments, rare: readonly Rare[] = NOTHING_RARE): Delay {
  if (delay.moments.mean === 0) return delayOf('processing', moments, rare);
  return { moments, parts: scaleParts(delay.parts, moments.mean / delay.moments.mean), passes: NO_PASSES, rare };
}

/** Shares of several delays' parts, for mixtures. Shares are scaled to add up to 1. */
export function mixParts(mixed: readonly { readonly share: number; readonly delay: Delay }[], moments: Moments): Delay {
  const whole = mixed.reduce((total, { share }) => total + share, 0);
  const parts = { ...NO_PARTS } as { -readonly [Name in Part]: number };
  for (const { share, delay } of mixed) {
    for (const part of PARTS) parts[part] += (share / whole) * delay.parts[part];
  }
  return { moments, parts, passes: NO_PASSES, rare: NOTHING_RARE };
}

function scaleParts(parts: PartMeans, factor: number): PartMeans {
  const scaled = { ...NO_PARTS } as { -readonly [Name in Part]: number };
  for (const part of PARTS) scaled[part] = parts[part] * factor;
  return scaled;
}
