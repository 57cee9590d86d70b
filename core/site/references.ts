import type { AnyRecord, CollectionName, RecordOf } from './site.ts';

/** What happens to a record when the record it refers to is removed. */
export type OnRemove = 'cascade' | 'refuse' | 'clear';

export interface Reference {
  readonly collection: CollectionName;
  readonly id: string;
  /** Field that holds the reference, for messages. */
  readonly field: string;
  readonly onRemove: OnRemove;
}

type ReferenceTable = { readonly [Name in CollectionName]: (record: RecordOf<Name>) => readonly (Reference | null)[] };

function to(collection: CollectionName, id: string | null, field: string, onRemove: OnRemove): Reference | null {
  return id === null ? null : { collection, id, field, onRemove };
}

/** The one list of which record refers to which. Integrity checks, removal and merging read it. */
const REFERENCES: ReferenceTable = {
  places: (place) => [to('places', place.parentId, 'parentId', 'cascade')],
  hardwareTypes: () => [],
  nodes: (node) => [to('hardwareTypes', node.typeId, 'typeId', 'refuse'), to('places', node.placeId, 'placeId', 'cascade')],
  media: () => [],
  links: (link) => [
    to('nodes', link.fromNodeId, 'fromNodeId', 'cascade'),
    to('nodes', link.toNodeId, 'toNodeId', 'cascade'),
    to('media', link.mediumId, 'mediumId', 'refuse'),
    to('observations', link.measured?.observationId ?? null, 'measured.observationId', 'refuse'),
    ...link.underlayIds.map((id) => to('links', id, 'underlayIds', 'clear')),
  ],
  deviceGroups: (group) => [
    to('places', group.placeId, 'placeId', 'cascade'),
    to('nodes', group.attachment?.nodeId ?? null, 'attachment.nodeId', 'clear'),
    to('media', group.attachment?.mediumId ?? null, 'attachment.mediumId', 'refuse'),
  ],
  workloads: () => [],
  services: (service) => [to('workloads', service.workloadId, 'workloadId', 'cascade')],
  flows: (flow) => [
    to('workloads', flow.workloadId, 'workloadId', 'cascade'),
    to(flow.from.kind === 'service' ? 'services' : 'deviceGroups', flow.from.id, 'from', 'cascade'),
    to(flow.to.kind === 'service' ? 'services' : 'deviceGroups', flow.to.id, 'to', 'cascade'),
    to('flows', flow.triggeredBy, 'triggeredBy', 'cascade'),
  ],
  placements: (placement) => [
    to('services', placement.serviceId, 'serviceId', 'cascade'),
    to('nodes', placement.nodeId, 'nodeId', 'cascade'),
  ],
  policies: (policy) => {
    if (policy.kind === 'spread') return policy.serviceIds.map((id) => to('services', id, 'serviceIds', 'clear'));
    if (policy.kind === 'residency' || policy.kind === 'steering') {
      return policy.workloadIds.map((id) => to('workloads', id, 'workloadIds', 'clear'));
    }
    return [];
  },
  observations: (observation) =>
    observation.subject === null ? [] : [to(observation.subject.collection, observation.subject.id, 'subject', 'clear')],
  scenarios: () => [],
  scenery: (scenery) => [to('places', scenery.placeId, 'placeId', 'cascade')],
};

/** References held by a record. */
export function referencesOf(collection: CollectionName, record: AnyRecord): readonly Reference[] {
  const list = REFERENCES[collection] as (value: AnyRecord) => readonly (Reference | null)[];
  return list(record).filter((reference) => reference !== null);
}

/** Collections whose records may refer to a record of each collection. */
export const REFERRERS: { readonly [Name in CollectionName]: readonly CollectionName[] } = {
  places: ['places', 'nodes', 'deviceGroups', 'observations', 'scenery'],
  hardwareTypes: ['nodes'],
  nodes: ['links', 'deviceGroups', 'placements', 'observations'],
  media: ['links', 'deviceGroups'],
  links: ['links', 'observations'],
  deviceGroups: ['flows', 'observations'],
  workloads: ['services', 'flows', 'policies'],
  services: ['flows', 'placements', 'policies', 'observations'],
  flows: ['flows'],
  placements: [],
  policies: [],
  observations: ['links'],
  scenarios: [],
  scenery: [],
};

/** The record without its reference to `id`; only for references that are cleared on removal. */
export function clearReference(collection: CollectionName, record: AnyRecord, id: string): AnyRecord {
  switch (collection) {
    case 'links': {
      const link = record as RecordOf<'links'>;
      return { ...link, underlayIds: link.underlayIds.filter((other) => other !== id) };
    }
    case 'deviceGroups':
      return { ...(record as RecordOf<'deviceGroups'>), attachment: null };
    case 'policies': {
      const policy = record as RecordOf<'policies'>;
      if (policy.kind === 'spread') return { ...policy, serviceIds: policy.serviceIds.filter((other) => other !== id) };
      if (policy.kind === 'residency' || policy.kind === 'steering') {
        return { ...policy, workloadIds: policy.workloadIds.filter((other) => other !== id) };
      }
      return policy;
    }
    case 'observations':
      return { ...(record as RecordOf<'observations'>), subject: null };
    default:
      throw new Error(`clearReference: records of ${collection} have no reference that can be cleared`);
  }
}
