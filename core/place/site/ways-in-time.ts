import { reverseDiff } from '../../site/diff.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Late } from './late.ts';
import { LeastDelay } from './least-delay.ts';
import { busyMsOn, requestsPerMs } from './least-load.ts';
import type { Limit, OpenService } from './problem.ts';
import { rulesAgainst } from './problem.ts';
import { limitsBroken } from './room.ts';
import type { Way } from './ways.ts';
import { nodesFor } from './ways.ts';
import type { Workbench } from './workbench.ts';

const LATE: Limit = { kind: 'objective', why: 'Its requests would come late or not be answered.' };

/** Evaluations that may still be made, of all services together. */
export interface EvaluationBudget {
  left: number;
}

/** A way of which may not be known yet whether it is in time. */
interface Candidate {
  readonly nodeId: string;
  readonly replicas: number;
  readonly limits: readonly Limit[];
  readonly hasProcessor: boolean;
  /** p99 with every queue empty, ms: no plan has less. Infinity where requests keep more replicas busy than there are; 0 where nothing is known. */
  readonly leastMs: number;
}

/**
 * [P3] Ways to run a placement whose flow comes late: there or on another node, as many replicas, one more, or enough. Whether one is in time is found out when it counts. It is not where
 * the delay with every queue empty is beyond the objective already (`LeastDelay`) or all requests are more than the replicas can do, nor with fewer replicas where it is not with more, as load never makes an answer come
 * earlier; else it is evaluated. So a large site needs few evaluations.
 */
export class WaysInTime {
  private readonly bench: Workbench;
  private readonly open: OpenService;
  private readonly late: Late;
  private readonly budget: EvaluationBudget;
  private readonly candidates: readonly Candidate[];
  private readonly objectiveMs: number;
  /** Known by evaluation. */
  private readonly known = new Map<Candidate, Way>();

  constructor(bench: Workbench, open: OpenService, late: Late, budget: EvaluationBudget) {
    this.bench = bench;
    this.open = open;
    this.late = late;
    this.budget = budget;
    this.objectiveMs = getRecord(bench.site, 'flows', late.flowId)?.objectiveP99Ms ?? Infinity;
    // The placement that is late is taken away meanwhile; nothing is evaluated for that.
    const away = bench.draft([{ serviceId: late.at.serviceId, nodeId: late.at.nodeId, replicas: 0 }]);
    this.candidates = this.list();
    bench.plan.take(reverseDiff(away));
  }

  /** Kinds of limits that some way breaks. */
  get kinds(): Limit['kind'][] {
    return ['objective', ...this.candidates.flatMap(({ limits }) => limits.map(({ kind }) => kind))];
  }

  *admits(kept: ReadonlySet<Limit['kind']>): Generator<void, boolean | null> {
    const way = yield* this.find(kept);
    return typeof way === 'string' ? (way === 'none' ? false : null) : true;
  }

  /** Ways with all limits that they break, as far as they are known: those that few limits keep out are looked at first. */
  *looked(most: number): Generator<void, Way[]> {
    const byFew = this.candidates.toSorted((a, b) => a.limits.length - b.limits.length || a.leastMs - b.leastMs);
    let nodes = 0;
    for (const candidate of byFew) {
      if (nodes === most) break;
      if (this.known.has(candidate) || !candidate.hasProcessor) continue;
      if (this.budget.left <= 0) break;
      nodes += 1;
      this.way(candidate);
      yield;
    }
    return this.candidates.flatMap((one): Way[] => {
      const { nodeId, replicas, limits, hasProcessor, leastMs } = one;
      const known = this.known.get(one);
      if (known !== undefined) return [known];
      const isProven = leastMs > this.objectiveMs || !hasProcessor;
      return isProven ? [{ nodeId, replicas, limits: [...limits, LATE], lateMs: new Map() }] : [];
    });
  }

  /** A way that breaks none of these limits; `unknown` where the evaluations do not suffice. */
  *find(kept: ReadonlySet<Limit['kind']>): Generator<void, Pick<Way, 'nodeId' | 'replicas'> | 'none' | 'unknown'> {
    const left = this.candidates.filter(({ limits }) => limits.every(({ kind }) => !kept.has(kind)));
    if (!kept.has('objective')) return left[0] ?? 'none';
    const lateWith = new Map<string, number>();
    for (const candidate of left.toSorted((a, b) => b.replicas - a.replicas || a.leastMs - b.leastMs)) {
      const { nodeId, replicas, leastMs, hasProcessor } = candidate;
      if (leastMs > this.objectiveMs || !hasProcessor) continue;
      if (!this.known.has(candidate)) {
        if ((lateWith.get(nodeId) ?? 0) >= replicas) continue;
        if (this.budget.left <= 0) return 'unknown';
      }
      const isLate = this.way(candidate).limits.some(({ kind }) => kind === 'objective');
      if (!isLate) return candidate;
      lateWith.set(nodeId, Math.max(replicas, lateWith.get(nodeId) ?? 0));
      yield;
    }
    return 'none';
  }

