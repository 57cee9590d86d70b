import { ShapeUtils, Vector2 } from 'three';
import type { BufferGeometry } from 'three';
import { placeFootprintM, placeFrame } from '../../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import type { Rgb } from '../../ui/scales.ts';
import type { Ground } from '../layout/ground.ts';
import { toScene } from '../layout/ground.ts';
import { placeSymbol } from '../layout/layout-symbols.ts';
import type { Palette } from '../palette.ts';
import { MeshData, toLinear } from './mesh-data.ts';
import { impliedStreets } from './streets.ts';

type Place = RecordOf<'places'>;
type Corner = readonly [number, number];

/** Three meshes for all places together: areas on the ground, bodies that cast a shadow, quiet lines. */
export interface PlacesGeometry {
  readonly areas: BufferGeometry;
  readonly bodies: BufferGeometry;
  readonly lines: BufferGeometry;
}

/** Walls are cut at this height, as in a model one looks into; lower where the site is small. */
const CUT_HEIGHT_M = 1.3;
const WALL_THICKNESS_M = 0.2;
/** Height of a building the site does not give one for, as a share of the sheet. */
const UNKNOWN_HEIGHT_SHARE = 0.012;
/** Steps between areas that lie on each other, as a share of the sheet, so that they do not flicker. */
const STEP_SHARE = 0.0006;

const SOLID_KINDS: readonly Place['kind'][] = ['building', 'block'];

export function buildPlaces(site: Site, ground: Ground, palette: Palette): PlacesGeometry {
  const areas = new MeshData();
  const bodies = new MeshData();
  const lines = new MeshData();
  const stepM = ground.radiusM * STEP_SHARE;
  const colour = (rgb: Rgb): Corner3 => toLinear(rgb);
  const filled = filledPlaces(site);
  const drawn = drawnBySurroundings(site);
  for (const place of listRecords(site, 'places')) {
    if (place.kind === 'region' || place.kind === 'city' || placeSymbol(site, ground, place) !== null) continue;
    // A building of floors is its floors.
    if (place.kind === 'building' && drawn.has(place.id)) continue;
    const corners = ring(placeFootprintM(site, place).map((corner) => plan(toScene(ground, corner))));
    const floorM = toScene(ground, placeFrame(site, place.id).positionM)[1] + stepM * (1 + depthOf(site, place));
    if (SOLID_KINDS.includes(place.kind) && !filled.has(place.id)) {
      const heightM = place.sizeM.heightM > 0 ? place.sizeM.heightM : ground.radiusM * UNKNOWN_HEIGHT_SHARE * 2;
      extrude(bodies, lines, corners, floorM, heightM, colour(palette.clay), colour(palette.edge));
      continue;
    }
    const inner = place.kind === 'zone' || place.kind === 'room' || place.kind === 'cell';
    // A district is a line on the map; what is built in it stands on the ground.
    if (place.kind !== 'district') fill(areas, corners, floorM, colour(inner ? palette.zone : palette.slab));
    outline(lines, corners, floorM + stepM / 2, colour(palette.line));
    const cutM = Math.min(
      place.sizeM.heightM > 0 ? place.sizeM.heightM : Infinity,
      Math.max(CUT_HEIGHT_M, ground.radiusM * 0.022),
    );
    const thicknessM = Math.max(WALL_THICKNESS_M, ground.radiusM * 0.0035);
    // Where walls are known none is made up.
    const walled = (place.kind === 'building' || place.kind === 'floor') && place.walls.length === 0 && !drawn.has(place.id);
    const walls = walled ? [...sides(corners)] : [];
    for (const wall of place.walls) {
      const frame = placeFrame(site, place.id);
      walls.push([
        plan(toScene(ground, absolute(frame, wall.x1M, wall.y1M))),
        plan(toScene(ground, absolute(frame, wall.x2M, wall.y2M))),
      ]);
    }
    for (const [from, to] of walls) {
      const body = wallCorners(from, to, thicknessM);
      if (body !== null) extrude(bodies, lines, body, floorM, cutM, colour(palette.clay), null);
    }
  }
  if (!listRecords(site, 'scenery').some(({ kind }) => kind === 'road')) addStreets(areas, site, ground, colour(palette.street));
  return { areas: areas.build(true), bodies: bodies.build(true), lines: lines.build(false) };
}

type Corner3 = readonly [number, number, number];

/** Places with something in them: their walls stay open. */
function filledPlaces(site: Site): Set<string> {
  const filled = new Set<string>();
  for (const place of listRecords(site, 'places')) if (place.parentId !== null) filled.add(place.parentId);
  for (const node of listRecords(site, 'nodes')) if (node.placeId !== null) filled.add(node.placeId);
  for (const group of listRecords(site, 'deviceGroups')) if (group.placeId !== null) filled.add(group.placeId);
  return filled;
}

