import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { FlowResult, LinkResult, NodeResult } from '../result.ts';
import type { Failover, Failure, FailureImpact, FlowChange, Saturation } from './result.ts';

/** A hair of difference in a percentile is no difference. */
const SAME = 1e-9;

type Impact = Omit<FailureImpact, 'rank'>;

/** The site without the failure, as values of its own: a later evaluation may reuse what the first one was made of. */
export class Baseline {
  private readonly flows: ReadonlyMap<string, FlowResult>;
  /** Flows that a device group sends; what is lost is counted by them. */
  private readonly entries = new Set<string>();
  private readonly requestsPerSecond: number;
  private readonly servedBy: ReadonlyMap<string, readonly string[]>;
  private readonly saturated: ReadonlySet<string>;
  private readonly usedLinks: ReadonlySet<string>;
  private readonly usedNodes: ReadonlySet<string>;
  private readonly priority = new Map<string, number>();
  private readonly answeredEntries = new Map<string, number>();

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
    this.servedBy = servers(evaluated);
    this.saturated = new Set(saturations(evaluation.links, evaluation.nodes).map(({ subject }) => subject));
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

  /** Null when no flow is worse off or served elsewhere. */
  impact(failure: Failure, after: Evaluated): Impact | null {
    const lost: FlowChange[] = [];
    const degraded: FlowChange[] = [];
    for (const now of after.evaluation.flows) {
      const then = this.flows.get(now.id);
      if (then === undefined || !answered(then)) continue;
      if (!answered(now)) lost.push(change(then, now));
      else if (now.status === 'missed' && (then.status === 'met' || (now.p99Ms ?? 0) > (then.p99Ms ?? 0) * (1 + SAME)))
        degraded.push(change(then, now));
    }
    const failovers = this.failovers(after);
    const saturated = saturations(after.evaluation.links, after.evaluation.nodes).filter(
      ({ subject }) => !this.saturated.has(subject),
    );
    if (lost.length + degraded.length + failovers.length + saturated.length === 0) return null;
    const lostEntries = new Map<string, number>();
    for (const flow of lost)
      if (this.entries.has(flow.flowId)) lostEntries.set(flow.workloadId, (lostEntries.get(flow.workloadId) ?? 0) + 1);
    const workloadsLost = [...lostEntries].filter(([id, count]) => count === this.answeredEntries.get(id)).map(([id]) => id);
    const touched = new Set([...lost, ...degraded].map(({ workloadId }) => workloadId));
    return {
      failure,
      lost,
      degraded,
      workloadsLost: workloadsLost.toSorted(),
      workloadsDegraded: [...touched].filter((id) => !workloadsLost.includes(id)).toSorted(),
      failovers,
      saturated,
      lostShare: this.share(lost),
      degradedShare: this.share(degraded),
    };
  }

  /** Lost requests weighted by priority outweigh degraded ones, these outweigh a mere move. */
  severity({ lost, degraded, failovers }: Impact): number {
    return this.weighted(lost) * 1e6 + this.weighted(degraded) * 1e3 + failovers.length / (1 + failovers.length);
  }

  private share(flows: readonly FlowChange[]): number {
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

  private failovers(after: Evaluated): Failover[] {
    const found = new Map<string, Failover>();
    for (const [key, now] of servers(after)) {
      const then = this.servedBy.get(key);
      const [from] = then?.filter((id) => !now.includes(id)) ?? [];
      const [to] = now.filter((id) => then?.includes(id) !== true);
      const flowId = key.slice(0, key.indexOf(' '));
      if (from !== undefined && to !== undefined)
        found.set(`${flowId} ${from} ${to}`, { flowId, fromNodeId: from, toNodeId: to });
    }
    return [...found.keys()].toSorted().map((key) => found.get(key) as Failover);
  }
}

function answered(flow: FlowResult): boolean {
  return flow.status === 'met' || flow.status === 'missed';
}

function change(then: FlowResult, now: FlowResult): FlowChange {
  const { objectiveP99Ms, p99Ms } = now;
  return {
    flowId: now.id,
    workloadId: now.workload,
    before: then.status,
    after: now.status,
    objectiveP99Ms,
    p99BeforeMs: then.p99Ms,
    p99AfterMs: p99Ms,
    missedByMs: objectiveP99Ms !== null && p99Ms !== null && p99Ms > objectiveP99Ms ? p99Ms - objectiveP99Ms : null,
    requestsPerSecond: then.requestsPerSecond,
    blockedBy: now.blockedBy,
  };
}

/** Nodes that serve a flow from a source: flow and source node → node ids, in order. */
function servers({ demand, model }: Evaluated): Map<string, readonly string[]> {
  const nodeId = (slot: number): string => model.graph.nodes[slot]?.id ?? '';
  const found = new Map<string, readonly string[]>();
  for (const [flowId, legs] of demand.legs) {
    for (const leg of legs)
      if (leg.blocked === null)
        found.set(`${flowId} ${nodeId(leg.source)}`, leg.targets.map(({ node }) => nodeId(node)).toSorted());
  }
  return found;
}

function saturations(links: readonly LinkResult[], nodes: readonly NodeResult[]): Saturation[] {
  const found: Saturation[] = [];
  for (const link of links) {
    const utilisation = Math.max(link.utilisationUp, link.utilisationDown);
    if (utilisation >= 1) found.push({ subject: `links/${link.id}`, utilisation });
  }
  for (const node of nodes) {
    const utilisation = Math.max(0, ...Object.values(node.utilisation));
    if (utilisation > 1 + SAME) found.push({ subject: `nodes/${node.id}`, utilisation });
  }
  return found;
}
