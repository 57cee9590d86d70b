import type { Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import { placeFootprintM, placeFrame } from '../../core/site/geometry.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { levelHeightM, levelOf, PLATE_TIERS, tierOfLevel } from './layout/levels.ts';
import type { SceneModel } from './layout/model.ts';
import { onGround, toScene, toSite } from './layout/ground.ts';
import { growth } from './layout/symbol-size.ts';
import type { SceneHit } from './registry.ts';
import type { ScreenSpot, SceneView } from './view.ts';

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

/** Least half size that a hand can hit. */
const LEAST_HALF_PX = 9;

/** How far from a strand still hits it. */
const STRAND_PX = 5;

/** Place of a symbol in the scene, at the middle of its body. */
export function symbolSpot(state: SceneState, index: number): SymbolSpot | null {
  const symbol = state.model.symbols[index];
  const [x, y, z] = [state.feet[index * 3], state.feet[index * 3 + 1], state.feet[index * 3 + 2]];
  if (symbol === undefined || x === undefined || y === undefined || z === undefined) return null;
  const foot = state.view.project(x, y, z);
  if (foot === null) return null;
  const metresPerPx = state.view.metresPerPx(foot.depth);
  const spread = growth(metresPerPx, symbol.pitchM, symbol.pitchPx, symbol.roomM);
  const sizeM = symbol.sizeM * growth(metresPerPx, symbol.sizeM, symbol.leastPx, symbol.roomM);
  const spot = state.view.project(
    x + spread * symbol.offset[0],
    y + spread * symbol.offset[1] + sizeM * symbol.heightShare * 0.5,
    z + spread * symbol.offset[2],
  );
  if (spot === null) return null;
  const halfPx = sizeM / metresPerPx / 2;
  return { ...spot, halfPx, halfHeightPx: halfPx * symbol.heightShare };
}

/** All symbols and surfaces under a pixel of the scene's element: nodes and places nearest first, then surfaces nearest first. */
export function hitsAt(state: SceneState, xPx: number, yPx: number): SceneHit[] {
  const hits: { readonly hit: SceneHit; readonly rank: number }[] = [];
  for (const [index, symbol] of state.model.symbols.entries()) {
    const spot = symbolSpot(state, index);
    if (spot === null) continue;
    // A unit in a rack is wide and flat: up and down there is only its own slot.
    const inRack = symbol.collection === 'nodes' && symbol.offset[1] > 0;
    const reach = Math.max(LEAST_HALF_PX, inRack ? spot.halfPx * 0.3 : spot.halfPx);
    const reachUp = inRack ? Math.max(2, spot.halfHeightPx) : Math.max(LEAST_HALF_PX, spot.halfHeightPx);
    const [dx, dy] = [Math.abs(spot.xPx - xPx), Math.abs(spot.yPx - yPx)];
    if (dx > reach || dy > reachUp) continue;
    const ref: RecordRef = { collection: symbol.collection, id: symbol.id };
    // Where several overlap, the one whose middle is nearest is meant; a place lies under what stands on it.
    const rank = (dx / reach) ** 2 + (dy / reachUp) ** 2 + (symbol.collection === 'places' ? 4 : 0);
    hits.push({ hit: { kind: 'record', ref, tier: symbol.tier, depth: spot.depth }, rank });
  }
  hits.sort((a, b) => a.rank - b.rank);
  return [...hits.map(({ hit }) => hit), ...surfacesAt(state, xPx, yPx)];
}

/** Device group or link under a pixel, where no symbol is. */
export function softHitAt(state: SceneState, xPx: number, yPx: number): RecordRef | null {
  let best: RecordRef | null = null;
  let bestPx = Infinity;
  for (const group of state.model.groups) {
    const spot = state.view.project(...group.middle);
    if (spot === null) continue;
    const reach = Math.max(7, Math.min(60, group.radiusM / state.view.metresPerPx(spot.depth)));
    const distance = Math.hypot(spot.xPx - xPx, spot.yPx - yPx) / reach;
    if (distance > 1 || distance >= bestPx) continue;
    best = { collection: 'deviceGroups', id: group.id };
    bestPx = distance;
  }
  if (best !== null) return best;
  bestPx = STRAND_PX;
  for (const link of state.model.links) {
    const from = symbolSpot(state, link.from);
    const to = symbolSpot(state, link.to);
    if (from === null || to === null) continue;
    const distance = distanceToSegment(xPx, yPx, from, to);
    if (distance >= bestPx) continue;
    best = { collection: 'links', id: link.id };
    bestPx = distance;
  }
  return best;
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

/** Smallest place of a level whose footprint holds a point of the site frame. */
function smallestPlaceAt(site: Site, level: number, at: { readonly xM: number; readonly yM: number }): string | null {
  let best: string | null = null;
  let bestAreaM2 = Infinity;
  for (const place of listRecords(site, 'places')) {
    if (place.kind === 'rack' || levelOf(place.tier ?? 'on-site-edge') !== level) continue;
    const corners = placeFootprintM(site, place);
    let inside = false;
    let areaM2 = 0;
    for (const [index, corner] of corners.entries()) {
      const next = corners[(index + 1) % corners.length];
      if (next === undefined) continue;
      areaM2 += corner.xM * next.yM - next.xM * corner.yM;
      if (corner.yM > at.yM === next.yM > at.yM) continue;
      if (at.xM < ((next.xM - corner.xM) * (at.yM - corner.yM)) / (next.yM - corner.yM) + corner.xM) inside = !inside;
    }
    if (!inside || Math.abs(areaM2) >= bestAreaM2) continue;
    best = place.id;
    bestAreaM2 = Math.abs(areaM2);
  }
  return best;
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
