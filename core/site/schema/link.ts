import { z } from 'zod';
import { lifeStatus, linkId, mediumId, name, nodeId, nonNegative, observationId, positive, share, text } from './common.ts';
import { jitterSchema } from './medium.ts';

/** A link between two nodes (S2). Null fields take the medium's figure. */
export const linkSchema = z.strictObject({
  id: linkId,
  name,
  fromNodeId: nodeId,
  toNodeId: nodeId,
  mediumId,
  /** From `fromNodeId` to `toNodeId`. */
  bandwidthUpMbps: positive.nullable(),
  /** From `toNodeId` to `fromNodeId`. */
  bandwidthDownMbps: positive.nullable(),
  /** Length of the path; null: straight line × route factor. */
  lengthM: nonNegative.nullable(),
  routeFactor: z.number().min(1).max(10).nullable(),
  baseLatencyMs: nonNegative.nullable(),
  jitter: jitterSchema.nullable(),
  lossRatio: share.nullable(),
  mtbfH: positive.nullable(),
  mttrH: nonNegative.nullable(),
  pricePerMbpsMonth: nonNegative.nullable(),
  pricePerGB: nonNegative.nullable(),
  /** Links an overlay (SD-WAN) chooses from, and how. */
  underlayIds: z.array(linkId).max(16),
  pathPolicy: z.enum(['lowest-latency', 'lowest-loss', 'lowest-cost', 'balance']).nullable(),
  /** What a surveyor measured; outranks the model (S2). */
  measured: z
    .strictObject({
      oneWayMs: nonNegative.nullable(),
      jitterMs: nonNegative.nullable(),
      lossRatio: share.nullable(),
      throughputMbps: positive.nullable(),
      observationId: observationId.nullable(),
    })
    .nullable(),
  status: lifeStatus,
  locked: z.boolean(),
  notes: text,
});
export type Link = z.infer<typeof linkSchema>;
