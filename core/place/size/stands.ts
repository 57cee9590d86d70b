import { compareCodeUnits } from '../../base/canonical-json.ts';
import { enclosing } from '../../evaluate/place-capacity.ts';
import { isSharedPool } from '../../evaluate/shared-pool.ts';
import { works } from '../../network/graph.ts';
import type { Tier } from '../../site/schema/common.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Medium } from '../../site/schema/medium.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Place } from '../../site/schema/place.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { canStand } from './mounts.ts';
import type { SizeOptions } from './options.ts';
import type { Uplink } from './uplink.ts';
import { uplinkFor } from './uplink.ts';

/** [P5] Where hardware may stand: in the position of a node that is there, with its links, or new in a place. */
export interface Stand {
  readonly id: string;
  readonly placeId: string | null;
  readonly tier: Tier;
  /** The node that is there; null for new ones. */
  readonly node: Node | null;
  /** How new ones are connected. */
  readonly uplink: Uplink | null;
  /** Devices are attached there: something has to stay. */
  readonly isRequired: boolean;
  /** Pieces that may stand there. */
  readonly most: number;
  readonly types: readonly HardwareType[];
}

/** Pieces that one place is filled with at most, whatever its limits. */
const MOST_IN_A_PLACE = 40;
/** Kinds of places that are too wide to be an address for hardware. */
const WIDE: ReadonlySet<Place['kind']> = new Set(['region', 'city', 'district', 'block', 'building']);

/** Compute nodes that may go or be replaced, in the order of ids. */
export function openNodes(site: Site, options: SizeOptions): Node[] {
  if (options.existing === 'keep') return [];
  const pinned = new Set<string>(listRecords(site, 'placements').flatMap((one) => (one.pinned ? [one.nodeId] : [])));
  return listRecords(site, 'nodes').filter((node) => {
    const type = getRecord(site, 'hardwareTypes', node.typeId);
    if (type === undefined || type.compute.threads === 0 || type.category === 'controller') return false;
    if (type.price === null || type.price.currency !== site.header.currency) return false;
    return (
      node.status === 'planned' &&
      !node.locked &&
      !pinned.has(node.id) &&
      !isSharedPool(type.category, node.tier) &&
      isIn(site, node.placeId, options.placeIds)
    );
  });
}

/** Stands of a site, with the types that fit each. `offered` in the order of ids. */
export function standsOf(
  site: Site,
  options: SizeOptions,
  open: readonly Node[],
  offered: readonly HardwareType[],
  media: readonly Medium[],
): Stand[] {
  const attached = new Set<string>(listRecords(site, 'deviceGroups').flatMap((one) => one.attachment?.nodeId ?? []));
  const carrying = carriers(site, open);
  const stands: Stand[] = [];
  for (const node of open) {
    const present = getRecord(site, 'hardwareTypes', node.typeId);
    const place = node.placeId === null ? undefined : getRecord(site, 'places', node.placeId);
    const isRequired = attached.has(node.id) || carrying.has(node.id);
    const others =
      place === undefined
        ? []
        : offered.filter((type) => canStand(site, place, node.tier, type) && (!isRequired || carriesLike(type, present)));
    const types = present === undefined || others.includes(present) ? others : [...others, present];
    stands.push({
      id: `nodes/${node.id}`,
      placeId: node.placeId,
      tier: node.tier,
      node,
      uplink: null,
      isRequired,
      most: 1,
      types,
    });
  }
  for (const place of listRecords(site, 'places')) {
    const tier = tierOf(site, place);
    if (tier === null || tier === 'regional' || tier === 'central') continue;
    if (!isIn(site, place.id, options.placeIds) || (options.placeIds === null && !isAddress(site, place))) continue;
    const types = offered.filter((type) => canStand(site, place, tier, type));
    const most = types.length === 0 ? 0 : mostIn(site, place, types);
    const uplink = most === 0 ? null : uplinkFor(without(site, open), place, media);
    if (uplink === null) continue;
    stands.push({ id: `places/${place.id}`, placeId: place.id, tier, node: null, uplink, isRequired: false, most, types });
  }
  return stands;
}

/** What devices or other nodes hang on is replaced by its kind alone, with ports as fast, that forwards where it did. */
function carriesLike(type: HardwareType, present: HardwareType | undefined): boolean {
  if (present === undefined) return false;
  const fastest = ({ interfaces }: HardwareType): number => Math.max(0, ...interfaces.map((one) => one.bandwidthMbps));
  const forwards = present.forwardingMbps === null || type.forwardingMbps !== null;
  return type.category === present.category && fastest(type) >= fastest(present) && forwards;
}

