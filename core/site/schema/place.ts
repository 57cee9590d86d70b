import { z } from 'zod';
import { coordinateM, geoPoint, name, nonNegative, placeId, positionM, share, text, tier } from './common.ts';

export const PLACE_KINDS = [
  'region',
  'city',
  'district',
  'site',
  'building',
  'floor',
  'room',
  'zone',
  'block',
  'intersection',
  'cell',
  'rack',
  'pole',
] as const;

/** Room level of a carrier, from the antenna inwards. */
export const roomLevel = z.enum(['access', 'aggregation', 'heavy-aggregation', 'core']);

/** A place: anything that contains hardware, devices or other places (S1, C1). Limits are null where unknown: then they do not bind. */
export const placeSchema = z.strictObject({
  id: placeId,
  name,
  kind: z.enum(PLACE_KINDS),
  parentId: placeId.nullable(),
  /** Tier of hardware that stands here unless it says otherwise. */
  tier: tier.nullable(),
  roomLevel: roomLevel.nullable(),
  /** Origin of this place in the frame of its parent. */
  positionM: positionM,
  /** Anticlockwise seen from above. */
  rotationDeg: z.number().min(-360).max(360),
  sizeM: z.strictObject({ widthM: nonNegative, depthM: nonNegative, heightM: nonNegative }),
  /** Footprint in this place's own frame; null means the rectangle of `sizeM` centred on the origin. */
  outline: z
    .array(z.strictObject({ xM: coordinateM, yM: coordinateM }))
    .min(3)
    .max(5000)
    .nullable(),
  /** Inner walls as segments in this place's own frame. */
  walls: z.array(z.strictObject({ x1M: coordinateM, y1M: coordinateM, x2M: coordinateM, y2M: coordinateM })).max(20000),
  geo: geoPoint.nullable(),
  /** Legal zone for data residency, e.g. "cn", "eu", "au-vic"; null inherits from the parent. */
  residencyZone: z.string().max(40).nullable(),
  limits: z.strictObject({
    powerW: nonNegative.nullable(),
    coolingW: nonNegative.nullable(),
    rackUnits: nonNegative.nullable(),
    floorLoadKg: nonNegative.nullable(),
  }),
  /** Power usage effectiveness; null inherits from the parent, then from the site. */
  pue: z.number().min(1).max(5).nullable(),
  upsH: nonNegative.nullable(),
  /** Names of the independent power feeds that serve the place. */
  powerFeeds: z.array(name).max(8),
  rentPerMonth: nonNegative.nullable(),
  /** Share of each limit that stays free. */
  reservedShare: share.nullable(),
  locked: z.boolean(),
  notes: text,
});
export type Place = z.infer<typeof placeSchema>;
