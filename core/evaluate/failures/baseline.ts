import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { FlowResult, LinkResult, NodeResult } from '../result.ts';
import type { Failure, FailureImpact, FlowChange, Saturation } from './result.ts';

/** A hair of difference in a percentile is no difference. */
export const SAME = 1e-9;

type Impact = Omit<FailureImpact, 'rank'>;

/** The site without the failure, as values of its own: a later evaluation may reuse what the first one was made of. */
export class Baseline {
  readonly flows: ReadonlyMap<string, FlowResult>;
  /** Flows that a device group sends; what is lost is counted by them. */
  readonly entries = new Set<string>();
  private readonly requestsPerSecond: number;
  /** Nodes that serve a flow from a source, by flow: source node → node ids, in order. */
  readonly servedBy: ReadonlyMap<string, Servers>;
  readonly saturated: ReadonlySet<string>;
  private readonly usedLinks: ReadonlySet<string>;
  private readonly usedNodes: ReadonlySet<string>;
  private readonly priority = new Map<string, number>();
  /** Flows of devices that are answered, by workload. */
  readonly answeredEntries = new Map<string, number>();

  constructor(evaluated: Evaluated) {
    const { evaluation, model } = evaluated;
    this.flows = new Map(evaluation.flows.map((flow) => [flow.id, flow]));
    let total = 0;
    for (const flow of model.flows) {
      if (flow.from.kind !== 'device-group') continue;
      this.entries.add(flow.id);
      const result = this.flows.get(flow.id);
      total += result?.requestsPerSecond ?? 0;
      if (result !== undefined && answered(result))
        this.answeredEntries.set(flow.workloadId, (this.answeredEntries.get(flow.workloadId) ?? 0) + 1);
    }
    this.requestsPerSecond = total;
    this.servedBy = new Map(evaluated.model.flows.map(({ id }) => [id, serversOf(evaluated, id)]));
    this.saturated = new Set(
      [...evaluation.links.map(saturatedLink), ...evaluation.nodes.map(saturatedNode)].flatMap((one) => one?.subject ?? []),
    );
    this.usedLinks = new Set(evaluation.links.filter(({ flows }) => flows > 0).map(({ id }) => id));
    const used = new Set<string>(evaluation.nodes.filter(({ placements }) => placements > 0).map(({ id }) => id));
    for (const id of this.usedLinks) {
      const link = getRecord(model.site, 'links', id);
      if (link !== undefined) used.add(link.fromNodeId).add(link.toNodeId);
    }
    for (const group of Object.values(model.site.deviceGroups)) if (group.attachment !== null) used.add(group.attachment.nodeId);
    this.usedNodes = used;
    for (const { id, priority } of Object.values(model.site.workloads)) this.priority.set(id, Math.max(1, priority));
  }

  /** Whether any flow goes over what fails, or is served or attached there. Shortest ways do not change when others go. */
  uses({ nodeIds, linkIds }: Failure): boolean {
    return nodeIds.some((id) => this.usedNodes.has(id)) || linkIds.some((id) => this.usedLinks.has(id));
  }

  /** Lost requests weighted by priority outweigh degraded ones, these outweigh a mere move. */
  severity({ lost, degraded, failovers }: Impact): number {
    return this.weighted(lost) * 1e6 + this.weighted(degraded) * 1e3 + failovers.length / (1 + failovers.length);
  }

  share(flows: readonly FlowChange[]): number {
    if (this.requestsPerSecond === 0) return 0;
    const sum = flows.reduce((total, flow) => total + (this.entries.has(flow.flowId) ? flow.requestsPerSecond : 0), 0);
    return sum / this.requestsPerSecond;
  }

  /** A flow between services weighs as little as one request a second of a device: what it spoils shows in the flows of devices. */
  private weighted(flows: readonly FlowChange[]): number {
    return flows.reduce((total, flow) => {
      const priority = this.priority.get(flow.workloadId) ?? 1;
      return total + priority * (this.entries.has(flow.flowId) ? 1 + flow.requestsPerSecond : 1e-3);
    }, 0);
  }
}

/** Whether a flow has an answer, in time or not. */
export function answered(flow: FlowResult): boolean {
  return flow.status === 'met' || flow.status === 'missed';
}

/** Source node → nodes that serve a flow from there, in order. */
export type Servers = ReadonlyMap<string, readonly string[]>;

export function serversOf({ demand, model }: Pick<Evaluated, 'demand' | 'model'>, flowId: string): Servers {
  const nodeId = (slot: number): string => model.graph.nodes[slot]?.id ?? '';
  const found = new Map<string, readonly string[]>();
  for (const leg of demand.legs.get(flowId) ?? [])
    if (leg.blocked === null) found.set(nodeId(leg.source), leg.targets.map(({ node }) => nodeId(node)).toSorted());
  return found;
}

/** Null for a link that can do what it is asked for. */
export function saturatedLink({ id, utilisationUp, utilisationDown }: LinkResult): Saturation | null {
  const utilisation = Math.max(utilisationUp, utilisationDown);
  return utilisation >= 1 ? { subject: `links/${id}`, utilisation } : null;
}

/** Null for a node that has what is booked. */
export function saturatedNode({ id, utilisation: of }: NodeResult): Saturation | null {
  const utilisation = Math.max(0, ...Object.values(of));
  return utilisation > 1 + SAME ? { subject: `nodes/${id}`, utilisation } : null;
}
