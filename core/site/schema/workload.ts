import { z } from 'zod';
import { name, nonNegative, positive, share, sourceNote, templateId, text, workloadId } from './common.ts';

/** S5. */
export const WORKLOAD_KINDS = [
  'inference',
  'training',
  'federated-learning',
  'stream-analytics',
  'control-loop',
  'virtual-device',
  'stateless-batch',
  'stateful-microservices',
  'cache',
] as const;

/** A workload: an application made of services and flows (S4, S5). */
export const workloadSchema = z.strictObject({
  id: workloadId,
  name,
  kind: z.enum(WORKLOAD_KINDS),
  /** Template of the catalog it came from. */
  templateId: templateId.nullable(),
  /** Higher goes first. */
  priority: z.int().min(0).max(1000),
  tenant: z.string().max(100).nullable(),
  profile: z.enum(['cloud', 'edge', 'hybrid']).nullable(),
  accuracyTarget: share.nullable(),
  availabilityTarget: share.nullable(),
  /** Control loops (L8). */
  cycleTimeMs: positive.nullable(),
  jitterObjectiveMs: positive.nullable(),
  training: z
    .strictObject({
      samples: nonNegative,
      epochs: nonNegative,
      rounds: nonNegative,
      modelMB: nonNegative,
      acceleratorMsPerSample: nonNegative,
      workers: z.int().min(1),
      acceleratorsPerWorker: z.int().min(0),
    })
    .nullable(),
  sources: z.array(sourceNote).max(24),
  notes: text,
});
export type Workload = z.infer<typeof workloadSchema>;
