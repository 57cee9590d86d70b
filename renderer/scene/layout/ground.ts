import { groupPositionM, nodePositionM, placeFootprintM, placeFrame } from '../../../core/site/geometry.ts';
import type { PositionM } from '../../../core/site/schema/common.ts';
import { sceneryCornersM, sceneryHeightM } from '../../../core/site/scenery/bounds.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';

/** The drawing's base: a rectangle of the site frame. The scene's origin is its middle. */
export interface Ground {
  readonly centreM: { readonly xM: number; readonly yM: number; readonly zM: number };
  readonly widthM: number;
  readonly depthM: number;
  /** Half of the diagonal: how big the drawing is. */
  readonly radiusM: number;
}

/** A site with nothing in it is drawn as a sheet of this size. */
const EMPTY_SHEET_M = 40;

const LEADING_ON: ReadonlySet<RecordOf<'scenery'>['kind']> = new Set([
  'road',
  'path',
  'rail',
  'water',
  'green',
  'land',
  'bridge',
  'coverage',
]);
/** The sheet is wider than its tallest body is high by this factor, so that the plates lie above it. */
const TALL_FACTOR = 2.4;
/** A model of something small is not lost on a large sheet. */
const LEAST_SHEET_M = 1;

/** Room around what stands at the edge, as a share of the size. */
const MARGIN = 0.07;

/** Points further from the middle than this many times the distance of nine tenths of all lie off the sheet (a cloud region, say). */
const OUTLIER_FACTOR = 3;

/** The base of the drawing: around all that is given, without what lies far off. */
export function groundOf(site: Site): Ground {
  const points: PositionM[] = [];
  for (const place of listRecords(site, 'places')) {
    points.push(placeFrame(site, place.id).positionM);
    if (place.kind !== 'region') points.push(...placeFootprintM(site, place));
  }
  for (const group of listRecords(site, 'deviceGroups')) points.push(groupPositionM(site, group));
  // A node without a place has no spot of its own; it counts only where nothing else does.
  for (const node of listRecords(site, 'nodes')) {
    if (node.placeId !== null || points.length === 0) points.push(nodePositionM(site, node));
  }
  const scenery = groundingScenery(site);
  for (const record of scenery) points.push(...sceneryCornersM(site, record));
  if (points.length === 0) points.push({ xM: 0, yM: 0, zM: 0 });
  const middle = { xM: median(points.map((point) => point.xM)), yM: median(points.map((point) => point.yM)) };
  const distances = points.map((point) => Math.hypot(point.xM - middle.xM, point.yM - middle.yM));
  const usual = distances.toSorted((a, b) => a - b)[Math.floor((distances.length - 1) * 0.9)] ?? 0;
  const kept = points.filter((_, index) => (distances[index] ?? 0) <= Math.max(usual * OUTLIER_FACTOR, 1));
  let [west, east, south, north, lowest] = [Infinity, -Infinity, Infinity, -Infinity, Infinity];
  for (const { xM, yM, zM } of kept) {
    west = Math.min(west, xM);
    east = Math.max(east, xM);
    south = Math.min(south, yM);
    north = Math.max(north, yM);
    lowest = Math.min(lowest, zM);
  }
  const room = Math.max(0, ...scenery.map(sceneryHeightM)) * TALL_FACTOR;
  const least = scenery.length > 0 ? LEAST_SHEET_M : EMPTY_SHEET_M / 4;
  const longest = Math.max(east - west, north - south, least);
  // A sheet stays a sheet: sites along one street are not drawn on a thread.
  const widthM = Math.max(east - west, longest * 0.4, room) + longest * MARGIN * 2;
  const depthM = Math.max(north - south, longest * 0.4, room) + longest * MARGIN * 2;
  return {
    centreM: { xM: (west + east) / 2, yM: (south + north) / 2, zM: lowest },
    widthM,
    depthM,
    radiusM: Math.hypot(widthM, depthM) / 2,
  };
}

/** Scenery that the sheet has to hold: what stands. Streets and coasts lead on beyond its edge, where there is anything else. */
function groundingScenery(site: Site): readonly RecordOf<'scenery'>[] {
  const all = listRecords(site, 'scenery');
  const standing = all.filter(({ kind }) => !LEADING_ON.has(kind));
  return standing.length > 0 || listRecords(site, 'places').length > 0 ? standing : all;
}

/** Whether a point of the site frame lies on the sheet. */
export function onGround(ground: Ground, { xM, yM }: { readonly xM: number; readonly yM: number }): boolean {
  return Math.abs(xM - ground.centreM.xM) <= ground.widthM / 2 && Math.abs(yM - ground.centreM.yM) <= ground.depthM / 2;
}

/** Scene coordinates: x east, y up, z south, origin in the middle of the sheet. */
export function toScene(ground: Ground, { xM, yM, zM }: PositionM): [number, number, number] {
  return [xM - ground.centreM.xM, zM - ground.centreM.zM, ground.centreM.yM - yM];
}

/** Back to the site frame. */
export function toSite(ground: Ground, x: number, y: number, z: number): PositionM {
  return { xM: x + ground.centreM.xM, yM: ground.centreM.yM - z, zM: y + ground.centreM.zM };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
