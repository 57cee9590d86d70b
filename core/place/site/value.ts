import type { Evaluation, FindingKind, FlowResult } from '../../evaluate/result.ts';
import type { Placement } from '../../site/schema/placement.ts';
import { getRecord } from '../../site/site.ts';
import type { SitePlan } from './plan.ts';
import type { Prices } from './prices.ts';
import { replicaShare } from './prices.ts';
import type { SiteProblem } from './problem.ts';
import { isWorking } from './room.ts';

/** Time that a flow without an objective is measured by, ms: the limit of an uninterrupted flow of thought (Nielsen, Usability Engineering, 1993, 5.5). */
const USUAL_P99_MS = 1000;

/** [P1] Findings that a placement is to blame for whatever its load is. */
const BROKEN: ReadonlySet<FindingKind> = new Set([
  'node-over-capacity',
  'architecture-mismatch',
  'accelerator-missing',
  'form-unsupported',
  'tier-not-allowed',
  'tier-rule-broken',
  'residency-violated',
  'cpu-ceiling',
  'spread-violated',
]);
const SATURATED: ReadonlySet<FindingKind> = new Set(['service-saturated', 'link-saturated', 'access-saturated']);

/** [P2] Parts of the objective in their own units. */
export interface ObjectiveParts {
  /** Of the hardware that placements take a month, in the unit of the prices. */
  readonly costPerMonth: number;
  /** Mean over all flows of p99 / its objective, at most 1. */
  readonly objectiveUsed: number;
  readonly powerW: number;
  /** Share of replicas that run elsewhere than at the start. */
  readonly moved: number;
}

/** [P1, P2] What a plan is worth. Compared in this order: broken limits, what is not served, objectives missed, objective. */
export interface PlanValue {
  readonly broken: number;
  readonly unserved: number;
  readonly missed: number;
  /** The same three without how far beyond its limit each is: what does not hold. */
  readonly counts: { readonly broken: number; readonly unserved: number; readonly missed: number };
  readonly objective: number;
  readonly parts: ObjectiveParts;
}

const SLACK = 1e-9;

/** Negative where `a` is the better plan. */
export function compareValues(a: PlanValue, b: PlanValue): number {
  for (const level of ['broken', 'unserved', 'missed', 'objective'] as const)
    if (Math.abs(a[level] - b[level]) > SLACK) return a[level] - b[level];
  return 0;
}

/** Values plans of one problem. */
export class Appraiser {
  private readonly problem: SiteProblem;
  private readonly prices: Prices;
  private readonly keep: number;
  private readonly start = new Map<string, number>();
  /** Replicas that ran at the start. */
  readonly startReplicas: number;
  private readonly unitCosts = new Map<string, number>();
  private readonly weightOf = new Map<string, number>();

  constructor(problem: SiteProblem, prices: Prices, keep: number, start: readonly Placement[]) {
    this.problem = problem;
    this.prices = prices;
    this.keep = keep;
    for (const { serviceId, nodeId, replicas } of start) this.start.set(`${serviceId} ${nodeId}`, replicas);
    this.startReplicas = start.reduce((sum, { replicas }) => sum + replicas, 0);
    for (const workload of Object.values(problem.site.workloads)) this.weightOf.set(workload.id, 1 + workload.priority);
  }

  value(evaluation: Evaluation, plan: SitePlan): PlanValue {
    let broken = 0;
    let unserved = 0;
    let missed = 0;
    const counts = { broken: 0, unserved: 0, missed: 0 };
    for (const { kind, severity, limit, value } of evaluation.findings) {
      if (severity !== 'error') continue;
      if (BROKEN.has(kind)) {
        broken += 1 + excess(limit, value);
        counts.broken += 1;
      } else if (SATURATED.has(kind)) unserved += excess(limit, value);
    }
    let used = 0;
    for (const flow of evaluation.flows) {
      const weight = this.weightOf.get(flow.workload) ?? 1;
      if (flow.status === 'missed') {
        missed += weight * (1 + excess(flow.objectiveP99Ms, flow.p99Ms));
        counts.missed += weight;
      } else if (flow.status !== 'met') {
        unserved += weight;
        counts.unserved += weight;
      }
      used += objectiveUsed(flow);
    }
    const missing = this.missingReplicas(plan);
    unserved += missing;
    counts.unserved += missing;
    const parts = {
      costPerMonth: this.costOf(plan),
      objectiveUsed: evaluation.flows.length === 0 ? 0 : used / evaluation.flows.length,
      powerW: evaluation.totals.powerW,
      moved: this.movedShare(plan),
    };
    return { broken, unserved, missed, counts, objective: this.objective(parts), parts };
  }

  /** [P2] The parts by their weights: cost as a share of all hardware, latency of the objectives, power of the greatest. */
  objective({ costPerMonth, objectiveUsed: used, powerW, moved }: ObjectiveParts): number {
    const { cost, performance, energy } = this.problem.weights;
    const { total, maxW } = this.prices;
    return (
      cost * (total > 0 ? costPerMonth / total : 0) +
      performance * used +
      energy * (maxW > 0 ? powerW / maxW : 0) +
      this.keep * moved
    );
  }

  /** Of one replica a month. */
  unitCost(serviceId: string, nodeId: string): number {
    const key = `${serviceId} ${nodeId}`;
    let cost = this.unitCosts.get(key);
    if (cost === undefined) {
      const service = getRecord(this.problem.site, 'services', serviceId);
      cost =
        service === undefined ? 0 : replicaShare(this.problem.site, service, nodeId) * (this.prices.nodeCost.get(nodeId) ?? 0);
      this.unitCosts.set(key, cost);
    }
    return cost;
  }

  private costOf(plan: SitePlan): number {
    let cost = 0;
    for (const { serviceId, nodeId, replicas } of plan.all()) cost += replicas * this.unitCost(serviceId, nodeId);
    return cost;
  }

  private missingReplicas(plan: SitePlan): number {
    let missing = 0;
    for (const { service, required, priority } of this.problem.open.values()) {
      const running = plan
        .of(service.id)
        .reduce((sum, one) => sum + (isWorking(this.problem.site, one.nodeId) ? one.replicas : 0), 0);
      if (running < required) missing += ((1 + priority) * (required - running)) / required;
    }
    return missing;
  }

  /** Services that did not run at the start cost nothing here: they have to be put somewhere. */
  private movedShare(plan: SitePlan): number {
    if (this.startReplicas === 0) return 0;
    const gone = new Map<string, number>();
    for (const [key, replicas] of this.start) {
      const [serviceId = '', nodeId = ''] = key.split(' ');
      const left = Math.max(0, replicas - (plan.at(serviceId, nodeId)?.replicas ?? 0));
      if (left > 0) gone.set(serviceId, (gone.get(serviceId) ?? 0) + left);
    }
    return [...gone.values()].reduce((sum, left) => sum + left, 0) / this.startReplicas;
  }
}

/** How far a value is beyond its limit, 0 to 1. */
function excess(limit: number | null, value: number | null): number {
  if (limit === null || value === null || value <= limit) return 0;
  return 1 - Math.max(0, limit) / value;
}

/** [P2] Share of its objective that a flow's p99 uses; one without an objective is measured by a second. */
export function objectiveUsed({ status, p99Ms, objectiveP99Ms }: FlowResult): number {
  if (p99Ms === null || (status !== 'met' && status !== 'missed')) return 1;
  return Math.min(1, p99Ms / (objectiveP99Ms ?? USUAL_P99_MS));
}

export function usualObjectiveMs(objectiveP99Ms: number | null): number {
  return objectiveP99Ms ?? USUAL_P99_MS;
}