  private list(): Candidate[] {
    const { bench, open, late } = this;
    const least = this.leastDelays();
    const busyReplicas = this.busyReplicas();
    const counts = [...new Set([late.at.replicas, late.at.replicas + 1, Math.max(late.at.replicas, late.enough)])];
    return nodesFor(bench, open).flatMap((nodeId) => {
      const rules = rulesAgainst(bench.problem, open.service, nodeId);
      const hasProcessor = rules.every(({ kind }) => kind !== 'no-processor');
      const standing = bench.plan.at(open.service.id, nodeId)?.replicas ?? 0;
      const leastMs = hasProcessor ? least(nodeId) : Infinity;
      const busy = hasProcessor ? busyReplicas(nodeId) : 0;
      return counts.map((count): Candidate => {
        const replicas = standing + count;
        const limits = [...rules, ...limitsBroken(bench.site, bench.plan, open.service, nodeId, replicas)];
        const total = bench.replicas(open.service.id) + count;
        if (total > open.most)
          limits.push({
            kind: 'replica-maximum',
            why: `${open.service.name} may have ${open.most} replicas; it would have ${total}.`,
          });
        return { nodeId, replicas, limits, hasProcessor, leastMs: busy > replicas ? Infinity : leastMs };
      });
    });
  }

  /** The least delay of the flow with a node beside those that serve it else: requests may go to any of them. */
  private leastDelays(): (nodeId: string) => number {
    const { bench, open, late } = this;
    const { model } = bench.evaluated;
    const flow = getRecord(bench.site, 'flows', late.flowId);
    const access = flow === undefined ? undefined : model.accesses.get(flow.from.id);
    const source = access === undefined ? -1 : bench.near.slot(access.nodeId);
    if (flow === undefined || access === undefined || source < 0) return () => 0;
    const slotsOf = new Map<string, readonly number[]>(
      listRecords(bench.site, 'services').map(({ id }) => [id, bench.running(id).map(({ nodeId }) => bench.near.slot(nodeId))]),
    );
    const delays = new LeastDelay(model, slotsOf);
    const at = (nodeId: string): number => delays.p99Ms(flow, access, source, bench.near.slot(nodeId));
    const others = bench.running(open.service.id).reduce((least, { nodeId }) => Math.min(least, at(nodeId)), Infinity);
    return (nodeId) => Math.min(others, at(nodeId));
  }

  /** Replicas of a node that all requests of devices keep busy at the least, where no other placement takes some of them. */
  private busyReplicas(): (nodeId: string) => number {
    const { bench, open } = this;
    const { model } = bench.evaluated;
    if (bench.running(open.service.id).length > 0) return () => 0;
    const asked = model.flows.flatMap((flow) => {
      const access = flow.to.id === open.service.id ? model.accesses.get(flow.from.id) : undefined;
      const computeMs = flow.computeMs ?? open.service.work.computeMs;
      return access === undefined ? [] : [{ perMs: requestsPerMs(access, flow), computeMs }];
    });
    return (nodeId) => {
      const busyMs = busyMsOn(bench.site, open.service, nodeId);
      return asked.reduce((sum, { perMs, computeMs }) => sum + perMs * busyMs(computeMs), 0);
    };
  }

  private way(candidate: Candidate): Way {
    const known = this.known.get(candidate);
    if (known !== undefined) return known;
    this.budget.left -= 1;
    const way = this.evaluated(candidate);
    this.known.set(candidate, way);
    return way;
  }

  private evaluated({ nodeId, replicas, limits }: Candidate): Way {
    const { bench, late } = this;
    const serviceId = this.open.service.id;
    const seat = { serviceId, nodeId, replicas };
    const away = { serviceId, nodeId: late.at.nodeId, replicas: 0 };
    const diff = bench.apply(nodeId === late.at.nodeId ? [seat] : [away, seat]);
    const flow = bench.evaluated.evaluation.flows.find((one) => one.id === late.flowId);
    bench.take(reverseDiff(diff));
    if (flow === undefined || flow.status === 'met') return { nodeId, replicas, limits, lateMs: new Map() };
    const lateMs = new Map(flow.p99Ms === null ? [] : [[flow.id, flow.p99Ms]]);
    return { nodeId, replicas, limits: [...limits, LATE], lateMs };
  }
}
