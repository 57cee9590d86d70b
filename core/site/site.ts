import type { z } from 'zod';
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

/** A record, or undefined; never something inherited from Object.prototype. */
export function getRecord<Name extends CollectionName>(site: Site, collection: Name, id: string): RecordOf<Name> | undefined {
  const map = site[collection] as RecordMap<Name>;
  return Object.hasOwn(map, id) ? map[id] : undefined;
}

/** Records of a collection in the order of their ids, so that no result depends on insertion order. */
export function listRecords<Name extends CollectionName>(site: Site, collection: Name): RecordOf<Name>[] {
  const map = site[collection] as RecordMap<Name>;
  return Object.keys(map)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((id) => map[id] as RecordOf<Name>);
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
