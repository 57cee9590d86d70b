import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { EvaluationState } from '../evaluate.ts';
import type { FlowResult } from '../result.ts';
import type { Baseline } from './baseline.ts';
import { answered, SAME, saturatedLink, saturatedNode, serversOf } from './baseline.ts';
import type { Failover, Failure, FailureImpact, FlowChange, Saturation } from './result.ts';

/** What is other than in the site without a failure, kept up to date with an evaluation: telling an impact costs what it has, not all flows. */
export class Aside {
  private readonly baseline: Baseline;
  private readonly lost = new Map<string, FlowChange>();
  private readonly degraded = new Map<string, FlowChange>();
  private readonly saturated = new Map<string, Saturation>();
  private readonly failovers = new Map<string, readonly Failover[]>();

  constructor(baseline: Baseline) {
    this.baseline = baseline;
  }

  /** Takes in what the last update of the evaluation changed. */
  follow(state: EvaluationState): void {
    const { flows, nodes, links } = state.changes;
    for (const { id, after } of flows) this.compare(id, after);
    for (const { id, after } of links) this.note(`links/${id}`, after === null ? null : saturatedLink(after));
    for (const { id, after } of nodes) this.note(`nodes/${id}`, after === null ? null : saturatedNode(after));
    for (const id of state.rerouted) {
      const found = this.failoversOf(state, id);
      if (found.length === 0) this.failovers.delete(id);
      else this.failovers.set(id, found);
    }
  }

  /** Null when no flow is worse off or served elsewhere, and nothing is saturated that was not. */
  impact(failure: Failure): Omit<FailureImpact, 'rank'> | null {
    const lost = inOrder(this.lost);
    const degraded = inOrder(this.degraded);
    const failovers = inOrder(this.failovers).flat();
    // Links before nodes, each in the order of ids.
    const saturated = inOrder(this.saturated);
    if (lost.length + degraded.length + failovers.length + saturated.length === 0) return null;
    const { entries, answeredEntries } = this.baseline;
    const lostEntries = new Map<string, number>();
    for (const { flowId, workloadId } of lost)
      if (entries.has(flowId)) lostEntries.set(workloadId, (lostEntries.get(workloadId) ?? 0) + 1);
    const workloadsLost = [...lostEntries].filter(([id, count]) => count === answeredEntries.get(id)).map(([id]) => id);
    const touched = new Set([...lost, ...degraded].map(({ workloadId }) => workloadId));
    return {
      failure,
      lost,
      degraded,
      workloadsLost: workloadsLost.toSorted(),
      workloadsDegraded: [...touched].filter((id) => !workloadsLost.includes(id)).toSorted(),
      failovers,
      saturated,
      lostShare: this.baseline.share(lost),
      degradedShare: this.baseline.share(degraded),
    };
  }

  private compare(id: string, now: FlowResult | null): void {
    const then = this.baseline.flows.get(id);
    this.lost.delete(id);
    this.degraded.delete(id);
    if (now === null || then === undefined || !answered(then)) return;
    if (!answered(now)) this.lost.set(id, change(then, now));
    else if (now.status === 'missed' && (then.status === 'met' || (now.p99Ms ?? 0) > (then.p99Ms ?? 0) * (1 + SAME)))
      this.degraded.set(id, change(then, now));
  }

  private note(subject: string, saturation: Saturation | null): void {
    if (saturation === null || this.baseline.saturated.has(subject)) this.saturated.delete(subject);
    else this.saturated.set(subject, saturation);
  }

  private failoversOf({ evaluated }: EvaluationState, flowId: string): readonly Failover[] {
    const before = this.baseline.servedBy.get(flowId);
    const found = new Map<string, Failover>();
    for (const [source, now] of serversOf(evaluated, flowId)) {
      const then = before?.get(source);
      const from = then?.find((id) => !now.includes(id));
      const to = now.find((id) => then?.includes(id) !== true);
      if (from !== undefined && to !== undefined) found.set(`${from} ${to}`, { flowId, fromNodeId: from, toNodeId: to });
    }
    return inOrder(found);
  }
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].toSorted(([a], [b]) => compareCodeUnits(a, b)).map(([, value]) => value);
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
