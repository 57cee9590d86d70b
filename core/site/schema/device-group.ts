import { z } from 'zod';
import { count, deviceGroupId, mediumId, name, nodeId, nonNegative, placeId, positionM, text } from './common.ts';

export const DEVICE_KINDS = [
  'camera',
  'sensor',
  'plc',
  'robot',
  'agv',
  'machine',
  'vehicle',
  'user',
  'phone',
  'headset',
  'meter',
  'display',
  'actuator',
  'terminal',
] as const;

export const PROTOCOLS = [
  'http',
  'mqtt',
  'rtsp',
  'webrtc',
  'modbus',
  'opc-ua',
  'profinet',
  'grpc',
  'coap',
  'v2x',
  'lorawan',
  'raw',
] as const;

/** A device group: sources and users of one kind in one spot (S3). Rates and bytes are per device. */
export const deviceGroupSchema = z.strictObject({
  id: deviceGroupId,
  name,
  kind: z.enum(DEVICE_KINDS),
  count: count.min(1),
  placeId: placeId.nullable(),
  positionM: positionM,
  /** Radius over which the devices are spread. */
  spreadM: nonNegative,
  /** Node that gives access, over which medium; null: not connected. */
  attachment: z
    .strictObject({
      nodeId,
      mediumId,
      /** Length of the access path; null: straight line × the medium's route factor. */
      lengthM: nonNegative.nullable(),
    })
    .nullable(),
  requestsPerSecond: nonNegative,
  /** Peak over mean. */
  burstFactor: z.number().min(1).max(1000),
  /** Share of the mean rate in each hour of the day (1 = mean); null: flat. */
  dayProfile: z.array(nonNegative).length(24).nullable(),
  bytesUp: nonNegative,
  bytesDown: nonNegative,
  /** Continuous media in addition to the requests. */
  streamUpMbps: nonNegative,
  streamDownMbps: nonNegative,
  protocol: z.enum(PROTOCOLS),
  locked: z.boolean(),
  notes: text,
});
export type DeviceGroup = z.infer<typeof deviceGroupSchema>;
