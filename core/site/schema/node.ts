import { z } from 'zod';
import { hardwareTypeId, lifeStatus, name, nodeId, nonNegative, placeId, positionM, share, text, tier } from './common.ts';

/** A node: one piece of deployed hardware (S1). */
export const nodeSchema = z.strictObject({
  id: nodeId,
  name,
  typeId: hardwareTypeId,
  placeId: placeId.nullable(),
  tier,
  /** In the frame of its place; of the site where it has none. */
  positionM: positionM,
  rotationDeg: z.number().min(-360).max(360),
  /** Lowest rack unit it fills, 1 at the bottom; null when it is not in a rack. */
  rackUnit: z.int().min(1).max(100).nullable(),
  platform: z.strictObject({
    runtime: z.enum(['none', 'bare-metal', 'k3s', 'kubernetes', 'kubeedge', 'kvm', 'functions']),
    /** Taken by the platform itself; null: the catalog's figure for the runtime (C1). */
    overheadComputeUnits: nonNegative.nullable(),
    overheadMemoryGiB: nonNegative.nullable(),
  }),
  /** Share of every resource that is kept free. */
  reservedShare: share,
  status: lifeStatus,
  tenant: z.string().max(100).nullable(),
  locked: z.boolean(),
  notes: text,
});
export type Node = z.infer<typeof nodeSchema>;
