import type { CollectionName, RecordOf, Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { recordName } from '../record-name.ts';

export type Section =
  | 'places'
  | 'scenery'
  | 'unplacedNodes'
  | 'deviceGroups'
  | 'workloads'
  | 'links'
  | 'policies'
  | 'hardwareTypes'
  | 'media';

export interface OutlineRow {
  readonly key: string;
  /** Null for a section's head. */
  readonly ref: RecordRef | null;
  readonly section: Section | null;
  /** Name of the record; empty for a section, whose name is translated. */
  readonly name: string;
  /** From 1. */
  readonly level: number;
  /** Null where nothing lies below. */
  readonly expanded: boolean | null;
  readonly parentKey: string | null;
  /** Records directly below. */
  readonly count: number;
  /** Place among those beside it, from 1, and how many they are: most of them are not drawn. */
  readonly position: number;
  readonly siblings: number;
}

interface Item {
  readonly ref: RecordRef;
  readonly name: string;
  readonly children: () => readonly Item[];
}

/**
 * The rows one sees of the tree: sections, and below them what is unfolded. With a query, all matches and the way to
 * them, unfolded. Only what is unfolded is visited, so its cost follows the screen and not the site.
 */
export function outlineRows(site: Site, unfolded: ReadonlySet<string>, query: string): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const wanted = query.trim().toLowerCase();
  const sections = sectionsOf(site)
    .map(([section, items]) => [section, wanted === '' ? items : items.filter((item) => matches(item, wanted))] as const)
    .filter(([, below]) => below.length > 0);
  for (const [index, [section, below]] of sections.entries()) {
    const key = `section:${section}`;
    const open = wanted !== '' || unfolded.has(key);
    const place = { position: index + 1, siblings: sections.length };
    rows.push({ key, ref: null, section, name: '', level: 1, expanded: open, parentKey: null, count: below.length, ...place });
    if (open) addItems(rows, below, 2, key, unfolded, wanted);
  }
  return rows;
}

function addItems(
  rows: OutlineRow[],
  items: readonly Item[],
  level: number,
  parentKey: string,
  unfolded: ReadonlySet<string>,
  wanted: string,
): void {
  for (const [index, item] of items.entries()) {
    const key = `${parentKey}>${item.ref.collection}/${item.ref.id}`;
    const children = item.children();
    const below = wanted === '' ? children : children.filter((child) => matches(child, wanted));
    const open = below.length > 0 && (wanted !== '' || unfolded.has(key));
    const expanded = below.length === 0 ? null : open;
    const place = { position: index + 1, siblings: items.length };
    rows.push({ key, ref: item.ref, section: null, name: item.name, level, expanded, parentKey, count: below.length, ...place });
    if (open) addItems(rows, below, level + 1, key, unfolded, wanted);
  }
}

/** The next row, after the one at `from`, whose name begins with what was typed; round the end. A letter typed again goes on to the next. */
export function typedRow<Row>(rows: readonly Row[], from: number, typed: string, nameOf: (row: Row) => string): Row | null {
  const wanted = typed.toLowerCase();
  const again = [...wanted].every((letter) => letter === wanted[0]);
  const start = again ? 1 : 0;
  for (let step = start; step < rows.length + start; step += 1) {
    const row = rows[(from + step) % rows.length];
    if (
      row !== undefined &&
      nameOf(row)
        .toLowerCase()
        .startsWith(again ? (wanted[0] ?? '') : wanted)
    )
      return row;
  }
  return null;
}

function matches(item: Item, wanted: string): boolean {
  return (
    item.name.toLowerCase().includes(wanted) ||
    item.ref.id.includes(wanted) ||
    item.children().some((child) => matches(child, wanted))
  );
}

const NONE = (): readonly Item[] => [];

function sectionsOf(site: Site): readonly (readonly [Section, readonly Item[]])[] {
  const placesBelow = groupBy(listRecords(site, 'places'), (place) => place.parentId ?? '');
  const nodesAt = groupBy(listRecords(site, 'nodes'), (node) => node.placeId ?? '');
  const placementsOn = groupBy(listRecords(site, 'placements'), (placement) => placement.nodeId);
  const servicesOf = groupBy(listRecords(site, 'services'), (service) => service.workloadId);
  const flowsOf = groupBy(listRecords(site, 'flows'), (flow) => flow.workloadId);
  const leaf = (collection: CollectionName, id: string): Item => ({
    ref: { collection, id },
    name: recordName(site, collection, id),
    children: NONE,
  });
  const node = (record: RecordOf<'nodes'>): Item => ({
    ref: { collection: 'nodes', id: record.id },
    name: record.name,
    children: () => (placementsOn.get(record.id) ?? []).map((placement) => leaf('placements', placement.id)),
  });
  const place = (record: RecordOf<'places'>): Item => ({
    ref: { collection: 'places', id: record.id },
    name: record.name,
    children: () => [...(placesBelow.get(record.id) ?? []).map(place), ...(nodesAt.get(record.id) ?? []).map(node)],
  });
  const workload = (record: RecordOf<'workloads'>): Item => ({
    ref: { collection: 'workloads', id: record.id },
    name: record.name,
    children: () => [
      ...(servicesOf.get(record.id) ?? []).map((service) => leaf('services', service.id)),
      ...(flowsOf.get(record.id) ?? []).map((flow) => leaf('flows', flow.id)),
    ],
  });
  const plain = (collection: CollectionName): Item[] =>
    listRecords(site, collection).map((record) => leaf(collection, record.id));
  return [
    ['places', (placesBelow.get('') ?? []).map(place)],
    ['scenery', plain('scenery')],
    ['unplacedNodes', (nodesAt.get('') ?? []).map(node)],
    ['deviceGroups', plain('deviceGroups')],
    ['workloads', listRecords(site, 'workloads').map(workload)],
    ['links', plain('links')],
    ['policies', plain('policies')],
    ['hardwareTypes', plain('hardwareTypes')],
    ['media', plain('media')],
  ];
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
