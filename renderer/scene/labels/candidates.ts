import type { FlowDetail } from '../../../core/evaluate/result.ts';
import { placeFootprintM, placeFrame } from '../../../core/site/geometry.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { toScene } from '../layout/ground.ts';
import { placeSymbol } from '../layout/layout-symbols.ts';
import { levelHeightM, levelOf, PLATE_TIERS } from '../layout/levels.ts';
import { symbolSpot } from '../picking.ts';
import type { SceneState } from '../picking.ts';
import type { ScreenSpot } from '../view.ts';

export type LabelKind = 'plate' | 'area' | 'place' | 'node' | 'group' | 'hop';

/** Something that has a name to show, and where. */
export interface LabelCandidate {
  readonly key: string;
  readonly kind: LabelKind;
  readonly text: string;
  /** Middle of the label's lower edge; null when it is behind the camera. */
  spot(state: SceneState): ScreenSpot | null;
}

export interface LabelWords {
  tier(tier: Tier): string;
  devices(count: number, name: string): string;
  milliseconds(value: number): string;
}

/** Areas whose names would only be noise: the sheet itself, and the mass of buildings. */
const UNNAMED: readonly string[] = ['region', 'city', 'block'];

/** Labels over symbols sit this far above them. */
const ABOVE_PX = 5;

/** All labels there could be, the most important first: plates, the selected flow's hops, what is selected, the centre before the edge. */
export function labelCandidates(
  state: SceneState,
  words: LabelWords,
  selection: readonly RecordRef[],
  hovered: RecordRef | null,
  way: { readonly detail: FlowDetail | null; readonly nodes: ReadonlySet<string>; readonly groups: ReadonlySet<string> } | null,
  findings: Pick<ReadonlyMap<string, unknown>, 'has'>,
): LabelCandidate[] {
  const { site, model } = state;
  const first: LabelCandidate[] = [];
  const nodes: LabelCandidate[][] = [[], [], [], [], []];
  const areas: LabelCandidate[] = [];
  const places: LabelCandidate[] = [];
  const isPicked = (collection: string, id: string): boolean =>
    (hovered?.collection === collection && hovered.id === id) ||
    selection.some((one) => one.collection === collection && one.id === id);
  if (state.lift > 0.05) {
    for (const [index, tier] of PLATE_TIERS.entries()) {
      first.push({ key: `plate ${tier}`, kind: 'plate', text: words.tier(tier), spot: (now) => plateCorner(now, index + 1) });
    }
  }
  if (way !== null && way.detail !== null) first.push(...hopLabels(words, way.detail));
  for (const [index, symbol] of model.symbols.entries()) {
    const record = symbol.collection === 'nodes' ? getRecord(site, 'nodes', symbol.id) : getRecord(site, 'places', symbol.id);
    if (record === undefined) continue;
    const label: LabelCandidate = {
      key: `${symbol.collection}/${symbol.id}`,
      kind: symbol.collection === 'nodes' ? 'node' : 'place',
      text: shorten(record.name),
      spot(now) {
        const spot = symbolSpot(now, index);
        if (spot === null) return null;
        return symbol.collection === 'nodes'
          ? { ...spot, yPx: spot.yPx - spot.halfHeightPx - ABOVE_PX }
          : { ...spot, yPx: spot.yPx + spot.halfHeightPx + 19 };
      },
    };
    const rank = symbol.level * -1 + 3 + (findings.has(label.key) ? 0 : 1);
    if (isPicked(symbol.collection, symbol.id)) first.push(label);
    else if (way !== null && !way.nodes.has(symbol.id)) continue;
    else if (symbol.collection === 'places') places.push(label);
    else if (symbol.offset[1] === 0) (nodes[rank] ?? nodes[4])?.push(label);
  }
  for (const place of listRecords(site, 'places')) {
    if (UNNAMED.includes(place.kind) || placeSymbol(site, model.ground, place) !== null) continue;
    const middle = toScene(model.ground, placeFrame(site, place.id).positionM);
    const corners = placeFootprintM(site, place).map((corner) => toScene(model.ground, corner));
    const front = Math.max(...corners.map((corner) => corner[2]));
    const height = levelHeightM(model.ground, levelOf(place.tier ?? 'on-site-edge'), state.lift);
    areas.push({
      key: `places/${place.id}`,
      kind: 'area',
      text: shorten(place.name),
      spot: (now) => now.view.project(middle[0], middle[1] + height, middle[2] + (front - middle[2]) * 0.82),
    });
  }
  const groups = model.groups
    .toSorted((a, b) => b.count - a.count)
    .filter((group) => way === null || way.groups.has(group.id))
    .filter((group) => group.count > 1 || model.groups.length <= 40 || isPicked('deviceGroups', group.id))
    .map((group): LabelCandidate => ({
      key: `deviceGroups/${group.id}`,
      kind: 'group',
      text: words.devices(group.count, shorten(getRecord(site, 'deviceGroups', group.id)?.name ?? group.id)),
      spot(now) {
        const spot = now.view.project(group.middle[0], group.middle[1], group.middle[2] + group.radiusM);
        return spot === null ? null : { ...spot, yPx: spot.yPx + 19 };
      },
    }));
  // Rooms and zones say where one is; then come the tiers from the centre outwards.
  return [...first, ...areas, ...nodes.flat(), ...groups, ...places];
}

