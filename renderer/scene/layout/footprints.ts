import { placeFootprintM } from '../../../core/site/geometry.ts';
import { listRecords } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';
import { BoxTree } from '../spatial/box-tree.ts';
import type { Reaches } from '../spatial/box-tree.ts';
import { levelOf } from './levels.ts';

/** A place that one can point at as an area. Corners in the site frame, x and y in turn. */
interface Footprint {
  readonly id: string;
  readonly level: number;
  readonly corners: Float64Array;
  readonly areaM2: number;
}

const known = new WeakMap<Site['places'], { readonly footprints: readonly Footprint[]; readonly tree: BoxTree }>();

/** Smallest place of a level whose footprint holds a point of the site frame; null outside of all. */
export function smallestPlaceAt(site: Site, level: number, at: { readonly xM: number; readonly yM: number }): string | null {
  const { footprints, tree } = footprintsOf(site);
  let best = -1;
  let least = Infinity;
  const holds: Reaches = (boxes, offset) =>
    (boxes[offset] ?? 0) <= at.xM &&
    (boxes[offset + 3] ?? 0) >= at.xM &&
    (boxes[offset + 1] ?? 0) <= at.yM &&
    (boxes[offset + 4] ?? 0) >= at.yM;
  tree.search(holds, (index) => {
    const footprint = footprints[index];
    if (footprint === undefined || footprint.level !== level || !isInside(footprint.corners, at.xM, at.yM)) return;
    if (footprint.areaM2 > least || (footprint.areaM2 === least && index > best)) return;
    best = index;
    least = footprint.areaM2;
  });
  return footprints[best]?.id ?? null;
}

function footprintsOf(site: Site): { readonly footprints: readonly Footprint[]; readonly tree: BoxTree } {
  const found = known.get(site.places);
  if (found !== undefined) return found;
  const footprints = listRecords(site, 'places').flatMap((place): Footprint[] => {
    if (place.kind === 'rack') return [];
    const corners = placeFootprintM(site, place).flatMap(({ xM, yM }) => [xM, yM]);
    return [
      { id: place.id, level: levelOf(place.tier ?? 'on-site-edge'), corners: new Float64Array(corners), areaM2: areaOf(corners) },
    ];
  });
  const boxes = new Float32Array(footprints.length * 6);
  for (const [index, { corners }] of footprints.entries()) {
    const box = [Infinity, Infinity, 0, -Infinity, -Infinity, 0];
    for (let at = 0; at < corners.length; at += 1) {
      const axis = at % 2;
      box[axis] = Math.min(box[axis] ?? 0, corners[at] ?? 0);
      box[axis + 3] = Math.max(box[axis + 3] ?? 0, corners[at] ?? 0);
    }
    // Single precision must not cut a corner off.
    const slackM = Math.max(...box.map(Math.abs)) * 1e-6;
    for (let side = 0; side < 6; side += 1) boxes[index * 6 + side] = (box[side] ?? 0) + (side < 3 ? -slackM : slackM);
  }
  const built = { footprints, tree: new BoxTree(boxes, new Float32Array(footprints.length)) };
  known.set(site.places, built);
  return built;
}

function areaOf(corners: readonly number[]): number {
  let twice = 0;
  for (let at = 0; at < corners.length; at += 2) {
    const next = (at + 2) % corners.length;
    twice += (corners[at] ?? 0) * (corners[next + 1] ?? 0) - (corners[next] ?? 0) * (corners[at + 1] ?? 0);
  }
  return Math.abs(twice) / 2;
}

/** By the number of edges that a line to the east crosses. */
function isInside(corners: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let at = 0; at < corners.length; at += 2) {
    const next = (at + 2) % corners.length;
    const [x1, y1, x2, y2] = [corners[at] ?? 0, corners[at + 1] ?? 0, corners[next] ?? 0, corners[next + 1] ?? 0];
    if (y1 > y === y2 > y) continue;
    if (x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
