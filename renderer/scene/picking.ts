import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import { placeFrame } from '../../core/site/geometry.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { smallestPlaceAt } from './layout/footprints.ts';
import { levelHeightM, levelOf, PLATE_TIERS, tierOfLevel } from './layout/levels.ts';
import type { SceneModel } from './layout/model.ts';
import { onGround, toScene, toSite } from './layout/ground.ts';
import { growth } from './layout/symbol-size.ts';
import type { SceneHit } from './registry.ts';
import { nearSightLine } from './spatial/reach.ts';
import { GROUP_REACH_PX, LEAST_HALF_PX, sceneTrees, STRAND_REACH_PX } from './spatial/scene-trees.ts';
import type { ScreenSpot, SceneView, SpotBuffer } from './view.ts';

/** Everything one needs to know where things are on the screen now. */
export interface SceneState {
  readonly site: Site;
  readonly model: SceneModel;
  readonly feet: Float32Array;
  readonly lift: number;
  readonly view: SceneView;
}

/** A symbol on the screen: middle of its body and half its size. */
export interface SymbolSpot extends ScreenSpot {
  readonly halfPx: number;
  readonly halfHeightPx: number;
}

/** The same to write into. */
export interface SymbolSpotBuffer extends SpotBuffer {
  halfPx: number;
  halfHeightPx: number;
}

/** Steps in which a strand's arch is compared with the pointer. */
const ARCH_STEPS = 8;
const ARCH = 0.09;

/** Place of a symbol in the scene, at the middle of its body. */
export function symbolSpot(state: SceneState, index: number): SymbolSpot | null {
  const spot = newSpot();
  return symbolSpotInto(state, index, spot) ? spot : null;
}

export function newSpot(): SymbolSpotBuffer {
  return { xPx: 0, yPx: 0, depth: 0, halfPx: 0, halfHeightPx: 0 };
}

/** The same without a new object; false behind the camera. */
export function symbolSpotInto({ model, feet, view }: SceneState, index: number, spot: SymbolSpotBuffer): boolean {
  const symbol = model.symbols[index];
  if (symbol === undefined) return false;
  const [x, y, z] = [feet[index * 3] ?? 0, feet[index * 3 + 1] ?? 0, feet[index * 3 + 2] ?? 0];
  if (!view.projectInto(x, y, z, spot)) return false;
  const metresPerPx = view.metresPerPx(spot.depth);
  const spread = growth(metresPerPx, symbol.pitchM, symbol.pitchPx, symbol.roomM);
  const sizeM = symbol.sizeM * growth(metresPerPx, symbol.sizeM, symbol.leastPx, symbol.roomM);
  const { offset } = symbol;
  const upM = spread * offset[1] + sizeM * symbol.heightShare * 0.5;
  if (!view.projectInto(x + spread * offset[0], y + upM, z + spread * offset[2], spot)) return false;
  spot.halfPx = sizeM / metresPerPx / 2;
  spot.halfHeightPx = spot.halfPx * symbol.heightShare;
  return true;
}

/** All symbols and surfaces under a pixel of the scene's element: nodes and places nearest first, then surfaces nearest first. */
export function hitsAt(state: SceneState, xPx: number, yPx: number): SceneHit[] {
  const hits: { readonly hit: SceneHit; readonly rank: number; readonly index: number }[] = [];
  const spot = newSpot();
  sceneTrees(state.model, state.feet).symbols.search(nearSightLine(state.view, xPx, yPx, 0), (index) => {
    const symbol = state.model.symbols[index];
    if (symbol === undefined || !symbolSpotInto(state, index, spot)) return;
    // A unit in a rack is wide and flat: up and down there is only its own slot.
    const inRack = symbol.collection === 'nodes' && symbol.offset[1] > 0;
    const reach = Math.max(LEAST_HALF_PX, inRack ? spot.halfPx * 0.3 : spot.halfPx);
    const reachUp = inRack ? Math.max(2, spot.halfHeightPx) : Math.max(LEAST_HALF_PX, spot.halfHeightPx);
    const [dx, dy] = [Math.abs(spot.xPx - xPx), Math.abs(spot.yPx - yPx)];
    if (dx > reach || dy > reachUp) return;
    const ref: RecordRef = { collection: symbol.collection, id: symbol.id };
    // Where several overlap, the one whose middle is nearest is meant; a place lies under what stands on it.
    const rank = (dx / reach) ** 2 + (dy / reachUp) ** 2 + (symbol.collection === 'places' ? 4 : 0);
    hits.push({ hit: { kind: 'record', ref, tier: symbol.tier, depth: spot.depth }, rank, index });
  });
  hits.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return [...hits.map(({ hit }) => hit), ...surfacesAt(state, xPx, yPx)];
}

/** Device group or link under a pixel, where no symbol is. */
export function softHitAt(state: SceneState, xPx: number, yPx: number): RecordRef | null {
  return groupAt(state, xPx, yPx) ?? linkAt(state, xPx, yPx);
}

