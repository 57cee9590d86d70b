import type { FlowDetail, LatencyBreakdown } from '../../../core/evaluate/result.ts';
import { placeFootprintM, placeFrame } from '../../../core/site/geometry.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { toScene } from '../layout/ground.ts';
import { placeSymbol } from '../layout/layout-symbols.ts';
import { levelHeightM, levelOf, PLATE_TIERS } from '../layout/levels.ts';
import type { SceneModel } from '../layout/model.ts';
import { newSpot, symbolSpot, symbolSpotInto } from '../picking.ts';
import type { SceneState } from '../picking.ts';
import type { ScreenSpot, SpotBuffer } from '../view.ts';

export type LabelKind = 'plate' | 'area' | 'place' | 'node' | 'group' | 'hop';

/** Something that has a name to show, and where. */
export interface LabelCandidate {
  readonly key: string;
  readonly kind: LabelKind;
  readonly text: string;
  /** Parts of a delay, for a small bar below the name. */
  readonly parts?: LatencyBreakdown;
  /** Puts the middle of the label's lower edge into `spot`; false when it is behind the camera. */
  place(state: SceneState, spot: SpotBuffer): boolean;
}

export interface LabelWords {
  tier(tier: Tier): string;
  devices(count: number, name: string): string;
  milliseconds(value: number): string;
}

