import type { z } from 'zod';
import { Collection } from './collection.ts';
import { deviceGroupSchema } from './schema/device-group.ts';
import { flowSchema } from './schema/flow.ts';
import { hardwareTypeSchema } from './schema/hardware-type.ts';
import type { Header } from './schema/header.ts';
import { linkSchema } from './schema/link.ts';
import { mediumSchema } from './schema/medium.ts';
import { nodeSchema } from './schema/node.ts';
import { observationSchema } from './schema/observation.ts';
import { placeSchema } from './schema/place.ts';
import { placementSchema } from './schema/placement.ts';
import { policySchema } from './schema/policy.ts';
import { scenarioSchema } from './schema/scenario.ts';
import { scenerySchema } from './schema/scenery.ts';
import { serviceSchema } from './schema/service.ts';
import { workloadSchema } from './schema/workload.ts';

/** Schema of one record of each collection; the order is the order in which a file is read and checked. */
export const RECORD_SCHEMAS = {
  places: placeSchema,
  hardwareTypes: hardwareTypeSchema,
  nodes: nodeSchema,
  media: mediumSchema,
  links: linkSchema,
  deviceGroups: deviceGroupSchema,
  workloads: workloadSchema,
  services: serviceSchema,
  flows: flowSchema,
  placements: placementSchema,
  policies: policySchema,
  observations: observationSchema,
  scenarios: scenarioSchema,
  scenery: scenerySchema,
} as const;

export type CollectionName = keyof typeof RECORD_SCHEMAS;
export const COLLECTIONS = Object.keys(RECORD_SCHEMAS) as readonly CollectionName[];

/** The record type of a collection. */
export type RecordOf<Name extends CollectionName> = Readonly<z.infer<(typeof RECORD_SCHEMAS)[Name]>>;
export type AnyRecord = { [Name in CollectionName]: RecordOf<Name> }[CollectionName];

/** Records by id. Frozen, JSON-safe. */
export type RecordMap<Name extends CollectionName> = { readonly [id: string]: RecordOf<Name> };

/** A site: plain data, one JSON file (idea 1 of the design). */
export type Site = { readonly header: Readonly<Header> } & { readonly [Name in CollectionName]: RecordMap<Name> };

/** Collections as they pass from one version of a site to the next. */
export type Collections = { readonly [Name in CollectionName]: Collection<RecordOf<Name>> };

/** Under this a site that came out of a change carries its collections, where no listing, copy or clone sees them. */
const CARRIED: unique symbol = Symbol('collections');

/** The fields of such a site: each makes its plain map when somebody reads it. */
const FIELDS: PropertyDescriptorMap = Object.fromEntries(
  COLLECTIONS.map((name) => [
    name,
    {
      enumerable: true,
      get(this: { readonly [CARRIED]: Collections }): unknown {
        return this[CARRIED][name].map;
      },
    },
  ]),
);

/** A site of these collections: to whoever reads it plain data like any other. */
export function siteOf(header: Readonly<Header>, collections: Collections): Site {
  const site: object = Object.create(Object.prototype, {
    header: { enumerable: true, value: header },
    ...FIELDS,
    [CARRIED]: { enumerable: false, value: collections },
  });
  return Object.freeze(site) as Site;
}

/** Collections of a site; of one that was read from a file they begin here. */
export function collectionsOf(site: Site): Collections {
  return (
    carriedBy(site) ??
    (Object.fromEntries(COLLECTIONS.map((name) => [name, Collection.of<AnyRecord>(site[name])])) as unknown as Collections)
  );
}

/** The same site, in the form in which looking something up and changing it cost as much as what is asked for or changed. */
export function carryingSite(site: Site): Site {
  return carriedBy(site) === undefined ? siteOf(site.header, collectionsOf(site)) : site;
}

function carriedBy(site: Site): Collections | undefined {
  return (site as { readonly [CARRIED]?: Collections })[CARRIED];
}

/** A record, or undefined; never something inherited from Object.prototype. */
export function getRecord<Name extends CollectionName>(site: Site, collection: Name, id: string): RecordOf<Name> | undefined {
  const carried = carriedBy(site);
  if (carried !== undefined) return (carried[collection] as Collection<RecordOf<Name>>).get(id);
  const map = site[collection] as RecordMap<Name>;
  return Object.hasOwn(map, id) ? map[id] : undefined;
}

/** Records of a collection in the order of their ids, so that no result depends on insertion order. */
export function listRecords<Name extends CollectionName>(site: Site, collection: Name): readonly RecordOf<Name>[] {
  const carried = carriedBy(site);
  if (carried !== undefined) return (carried[collection] as Collection<RecordOf<Name>>).records.values();
  const map = site[collection] as RecordMap<Name>;
  return Object.keys(map)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((id) => map[id] as RecordOf<Name>);
}

/** How many records a collection has. */
export function countRecords(site: Site, collection: CollectionName): number {
  return carriedBy(site)?.[collection].records.size ?? Object.keys(site[collection]).length;
}

/** Whether two sites have the very same collection. One that both carry is not made plain to find out. */
export function sharesCollection(a: Site, b: Site, collection: CollectionName): boolean {
  const [one, other] = [carriedBy(a)?.[collection], carriedBy(b)?.[collection]];
  return one === undefined || other === undefined ? a[collection] === b[collection] : (one as unknown) === other;
}

/** A site with a header and nothing in it. */
export function emptySite(header: Header): Site {
  return Object.freeze({
    header: Object.freeze(header),
    places: Object.freeze({}),
    hardwareTypes: Object.freeze({}),
    nodes: Object.freeze({}),
    media: Object.freeze({}),
    links: Object.freeze({}),
    deviceGroups: Object.freeze({}),
    workloads: Object.freeze({}),
    services: Object.freeze({}),
    flows: Object.freeze({}),
    placements: Object.freeze({}),
    policies: Object.freeze({}),
    observations: Object.freeze({}),
    scenarios: Object.freeze({}),
    scenery: Object.freeze({}),
  });
}
