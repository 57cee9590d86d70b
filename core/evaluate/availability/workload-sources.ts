import type { Evaluated } from '../evaluate.ts';
import type { Leg } from '../demand.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';

type Flow = RecordOf<'flows'>;

/** What one source of a workload needs so that it is served. */
export interface WorkloadSource {
  /** `deviceGroups/x`, or `nodes/x` of a service that starts on its own. */
  readonly subject: string;
  readonly name: string;
  readonly devices: number;
  /** Node where it enters the network; null when it is not connected. */
  readonly nodeId: string | null;
  /** Device groups whose access it needs: its own, and those that it ends at. */
  readonly groupIds: readonly string[];
  readonly services: readonly { readonly serviceId: string; readonly need: number }[];
  /** Nodes that have to be reached besides: the access nodes of device groups at the end of flows. */
  readonly nodeIds: readonly string[];
  /** What stops it even while nothing has failed; null when it is served. */
  readonly blockedBy: string | null;
  /** Flow that is stopped there; null as well when the source is not connected. */
  readonly blockedFlowId: string | null;
}

/**
 * [A1] Sources of a workload: the device groups that ask it, or, where none does, the nodes from which its services start on their own. Each
 * follows its flows along all that somebody waits for (asynchronous flows only where a group has no others). A service needs the minimum
 * available share of the replicas that serve this source while nothing has failed, at least one, from any that can be reached.
 */
export function workloadSources(evaluated: Evaluated, workloadId: string): WorkloadSource[] {
  const { site } = evaluated.model;
  const flows = listRecords(site, 'flows').filter((flow) => flow.workloadId === workloadId);
  const byGroup = new Map<string, Flow[]>();
  for (const flow of flows) {
    if (flow.from.kind !== 'device-group') continue;
    byGroup.set(flow.from.id, [...(byGroup.get(flow.from.id) ?? []), flow]);
  }
  const sources: WorkloadSource[] = [];
  for (const [groupId, entries] of byGroup) {
    const group = getRecord(site, 'deviceGroups', groupId);
    if (group === undefined) continue;
    const waited = entries.filter((flow) => flow.mode === 'synchronous');
    const walk = new Walk(evaluated);
    for (const flow of waited.length > 0 ? waited : entries)
      for (const leg of evaluated.demand.legs.get(flow.id) ?? []) walk.leg(flow, leg);
    sources.push(walk.source(`deviceGroups/${groupId}`, group.name, group.count, group.attachment?.nodeId ?? null, [groupId]));
  }
  return sources.length > 0 ? sources : selfStarting(evaluated, flows);
}

function selfStarting(evaluated: Evaluated, flows: readonly Flow[]): WorkloadSource[] {
  const { site } = evaluated.model;
  const walks = new Map<string, Walk>();
  for (const flow of flows) {
    if (flow.from.kind !== 'service' || flow.periodMs === null) continue;
    for (const { placement } of evaluated.model.placements.get(flow.from.id) ?? []) {
      const walk = walks.get(placement.nodeId) ?? new Walk(evaluated);
      walks.set(placement.nodeId, walk);
      for (const leg of evaluated.demand.legs.get(flow.id) ?? []) {
        if (leg.source === evaluated.model.graph.indexOf.get(placement.nodeId)) walk.leg(flow, leg);
      }
    }
  }
  return [...walks].map(([nodeId, walk]) =>
    walk.source(`nodes/${nodeId}`, getRecord(site, 'nodes', nodeId)?.name ?? nodeId, 1, nodeId, []),
  );
}

/** Follows flows from one source and keeps what they need. */
class Walk {
  private readonly evaluated: Evaluated;
  /** Replicas that serve the source, by service and placement. */
  private readonly serving = new Map<string, Map<string, number>>();
  private readonly groups = new Set<string>();
  private readonly nodes = new Set<string>();
  private readonly walked = new Set<string>();
  private blocked: { readonly by: string; readonly flowId: string } | null = null;

  constructor(evaluated: Evaluated) {
    this.evaluated = evaluated;
  }

  leg(flow: Flow, leg: Leg): void {
    const key = `${flow.id} ${leg.source}`;
    if (this.walked.has(key)) return;
    this.walked.add(key);
    if (leg.blocked !== null) {
      this.blocked ??= { by: leg.blocked.by, flowId: flow.id };
      return;
    }
    for (const target of leg.targets) {
      if (target.placement === null) {
        this.groups.add(flow.to.id);
        const attachment = getRecord(this.evaluated.model.site, 'deviceGroups', flow.to.id)?.attachment;
        if (attachment !== null && attachment !== undefined) this.nodes.add(attachment.nodeId);
        continue;
      }
      const { placement } = target.placement;
      const replicas = this.serving.get(placement.serviceId) ?? new Map<string, number>();
      replicas.set(placement.id, placement.replicas);
      this.serving.set(placement.serviceId, replicas);
      for (const next of this.evaluated.model.followers.get(flow.id) ?? []) {
        if (next.mode !== 'synchronous') continue;
        const onward = this.evaluated.demand.legs.get(next.id)?.find((one) => one.source === target.node);
        if (onward !== undefined) this.leg(next, onward);
      }
    }
  }

  source(subject: string, name: string, devices: number, nodeId: string | null, groupIds: readonly string[]): WorkloadSource {
    const { site } = this.evaluated.model;
    const services = [...this.serving].map(([serviceId, placements]) => {
      const replicas = [...placements.values()].reduce((total, one) => total + one, 0);
      const share = getRecord(site, 'services', serviceId)?.minimumAvailableShare ?? 0;
      return { serviceId, need: Math.max(1, Math.ceil(share * replicas - 1e-9)) };
    });
    services.sort((a, b) => (a.serviceId < b.serviceId ? -1 : 1));
    return {
      subject,
      name,
      devices,
      nodeId,
      groupIds: [...groupIds, ...[...this.groups].toSorted()],
      services,
      nodeIds: [...this.nodes].toSorted(),
      blockedBy: nodeId === null ? subject : (this.blocked?.by ?? null),
      blockedFlowId: nodeId === null ? null : (this.blocked?.flowId ?? null),
    };
  }
}