/** The selected flow's way. */
export interface Way {
  readonly detail: FlowDetail | null;
  readonly nodes: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** Areas whose names would only be noise: the sheet itself, and the mass of buildings. */
const UNNAMED: readonly string[] = ['region', 'city', 'block'];

/** A crossing of streets without names has only a number; it is told when it is pointed at. */
const NUMBERED = /^(?:Crossing|Intersection) \d+(?:-\d+)?$/;

export function isNumbered({ kind, name }: { readonly kind: string; readonly name: string }): boolean {
  return kind === 'intersection' && NUMBERED.test(name);
}

/** Labels over symbols sit this far above them, those of places and groups below. */
const ABOVE_PX = 5;
const BELOW_PX = 19;

/** Names of the plates, at a lift that tells them apart. */
export function plateLabels(words: LabelWords): LabelCandidate[] {
  return PLATE_TIERS.map((tier, index) => ({
    key: `plate ${tier}`,
    kind: 'plate',
    text: words.tier(tier),
    place: (state, spot) => plateCorner(state, index + 1, spot),
  }));
}

/** Name of a symbol: over a node, under a small place. */
export function symbolLabel(site: Site, model: SceneModel, index: number): LabelCandidate | null {
  const symbol = model.symbols[index];
  if (symbol === undefined) return null;
  const isNode = symbol.collection === 'nodes';
  const record = isNode ? getRecord(site, 'nodes', symbol.id) : getRecord(site, 'places', symbol.id);
  const buffer = newSpot();
  return record === undefined
    ? null
    : {
        key: `${symbol.collection}/${symbol.id}`,
        kind: isNode ? 'node' : 'place',
        text: shorten(record.name),
        place(state, spot) {
          if (!symbolSpotInto(state, index, buffer)) return false;
          spot.xPx = buffer.xPx;
          spot.yPx = isNode ? buffer.yPx - buffer.halfHeightPx - ABOVE_PX : buffer.yPx + buffer.halfHeightPx + BELOW_PX;
          spot.depth = buffer.depth;
          return true;
        },
      };
}

/** Name and number of a device group, under its field. */
export function groupLabel(site: Site, model: SceneModel, index: number, words: LabelWords): LabelCandidate | null {
  const group = model.groups[index];
  if (group === undefined) return null;
  const [x, y, z] = group.middle;
  return {
    key: `deviceGroups/${group.id}`,
    kind: 'group',
    text: words.devices(group.count, shorten(getRecord(site, 'deviceGroups', group.id)?.name ?? group.id)),
    place(state, spot) {
      if (!state.view.projectInto(x, y, z + group.radiusM, spot)) return false;
      spot.yPx += BELOW_PX;
      return true;
    },
  };
}

/** Names of the areas. */
export function areaLabels(site: Site, model: SceneModel): LabelCandidate[] {
  const labels: LabelCandidate[] = [];
  for (const place of listRecords(site, 'places')) {
    if (UNNAMED.includes(place.kind) || isNumbered(place) || placeSymbol(site, model.ground, place) !== null) continue;
    const middle = toScene(model.ground, placeFrame(site, place.id).positionM);
    const front = Math.max(...placeFootprintM(site, place).map((corner) => toScene(model.ground, corner)[2]));
    const level = levelOf(place.tier ?? 'on-site-edge');
    labels.push({
      key: `places/${place.id}`,
      kind: 'area',
      text: shorten(place.name),
      place: (state, spot) =>
        state.view.projectInto(
          middle[0],
          middle[1] + levelHeightM(state.model.ground, level, state.lift),
          middle[2] + (front - middle[2]) * 0.82,
          spot,
        ),
    });
  }
  return labels;
}

/** Labels of what is selected and hovered, then of the selected flow's hops and what lies on its way. */
export function pickedLabels(
  site: Site,
  model: SceneModel,
  words: LabelWords,
  picked: readonly RecordRef[],
  way: Way | null,
): LabelCandidate[] {
  const labels = new Map<string, LabelCandidate>();
  const add = (label: LabelCandidate | null): void => {
    if (label !== null && !labels.has(label.key)) labels.set(label.key, label);
  };
  const named = (collection: string, id: string): LabelCandidate | null => {
    const symbol = model.indexOf.get(`${collection}/${id}`);
    if (symbol !== undefined) return symbolLabel(site, model, symbol);
    const group = collection === 'deviceGroups' ? model.groupOf.get(id) : undefined;
    return group === undefined ? null : groupLabel(site, model, group, words);
  };
  if (way !== null && way.detail !== null) for (const label of hopLabels(words, model, way.detail)) add(label);
  for (const { collection, id } of picked) add(named(collection, id));
  for (const id of way?.nodes ?? []) add(named('nodes', id));
  for (const id of way?.groups ?? []) add(named('deviceGroups', id));
  return [...labels.values()];
}

/** One label a hop of the selected flow; a link that is used forth and back has one label with both numbers. */
function hopLabels(words: LabelWords, model: SceneModel, detail: FlowDetail): LabelCandidate[] {
  const byPlace = new Map<
    string,
    { numbers: number[]; meanMs: number; parts: LatencyBreakdown; hop: FlowDetail['hops'][number] }
  >();
  for (const [index, hop] of detail.hops.entries()) {
    const key = `${hop.kind} ${hop.id}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { numbers: [index + 1], meanMs: hop.meanMs, parts: hop.breakdownMs, hop });
    else {
      known.numbers.push(index + 1);
      known.meanMs += hop.meanMs;
      known.parts = sumOf(known.parts, hop.breakdownMs);
    }
  }
  return [...byPlace].map(([key, { numbers, meanMs, parts, hop }]) => ({
    key: `hop ${key}`,
    kind: 'hop' as const,
    text: `${numbers.join('·')}  ${words.milliseconds(meanMs)}`,
    parts,
    place(state: SceneState, spot: SpotBuffer) {
      const found = hopSpot(state, model, hop);
      if (found === null) return false;
      Object.assign(spot, { xPx: found.xPx, yPx: found.yPx, depth: found.depth });
      return true;
    },
  }));
}

function sumOf(a: LatencyBreakdown, b: LatencyBreakdown): LatencyBreakdown {
  return {
    access: a.access + b.access,
    propagation: a.propagation + b.propagation,
    transmission: a.transmission + b.transmission,
    queueing: a.queueing + b.queueing,
    transport: a.transport + b.transport,
    processing: a.processing + b.processing,
  };
}

function hopSpot(state: SceneState, model: SceneModel, hop: FlowDetail['hops'][number]): ScreenSpot | null {
  const node = model.indexOf.get(`nodes/${hop.nodeId}`);
  const at = node === undefined ? null : symbolSpot(state, node);
  if (hop.kind === 'service') return at === null ? null : { ...at, yPx: at.yPx + at.halfHeightPx + 26 };
  const link = state.model.links.find((one) => one.id === hop.id);
  const group = model.groups[model.groupOf.get(hop.id) ?? -1];
  const a =
    link === undefined ? (group === undefined ? null : state.view.project(...group.middle)) : symbolSpot(state, link.from);
  const b = link === undefined ? at : symbolSpot(state, link.to);
  if (a === null || b === null) return null;
  return { xPx: (a.xPx + b.xPx) / 2, yPx: (a.yPx + b.yPx) / 2, depth: (a.depth + b.depth) / 2 };
}

/** Beside the corner of the plate that lies furthest left on the screen. */
function plateCorner(state: SceneState, level: number, spot: SpotBuffer): boolean {
  if (state.lift <= 0.05) return false;
  const { ground } = state.model;
  const height = levelHeightM(ground, level, state.lift);
  let [left, y, depth] = [Infinity, 0, 0];
  for (const side of [-1, 1]) {
    for (const end of [-1, 1]) {
      if (!state.view.projectInto((side * ground.widthM) / 2, height, (end * ground.depthM) / 2, spot)) continue;
      if (spot.xPx < left) [left, y, depth] = [spot.xPx, spot.yPx, spot.depth];
    }
  }
  spot.xPx = Math.max(48, left - 40);
  spot.yPx = y + 7;
  spot.depth = depth;
  return left < Infinity;
}

export function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
