import { referrersIn } from '../referrers.ts';
import { referencesOf, REFERRERS } from '../references.ts';
import type { AnyRecord, CollectionName, RecordOf, Site } from '../site.ts';
import { getRecord } from '../site.ts';

/** A record as one points at it. */
export interface RecordName {
  readonly collection: CollectionName;
  readonly id: string;
}

/** One record of a fragment. */
export type Part = {
  readonly [Name in CollectionName]: { readonly collection: Name; readonly record: RecordOf<Name> };
}[CollectionName];

/**
 * A part of a site that can stand elsewhere: what was chosen with everything inside it (`parts`), and what those refer to (`needed`),
 * which is taken along only where it is not there already.
 */
export interface Fragment {
  readonly siteId: string;
  readonly siteName: string;
  /** What was pointed at, as `collection/id`. */
  readonly chosen: readonly string[];
  readonly parts: readonly Part[];
  readonly needed: readonly Part[];
  /** Flows of what was copied whose other end was not: they stay behind. */
  readonly flowsLeft: number;
}

/**
 * Copies records out of a site: a place with all that stands in it, a node with what runs on it, a workload with its services and flows.
 * Links come along where one end does, services where they run nowhere else. Costs what there is to copy.
 */
export function takeFragment(site: Site, chosen: readonly RecordName[]): Fragment {
  const taken = new Map<string, Part>();
  const front: RecordName[] = [...chosen];
  for (let name = front.pop(); name !== undefined; name = front.pop()) {
    const key = keyOf(name);
    const record = getRecord(site, name.collection, name.id) as AnyRecord | undefined;
    if (record === undefined || taken.has(key)) continue;
    taken.set(key, { collection: name.collection, record } as Part);
    front.push(...within(site, name));
  }
  takeInnerServices(site, taken);
  const flowsLeft = takeInnerFlows(site, taken);
  return {
    siteId: site.header.id,
    siteName: site.header.name,
    chosen: chosen.map(keyOf).filter((key) => taken.has(key)),
    parts: inOrder(taken.values()),
    needed: neededBy(site, taken),
    flowsLeft,
  };
}

function keyOf({ collection, id }: RecordName): string {
  return `${collection}/${id}`;
}

/** What is a part of a record: by what holds it, not by what merely names it. */
const INSIDE: Partial<Record<CollectionName, readonly CollectionName[]>> = {
  places: ['places', 'nodes', 'deviceGroups', 'scenery'],
  nodes: ['links', 'placements'],
  workloads: ['services', 'flows'],
};

function within(site: Site, name: RecordName): RecordName[] {
  return (INSIDE[name.collection] ?? []).flatMap((collection) =>
    referrersIn(site, collection, keyOf(name)).map((id) => ({ collection, id })),
  );
}

/** Services all of whose placements come along come too, and a workload all of whose services do. */
function takeInnerServices(site: Site, taken: Map<string, Part>): void {
  const touched = new Set<string>();
  for (const part of taken.values()) if (part.collection === 'placements') touched.add(part.record.serviceId);
  const workloads = new Set<string>();
  for (const id of [...touched].toSorted()) {
    const service = getRecord(site, 'services', id);
    const inside = referrersIn(site, 'placements', `services/${id}`).every((placement) => taken.has(`placements/${placement}`));
    if (service === undefined || !inside) continue;
    taken.set(`services/${id}`, { collection: 'services', record: service });
    workloads.add(service.workloadId);
  }
  for (const id of [...workloads].toSorted()) {
    const workload = getRecord(site, 'workloads', id);
    const whole = referrersIn(site, 'services', `workloads/${id}`).every((service) => taken.has(`services/${service}`));
    if (workload !== undefined && whole) taken.set(`workloads/${id}`, { collection: 'workloads', record: workload });
  }
}

/** Takes flows whose two ends come along; gives how many others there are. */
function takeInnerFlows(site: Site, taken: Map<string, Part>): number {
  const left = new Set<string>();
  for (const [key, part] of taken) {
    if (part.collection !== 'services' && part.collection !== 'deviceGroups') continue;
    for (const id of referrersIn(site, 'flows', key)) {
      const flow = getRecord(site, 'flows', id);
      if (flow === undefined || taken.has(`flows/${id}`)) continue;
      const ends = [flow.from, flow.to].map((end) => `${end.kind === 'service' ? 'services' : 'deviceGroups'}/${end.id}`);
      if (ends.every((end) => taken.has(end))) taken.set(`flows/${id}`, { collection: 'flows', record: flow });
      else left.add(id);
    }
  }
  return left.size;
}

/** What another site would lack: types, media, and what runs here and elsewhere. */
const CARRIED: ReadonlySet<CollectionName> = new Set(['hardwareTypes', 'media', 'workloads', 'services']);

function neededBy(site: Site, taken: ReadonlyMap<string, Part>): Part[] {
  const needed = new Map<string, Part>();
  const open: Part[] = [...taken.values()];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    for (const { collection, id } of referencesOf(part.collection, part.record)) {
      const key = `${collection}/${id}`;
      if (!CARRIED.has(collection) || taken.has(key) || needed.has(key)) continue;
      const record = getRecord(site, collection, id);
      if (record === undefined) continue;
      const more = { collection, record } as Part;
      needed.set(key, more);
      open.push(more);
    }
  }
  return inOrder(needed.values());
}

/** Collections so that what is referred to stands before what refers to it. */
const ORDER: readonly CollectionName[] = [
  'places',
  'hardwareTypes',
  'media',
  'nodes',
  'links',
  'deviceGroups',
  'workloads',
  'services',
  'flows',
  'placements',
  'policies',
  'observations',
  'scenarios',
  'scenery',
];

/** Parts by collection, and within one so that each follows what it refers to. */
export function inOrder(parts: Iterable<Part>): Part[] {
  const byKey = new Map([...parts].map((part) => [`${part.collection}/${part.record.id}`, part]));
  const placed = new Set<string>();
  const ordered: Part[] = [];
  const place = (key: string, part: Part): void => {
    if (placed.has(key)) return;
    placed.add(key);
    // Only within one collection: between collections the order is fixed.
    if (REFERRERS[part.collection].includes(part.collection)) {
      for (const reference of referencesOf(part.collection, part.record)) {
        const other = `${reference.collection}/${reference.id}`;
        const first = reference.collection === part.collection ? byKey.get(other) : undefined;
        if (first !== undefined) place(other, first);
      }
    }
    ordered.push(part);
  };
  const sorted = [...byKey].toSorted(
    ([a, one], [b, two]) => ORDER.indexOf(one.collection) - ORDER.indexOf(two.collection) || (a < b ? -1 : 1),
  );
  for (const [key, part] of sorted) place(key, part);
  return ordered;
}
