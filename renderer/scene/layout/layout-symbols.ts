import { nodePositionM, placeFootprintM, placeFrame } from '../../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import { berthsOf, clampToSheet, plateSpot } from './berths.ts';
import type { Berth } from './berths.ts';
import type { Ground } from './ground.ts';
import { toScene } from './ground.ts';
import { levelOf } from './levels.ts';
import { inSlot } from './rack-slot.ts';
import { sizedSymbol, SYMBOL_SIZES } from './symbol-size.ts';
import type { PlaceSymbol, SymbolKind, SymbolSize } from './symbol-size.ts';
import type { SceneSymbol } from './symbols.ts';

type Place = RecordOf<'places'>;

/** A place smaller than this share of the sheet is drawn as a symbol, not as an area. */
const SYMBOL_SHARE = 0.02;

/** Things closer together than this share of the sheet are drawn side by side in one arrangement. */
const CLUSTER_SHARE = 0.006;

/** Symbols are given at least this much room, as a share of half the sheet's diagonal, even where they then touch. */
const LEAST_ROOM_SHARE = 0.026;

/** What one symbol of an arrangement takes, over its own size. */
const PITCH_FACTOR = 1.35;

const NOTHING: ReadonlySet<string> = new Set();

/** How a place is drawn when not as an area; null: as an area. `occupied`: places with hardware, which needs no pole of its own. */
export function placeSymbol(
  site: Site,
  ground: Ground,
  place: Place,
  occupied: ReadonlySet<string> = NOTHING,
): PlaceSymbol | null {
  if (place.kind === 'rack') return 'rack-frame';
  const corners = placeFootprintM(site, place);
  const width = Math.max(...corners.map((corner) => corner.xM)) - Math.min(...corners.map((corner) => corner.xM));
  const depth = Math.max(...corners.map((corner) => corner.yM)) - Math.min(...corners.map((corner) => corner.yM));
  const tooSmall = Math.max(width, depth) < ground.radiusM * 2 * SYMBOL_SHARE;
  if (place.kind === 'pole') return 'pole';
  if (place.kind === 'intersection' && tooSmall) return occupied.has(place.id) ? 'pad' : 'pole';
  if (levelOf(place.tier ?? 'on-site-edge') > 0) return 'pad';
  return tooSmall ? 'pad' : null;
}

/** A foot before it is known what stands around it. */
interface Member {
  readonly collection: 'nodes' | 'places';
  readonly record: RecordOf<'nodes'> | Place;
  readonly kind: SymbolKind;
  readonly size: SymbolSize;
  readonly scale: number;
  readonly tier: SceneSymbol['tier'];
  readonly level: number;
  readonly physical: readonly [number, number, number];
  readonly plate: readonly [number, number];
  readonly turnRad: number;
  /** Arrangement it belongs to. */
  readonly cluster: string;
}

/** Everything that is drawn as a symbol: nodes, and places too small to be areas. */
export function layoutSymbols(site: Site, ground: Ground): SceneSymbol[] {
  const members: Member[] = [];
  const pads = new Map<string, Member>();
  const occupied = new Set(listRecords(site, 'nodes').flatMap((node) => node.placeId ?? []));
  for (const place of listRecords(site, 'places')) {
    const symbol = placeSymbol(site, ground, place, occupied);
    if (symbol === null) continue;
    const member = placeMember(site, ground, place, symbol);
    members.push(member);
    pads.set(place.id, member);
  }
  const nodes = listRecords(site, 'nodes');
  const berths = berthsOf(site, ground, nodes);
  for (const node of nodes) members.push(nodeMember(site, ground, node, berths.get(node.id), pads));
  const clusters = new Map<string, Member[]>();
  for (const member of members) append(clusters, member.cluster, member);
  const rooms = roomsOf(clusters, ground);
  return [...clusters].flatMap(([key, cluster]) => arrange(site, cluster, rooms.get(key) ?? ground.radiusM));
}

