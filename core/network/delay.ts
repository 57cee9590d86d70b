import type { Moments } from '../base/moments.ts';
import { constant, NO_DELAY, sum as sumMoments } from '../base/moments.ts';
import type { Pass } from './passes.ts';
import { correctionOf } from './passes.ts';

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
}

const NO_PASSES: readonly Pass[] = Object.freeze([]);

const NO_PARTS: PartMeans = Object.freeze({
  access: 0,
  propagation: 0,
  transmission: 0,
  queueing: 0,
  transport: 0,
  processing: 0,
});

export const ZERO_DELAY: Delay = Object.freeze({ moments: NO_DELAY, parts: NO_PARTS, passes: NO_PASSES });

export function delayOf(part: Part, moments: Moments): Delay {
  return { moments, parts: { ...NO_PARTS, [part]: moments.mean }, passes: NO_PASSES };
}

export function constantDelay(part: Part, ms: number): Delay {
  return delayOf(part, constant(ms));
}

/** Sum of delays in the order of the way. Written out field by field: it is the innermost loop of an evaluation. */
export function addDelays(delays: readonly Delay[]): Delay {
  const first = delays[0];
  if (first === undefined) return ZERO_DELAY;
  if (delays.length === 1) return first;
  let moments = NO_DELAY;
  let access = 0;
  let propagation = 0;
  let transmission = 0;
  let queueing = 0;
  let transport = 0;
  let processing = 0;
  let passes = NO_PASSES;
  for (const delay of delays) {
    moments = sumMoments(moments, delay.moments);
    access += delay.parts.access;
    propagation += delay.parts.propagation;
    transmission += delay.parts.transmission;
    queueing += delay.parts.queueing;
    transport += delay.parts.transport;
    processing += delay.parts.processing;
    if (delay.passes.length > 0) passes = passes.length === 0 ? delay.passes : [...passes, ...delay.passes];
  }
  return { moments, parts: { access, propagation, transmission, queueing, transport, processing }, passes };
}

/** [L3, L6] The delay with its waits as they are one behind the other. */
export function settled(delay: Delay): Delay {
  const { passes, moments, parts } = delay;
  if (passes.length === 0) return delay;
  const correction = correctionOf(passes);
  const queueing = Math.max(0, parts.queueing + correction.queueingMs);
  const processing = Math.max(0, parts.processing + correction.processingMs);
  return {
    moments: { ...moments, mean: moments.mean + (queueing - parts.queueing) + (processing - parts.processing) },
    parts: { ...parts, queueing, processing },
    passes: NO_PASSES,
  };
}

/** The same delay with other moments and settled: its parts are scaled to the new mean. Where there was none, it becomes `processing`. */
export function withMoments(delay: Delay, moments: Moments): Delay {
  if (delay.moments.mean === 0) return delayOf('processing', moments);
  return { moments, parts: scaleParts(delay.parts, moments.mean / delay.moments.mean), passes: NO_PASSES };
}

/** Shares of several delays' parts, for mixtures. Shares are scaled to add up to 1. */
export function mixParts(mixed: readonly { readonly share: number; readonly delay: Delay }[], moments: Moments): Delay {
  const whole = mixed.reduce((total, { share }) => total + share, 0);
  const parts = { ...NO_PARTS } as { -readonly [Name in Part]: number };
  for (const { share, delay } of mixed) {
    for (const part of PARTS) parts[part] += (share / whole) * delay.parts[part];
  }
  return { moments, parts, passes: NO_PASSES };
}

function scaleParts(parts: PartMeans, factor: number): PartMeans {
  const scaled = { ...NO_PARTS } as { -readonly [Name in Part]: number };
  for (const part of PARTS) scaled[part] = parts[part] * factor;
  return scaled;
}
