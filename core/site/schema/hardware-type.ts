import { z } from 'zod';
import {
  acceleratorKind,
  architecture,
  count,
  form,
  hardwareTypeId,
  money,
  name,
  nonNegative,
  positive,
  sourceNote,
  storageClass,
  text,
  tier,
} from './common.ts';

export const SILHOUETTES = [
  'rack-server',
  'rack',
  'rugged-box',
  'gateway',
  'module',
  'pole-cabinet',
  'mast',
  'switch',
  'container',
  'hall',
  'workstation',
] as const;

/** A type of hardware: the unified resource vector of S1. Null means unknown, never zero. */
export const hardwareTypeSchema = z.strictObject({
  id: hardwareTypeId,
  name,
  vendor: z.string().max(100),
  category: z.enum([
    'server',
    'rugged-box',
    'gateway',
    'module',
    'cluster',
    'switch',
    'router',
    'radio',
    'storage',
    'controller',
    'power',
  ]),
  silhouette: z.enum(SILHOUETTES),
  /** Tiers where it usually stands, nearest to the device first. */
  tiers: z.array(tier).min(1).max(5),
  compute: z.strictObject({
    /** Capacity in reference vCPU: one hardware thread of a 2.5 GHz Cascade Lake server; null for pure network gear. */
    computeUnits: nonNegative,
    cores: count,
    threads: count,
    architecture: architecture.nullable(),
    /** Speed of one hardware thread relative to one reference vCPU; computeUnits = threads × factor. */
    perThreadFactor: nonNegative,
  }),
  memoryGiB: nonNegative,
  accelerators: z
    .array(
      z.strictObject({
        kind: acceleratorKind,
        model: name,
        count: count.min(1),
        /** Of one accelerator. */
        memoryGiB: nonNegative,
        /** Dense INT8 throughput of one accelerator, 10^12 operations per second. */
        tops: nonNegative,
        /** Whether fractions of it can be handed out (MIG, time slicing, vGPU). */
        shareable: z.boolean(),
      }),
    )
    .max(16),
  storage: z
    .array(
      z.strictObject({
        class: storageClass,
        capacityGB: nonNegative,
        iops: nonNegative.nullable(),
        throughputMBps: nonNegative.nullable(),
      }),
    )
    .max(16),
  interfaces: z
    .array(
      z.strictObject({
        kind: z.enum(['ethernet', 'fibre', 'wifi', 'cellular', 'lora', 'serial', 'can', 'tsn']),
        count: count.min(1),
        /** Of one interface. */
        bandwidthMbps: positive,
      }),
    )
    .max(24),
  /** Switching capacity; null where it does not forward for others. */
  forwardingMbps: nonNegative.nullable(),
  /** Delay a packet needs through the device, one way, unloaded; null where unknown. */
  forwardingLatencyUs: nonNegative.nullable(),
  power: z.strictObject({ idleW: nonNegative, maxW: nonNegative }),
  rackUnits: nonNegative.nullable(),
  weightKg: nonNegative.nullable(),
  sizeM: z.strictObject({ widthM: positive, depthM: positive, heightM: positive }).nullable(),
  temperatureC: z.strictObject({ min: z.number().min(-100).max(200), max: z.number().min(-100).max(200) }).nullable(),
  temperatureClass: z.enum(['data-centre', 'commercial', 'extended', 'industrial', 'outdoor']),
  reliability: z.strictObject({ mtbfH: positive.nullable(), mttrH: nonNegative.nullable() }),
  price: money.nullable(),
  profile: z.enum(['small', 'general', 'large']).nullable(),
  offers: z.strictObject({
    forms: z.array(form).max(5),
    storage: z.array(z.enum(['block', 'file', 'object'])).max(3),
    network: z.array(z.enum(['load-balancer', 'elastic-ip'])).max(2),
  }),
  /** How the figures were found, each a citable document; estimates say so. */
  sources: z.array(sourceNote).min(1).max(24),
  notes: text,
});
export type HardwareType = z.infer<typeof hardwareTypeSchema>;
