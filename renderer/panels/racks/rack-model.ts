import type { NodeResult } from '../../../core/evaluate/result.ts';
import { portsOf } from '../../../core/site/ports.ts';
import type { Ports } from '../../../core/site/ports.ts';
import { rackUnitsOf } from '../../../core/site/rack.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';

type Place = RecordOf<'places'>;
type Node = RecordOf<'nodes'>;

export interface RackChip {
  readonly placementId: string;
  readonly name: string;
  readonly replicas: number;
}

/** One piece of hardware in a rack. */
export interface RackItem {
  readonly node: Node;
  readonly typeName: string;
  readonly silhouette: string;
  /** Lowest unit it fills; null: it has none yet. */
  readonly unit: number | null;
  readonly heightU: number;
  readonly chips: readonly RackChip[];
  readonly ports: readonly Ports[];
  readonly maxPowerW: number;
  /** Of the fullest dimension; null before the answer. */
  readonly fullest: number | null;
  readonly tightest: string | null;
}

export interface RackView {
  readonly rack: Place;
  /** Tier that what is put in comes to. */
  readonly tier: Tier;
  readonly units: number;
  readonly filled: number;
  /** From the top down; those without a unit last. */
  readonly items: readonly RackItem[];
  /** Units nothing stands in, from the top down. */
  readonly free: readonly number[];
}

/** Racks that stand in one place. */
export interface RackRow {
  /** Null: they stand in no place. */
  readonly place: Place | null;
  readonly racks: readonly Place[];
}

/** Racks by the place they stand in, in the order of names. */
export function rackRows(site: Site): RackRow[] {
  const rows = new Map<string, Place[]>();
  for (const place of listRecords(site, 'places')) {
    if (place.kind !== 'rack') continue;
    const key = place.parentId ?? '';
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [place]);
    else row.push(place);
  }
  return [...rows]
    .map(([key, racks]) => ({ place: getRecord(site, 'places', key) ?? null, racks: racks.toSorted(byName) }))
    .toSorted((a, b) => (a.place?.name ?? '').localeCompare(b.place?.name ?? ''));
}

/** The rack that is selected, or in which something selected stands. */
export function rackOf(site: Site, collection: string, id: string): string | null {
  const placeId = collection === 'nodes' ? getRecord(site, 'nodes', id)?.placeId : null;
  const nodeId = collection === 'placements' ? getRecord(site, 'placements', id)?.nodeId : undefined;
  const place = getRecord(
    site,
    'places',
    collection === 'places' ? id : (placeId ?? (nodeId === undefined ? '' : (getRecord(site, 'nodes', nodeId)?.placeId ?? ''))),
  );
  return place?.kind === 'rack' ? place.id : null;
}

export function rackView(site: Site, rack: Place, results: Pick<ReadonlyMap<string, NodeResult>, 'get'>): RackView {
  const units = rackUnitsOf(rack);
  const nodes = listRecords(site, 'nodes').filter((node) => node.placeId === rack.id && node.status !== 'retired');
  const inside = new Set<string>(nodes.map(({ id }) => id));
  const chips = new Map<string, RackChip[]>();
  for (const { id, serviceId, nodeId, replicas } of listRecords(site, 'placements')) {
    if (!inside.has(nodeId)) continue;
    const list = chips.get(nodeId) ?? [];
    list.push({ placementId: id, name: getRecord(site, 'services', serviceId)?.name ?? serviceId, replicas });
    chips.set(nodeId, list);
  }
  const items = nodes
    .map((node) => itemOf(site, node, chips.get(node.id) ?? [], results.get(node.id)))
    .toSorted((a, b) => (b.unit ?? 0) - (a.unit ?? 0) || byName(a.node, b.node));
  const taken = new Set<number>();
  for (const { unit, heightU } of items) for (let at = unit ?? 1; unit !== null && at < unit + heightU; at += 1) taken.add(at);
  const free = Array.from({ length: units }, (_, index) => units - index).filter((unit) => !taken.has(unit));
  return { rack, units, items, free, filled: units - free.length, tier: rack.tier ?? nodes[0]?.tier ?? 'on-site-edge' };
}

/** Next unit in a direction where hardware can stand, over what is in between; null when there is none. */
export function nextFreeUnit(view: RackView, item: RackItem, step: 1 | -1): number | null {
  if (item.unit === null) return null;
  const free = new Set(view.free);
  for (let at = item.unit; at < item.unit + item.heightU; at += 1) free.add(at);
  for (let from = item.unit + step; from >= 1 && from + item.heightU - 1 <= view.units; from += step) {
    let fits = true;
    for (let at = from; at < from + item.heightU; at += 1) fits &&= free.has(at);
    if (fits) return from;
  }
  return null;
}

/** Free units in a row from this one upwards. */
export function gapAbove(view: RackView, unit: number): number {
  const free = new Set(view.free);
  let height = 0;
  while (free.has(unit + height)) height += 1;
  return height;
}

function itemOf(site: Site, node: Node, chips: readonly RackChip[], result: NodeResult | undefined): RackItem {
  const type = getRecord(site, 'hardwareTypes', node.typeId);
  const tightest = result?.tightest ?? null;
  return {
    node,
    chips,
    tightest,
    typeName: type?.name ?? node.typeId,
    silhouette: type?.silhouette ?? 'rack-server',
    unit: node.rackUnit,
    heightU: Math.max(1, Math.ceil(type?.rackUnits ?? 1)),
    ports: portsOf(site, node.id),
    maxPowerW: type?.power.maxW ?? 0,
    fullest: tightest === null ? null : (result?.utilisation[tightest] ?? null),
  };
}

function byName(a: { readonly name: string; readonly id: string }, b: { readonly name: string; readonly id: string }): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true }) || (a.id < b.id ? -1 : 1);
}
