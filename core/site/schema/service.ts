import { z } from 'zod';
import {
  acceleratorKind,
  architecture,
  form,
  name,
  nonNegative,
  positive,
  serviceId,
  share,
  storageClass,
  text,
  tier,
  workloadId,
} from './common.ts';

/** A service: one deployable part of a workload (S4). Demands are of one replica. */
export const serviceSchema = z.strictObject({
  id: serviceId,
  workloadId,
  name,
  form,
  /** Architectures it is built for; empty: any. */
  architectures: z.array(architecture).max(3),
  perReplica: z.strictObject({
    /** Reserved reference vCPU. It works on ceil(computeUnits / perThreadFactor) requests at once, one thread each. */
    computeUnits: nonNegative,
    memoryGiB: nonNegative,
    storageGB: nonNegative,
    storageClass: storageClass.nullable(),
  }),
  work: z.strictObject({
    /** CPU time of one request on one reference vCPU. */
    computeMs: nonNegative,
    /** Squared coefficient of variation of the service time: 0 fixed, 1 exponential. */
    variability: z.number().min(0).max(100),
  }),
  accelerator: z
    .strictObject({
      kinds: z.array(acceleratorKind).min(1).max(4),
      /** Whole accelerators of one replica, or the fraction of one when below 1. */
      share: positive.max(64),
      memoryGiB: nonNegative,
      /** Time of one item on the reference accelerator, and what that is. */
      itemMs: nonNegative,
      referenceTops: positive,
      /** Items that may run together, and the fixed cost of a batch on the reference. */
      maxBatch: z.int().min(1).max(1024),
      batchSetupMs: nonNegative,
    })
    .nullable(),
  replicas: z.strictObject({
    min: z.int().min(0).max(100000),
    max: z.int().min(1).max(100000),
    /** Autoscaling target; null: fixed at min. */
    targetUtilisation: share.nullable(),
  }),
  imageMB: nonNegative,
  modelMB: nonNegative,
  deltaMB: nonNegative.nullable(),
  coldStartMs: nonNegative,
  state: z.strictObject({
    kind: z.enum(['stateless', 'stateful']),
    stateGB: nonNegative,
    copies: z.int().min(1).max(16),
    replication: z.enum(['none', 'asynchronous', 'synchronous']),
  }),
  data: z.strictObject({
    privacy: z.enum(['raw', 'anonymised', 'federated']),
    /** Legal zones where it may be stored and processed; empty: anywhere. */
    residencyZones: z.array(z.string().max(40)).max(40),
    /** Written per request before preprocessing, and what is left after. */
    ingestBytesPerRequest: nonNegative,
    keptShare: share,
    retentionH: z.strictObject({ hotH: nonNegative, warmH: nonNegative, coldH: nonNegative }),
  }),
  /** Hours it has to go on when cut off from the centre; 0: none. */
  autonomyH: nonNegative,
  /** PodDisruptionBudget: share of replicas that has to be up. */
  minimumAvailableShare: share,
  /** Highest allowed CPU utilisation of a node that runs it; null: no ceiling of its own. */
  cpuCeiling: share.nullable(),
  /** Empty: any. */
  allowedTiers: z.array(tier).max(5),
  antiAffinity: z.enum(['none', 'node', 'place']),
  variants: z
    .array(
      z.strictObject({
        name,
        precision: z.enum(['fp32', 'fp16', 'int8', 'int4']),
        accuracy: share,
        computeMs: nonNegative,
        acceleratorItemMs: nonNegative.nullable(),
        memoryGiB: nonNegative,
        modelMB: nonNegative,
      }),
    )
    .max(16),
  notes: text,
});
export type Service = z.infer<typeof serviceSchema>;
