import { ShapeUtils, Vector2 } from 'three';
import type { BufferGeometry } from 'three';
import type { Area, Mesh, PointsM, Prism, Ribbon } from '../../../core/site/scenery/shapes.ts';
import { unpackShapes } from '../../../core/site/scenery/unpack.ts';
import type { Scenery } from '../../../core/site/schema/scenery.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import type { Rgb } from '../../ui/scales.ts';
import type { Ground } from '../layout/ground.ts';
import type { Palette } from '../palette.ts';
import { Batch } from './batch.ts';
import { meshEdges } from './mesh-edges.ts';
import { sceneryToScene } from './place-shapes.ts';
import type { ToScene } from './place-shapes.ts';
import { toneOf } from './tones.ts';

/** All scenery in three meshes: what lies flat, bodies that cast a shadow, quiet lines. */
export interface SceneryGeometry {
  readonly flat: BufferGeometry;
  readonly bodies: BufferGeometry;
  readonly lines: BufferGeometry;
}

/** What lies flat, lowest first: each a step above the one before, so that they do not flicker. */
const FLAT_ORDER: readonly Scenery['kind'][] = [
  'land',
  'green',
  'water',
  'path',
  'rail',
  'road',
  'bridge',
  'plan',
  'lane',
  'door',
  'coverage',
];
/** One step, as a share of half the diagonal of the sheet; the first clears the sheet's grid. */
const STEP_SHARE = 0.00012;
const FIRST_SHARE = 0.0003;
/** Walls are cut at this height, as in a model one looks into; higher where the site is large (`geometry/places.ts`). */
const CUT_HEIGHT_M = 1.3;
const CUT_SHARE = 0.022;
/** A corner is drawn as an edge where the outline turns by more than this. */
const LEAST_TURN = Math.cos((25 * Math.PI) / 180);
/** Edges are drawn of meshes with fewer triangles: beyond that they are a shade. */
const MOST_EDGED_TRIANGLES = 60_000;

type Tone = readonly [number, number, number];

export function buildScenery(site: Site, ground: Ground, palette: Palette): SceneryGeometry {
  const builder = new SceneryBuilder(site, ground, palette);
  for (const record of listRecords(site, 'scenery')) if (record.visible) builder.add(record);
  return builder.build();
}

class SceneryBuilder {
  private readonly flat = new Batch();
  private readonly bodies = new Batch();
  private readonly lines = new Batch();
  private readonly site: Site;
  private readonly ground: Ground;
  private readonly palette: Palette;
  private readonly edge: Tone;
  private readonly point: [number, number, number] = [0, 0, 0];

  constructor(site: Site, ground: Ground, palette: Palette) {
    this.site = site;
    this.ground = ground;
    this.palette = palette;
    this.edge = linearTone(palette.edge);
  }

  add(record: RecordOf<'scenery'>): void {
    const shapes = unpackShapes(record.shapes);
    const place = sceneryToScene(this.site, record, this.ground);
    const colour = linearTone(toneOf(record.kind, this.palette));
    const { radiusM } = this.ground;
    // A floor lies on its slab, which has steps of its own.
    const order = Math.max(0, FLAT_ORDER.indexOf(record.kind));
    const liftM = radiusM * ((record.placeId === null ? FIRST_SHARE : FLOOR_SHARE) + STEP_SHARE * order);
    const topM = radiusM * (record.placeId === null ? FIRST_SHARE + STEP_SHARE * FLAT_ORDER.length : FLOOR_SHARE);
    if (shapes.form === 'areas') for (const area of shapes.items) this.area(area, place, liftM, colour);
    else if (shapes.form === 'ribbons')
      for (const ribbon of shapes.items) this.ribbon(ribbon, place, liftM, colour, record.scale);
    else if (shapes.form === 'prisms') for (const prism of shapes.items) this.prism(prism, place, topM, colour);
    else if (shapes.form === 'meshes') {
      const cutM = record.kind === 'wall' || record.kind === 'door' ? Math.max(CUT_HEIGHT_M, radiusM * CUT_SHARE) : Infinity;
      const isGround = record.kind !== 'building' && record.kind !== 'model' && record.kind !== 'furniture' && cutM === Infinity;
      for (const mesh of shapes.items) this.mesh(mesh, place, topM, colour, { cutM, isGround });
    }
  }

  build(): SceneryGeometry {
    return { flat: this.flat.build(), bodies: this.bodies.build(), lines: this.lines.build() };
  }

  private area({ rings, zM }: Area, place: ToScene, liftM: number, colour: Tone): void {
    this.cap(this.flat, rings, zM, place, liftM, colour);
  }

  /** A line with round enough joints: a quadrangle a piece, and a triangle on the outer side of each turn. */
  private ribbon({ points, widthM, zM }: Ribbon, place: ToScene, liftM: number, colour: Tone, scale: number): void {
    const half = Math.max(widthM, (this.ground.radiusM * LEAST_WIDTH_SHARE) / scale) / 2;
    let before: readonly [number, number] | null = null;
    for (let at = 0; at + 3 < points.length; at += 2) {
      const [x1, y1, x2, y2] = [points[at] ?? 0, points[at + 1] ?? 0, points[at + 2] ?? 0, points[at + 3] ?? 0];
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (length === 0) continue;
      const side: readonly [number, number] = [(-(y2 - y1) / length) * half, ((x2 - x1) / length) * half];
      const put = (x: number, y: number): void => this.put(this.flat, x, y, zM, place, liftM, colour);
      put(x1 + side[0], y1 + side[1]);
      put(x1 - side[0], y1 - side[1]);
      put(x2 - side[0], y2 - side[1]);
      put(x1 + side[0], y1 + side[1]);
      put(x2 - side[0], y2 - side[1]);
      put(x2 + side[0], y2 + side[1]);
      if (before !== null) {
        const left = before[0] * side[1] - before[1] * side[0] > 0;
        const [a, b] = left ? [before, side] : [side, before];
        const sign = left ? -1 : 1;
        put(x1, y1);
        put(x1 + sign * a[0], y1 + sign * a[1]);
        put(x1 + sign * b[0], y1 + sign * b[1]);
      }
      before = side;
    }
  }

