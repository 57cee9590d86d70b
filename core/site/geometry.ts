import { turnOf } from '../base/elementary.ts';
import type { PositionM } from './schema/common.ts';
import type { RecordOf, Site } from './site.ts';
import { getRecord, listRecords } from './site.ts';

/** Height of one rack unit: 1.75 inches, EIA-310-D. */
export const RACK_UNIT_M = 0.04445;

/** Where a place stands in the site frame: its origin, and how far its axes are turned anticlockwise. */
export interface Frame {
  readonly positionM: PositionM;
  readonly rotationDeg: number;
}

export interface BoundsM {
  readonly min: PositionM;
  readonly max: PositionM;
}

const SITE_FRAME: Frame = Object.freeze({ positionM: Object.freeze({ xM: 0, yM: 0, zM: 0 }), rotationDeg: 0 });

/** Sites never change, so what was found for one holds as long as the site lives. */
const framesOf = new WeakMap<Site['places'], Map<string, Frame>>();

/** Frame of a place; of the site for null or a place that does not exist. Throws on a place that lies inside itself. */
export function placeFrame(site: Site, placeId: string | null): Frame {
  let frames = framesOf.get(site.places);
  if (frames === undefined) {
    frames = new Map();
    framesOf.set(site.places, frames);
  }
  const chain: RecordOf<'places'>[] = [];
  let frame = SITE_FRAME;
  for (let id = placeId; id !== null;) {
    const known = frames.get(id);
    if (known !== undefined) {
      frame = known;
      break;
    }
    const place = getRecord(site, 'places', id);
    if (place === undefined) break;
    if (chain.includes(place)) throw new Error(`placeFrame: place ${id} lies inside itself`);
    chain.push(place);
    id = place.parentId;
  }
  for (const place of chain.toReversed()) {
    frame = { positionM: toSite(frame, place.positionM), rotationDeg: frame.rotationDeg + place.rotationDeg };
    frames.set(place.id, frame);
  }
  return frame;
}

/** Position in the site frame of a point given in the frame of a place (null: already the site frame). */
export function absolutePositionM(site: Site, placeId: string | null, positionM: PositionM): PositionM {
  return toSite(placeFrame(site, placeId), positionM);
}

/** Position in the frame of a place of a point given in the site frame: the reverse of `absolutePositionM`. */
export function localPositionM(site: Site, placeId: string | null, absoluteM: PositionM): PositionM {
  const frame = placeFrame(site, placeId);
  const { xM, yM, zM } = frame.positionM;
  const turned = turn(absoluteM.xM - xM, absoluteM.yM - yM, -frame.rotationDeg);
  return { ...turned, zM: absoluteM.zM - zM };
}

/** Foot of a node in the site frame; in a rack, the lower edge of its lowest rack unit. */
export function nodePositionM(site: Site, node: RecordOf<'nodes'>): PositionM {
  const position = absolutePositionM(site, node.placeId, node.positionM);
  return node.rackUnit === null ? position : { ...position, zM: position.zM + (node.rackUnit - 1) * RACK_UNIT_M };
}

/** Middle of a device group in the site frame. */
export function groupPositionM(site: Site, group: RecordOf<'deviceGroups'>): PositionM {
  return absolutePositionM(site, group.placeId, group.positionM);
}

/** Corners of a place's footprint in the site frame, in the order they are drawn. */
export function placeFootprintM(site: Site, place: RecordOf<'places'>): PositionM[] {
  const frame = placeFrame(site, place.id);
  const halfWidthM = place.sizeM.widthM / 2;
  const halfDepthM = place.sizeM.depthM / 2;
  const corners = place.outline ?? [
    { xM: -halfWidthM, yM: -halfDepthM },
    { xM: halfWidthM, yM: -halfDepthM },
    { xM: halfWidthM, yM: halfDepthM },
    { xM: -halfWidthM, yM: halfDepthM },
  ];
  return corners.map((corner) => toSite(frame, { ...corner, zM: 0 }));
}

/** Smallest upright box around points; null for none. */
export function boundsM(points: Iterable<PositionM>): BoundsM | null {
  let min: PositionM | null = null;
  let max: PositionM | null = null;
  for (const { xM, yM, zM } of points) {
    min = min === null ? { xM, yM, zM } : { xM: Math.min(min.xM, xM), yM: Math.min(min.yM, yM), zM: Math.min(min.zM, zM) };
    max = max === null ? { xM, yM, zM } : { xM: Math.max(max.xM, xM), yM: Math.max(max.yM, yM), zM: Math.max(max.zM, zM) };
  }
  return min === null || max === null ? null : { min, max };
}

/** Box around everything that has a position in the site; null for an empty one. */
export function siteBoundsM(site: Site): BoundsM | null {
  const points: PositionM[] = [];
  for (const place of listRecords(site, 'places')) {
    points.push(...placeFootprintM(site, place));
    const { positionM } = placeFrame(site, place.id);
    points.push({ ...positionM, zM: positionM.zM + place.sizeM.heightM });
  }
  for (const node of listRecords(site, 'nodes')) points.push(nodePositionM(site, node));
  for (const group of listRecords(site, 'deviceGroups')) {
    const { xM, yM, zM } = groupPositionM(site, group);
    points.push({ xM: xM - group.spreadM, yM: yM - group.spreadM, zM }, { xM: xM + group.spreadM, yM: yM + group.spreadM, zM });
  }
  return boundsM(points);
}

function toSite(frame: Frame, local: PositionM): PositionM {
  const turned = turn(local.xM, local.yM, frame.rotationDeg);
  const { xM, yM, zM } = frame.positionM;
  return { xM: xM + turned.xM, yM: yM + turned.yM, zM: zM + local.zM };
}

/** Anticlockwise about the origin; exact where nothing is turned. */
function turn(xM: number, yM: number, angleDeg: number): { xM: number; yM: number } {
  if (angleDeg === 0) return { xM, yM };
  const { cosine, sine } = turnOf(angleDeg);
  return { xM: xM * cosine - yM * sine, yM: xM * sine + yM * cosine };
}
