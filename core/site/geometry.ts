import type { PositionM } from './schema/common.ts';
import type { RecordOf, Site } from './site.ts';
import { getRecord } from './site.ts';

/** Frame of a place in the site frame: its origin and how far it is turned, anticlockwise seen from above. */
export interface Frame {
  readonly originM: PositionM;
  readonly rotationDeg: number;
}

const SITE_FRAME: Frame = Object.freeze({ originM: Object.freeze({ xM: 0, yM: 0, zM: 0 }), rotationDeg: 0 });

/** Frames already found, by the place map they were found in: a changed map is a new object. */
const known = new WeakMap<Site['places'], Map<string, Frame>>();

/** Frame of a place, through all the places it lies in; the site frame for null or a missing place. */
export function placeFrame(site: Site, placeId: string | null): Frame {
  if (placeId === null) return SITE_FRAME;
  let frames = known.get(site.places);
  if (frames === undefined) {
    frames = new Map();
    known.set(site.places, frames);
  }
  const found = frames.get(placeId);
  if (found !== undefined) return found;
  const place = getRecord(site, 'places', placeId);
  if (place === undefined) return SITE_FRAME;
  const parent = placeFrame(site, place.parentId);
  const frame: Frame = Object.freeze({
    originM: inFrame(parent, place.positionM),
    rotationDeg: parent.rotationDeg + place.rotationDeg,
  });
  frames.set(placeId, frame);
  return frame;
}

/** A position of a place's own frame in the site frame. */
export function absolutePositionM(site: Site, placeId: string | null, positionM: PositionM): PositionM {
  return inFrame(placeFrame(site, placeId), positionM);
}

/** A position of the site frame in a place's own frame: the inverse of `absolutePositionM`. */
export function relativePositionM(site: Site, placeId: string | null, positionM: PositionM): PositionM {
  const { originM, rotationDeg } = placeFrame(site, placeId);
  const x = positionM.xM - originM.xM;
  const y = positionM.yM - originM.yM;
  const { cos, sin } = turn(-rotationDeg);
  return { xM: x * cos - y * sin, yM: x * sin + y * cos, zM: positionM.zM - originM.zM };
}

export function nodePositionM(site: Site, node: RecordOf<'nodes'>): PositionM {
  return absolutePositionM(site, node.placeId, node.positionM);
}

export function groupPositionM(site: Site, group: RecordOf<'deviceGroups'>): PositionM {
  return absolutePositionM(site, group.placeId, group.positionM);
}

function inFrame(frame: Frame, positionM: PositionM): PositionM {
  const { originM, rotationDeg } = frame;
  const { cos, sin } = turn(rotationDeg);
  return {
    xM: originM.xM + positionM.xM * cos - positionM.yM * sin,
    yM: originM.yM + positionM.xM * sin + positionM.yM * cos,
    zM: originM.zM + positionM.zM,
  };
}

/** Exact at multiples of 90°, so that unturned places keep whole coordinates. */
function turn(rotationDeg: number): { readonly cos: number; readonly sin: number } {
  const quarter = ((rotationDeg % 360) + 360) % 360;
  if (quarter === 0) return { cos: 1, sin: 0 };
  if (quarter === 90) return { cos: 0, sin: 1 };
  if (quarter === 180) return { cos: -1, sin: 0 };
  if (quarter === 270) return { cos: 0, sin: -1 };
  const radians = (quarter * Math.PI) / 180;
  return { cos: Math.cos(radians), sin: Math.sin(radians) };
}