  private prism({ rings, baseM, heightM }: Prism, place: ToScene, liftM: number, colour: Tone): void {
    const topM = baseM + heightM;
    this.cap(this.bodies, rings, topM, place, liftM, colour);
    for (const [index, ring] of rings.entries()) {
      const points = turning(ring, index === 0);
      const count = points.length / 2;
      for (let corner = 0; corner < count; corner += 1) {
        const next = (corner + 1) % count;
        const [x1, y1, x2, y2] = [
          points[corner * 2] ?? 0,
          points[corner * 2 + 1] ?? 0,
          points[next * 2] ?? 0,
          points[next * 2 + 1] ?? 0,
        ];
        const put = (x: number, y: number, z: number): void => this.put(this.bodies, x, y, z, place, liftM, colour);
        put(x1, y1, baseM);
        put(x2, y2, baseM);
        put(x2, y2, topM);
        put(x1, y1, baseM);
        put(x2, y2, topM);
        put(x1, y1, topM);
        this.put(this.lines, x1, y1, topM, place, liftM, this.edge);
        this.put(this.lines, x2, y2, topM, place, liftM, this.edge);
        if (!turns(points, corner)) continue;
        this.put(this.lines, x1, y1, baseM, place, liftM, this.edge);
        this.put(this.lines, x1, y1, topM, place, liftM, this.edge);
      }
    }
  }

  private mesh(
    mesh: Mesh,
    place: ToScene,
    liftM: number,
    colour: Tone,
    { cutM, isGround }: { cutM: number; isGround: boolean },
  ): void {
    const batch = isGround ? this.flat : this.bodies;
    const { corners, triangles } = mesh;
    const put = (target: Batch, index: number, tone: Tone): void =>
      this.put(
        target,
        corners[index * 3] ?? 0,
        corners[index * 3 + 1] ?? 0,
        Math.min(cutM, corners[index * 3 + 2] ?? 0),
        place,
        liftM,
        tone,
      );
    for (const index of triangles) put(batch, index, colour);
    if (isGround || triangles.length / 3 > MOST_EDGED_TRIANGLES) return;
    for (const index of meshEdges(mesh)) put(this.lines, index, this.edge);
  }

  private cap(batch: Batch, rings: readonly PointsM[], zM: number, place: ToScene, liftM: number, colour: Tone): void {
    const [outer, ...holes] = rings.map((ring, index) => vectors(turning(ring, index === 0)));
    if (outer === undefined) return;
    const all = [outer, ...holes].flat();
    for (const triangle of ShapeUtils.triangulateShape(outer, holes))
      for (const index of triangle) this.put(batch, all[index]?.x ?? 0, all[index]?.y ?? 0, zM, place, liftM, colour);
  }

  private put(batch: Batch, xM: number, yM: number, zM: number, place: ToScene, liftM: number, colour: Tone): void {
    place(xM, yM, zM, this.point);
    batch.add(this.point[0], this.point[1] + liftM, this.point[2], colour);
  }
}

/** A floor's scenery lies above its slab and its zones, which stand a step each on the sheet. */
const FLOOR_SHARE = 0.003;
/** No line is thinner than this share of half the diagonal of the sheet: it would break into dots. */
const LEAST_WIDTH_SHARE = 0.0012;

/** A ring that turns anticlockwise, or clockwise for a hole. */
function turning(ring: PointsM, anticlockwise: boolean): PointsM {
  const count = ring.length / 2;
  let area = 0;
  for (let corner = 0; corner < count; corner += 1) {
    const next = (corner + 1) % count;
    area += (ring[corner * 2] ?? 0) * (ring[next * 2 + 1] ?? 0) - (ring[next * 2] ?? 0) * (ring[corner * 2 + 1] ?? 0);
  }
  if (area > 0 === anticlockwise) return ring;
  const turned = new Float64Array(ring.length);
  for (let corner = 0; corner < count; corner += 1) {
    turned[corner * 2] = ring[(count - 1 - corner) * 2] ?? 0;
    turned[corner * 2 + 1] = ring[(count - 1 - corner) * 2 + 1] ?? 0;
  }
  return turned;
}

function turns(ring: PointsM, corner: number): boolean {
  const count = ring.length / 2;
  const at = (index: number): readonly [number, number] => {
    const wrapped = (index + count) % count;
    return [ring[wrapped * 2] ?? 0, ring[wrapped * 2 + 1] ?? 0];
  };
  const [a, b, c] = [at(corner - 1), at(corner), at(corner + 1)];
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  const size = Math.hypot(ux, uy) * Math.hypot(vx, vy);
  return size === 0 || (ux * vx + uy * vy) / size < LEAST_TURN;
}

function vectors(points: PointsM): Vector2[] {
  return Array.from({ length: points.length / 2 }, (_, index) => new Vector2(points[index * 2] ?? 0, points[index * 2 + 1] ?? 0));
}

/** A colour of the screen in the linear space that three computes in, as shares of 65,535: bytes would do for no dark tone. */
function linearTone([red, green, blue]: Rgb): Tone {
  const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [Math.round(linear(red) * 65_535), Math.round(linear(green) * 65_535), Math.round(linear(blue) * 65_535)];
}
