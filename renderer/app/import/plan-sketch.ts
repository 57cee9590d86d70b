import { placeFootprintM } from '../../../core/site/geometry.ts';
import { sceneryCornersM } from '../../../core/site/scenery/bounds.ts';
import type { PointsM } from '../../../core/site/scenery/shapes.ts';
import { unpackShapes } from '../../../core/site/scenery/unpack.ts';
import { absolutePositionM } from '../../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';

/** Where the sketch lies: metres of the site to pixels, north up. */
export interface SketchView {
  readonly westM: number;
  readonly northM: number;
  readonly pxPerM: number;
  readonly widthM: number;
  readonly depthM: number;
}

/** Strokes of one sketch: more would be grey. */
const MOST_STROKES = 60_000;
const MARGIN = 0.06;

/** The view that shows a whole site in a box of pixels. */
export function sketchView(site: Site, widthPx: number, heightPx: number): SketchView {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  const hold = (points: readonly { readonly xM: number; readonly yM: number }[]): void => {
    for (const { xM, yM } of points) {
      [west, east] = [Math.min(west, xM), Math.max(east, xM)];
      [south, north] = [Math.min(south, yM), Math.max(north, yM)];
    }
  };
  for (const place of listRecords(site, 'places')) hold(placeFootprintM(site, place));
  for (const record of listRecords(site, 'scenery')) hold(sceneryCornersM(site, record));
  if (west > east) [west, east, south, north] = [-1, 1, -1, 1];
  const [widthM, depthM] = [east - west, north - south];
  const pxPerM = Math.min(widthPx / Math.max(widthM, 1e-6), heightPx / Math.max(depthM, 1e-6)) * (1 - 2 * MARGIN);
  return {
    westM: (west + east) / 2 - widthPx / 2 / pxPerM,
    northM: (south + north) / 2 + heightPx / 2 / pxPerM,
    pxPerM,
    widthM,
    depthM,
  };
}

export interface SketchColours {
  readonly line: string;
  readonly fill: string;
}

/** Draws what an import found as a plan from above. */
export function drawSketch(context: CanvasRenderingContext2D, site: Site, view: SketchView, colours: SketchColours): void {
  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.fillStyle = colours.fill;
  const sketcher = new Sketcher(context, site, view);
  for (const record of listRecords(site, 'scenery')) sketcher.scenery(record);
  for (const place of listRecords(site, 'places')) sketcher.place(place);
}

class Sketcher {
  private readonly context: CanvasRenderingContext2D;
  private readonly site: Site;
  private readonly view: SketchView;
  private strokes = 0;

  constructor(context: CanvasRenderingContext2D, site: Site, view: SketchView) {
    this.context = context;
    this.site = site;
    this.view = view;
  }

  place(place: RecordOf<'places'>): void {
    if (place.kind === 'city' || place.kind === 'intersection' || place.kind === 'pole') return;
    const ring = placeFootprintM(this.site, place).flatMap(({ xM, yM }) => [xM, yM]);
    this.path(Float64Array.from(ring), 2, true, null);
    for (const wall of place.walls) this.path(Float64Array.of(wall.x1M, wall.y1M, wall.x2M, wall.y2M), 2, false, place.id);
  }

  scenery(record: RecordOf<'scenery'>): void {
    const shapes = unpackShapes(record.shapes);
    const { placeId } = record;
    if (shapes.form === 'prisms' || shapes.form === 'areas') {
      for (const { rings } of shapes.items) for (const ring of rings) this.path(ring, 2, true, placeId, shapes.form === 'prisms');
    } else if (shapes.form === 'ribbons') for (const { points } of shapes.items) this.path(points, 2, false, placeId);
    else if (shapes.form === 'meshes') {
      for (const { corners, triangles } of shapes.items) {
        for (let at = 0; at + 2 < triangles.length && this.strokes < MOST_STROKES; at += 3) {
          const triangle = [0, 1, 2].flatMap((side) => {
            const index = (triangles[at + side] ?? 0) * 3;
            return [corners[index] ?? 0, corners[index + 1] ?? 0];
          });
          this.path(Float64Array.from(triangle), 2, true, placeId);
        }
      }
    }
  }

  private path(points: PointsM, stride: 2, closed: boolean, placeId: string | null, filled = false): void {
    this.strokes += 1;
    if (this.strokes > MOST_STROKES) return;
    const { westM, northM, pxPerM } = this.view;
    this.context.beginPath();
    for (let at = 0; at + 1 < points.length; at += stride) {
      const { xM, yM } = absolutePositionM(this.site, placeId, { xM: points[at] ?? 0, yM: points[at + 1] ?? 0, zM: 0 });
      this.context.lineTo((xM - westM) * pxPerM, (northM - yM) * pxPerM);
    }
    if (closed) this.context.closePath();
    if (filled) this.context.fill();
    this.context.stroke();
  }
}
