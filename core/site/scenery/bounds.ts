import { absolutePositionM } from '../geometry.ts';
import type { PositionM } from '../schema/common.ts';
import type { RecordOf, Site } from '../site.ts';
import type { PointsM, Shapes } from './shapes.ts';
import { unpackShapes } from './unpack.ts';

interface BoxM {
  west: number;
  east: number;
  south: number;
  north: number;
  /** Greatest height above the origin of the shapes. */
  top: number;
}

const boxes = new WeakMap<object, BoxM | null>();

/** Corners of the box around a record's shapes, in the site frame; empty where it has none. */
export function sceneryCornersM(site: Site, record: RecordOf<'scenery'>): PositionM[] {
  const box = knownBox(record);
  if (box === null) return [];
  const turn = (record.rotationDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn) * record.scale, Math.sin(turn) * record.scale];
  const { xM, yM, zM } = record.positionM;
  return [
    [box.west, box.south],
    [box.east, box.south],
    [box.east, box.north],
    [box.west, box.north],
  ].map(([x = 0, y = 0]) =>
    absolutePositionM(site, record.placeId, { xM: x * cos - y * sin + xM, yM: x * sin + y * cos + yM, zM }),
  );
}

/** Height of the tallest shape of a record, m. */
export function sceneryHeightM(record: RecordOf<'scenery'>): number {
  return Math.max(0, (knownBox(record)?.top ?? 0) * record.scale);
}

function knownBox({ shapes }: RecordOf<'scenery'>): BoxM | null {
  let box = boxes.get(shapes);
  if (box === undefined) {
    box = boxOf(unpackShapes(shapes));
    boxes.set(shapes, box);
  }
  return box;
}

function boxOf(shapes: Shapes): BoxM | null {
  const box: BoxM = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity, top: 0 };
  const hold = (points: PointsM | Float64Array, stride: 2 | 3): void => {
    for (let at = 0; at + 1 < points.length; at += stride) {
      const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.south = Math.min(box.south, y);
      box.north = Math.max(box.north, y);
      if (stride === 3) box.top = Math.max(box.top, points[at + 2] ?? 0);
    }
  };
  if (shapes.form === 'prisms' || shapes.form === 'areas')
    for (const { rings } of shapes.items) for (const ring of rings) hold(ring, 2);
  if (shapes.form === 'prisms') for (const { baseM, heightM } of shapes.items) box.top = Math.max(box.top, baseM + heightM);
  if (shapes.form === 'ribbons') for (const { points } of shapes.items) hold(points, 2);
  if (shapes.form === 'meshes') for (const { corners } of shapes.items) hold(corners, 3);
  if (shapes.form === 'image') for (const { widthM, depthM } of shapes.items) hold(Float64Array.of(0, 0, widthM, depthM), 2);
  return box.west <= box.east ? box : null;
}
