import { z } from 'zod';
import { deviceGroupSchema } from '../schema/device-group.ts';
import { flowSchema } from '../schema/flow.ts';
import { hardwareTypeSchema } from '../schema/hardware-type.ts';
import { headerSchema } from '../schema/header.ts';
import { linkSchema } from '../schema/link.ts';
import { mediumSchema } from '../schema/medium.ts';
import { nodeSchema } from '../schema/node.ts';
import { observationSchema } from '../schema/observation.ts';
import { placeSchema } from '../schema/place.ts';
import { placementSchema } from '../schema/placement.ts';
import { policySchema } from '../schema/policy.ts';
import { scenarioSchema } from '../schema/scenario.ts';
import { scenerySchema } from '../schema/scenery.ts';
import { serviceSchema } from '../schema/service.ts';
import { workloadSchema } from '../schema/workload.ts';
import {
  deviceGroupId,
  flowId,
  hardwareTypeId,
  linkId,
  mediumId,
  nodeId,
  observationId,
  placeId,
  placementId,
  policyId,
  positionM,
  scenarioId,
  sceneryId,
  serviceId,
  tier,
  workloadId,
} from '../schema/common.ts';

/**
 * The one vocabulary of change. `add` brings a whole record, `edit` a patch of it, `remove` takes it and what
 * cannot be without it; `move` and `place` are what a hand does in the drawing; `batch` is several as one step.
 */
export const simpleCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site.edit'), patch: headerSchema.omit({ id: true }).partial() }),

  z.strictObject({ kind: z.literal('place.add'), record: placeSchema }),
  z.strictObject({ kind: z.literal('place.edit'), id: placeId, patch: placeSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('place.remove'), id: placeId }),

  z.strictObject({ kind: z.literal('hardware-type.add'), record: hardwareTypeSchema }),
  z.strictObject({
    kind: z.literal('hardware-type.edit'),
    id: hardwareTypeId,
    patch: hardwareTypeSchema.omit({ id: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('hardware-type.remove'), id: hardwareTypeId }),

  z.strictObject({ kind: z.literal('node.add'), record: nodeSchema }),
  z.strictObject({ kind: z.literal('node.edit'), id: nodeId, patch: nodeSchema.omit({ id: true }).partial() }),
  z.strictObject({
    kind: z.literal('node.move'),
    id: nodeId,
    placeId: placeId.nullable(),
    tier,
    positionM,
    rackUnit: nodeSchema.shape.rackUnit,
  }),
  z.strictObject({ kind: z.literal('node.remove'), id: nodeId }),

  z.strictObject({ kind: z.literal('medium.add'), record: mediumSchema }),
  z.strictObject({ kind: z.literal('medium.edit'), id: mediumId, patch: mediumSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('medium.remove'), id: mediumId }),

  z.strictObject({ kind: z.literal('link.add'), record: linkSchema }),
  z.strictObject({ kind: z.literal('link.edit'), id: linkId, patch: linkSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('link.remove'), id: linkId }),

  z.strictObject({ kind: z.literal('device-group.add'), record: deviceGroupSchema }),
  z.strictObject({
    kind: z.literal('device-group.edit'),
    id: deviceGroupId,
    patch: deviceGroupSchema.omit({ id: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('device-group.move'), id: deviceGroupId, placeId: placeId.nullable(), positionM }),
  z.strictObject({ kind: z.literal('device-group.remove'), id: deviceGroupId }),

  z.strictObject({ kind: z.literal('workload.add'), record: workloadSchema }),
  z.strictObject({ kind: z.literal('workload.edit'), id: workloadId, patch: workloadSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('workload.remove'), id: workloadId }),

  z.strictObject({ kind: z.literal('service.add'), record: serviceSchema }),
  z.strictObject({ kind: z.literal('service.edit'), id: serviceId, patch: serviceSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('service.remove'), id: serviceId }),

  z.strictObject({ kind: z.literal('flow.add'), record: flowSchema }),
  z.strictObject({ kind: z.literal('flow.edit'), id: flowId, patch: flowSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('flow.remove'), id: flowId }),

  z.strictObject({ kind: z.literal('placement.add'), record: placementSchema }),
  z.strictObject({ kind: z.literal('placement.edit'), id: placementId, patch: placementSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('placement.move'), id: placementId, nodeId }),
  z.strictObject({ kind: z.literal('placement.remove'), id: placementId }),

  z.strictObject({ kind: z.literal('policy.add'), record: policySchema }),
  z.strictObject({ kind: z.literal('policy.replace'), record: policySchema }),
  z.strictObject({ kind: z.literal('policy.remove'), id: policyId }),

  z.strictObject({ kind: z.literal('observation.add'), record: observationSchema }),
  z.strictObject({
    kind: z.literal('observation.edit'),
    id: observationId,
    patch: observationSchema.omit({ id: true }).partial(),
  }),
  z.strictObject({ kind: z.literal('observation.remove'), id: observationId }),

  z.strictObject({ kind: z.literal('scenario.add'), record: scenarioSchema }),
  z.strictObject({ kind: z.literal('scenario.edit'), id: scenarioId, patch: scenarioSchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('scenario.remove'), id: scenarioId }),

  z.strictObject({ kind: z.literal('scenery.add'), record: scenerySchema }),
  z.strictObject({ kind: z.literal('scenery.edit'), id: sceneryId, patch: scenerySchema.omit({ id: true }).partial() }),
  z.strictObject({ kind: z.literal('scenery.remove'), id: sceneryId }),
]);
export type SimpleCommand = z.infer<typeof simpleCommandSchema>;

export const batchSchema = z.strictObject({
  kind: z.literal('batch'),
  /** What the user did, for the history panel: a translation key or plain words. */
  label: z.string().max(200),
  commands: z.array(simpleCommandSchema).max(200000),
});
export type BatchCommand = z.infer<typeof batchSchema>;

export const commandSchema = z.discriminatedUnion('kind', [...simpleCommandSchema.options, batchSchema]);
export type Command = SimpleCommand | BatchCommand;
