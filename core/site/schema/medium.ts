import { z } from 'zod';
import { mediumId, name, nonNegative, positive, share, sourceNote, text } from './common.ts';

/** Random part of a delay, one way, on top of the base latency. */
export const jitterSchema = z.strictObject({
  distribution: z.enum(['none', 'uniform', 'exponential', 'gamma', 'lognormal']),
  meanMs: nonNegative,
  standardDeviationMs: nonNegative,
});
export type Jitter = z.infer<typeof jitterSchema>;

export const MEDIUM_KINDS = [
  'fibre',
  'copper',
  'tsn',
  'fieldbus',
  'wifi',
  'cellular',
  'lora',
  'microwave',
  'satellite',
  'sd-wan',
  'internet',
] as const;

/** A medium: what a link or an access is made of (S2, L1 to L5). */
export const mediumSchema = z.strictObject({
  id: mediumId,
  name,
  kind: z.enum(MEDIUM_KINDS),
  /** Signal delay: 4.9 in fibre, 3.34 in air (L1). */
  propagationUsPerKm: nonNegative,
  /** True path over straight line where only geometry is known. */
  routeFactor: z.number().min(1).max(10),
  /** Fixed one-way delay of the medium itself: scheduling, framing, coding. */
  baseLatencyMs: nonNegative,
  jitter: jitterSchema,
  bandwidthUpMbps: positive,
  bandwidthDownMbps: positive,
  /** `shared`: all device groups of one node on this medium share its bandwidth, as a radio cell; `dedicated`: each device has its own. */
  sharing: z.enum(['shared', 'dedicated']),
  /** Packet loss that the transport has to repair. */
  lossRatio: share,
  maxRangeM: positive.nullable(),
  mtbfH: positive.nullable(),
  mttrH: nonNegative.nullable(),
  pricePerMbpsMonth: nonNegative.nullable(),
  pricePerGB: nonNegative.nullable(),
  /** Guaranteed worst one-way delay of a scheduled class (TSN); null where none is guaranteed. */
  boundedLatencyMs: nonNegative.nullable(),
  lora: z
    .strictObject({
      spreadingFactor: z.int().min(7).max(12),
      bandwidthKHz: positive,
      codingRate: z.int().min(1).max(4),
      dutyCycle: share,
    })
    .nullable(),
  sources: z.array(sourceNote).min(1).max(24),
  notes: text,
});
export type Medium = z.infer<typeof mediumSchema>;
