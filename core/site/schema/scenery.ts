import { z } from 'zod';
import { faultOfShapes } from '../scenery/unpack.ts';
import { count, name, placeId, positionM, sceneryId, text } from './common.ts';

/** What is given and not planned, by how it is drawn and chosen. */
export const SCENERY_KINDS = [
  'building',
  'road',
  'path',
  'rail',
  'water',
  'green',
  'land',
  'bridge',
  'wall',
  'door',
  'lane',
  'furniture',
  'coverage',
  'model',
  'plan',
] as const;

export const SHAPE_FORMS = ['prisms', 'ribbons', 'areas', 'meshes', 'image'] as const;

/** Characters of the shapes of one record: a picture of 9 MB, or a city of 300,000 houses. */
const MOST_CHARS = 12 * 2 ** 20;

export interface PackedShapes {
  readonly form: (typeof SHAPE_FORMS)[number];
  readonly unitM: number;
  readonly count: number;
  readonly data: string;
}

/** Shapes as text; `core/site/scenery` packs and unpacks it. */
const packedShapes = z
  .strictObject({
    form: z.enum(SHAPE_FORMS),
    /** Length that one step of the packed numbers stands for. */
    unitM: z.number().min(1e-4).max(1000),
    count: count,
    data: z.string().max(MOST_CHARS),
  })
  .superRefine((shapes, context) => {
    const fault = faultOfShapes(shapes);
    if (fault !== null) context.addIssue({ code: 'custom', path: ['data'], message: `shapes are not readable: ${fault}` });
  });

/** Scenery: one layer of what surrounds a plan (buildings, roads, walls, a model). No figure rests on it. */
export const scenerySchema = z.strictObject({
  id: sceneryId,
  name,
  kind: z.enum(SCENERY_KINDS),
  /** Place whose frame it is given in, a floor say; null: the site frame. */
  placeId: placeId.nullable(),
  /** Origin of the shapes in that frame. */
  positionM: positionM,
  /** Anticlockwise seen from above. */
  rotationDeg: z.number().min(-360).max(360),
  /** Corrects a wrong scale of the source: 1 leaves the shapes as they are. */
  scale: z.number().min(1e-6).max(1e6),
  visible: z.boolean(),
  shapes: packedShapes,
  locked: z.boolean(),
  notes: text,
});
export type Scenery = z.infer<typeof scenerySchema>;
