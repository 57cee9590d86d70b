import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Draft } from '../draft.ts';
import { setsOff } from '../flow-cycles.ts';
import { referencesOf } from '../references.ts';
import type { AnyRecord, CollectionName, RecordOf } from '../site.ts';

/** Why a command was not applied. Nothing of it was. */
export type Refusal = Problem;

/** Domain rules that one record has to keep with the rest of the site; null when it does. `circling`: the flows that set
 * themselves off, where they are known already. */
export function refuseRecord(
  draft: Draft,
  collection: CollectionName,
  record: AnyRecord,
  circling: ReadonlySet<string> | null = null,
): Refusal | null {
  const place = `${collection}/${record.id}`;
  for (const reference of referencesOf(collection, record)) {
    if (draft.get(reference.collection, reference.id) === undefined) {
      return problem(
        'site.missing-reference',
        `${reference.field} names ${reference.collection}/${reference.id}, which does not exist.`,
        `Add that record first or choose another.`,
        { place },
        { field: reference.field, record: `${reference.collection}/${reference.id}` },
      );
    }
  }
  switch (collection) {
    case 'places':
      return refusePlace(draft, record as RecordOf<'places'>, place);
    case 'links':
      return refuseLink(record as RecordOf<'links'>, place);
    case 'flows':
      return refuseFlow(draft, record as RecordOf<'flows'>, place, circling);
    case 'services':
      return refuseService(record as RecordOf<'services'>, place);
    default:
      return null;
  }
}

/** A second placement of one service on one node is refused: replicas say how many run there. */
export function refuseDuplicatePlacement(draft: Draft, record: RecordOf<'placements'>): Refusal | null {
  const duplicate = draft
    .referrers('placements', { collection: 'services', id: record.serviceId })
    .find((other) => other.id !== record.id && other.nodeId === record.nodeId)?.id;
  if (duplicate === undefined) return null;
  return problem(
    'site.duplicate-placement',
    `${record.serviceId} already runs on ${record.nodeId} (${duplicate}).`,
    'Raise the replicas of that placement instead.',
    { place: `placements/${record.id}` },
    { service: record.serviceId, node: record.nodeId, placement: duplicate },
  );
}

function refusePlace(draft: Draft, record: RecordOf<'places'>, place: string): Refusal | null {
  let parentId = record.parentId;
  for (let depth = 0; parentId !== null; depth += 1) {
    if (parentId === record.id || depth > 64) {
      return problem(
        'site.place-cycle',
        `${record.name} would lie inside itself.`,
        'Choose a parent outside of it.',
        { place },
        { name: record.name },
      );
    }
    parentId = draft.get('places', parentId)?.parentId ?? null;
  }
  return null;
}

function refuseLink(record: RecordOf<'links'>, place: string): Refusal | null {
  if (record.fromNodeId === record.toNodeId) {
    return problem('site.link-to-itself', 'A link needs two different nodes.', 'Choose another end.', { place });
  }
  if (record.underlayIds.includes(record.id)) {
    return problem('site.link-underlay', 'A link cannot be its own underlay.', 'Choose other links as underlays.', { place });
  }
  return null;
}

function refuseFlow(
  draft: Draft,
  record: RecordOf<'flows'>,
  place: string,
  circling: ReadonlySet<string> | null,
): Refusal | null {
  if (record.from.kind === 'device-group' && record.to.kind === 'device-group') {
    return problem(
      'site.flow-without-service',
      'A flow needs a service at one end at least.',
      'Choose a service as its source or target.',
      { place },
    );
  }
  for (const end of [record.from, record.to]) {
    if (end.kind !== 'service') continue;
    const service = draft.get('services', end.id);
    if (service !== undefined && service.workloadId !== record.workloadId) {
      return problem(
        'site.flow-across-workloads',
        `${service.name} belongs to ${service.workloadId}, the flow to ${record.workloadId}.`,
        'Make the flow part of the workload of its services.',
        { place },
        { service: service.name, workload: service.workloadId, flowWorkload: record.workloadId },
      );
    }
  }
  return (circling === null ? setsItselfOff(draft, record) : circling.has(record.id))
    ? problem(
        'site.flow-cycle',
        `${record.name} would set itself off.`,
        'Name the arrival that sets it off, or make one flow of the circle periodic.',
        { place },
        { name: record.name },
      )
    : null;
}

/** Whether what a flow sets off comes back to it. Flows that start at a device group or end there cannot. Costs what it sets off. */
function setsItselfOff(draft: Draft, record: RecordOf<'flows'>): boolean {
  if (record.from.kind !== 'service' || record.to.kind !== 'service') return false;
  const seen = new Set<string>();
  const open = [record];
  for (let flow = open.pop(); flow !== undefined; flow = open.pop()) {
    if (flow.to.kind !== 'service') continue;
    for (const next of draft.referrers('flows', { collection: 'services', id: flow.to.id })) {
      if (!setsOff(flow, next) || seen.has(next.id)) continue;
      if (next.id === record.id) return true;
      seen.add(next.id);
      open.push(next);
    }
  }
  return false;
}

function refuseService(record: RecordOf<'services'>, place: string): Refusal | null {
  if (record.replicas.min > record.replicas.max) {
    return problem(
      'site.replicas',
      `At least ${record.replicas.min} and at most ${record.replicas.max} replicas contradict.`,
      'Raise the maximum or lower the minimum.',
      { place },
      { min: record.replicas.min, max: record.replicas.max },
    );
  }
  return null;
}

/** A locked record may only be unlocked. */
export function refuseLocked(record: AnyRecord, patch: { readonly locked?: boolean | undefined } | null): Refusal | null {
  if (!('locked' in record) || !record.locked || patch?.locked === false) return null;
  return problem('site.locked', `${record.name} is locked.`, 'Unlock it first.', { place: record.id }, { name: record.name });
}
