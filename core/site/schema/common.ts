import { z } from 'zod';
import { ID_PATTERN } from '../../base/ids.ts';

const id = z
  .string()
  .regex(
    ID_PATTERN,
    'an id has 1 to 64 characters of a-z, 0-9, dot, dash, underscore and starts and ends with a letter or digit',
  );

export const placeId = id.brand<'Place'>();
export const hardwareTypeId = id.brand<'HardwareType'>();
export const nodeId = id.brand<'Node'>();
export const mediumId = id.brand<'Medium'>();
export const linkId = id.brand<'Link'>();
export const deviceGroupId = id.brand<'DeviceGroup'>();
export const workloadId = id.brand<'Workload'>();
export const serviceId = id.brand<'Service'>();
export const flowId = id.brand<'Flow'>();
export const placementId = id.brand<'Placement'>();
export const policyId = id.brand<'Policy'>();
export const observationId = id.brand<'Observation'>();
export const scenarioId = id.brand<'Scenario'>();
export const sceneryId = id.brand<'Scenery'>();
export const attachmentId = id.brand<'Attachment'>();
export const templateId = id;

export type PlaceId = z.infer<typeof placeId>;
export type HardwareTypeId = z.infer<typeof hardwareTypeId>;
export type NodeId = z.infer<typeof nodeId>;
export type MediumId = z.infer<typeof mediumId>;
export type LinkId = z.infer<typeof linkId>;
export type DeviceGroupId = z.infer<typeof deviceGroupId>;
export type WorkloadId = z.infer<typeof workloadId>;
export type ServiceId = z.infer<typeof serviceId>;
export type FlowId = z.infer<typeof flowId>;
export type PlacementId = z.infer<typeof placementId>;
export type PolicyId = z.infer<typeof policyId>;
export type ObservationId = z.infer<typeof observationId>;
export type ScenarioId = z.infer<typeof scenarioId>;
export type SceneryId = z.infer<typeof sceneryId>;
export type AttachmentId = z.infer<typeof attachmentId>;

/** Words a person reads: no control characters; empty only where a field is optional by nature. */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
const noControl = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;
export const text = z.string().max(4000).regex(noControl, 'no control characters');
export const name = z.string().min(1).max(200).regex(noControl, 'no control characters');

export const nonNegative = z.number().min(0).max(1e15);
export const positive = z.number().gt(0).max(1e15);
/** Ratio from 0 to 1, never a percentage. */
export const share = z.number().min(0).max(1);
export const count = z.int().min(0).max(1e9);
export const coordinateM = z.number().min(-2e7).max(2e7);
export const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a date is YYYY, YYYY-MM or YYYY-MM-DD');
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/, 'an instant is YYYY-MM-DDThh:mm:ssZ');

/** Tiers from the device inwards; the order is the order of distance. */
export const TIERS = ['device', 'on-site-edge', 'near-edge', 'regional', 'central'] as const;
export const tier = z.enum(TIERS);
export type Tier = z.infer<typeof tier>;

/** Metres in the frame of the parent place: x east (or right), y north (or up the plan), z up. */
export const positionM = z.strictObject({ xM: coordinateM, yM: coordinateM, zM: coordinateM });
export type PositionM = z.infer<typeof positionM>;

/** WGS 84. */
export const geoPoint = z.strictObject({
  latitudeDeg: z.number().min(-90).max(90),
  longitudeDeg: z.number().min(-180).max(180),
});
export type GeoPoint = z.infer<typeof geoPoint>;

/** Where figures come from. `fields` names the fields it covers; empty means the whole record. */
export const sourceNote = z.strictObject({
  fields: z.array(z.string().max(80)).max(60),
  title: name,
  url: z.string().max(500).nullable(),
  date: date.nullable(),
  note: text,
});
export type SourceNote = z.infer<typeof sourceNote>;

export const STORAGE_CLASSES = ['nvme', 'ssd', 'hdd', 'object'] as const;
export const storageClass = z.enum(STORAGE_CLASSES);
export type StorageClass = z.infer<typeof storageClass>;

export const architecture = z.enum(['x86-64', 'arm64', 'riscv64']);
export type Architecture = z.infer<typeof architecture>;

export const ACCELERATOR_KINDS = ['gpu', 'npu', 'fpga', 'vpu'] as const;
export const acceleratorKind = z.enum(ACCELERATOR_KINDS);
export type AcceleratorKind = z.infer<typeof acceleratorKind>;

export const form = z.enum(['vm', 'container', 'bare-metal', 'secure-container', 'function']);
export type Form = z.infer<typeof form>;

export const lifeStatus = z.enum(['planned', 'installed', 'failed', 'retired']);
export type LifeStatus = z.infer<typeof lifeStatus>;

export const money = z.strictObject({
  amount: nonNegative,
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  date: date,
  basis: z.enum(['list', 'street', 'estimate']),
});
export type Money = z.infer<typeof money>;