/** Places whose walls stand in their scenery or on their floors. */
function drawnBySurroundings(site: Site): Set<string> {
  const drawn = new Set<string>();
  for (const { placeId } of listRecords(site, 'scenery')) if (placeId !== null) drawn.add(placeId);
  for (const place of listRecords(site, 'places'))
    if (place.kind === 'floor' && place.parentId !== null) drawn.add(place.parentId);
  return drawn;
}

function addStreets(areas: MeshData, site: Site, ground: Ground, colour: Corner3): void {
  const crossings = listRecords(site, 'places')
    .filter((place) => place.kind === 'intersection')
    .map((place) => plan(toScene(ground, placeFrame(site, place.id).positionM)));
  const widthM = Math.min(22, Math.max(8, ground.radiusM * 0.012));
  for (const { from, to } of impliedStreets(crossings)) {
    const body = wallCorners(from, to, widthM);
    if (body !== null) fill(areas, body, ground.radiusM * STEP_SHARE * 0.5, colour);
  }
}

function depthOf(site: Site, place: Place): number {
  let depth = 0;
  for (let id = place.parentId; id !== null && depth < 64; id = getRecord(site, 'places', id)?.parentId ?? null) depth += 1;
  return depth;
}

function plan([x, , z]: Corner3): Corner {
  return [x, z];
}

function absolute(
  frame: { readonly positionM: { readonly xM: number; readonly yM: number; readonly zM: number }; readonly rotationDeg: number },
  xM: number,
  yM: number,
): { xM: number; yM: number; zM: number } {
  const angle = (frame.rotationDeg * Math.PI) / 180;
  return {
    xM: frame.positionM.xM + xM * Math.cos(angle) - yM * Math.sin(angle),
    yM: frame.positionM.yM + xM * Math.sin(angle) + yM * Math.cos(angle),
    zM: frame.positionM.zM,
  };
}

/** Corners anticlockwise as seen from above (in x and −z), whatever way they were drawn. */
function ring(corners: readonly Corner[]): readonly Corner[] {
  let area = 0;
  for (const [[x1, z1], [x2, z2]] of sides(corners)) area += x1 * -z2 - x2 * -z1;
  return area < 0 ? corners.toReversed() : corners;
}

function sides(corners: readonly Corner[]): [Corner, Corner][] {
  return corners.flatMap((corner, index) => {
    const next = corners[(index + 1) % corners.length];
    return next === undefined ? [] : [[corner, next]];
  });
}

function fill(mesh: MeshData, corners: readonly Corner[], y: number, colour: Corner3): void {
  const triangles = ShapeUtils.triangulateShape(
    corners.map(([x, z]) => new Vector2(x, -z)),
    [],
  );
  for (const triangle of triangles) {
    for (const index of triangle) {
      const corner = corners[index];
      if (corner !== undefined) mesh.add([corner[0], y, corner[1]], colour);
    }
  }
}

function outline(mesh: MeshData, corners: readonly Corner[], y: number, colour: Corner3): void {
  for (const [from, to] of sides(corners)) {
    mesh.add([from[0], y, from[1]], colour);
    mesh.add([to[0], y, to[1]], colour);
  }
}

/** A body with upright sides and a flat top. */
function extrude(
  bodies: MeshData,
  lines: MeshData,
  corners: readonly Corner[],
  floorM: number,
  heightM: number,
  colour: Corner3,
  edge: Corner3 | null,
): void {
  const topM = floorM + heightM;
  fill(bodies, corners, topM, colour);
  for (const [[x1, z1], [x2, z2]] of sides(corners)) {
    for (const point of [
      [x1, floorM, z1],
      [x2, floorM, z2],
      [x2, topM, z2],
      [x1, floorM, z1],
      [x2, topM, z2],
      [x1, topM, z1],
    ] as const) {
      bodies.add(point, colour);
    }
    if (edge === null) continue;
    lines.add([x1, topM, z1], edge);
    lines.add([x2, topM, z2], edge);
    lines.add([x1, floorM, z1], edge);
    lines.add([x1, topM, z1], edge);
  }
}

/** Footprint of a straight wall or street; null for one without length. */
function wallCorners(from: Corner, to: Corner, thicknessM: number): readonly Corner[] | null {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length === 0) return null;
  const along: Corner = [((to[0] - from[0]) / length) * (thicknessM / 2), ((to[1] - from[1]) / length) * (thicknessM / 2)];
  return ring([
    [from[0] - along[0] - along[1], from[1] - along[1] + along[0]],
    [to[0] + along[0] - along[1], to[1] + along[1] + along[0]],
    [to[0] + along[0] + along[1], to[1] + along[1] - along[0]],
    [from[0] - along[0] + along[1], from[1] - along[1] - along[0]],
  ]);
}
