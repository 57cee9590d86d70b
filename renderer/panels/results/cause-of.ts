import type { Finding, FlowResult } from '../../../core/evaluate/result.ts';
import type { CollectionName, Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { parseSubject } from '../record-name.ts';

/**
 * What a finding comes from, where that is another record than the one it is about: what stops a flow, the link or access its time is
 * lost at, the placement that works on it. Null where the subject is the cause.
 */
export function causeOf(site: Site, finding: Finding, flow: FlowResult | undefined): RecordRef | null {
  if (flow === undefined) return null;
  if (flow.blockedBy !== null) return otherThan(finding, parseSubject(site, flow.blockedBy));
  const { where } = finding.text.parameters;
  if (typeof where === 'string') return named(site, ['links', 'deviceGroups', 'media', 'nodes'], where);
  const placement = listRecords(site, 'placements').find(
    ({ serviceId, nodeId }) =>
      nodeId === flow.servedBy && `services/${serviceId}`.endsWith(flow.to.slice(flow.to.indexOf('/') + 1)),
  );
  if (placement !== undefined) return { collection: 'placements', id: placement.id };
  return flow.servedBy === null ? null : otherThan(finding, { collection: 'nodes', id: flow.servedBy });
}

function named(site: Site, collections: readonly CollectionName[], name: string): RecordRef | null {
  for (const collection of collections) {
    const found = listRecords(site, collection).find((record) => 'name' in record && record.name === name);
    if (found !== undefined) return { collection, id: found.id };
  }
  return null;
}

function otherThan(finding: Finding, ref: RecordRef | null): RecordRef | null {
  return ref === null || `${ref.collection}/${ref.id}` === finding.subject ? null : ref;
}