/** One label a hop of the selected flow; a link that is used forth and back has one label with both numbers. */
function hopLabels(words: LabelWords, detail: FlowDetail): LabelCandidate[] {
  const byPlace = new Map<string, { numbers: number[]; meanMs: number; hop: FlowDetail['hops'][number] }>();
  for (const [index, hop] of detail.hops.entries()) {
    const key = `${hop.kind} ${hop.id}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { numbers: [index + 1], meanMs: hop.meanMs, hop });
    else {
      known.numbers.push(index + 1);
      known.meanMs += hop.meanMs;
    }
  }
  return [...byPlace].map(([key, { numbers, meanMs, hop }]) => ({
    key: `hop ${key}`,
    kind: 'hop' as const,
    text: `${numbers.join('·')}  ${words.milliseconds(meanMs)}`,
    spot: (now: SceneState) => hopSpot(now, hop),
  }));
}

function hopSpot(state: SceneState, hop: FlowDetail['hops'][number]): ScreenSpot | null {
  const node = state.model.indexOf.get(`nodes/${hop.nodeId}`);
  const at = node === undefined ? null : symbolSpot(state, node);
  if (hop.kind === 'service') return at === null ? null : { ...at, yPx: at.yPx + at.halfHeightPx + 22 };
  const link = state.model.links.find((one) => one.id === hop.id);
  const group = state.model.groups.find((one) => one.id === hop.id);
  const a =
    link === undefined ? (group === undefined ? null : state.view.project(...group.middle)) : symbolSpot(state, link.from);
  const b = link === undefined ? at : symbolSpot(state, link.to);
  if (a === null || b === null) return null;
  return { xPx: (a.xPx + b.xPx) / 2, yPx: (a.yPx + b.yPx) / 2, depth: (a.depth + b.depth) / 2 };
}

/** Beside the corner of the plate that lies furthest left on the screen. */
function plateCorner(state: SceneState, level: number): ScreenSpot | null {
  const { ground } = state.model;
  const height = levelHeightM(ground, level, state.lift);
  let best: ScreenSpot | null = null;
  for (const [x, z] of [
    [-1, 1],
    [-1, -1],
    [1, 1],
    [1, -1],
  ] as const) {
    const spot = state.view.project((x * ground.widthM) / 2, height, (z * ground.depthM) / 2);
    if (spot !== null && (best === null || spot.xPx < best.xPx)) best = spot;
  }
  return best === null ? null : { ...best, xPx: Math.max(48, best.xPx - 40), yPx: best.yPx + 7 };
}

function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
