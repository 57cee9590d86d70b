import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { flowBytes } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import type { LivePlacement } from '../site-model.ts';

type Flow = RecordOf<'flows'>;
type Service = RecordOf<'services'>;

/**
 * [D1] By writing service, the flow that takes its data on to a store: the first flow with data to another service of the workload that reserves
 * at least as much storage and writes nothing itself.
 */
export function storeFlows(site: Site): ReadonlyMap<string, Flow> {
  const found = new Map<string, Flow>();
  for (const flow of listRecords(site, 'flows')) {
    if (flow.from.kind !== 'service' || flow.to.kind !== 'service' || found.has(flow.from.id)) continue;
    const from = getRecord(site, 'services', flow.from.id);
    const to = getRecord(site, 'services', flow.to.id);
    if (from !== undefined && to !== undefined && isStore(from, to, flow)) found.set(from.id, flow);
  }
  return found;
}

function isStore(from: Service, to: Service, flow: Flow): boolean {
  return (
    from.data.ingestBytesPerRequest > 0 &&
    to.data.ingestBytesPerRequest === 0 &&
    to.perReplica.storageGB > 0 &&
    to.perReplica.storageGB >= from.perReplica.storageGB &&
    flow.periodMs === null &&
    flowBytes(flow, undefined).request > 0
  );
}

/** [D1] Share of the kept data that a flow takes on: no more lies in the store than is sent there. */
export function sentShare(flow: Flow, writer: Service, keptShare: number): number {
  const kept = writer.data.ingestBytesPerRequest * keptShare;
  return kept > 0 ? Math.min(1, (flow.callsPerRequest * flowBytes(flow, undefined).request) / kept) : 0;
}

/** Placements that data of a service go on to from a node, with their shares; empty where it sends to no store. */
export function storesFrom(
  evaluated: Evaluated,
  flow: Flow,
  node: number,
): readonly { readonly live: LivePlacement; readonly share: number }[] {
  const legs = (evaluated.demand.legs.get(flow.id) ?? []).filter((leg) => leg.source === node);
  return legs.flatMap((leg) =>
    leg.targets.flatMap(({ placement, share }) => (placement === null ? [] : [{ live: placement, share }])),
  );
}
