import { z } from 'zod';
import { nodeId, placementId, serviceId } from './common.ts';

/** A placement: replicas of one service on one node. */
export const placementSchema = z.strictObject({
  id: placementId,
  serviceId,
  nodeId,
  replicas: z.int().min(1).max(100000),
  /** A solver may not move it. */
  pinned: z.boolean(),
  /** Name of the model variant it runs; null: the service's own figures. */
  variant: z.string().max(200).nullable(),
});
export type Placement = z.infer<typeof placementSchema>;
