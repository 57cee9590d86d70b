import type { AnyRecord, CollectionName, RecordOf } from '../site.ts';

/** Id that a reference becomes; null where what it names does not come along. */
export type Rewire = (collection: CollectionName, id: string) => string | null;

type Rewired<Name extends CollectionName> = (record: RecordOf<Name>, to: Rewire) => RecordOf<Name> | null;

/** An id that a reference is to have; the schema of the record checks it again when the command is applied. */
function optional<Value extends string>(to: Rewire, collection: CollectionName, id: Value | null): Value | null {
  return id === null ? null : (to(collection, id) as Value | null);
}

function all<Value extends string>(to: Rewire, collection: CollectionName, ids: readonly Value[]): Value[] {
  return ids.flatMap((id) => optional(to, collection, id) ?? []);
}

const REWIRED: { readonly [Name in CollectionName]: Rewired<Name> } = {
  places: (place, to) => ({ ...place, parentId: optional(to, 'places', place.parentId) }),
  hardwareTypes: (type) => type,
  nodes(node, to) {
    const typeId = optional(to, 'hardwareTypes', node.typeId);
    if (typeId === null) return null;
    const placeId = optional(to, 'places', node.placeId);
    return { ...node, typeId, placeId, rackUnit: placeId === null ? null : node.rackUnit };
  },
  media: (medium) => medium,
  links(link, to) {
    const fromNodeId = optional(to, 'nodes', link.fromNodeId);
    const toNodeId = optional(to, 'nodes', link.toNodeId);
    const mediumId = optional(to, 'media', link.mediumId);
    if (fromNodeId === null || toNodeId === null || mediumId === null) return null;
    // A copy is another cable: nobody has measured it.
    return { ...link, fromNodeId, toNodeId, mediumId, measured: null, underlayIds: all(to, 'links', link.underlayIds) };
  },
  deviceGroups(group, to) {
    const nodeId = optional(to, 'nodes', group.attachment?.nodeId ?? null);
    const mediumId = optional(to, 'media', group.attachment?.mediumId ?? null);
    const attachment =
      group.attachment === null || nodeId === null || mediumId === null ? null : { ...group.attachment, nodeId, mediumId };
    return { ...group, placeId: optional(to, 'places', group.placeId), attachment };
  },
  workloads: (workload) => workload,
  services(service, to) {
    const workloadId = optional(to, 'workloads', service.workloadId);
    return workloadId === null ? null : { ...service, workloadId };
  },
  flows(flow, to) {
    const workloadId = optional(to, 'workloads', flow.workloadId);
    const from = endOf(flow.from, to);
    const target = endOf(flow.to, to);
    if (workloadId === null || from === null || target === null) return null;
    const triggeredBy = optional(to, 'flows', flow.triggeredBy);
    return triggeredBy === null && flow.triggeredBy !== null ? null : { ...flow, workloadId, from, to: target, triggeredBy };
  },
  placements(placement, to) {
    const serviceId = optional(to, 'services', placement.serviceId);
    const nodeId = optional(to, 'nodes', placement.nodeId);
    return serviceId === null || nodeId === null ? null : { ...placement, serviceId, nodeId };
  },
  policies(policy, to) {
    if (policy.kind === 'spread') return { ...policy, serviceIds: all(to, 'services', policy.serviceIds) };
    if (policy.kind === 'residency' || policy.kind === 'steering')
      return { ...policy, workloadIds: all(to, 'workloads', policy.workloadIds) };
    return policy;
  },
  observations(observation, to) {
    if (observation.subject === null) return observation;
    const id = to(observation.subject.collection, observation.subject.id);
    return { ...observation, subject: id === null ? null : { ...observation.subject, id } };
  },
  scenarios: (scenario) => scenario,
  scenery: (scenery, to) => ({ ...scenery, placeId: optional(to, 'places', scenery.placeId) }),
};

type End = RecordOf<'flows'>['from'];

function endOf(end: End, to: Rewire): End | null {
  const id = to(end.kind === 'service' ? 'services' : 'deviceGroups', end.id);
  return id === null ? null : ({ kind: end.kind, id } as End);
}

/** The record with all its references turned; null where it cannot be without one that is missing. Optional ones become empty. */
export function rewire(collection: CollectionName, record: AnyRecord, to: Rewire): AnyRecord | null {
  return (REWIRED[collection] as (record: AnyRecord, to: Rewire) => AnyRecord | null)(record, to);
}