function placeMember(site: Site, ground: Ground, place: Place, kind: PlaceSymbol): Member {
  const frame = placeFrame(site, place.id);
  const level = levelOf(place.tier ?? 'on-site-edge');
  const [x, y, z] = toScene(ground, frame.positionM);
  return {
    collection: 'places',
    record: place,
    kind,
    ...sizedSymbol(kind, ground.radiusM),
    tier: place.tier ?? 'on-site-edge',
    level,
    physical: clampToSheet(ground, [x, y, z]),
    plate: plateSpot(ground, [x, y, z]),
    turnRad: (frame.rotationDeg * Math.PI) / 180,
    cluster: kind === 'rack-frame' ? `rack ${place.id}` : clusterKey(ground, level, ...plateSpot(ground, [x, y, z])),
  };
}

function nodeMember(
  site: Site,
  ground: Ground,
  node: RecordOf<'nodes'>,
  berth: Berth | undefined,
  pads: ReadonlyMap<string, Member>,
): Member {
  const kind = getRecord(site, 'hardwareTypes', node.typeId)?.silhouette ?? 'rugged-box';
  const place = node.placeId === null ? undefined : getRecord(site, 'places', node.placeId);
  const inRack = place?.kind === 'rack' && node.rackUnit !== null;
  const [x, y, z] = toScene(ground, inRack ? placeFrame(site, place.id).positionM : nodePositionM(site, node));
  const level = levelOf(node.tier);
  // What stands in a place that is drawn as a pad stands on the pad.
  const pad = node.placeId === null || berth !== undefined ? undefined : pads.get(node.placeId);
  const padCluster = pad?.level === level && pad.kind !== 'rack-frame' ? pad.cluster : undefined;
  const rotation = placeFrame(site, node.placeId).rotationDeg + node.rotationDeg;
  return {
    collection: 'nodes',
    record: node,
    kind,
    ...sizedSymbol(kind, ground.radiusM),
    tier: node.tier,
    level,
    physical: berth?.edge ?? clampToSheet(ground, [x, y, z]),
    plate: berth?.plate ?? [x, z],
    turnRad: (rotation * Math.PI) / 180,
    cluster: inRack ? `rack ${place.id}` : (padCluster ?? clusterKey(ground, level, ...(berth?.plate ?? [x, z]))),
  };
}

function clusterKey(ground: Ground, level: number, x: number, z: number): string {
  const cellM = ground.radiusM * 2 * CLUSTER_SHARE;
  return `${level} ${Math.round(x / cellM)} ${Math.round(z / cellM)}`;
}

/** Distance from each arrangement to the nearest other one on its level, less a gap. */
function roomsOf(clusters: ReadonlyMap<string, readonly Member[]>, ground: Ground): Map<string, number> {
  // Cells of a few arrangements each, so that looking around one stays cheap however many there are.
  const cellM = Math.min(ground.radiusM * 0.12, 2 * Math.sqrt((ground.widthM * ground.depthM) / Math.max(1, clusters.size)));
  const cells = new Map<string, { key: string; x: number; z: number }[]>();
  const feet = new Map<string, { level: number; x: number; z: number }>();
  for (const [key, [first]] of clusters) {
    if (first === undefined) continue;
    const [x, z] = first.plate;
    feet.set(key, { level: first.level, x, z });
    const cell = `${first.level} ${Math.floor(x / cellM)} ${Math.floor(z / cellM)}`;
    append(cells, cell, { key, x, z });
  }
  const rooms = new Map<string, number>();
  for (const [key, { level, x, z }] of feet) {
    let nearest = cellM;
    for (let column = -1; column <= 1; column += 1) {
      for (let row = -1; row <= 1; row += 1) {
        for (const other of cells.get(`${level} ${Math.floor(x / cellM) + column} ${Math.floor(z / cellM) + row}`) ?? []) {
          if (other.key !== key) nearest = Math.min(nearest, Math.hypot(other.x - x, other.z - z));
        }
      }
    }
    rooms.set(key, nearest * 0.85);
  }
  const leastM = ground.radiusM * LEAST_ROOM_SHARE;
  // Sizes must not be read as a measure of anything: on one level they stay alike, and a few that touch are let be.
  const usual = new Map<number, number>();
  for (const level of new Set([...feet.values()].map((foot) => foot.level))) {
    const own = [...feet].filter(([, foot]) => foot.level === level).map(([key]) => rooms.get(key) ?? cellM);
    usual.set(level, own.toSorted((a, b) => a - b)[Math.floor(own.length / 2)] ?? cellM);
  }
  for (const [key, { level }] of feet) {
    const middle = usual.get(level) ?? cellM;
    rooms.set(key, Math.max(leastM, Math.min(1.5 * middle, Math.max(0.75 * middle, rooms.get(key) ?? middle))));
  }
  return rooms;
}