/** Racks, and places that hold hardware now. */
function isAddress(site: Site, place: Place): boolean {
  if (place.kind === 'rack') return true;
  if (WIDE.has(place.kind)) return false;
  return Object.values(site.nodes).some((node) => node.placeId === place.id && node.status !== 'retired');
}

function isIn(site: Site, placeId: string | null, placeIds: readonly string[] | null): boolean {
  return placeIds === null || enclosing(site, placeId).some(({ id }) => placeIds.includes(id));
}

/** Tier of hardware in a place: its own, that of a place around it, else that of what stands there. */
function tierOf(site: Site, place: Place): Tier | null {
  const stated = enclosing(site, place.id).find(({ tier }) => tier !== null)?.tier ?? null;
  if (stated !== null) return stated;
  const nodes = listRecords(site, 'nodes').filter((node) => node.placeId === place.id && works(node));
  return (
    nodes.find((node) => (getRecord(site, 'hardwareTypes', node.typeId)?.compute.threads ?? 0) > 0)?.tier ??
    nodes[0]?.tier ??
    null
  );
}

/** Pieces of the smallest type that the limits around a place leave room for, everything else away. */
function mostIn(site: Site, place: Place, types: readonly HardwareType[]): number {
  let most = MOST_IN_A_PLACE;
  for (const { limits } of enclosing(site, place.id)) {
    const room = (limit: number | null, of: (type: HardwareType) => number | null): void => {
      const least = Math.min(...types.map((type) => of(type) ?? 0));
      if (limit !== null && least > 0) most = Math.min(most, Math.floor(limit / least));
    };
    room(limits.powerW, (type) => type.power.maxW);
    room(limits.coolingW, (type) => type.power.maxW);
    room(limits.rackUnits, (type) => type.rackUnits);
    room(limits.floorLoadKg, (type) => type.weightKg);
  }
  return most;
}

/** Open nodes over which others reach each other: without them the rest falls apart. */
function carriers(site: Site, open: readonly Node[]): Set<string> {
  const bare = without(site, open);
  const needed = new Set<string>();
  const whole = parts(site);
  const left = parts(bare);
  const isApart = (a: string, b: string): boolean => whole.get(a) === whole.get(b) && left.get(a) !== left.get(b);
  for (const node of open) {
    const ends = neighbours(site, node.id).filter((id) => Object.hasOwn(bare.nodes, id));
    if (ends.some((end) => ends.some((other) => isApart(end, other)))) needed.add(node.id);
  }
  return needed;
}

function neighbours(site: Site, nodeId: string): string[] {
  return Object.values(site.links).flatMap(({ fromNodeId, toNodeId }) =>
    fromNodeId === nodeId ? [toNodeId] : toNodeId === nodeId ? [fromNodeId] : [],
  );
}

/** Name of the connected part that each node lies in. */
function parts(site: Site): Map<string, string> {
  const next = new Map<string, string[]>();
  for (const { fromNodeId, toNodeId } of Object.values(site.links)) {
    next.set(fromNodeId, [...(next.get(fromNodeId) ?? []), toNodeId]);
    next.set(toNodeId, [...(next.get(toNodeId) ?? []), fromNodeId]);
  }
  const part = new Map<string, string>();
  for (const start of Object.keys(site.nodes).toSorted(compareCodeUnits)) {
    const front = part.has(start) ? [] : [start];
    for (let id = front.pop(); id !== undefined; id = front.pop()) {
      if (part.has(id)) continue;
      part.set(id, start);
      front.push(...(next.get(id) ?? []));
    }
  }
  return part;
}

/** A site without some nodes, their links and what runs on them. What is attached to them stays so. */
export function without(site: Site, nodes: readonly Node[]): Site {
  if (nodes.length === 0) return site;
  const gone = new Set<string>(nodes.map(({ id }) => id));
  const keep = <Value>(map: { readonly [id: string]: Value }, stays: (value: Value) => boolean): { [id: string]: Value } =>
    Object.fromEntries(Object.entries(map).filter(([, value]) => stays(value)));
  return {
    ...site,
    nodes: keep(site.nodes, ({ id }) => !gone.has(id)),
    links: keep(site.links, ({ fromNodeId, toNodeId }) => !gone.has(fromNodeId) && !gone.has(toNodeId)),
    placements: keep(site.placements, ({ nodeId }) => !gone.has(nodeId)),
  };
}
