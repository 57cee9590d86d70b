import { getRecord } from '../../site/site.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { STORAGE_CLASSES } from '../../site/schema/common.ts';
import { TIME_SERIES_KEPT_SHARE, timeSeriesServices } from '../data/volume.ts';
import { flowBytes } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import type { NodeResult } from '../result.ts';
import type { NodeBuffer } from './result.ts';

const GB_PER_H = 3600 / 1e9;

/** What fills the storage of nodes while they are cut off, by node and by workload. */
export interface Buffers {
  readonly byNode: ReadonlyMap<string, NodeBuffer>;
  /** Nodes where a workload writes. */
  readonly nodesOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Asynchronous flows of a workload that wait. */
  readonly waitingFlows: ReadonlyMap<string, readonly string[]>;
}

interface Fill {
  /** Accumulates, GB/h. */
  growing: number;
  /** Written in all, GB/h. */
  written: number;
  /** Hot data at rest, GB. */
  hot: number;
  /** Reserved by services that write, GB. */
  reserved: number;
}

/**
 * [A3] Buffers at the mean rates of a day. Kept data stay hot for a while and then move on to the centre: cut off they stay, so that a node fills
 * with what it keeps (data that are hot only are dropped in turn and never fill it). Asynchronous messages for who cannot be reached wait on the
 * node that sends them. Room is the free storage, and what the services that write reserved beyond their hot data.
 */
export function buffers(mean: Evaluated, connected: ReadonlySet<string>, results: readonly NodeResult[]): Buffers {
  const { site, graph } = mean.model;
  const timeSeries = timeSeriesServices(site);
  const fills = new Map<string, Fill>();
  const nodesOf = new Map<string, Set<string>>();
  const waitingFlows = new Map<string, string[]>();
  const fillOf = (nodeId: string, workloadId: string): Fill => {
    const nodes = nodesOf.get(workloadId) ?? new Set<string>();
    nodesOf.set(workloadId, nodes.add(nodeId));
    const fill = fills.get(nodeId) ?? { growing: 0, written: 0, hot: 0, reserved: 0 };
    fills.set(nodeId, fill);
    return fill;
  };
  for (const [serviceId, placements] of mean.model.placements) {
    const service = getRecord(site, 'services', serviceId);
    if (service === undefined || service.data.ingestBytesPerRequest === 0) continue;
    const keptShare = timeSeries.has(serviceId) ? TIME_SERIES_KEPT_SHARE : service.data.keptShare;
    for (const { placement } of placements) {
      const rate = mean.demand.services.get(placement.id)?.requestsPerSecond ?? 0;
      const kept = rate * service.data.ingestBytesPerRequest * keptShare * service.state.copies * GB_PER_H;
      if (kept === 0) continue;
      const { hotH, warmH, coldH } = service.data.retentionH;
      const fill = fillOf(placement.nodeId, service.workloadId);
      fill.written += kept;
      fill.growing += warmH + coldH > 0 ? kept : 0;
      fill.hot += kept * hotH;
      fill.reserved += placement.replicas * service.perReplica.storageGB;
    }
  }
  for (const flow of mean.model.flows) {
    if (flow.mode !== 'asynchronous' || flow.from.kind !== 'service') continue;
    for (const leg of mean.demand.legs.get(flow.id) ?? []) {
      const nodeId = graph.nodes[leg.source]?.id;
      if (leg.blocked === null || nodeId === undefined || !connected.has(flow.id)) continue;
      const waiting = leg.requestsPerSecond * flowBytes(flow, undefined).request * GB_PER_H;
      const fill = fillOf(nodeId, flow.workloadId);
      fill.growing += waiting;
      fill.written += waiting;
      const flows = waitingFlows.get(flow.workloadId) ?? [];
      if (!flows.includes(flow.id)) flows.push(flow.id);
      waitingFlows.set(flow.workloadId, flows);
    }
  }
  const byNode = new Map<string, NodeBuffer>();
  for (const result of results) {
    const fill = fills.get(result.id);
    if (fill !== undefined) byNode.set(result.id, bufferOf(result, fill));
  }
  return { byNode, nodesOf, waitingFlows };
}

function bufferOf(result: NodeResult, fill: Fill): NodeBuffer {
  let free = 0;
  for (const one of STORAGE_CLASSES) {
    const amount = result.amounts[`storage-${one}`];
    if (amount !== undefined) free += Math.max(0, amount.available - amount.used);
  }
  const roomGB = free + fill.reserved;
  const freeGB = Math.max(0, roomGB - fill.hot);
  return {
    nodeId: result.id,
    freeGB,
    ingestGBPerH: fill.growing,
    // Where not even hot data fit, the node is full before it begins.
    hours: fill.growing > 0 ? freeGB / fill.growing : roomGB < fill.hot ? 0 : null,
    holdsH: fill.written > 0 ? roomGB / fill.written : null,
  };
}

/** The site at the mean rates of its days instead of their busiest hour. */
export function atMeanRates(site: Site): Site {
  const deviceGroups: Record<string, RecordOf<'deviceGroups'>> = {};
  for (const [id, group] of Object.entries(site.deviceGroups)) deviceGroups[id] = { ...group, dayProfile: null };
  return { ...site, deviceGroups };
}