/** Gives the members of one arrangement their places beside or above each other. */
function arrange(site: Site, cluster: readonly Member[], roomM: number): SceneSymbol[] {
  const first = cluster[0];
  if (first === undefined) return [];
  if (first.cluster.startsWith('rack ')) return cluster.map((member) => inRack(site, member, roomM));
  const nodes = cluster.filter((member) => member.collection === 'nodes');
  const columns = Math.ceil(Math.sqrt(nodes.length));
  const rows = Math.ceil(nodes.length / Math.max(1, columns));
  const pitchM = Math.max(0, ...nodes.map((member) => member.size.sizeM)) * PITCH_FACTOR;
  const pitchPx = Math.max(0, ...nodes.map((member) => member.size.leastPx)) * PITCH_FACTOR;
  // Several share the room that one would have.
  const ownRoomM = roomM / Math.max(1, columns);
  let berth = 0;
  return cluster.map((member) => {
    const shared = { ...common(member), physical: first.physical, plate: first.plate };
    if (member.collection === 'places') {
      return {
        ...shared,
        offset: [0, 0, 0],
        pitchM: 1,
        pitchPx: 0,
        sizeM: member.size.sizeM,
        heightShare: member.size.heightShare,
        leastPx: member.size.leastPx * Math.max(1, columns) * 1.5,
        roomM,
        stretch: 1,
      };
    }
    const column = berth % columns;
    const row = Math.floor(berth / columns);
    berth += 1;
    return {
      ...shared,
      offset: [(column - (columns - 1) / 2) * pitchM, 0, (row - (rows - 1) / 2) * pitchM],
      pitchM: Math.max(pitchM, 1e-6),
      pitchPx,
      sizeM: member.size.sizeM,
      heightShare: member.size.heightShare,
      leastPx: member.size.leastPx,
      roomM: ownRoomM,
      stretch: 1,
    };
  });
}

function inRack(site: Site, member: Member, roomM: number): SceneSymbol {
  const frame = SYMBOL_SIZES['rack-frame'];
  const shared = {
    ...common(member),
    pitchM: frame.sizeM,
    pitchPx: frame.leastPx,
    sizeM: frame.sizeM,
    leastPx: frame.leastPx,
    scale: 1,
    roomM: roomM * 2,
  };
  if (member.collection === 'places') {
    return { ...shared, kind: 'rack-frame', offset: [0, 0, 0], heightShare: frame.heightShare, stretch: 1 };
  }
  const node = member.record as RecordOf<'nodes'>;
  const units = getRecord(site, 'hardwareTypes', node.typeId)?.rackUnits ?? 1;
  return { ...shared, ...inSlot(node.rackUnit ?? 1, units) };
}

function common(
  member: Member,
): Pick<SceneSymbol, 'collection' | 'id' | 'kind' | 'tier' | 'level' | 'physical' | 'plate' | 'turnRad' | 'scale'> {
  const { collection, record, kind, tier, level, physical, plate, turnRad, scale } = member;
  return { collection, id: record.id, kind, tier, level, physical, plate, turnRad, scale };
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
