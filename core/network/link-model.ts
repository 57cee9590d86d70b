import type { Moments } from '../base/moments.ts';
import { constant, gammaDelay, lognormal, NO_DELAY, sum, uniform } from '../base/moments.ts';
import { assert, unreachable } from '../base/assert.ts';
import type { Jitter, Medium } from '../site/schema/medium.ts';
import type { Link } from '../site/schema/link.ts';
import { loraAirtimeMs } from './lora.ts';

/** Figures of one direction of a link or an access, ready to compute with. */
export interface ChannelModel {
  readonly bandwidthMbps: number;
  /** [L1] Zero where a measured delay stands in for it. */
  readonly propagationMs: number;
  /** [L4] Base delay and jitter of the medium. */
  readonly access: Moments;
  readonly lossRatio: number;
  /** Upper bound of waiting that the medium guarantees (TSN); null where none. */
  readonly boundedWaitMs: number | null;
  readonly lora: Medium['lora'];
  /** Share of time it may send; 1 without a duty cycle. */
  readonly dutyCycle: number;
  /** Whether its delay was measured, not modelled (S2). */
  readonly measured: boolean;
}

/** [L4] Random part of a medium's delay. Uniform jitter starts at the least value its mean and deviation allow, not below 0. */
export function jitterMoments(jitter: Jitter): Moments {
  const { distribution, meanMs, standardDeviationMs } = jitter;
  switch (distribution) {
    case 'none':
      return NO_DELAY;
    case 'uniform': {
      const half = Math.min(meanMs, Math.sqrt(3) * standardDeviationMs);
      return uniform(meanMs - half, meanMs + half);
    }
    case 'exponential':
      return gammaDelay(meanMs, 1);
    case 'gamma':
      return meanMs === 0 ? NO_DELAY : gammaDelay(meanMs, (standardDeviationMs / meanMs) ** 2);
    case 'lognormal':
      return lognormal(meanMs, standardDeviationMs);
    default:
      return unreachable(distribution);
  }
}

/** [L1, L4, S2] One direction of a link of `lengthM` metres of true path. Measured figures of the link outrank its own, those the medium's. */
export function linkChannel(link: Link, medium: Medium, lengthM: number, direction: 'up' | 'down'): ChannelModel {
  const own = direction === 'up' ? link.bandwidthUpMbps : link.bandwidthDownMbps;
  const usual = direction === 'up' ? medium.bandwidthUpMbps : medium.bandwidthDownMbps;
  const measured = link.measured;
  const jitter = link.jitter ?? medium.jitter;
  const measuredJitter = measured?.jitterMs ?? null;
  const random =
    measuredJitter === null
      ? jitterMoments(jitter)
      : jitterMoments({ ...jitter, distribution: 'gamma', meanMs: measuredJitter, standardDeviationMs: measuredJitter });
  const oneWayMs = measured?.oneWayMs ?? null;
  const base = link.baseLatencyMs ?? medium.baseLatencyMs;
  return {
    bandwidthMbps: measured?.throughputMbps ?? own ?? usual,
    propagationMs: oneWayMs === null ? propagationMs(medium, lengthM) : 0,
    access: oneWayMs === null ? sum(constant(base), random) : sum(constant(Math.max(0, oneWayMs - random.mean)), random),
    lossRatio: measured?.lossRatio ?? link.lossRatio ?? medium.lossRatio,
    boundedWaitMs: medium.boundedLatencyMs === null ? null : Math.max(0, medium.boundedLatencyMs - base),
    lora: medium.lora,
    dutyCycle: medium.lora?.dutyCycle ?? 1,
    measured: oneWayMs !== null,
  };
}

/** [L1, L4] Access of a device group over a medium, `lengthM` metres of true path away. */
export function accessChannel(medium: Medium, lengthM: number, direction: 'up' | 'down'): ChannelModel {
  return {
    bandwidthMbps: direction === 'up' ? medium.bandwidthUpMbps : medium.bandwidthDownMbps,
    propagationMs: propagationMs(medium, lengthM),
    access: sum(constant(medium.baseLatencyMs), jitterMoments(medium.jitter)),
    lossRatio: medium.lossRatio,
    boundedWaitMs: medium.boundedLatencyMs === null ? null : Math.max(0, medium.boundedLatencyMs - medium.baseLatencyMs),
    lora: medium.lora,
    dutyCycle: medium.lora?.dutyCycle ?? 1,
    measured: false,
  };
}

/** [L1] */
export function propagationMs(medium: Medium, lengthM: number): number {
  return (lengthM / 1000) * (medium.propagationUsPerKm / 1000);
}

/** [L2] Time to put a message of `bytes` on the wire or the air, ms. */
export function wireMs(channel: ChannelModel, bytes: number): number {
  assert(channel.bandwidthMbps > 0, `bandwidth ${channel.bandwidthMbps} Mbps`);
  if (channel.lora !== null) return bytes === 0 ? 0 : loraAirtimeMs(channel.lora, bytes);
  return (bytes * 8) / (channel.bandwidthMbps * 1000);
}

/** Time it is occupied by such a message: longer than the wire time under a duty cycle. */
export function occupancyMs(channel: ChannelModel, bytes: number): number {
  return wireMs(channel, bytes) / channel.dutyCycle;
}