function groupAt(state: SceneState, xPx: number, yPx: number): RecordRef | null {
  const { model, view } = state;
  const spot = newSpot();
  let best = -1;
  let least = Infinity;
  sceneTrees(model, state.feet).groups.search(nearSightLine(view, xPx, yPx, 0), (index) => {
    const group = model.groups[index];
    if (group === undefined || !view.projectInto(...group.middle, spot)) return;
    const reach = Math.max(GROUP_REACH_PX, Math.min(60, group.radiusM / view.metresPerPx(spot.depth)));
    const distance = Math.hypot(spot.xPx - xPx, spot.yPx - yPx) / reach;
    if (distance > 1 || distance > least || (distance === least && index > best)) return;
    best = index;
    least = distance;
  });
  const group = model.groups[best];
  return group === undefined ? null : { collection: 'deviceGroups', id: group.id };
}

function linkAt(state: SceneState, xPx: number, yPx: number): RecordRef | null {
  const { model, feet } = state;
  let best = -1;
  let least = STRAND_REACH_PX;
  sceneTrees(model, feet).links.search(nearSightLine(state.view, xPx, yPx, 0), (index) => {
    const link = model.links[index];
    if (link === undefined) return;
    const distance = distanceToStrand(state, link.from, link.to, xPx, yPx);
    if (distance > least || (distance === least && (best < 0 || index > best))) return;
    best = index;
    least = distance;
  });
  const link = model.links[best];
  return link === undefined ? null : { collection: 'links', id: link.id };
}

const [START, END, HERE, NEXT] = [newSpot(), newSpot(), newSpot(), newSpot()];

/** Pixels from a pixel to the arc between two symbols, as the shader draws it; infinite where an end is behind the camera. */
function distanceToStrand(state: SceneState, from: number, to: number, xPx: number, yPx: number): number {
  const { feet, view } = state;
  if (!symbolSpotInto(state, from, START) || !symbolSpotInto(state, to, END)) return Infinity;
  const [ax, ay, az] = [feet[from * 3] ?? 0, feet[from * 3 + 1] ?? 0, feet[from * 3 + 2] ?? 0];
  const [bx, by, bz] = [feet[to * 3] ?? 0, feet[to * 3 + 1] ?? 0, feet[to * 3 + 2] ?? 0];
  const acrossM = Math.hypot(ax - bx, az - bz);
  const steepness = Math.abs(ay - by) / Math.max(acrossM, 1e-6);
  const archM = acrossM * ARCH * Math.max(0, 1 - 4 * steepness);
  if (archM === 0) return distanceToSegment(xPx, yPx, START, END);
  let least = Infinity;
  Object.assign(HERE, START);
  for (let step = 1; step <= ARCH_STEPS; step += 1) {
    const t = step / ARCH_STEPS;
    const upM = archM * 4 * t * (1 - t);
    if (step === ARCH_STEPS) Object.assign(NEXT, END);
    else if (!view.projectInto(ax + (bx - ax) * t, ay + (by - ay) * t + upM, az + (bz - az) * t, NEXT)) continue;
    least = Math.min(least, distanceToSegment(xPx, yPx, HERE, NEXT));
    Object.assign(HERE, NEXT);
  }
  return least;
}

/** Ground and plates along the sight line, nearest first. */
function surfacesAt(state: SceneState, xPx: number, yPx: number): SceneHit[] {
  const { ground } = state.model;
  const hits: SceneHit[] = [];
  for (let level = 0; level <= PLATE_TIERS.length; level += 1) {
    const height = levelHeightM(ground, level, state.lift);
    const spot = state.view.onPlane(xPx, yPx, height);
    if (spot === null) continue;
    const positionM = toSite(ground, spot.x, height, spot.z);
    if (!onGround(ground, positionM)) continue;
    const placeId = smallestPlaceAt(state.site, level, positionM);
    const tier = (placeId === null ? null : getRecord(state.site, 'places', placeId)?.tier) ?? tierOfLevel(level);
    hits.push({ kind: 'surface', tier, placeId, positionM: { xM: positionM.xM, yM: positionM.yM }, depth: spot.depth });
  }
  return hits.toSorted((a, b) => a.depth - b.depth);
}

function distanceToSegment(xPx: number, yPx: number, from: ScreenSpot, to: ScreenSpot): number {
  const [dx, dy] = [to.xPx - from.xPx, to.yPx - from.yPx];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((xPx - from.xPx) * dx + (yPx - from.yPx) * dy) / length2));
  return Math.hypot(from.xPx + dx * share - xPx, from.yPx + dy * share - yPx);
}

/** Middle of a place that is drawn as an area. */
export function areaSpot(state: SceneState, placeId: string): ScreenSpot | null {
  const place = getRecord(state.site, 'places', placeId);
  if (place === undefined) return null;
  const [x, y, z] = toScene(state.model.ground, placeFrame(state.site, placeId).positionM);
  return state.view.project(x, y + levelHeightM(state.model.ground, levelOf(place.tier ?? 'on-site-edge'), state.lift), z);
}
