import type { Moments } from '../base/moments.ts';
import { constant, NO_DELAY, sum as sumMoments } from '../base/moments.ts';

/** Parts of a mean delay, in the order of `LatencyBreakdown` (L6). */
export const PARTS = ['access', 'propagation', 'transmission', 'queueing', 'transport', 'processing'] as const;
export type Part = (typeof PARTS)[number];
export type PartMeans = { readonly [Name in Part]: number };

/** A random delay in ms with its mean split into parts; the parts add up to the mean. */
export interface Delay {
  readonly moments: Moments;
  readonly parts: PartMeans;
}

const NO_PARTS: PartMeans = Object.freeze({
  access: 0,
  propagation: 0,
  transmission: 0,
  queueing: 0,
  transport: 0,
  processing: 0,
});

export const ZERO_DELAY: Delay = Object.freeze({ moments: NO_DELAY, parts: NO_PARTS });

export function delayOf(part: Part, moments: Moments): Delay {
  return { moments, parts: { ...NO_PARTS, [part]: moments.mean } };
}

export function constantDelay(part: Part, ms: number): Delay {
  return delayOf(part, constant(ms));
}

/** Sum of independent delays. Written out field by field: it is the innermost loop of an evaluation. */
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
  for (const delay of delays) {
    moments = sumMoments(moments, delay.moments);
    access += delay.parts.access;
    propagation += delay.parts.propagation;
    transmission += delay.parts.transmission;
    queueing += delay.parts.queueing;
    transport += delay.parts.transport;
    processing += delay.parts.processing;
  }
  return { moments, parts: { access, propagation, transmission, queueing, transport, processing } };
}

/** The same delay with other moments: its parts are scaled to the new mean. Where there was none, it becomes `processing`. */
export function withMoments(delay: Delay, moments: Moments): Delay {
  if (delay.moments.mean === 0) return delayOf('processing', moments);
  return { moments, parts: scaleParts(delay.parts, moments.mean / delay.moments.mean) };
}

/** Shares of several delays' parts, for mixtures. Shares are scaled to add up to 1. */
export function mixParts(mixed: readonly { readonly share: number; readonly delay: Delay }[], moments: Moments): Delay {
  const whole = mixed.reduce((total, { share }) => total + share, 0);
  const parts = { ...NO_PARTS } as { -readonly [Name in Part]: number };
  for (const { share, delay } of mixed) {
    for (const part of PARTS) parts[part] += (share / whole) * delay.parts[part];
  }
  return { moments, parts };
}

function scaleParts(parts: PartMeans, factor: number): PartMeans {
  const scaled = { ...NO_PARTS } as { -readonly [Name in Part]: number };
  for (const part of PARTS) scaled[part] = parts[part] * factor;
  return scaled;
}
