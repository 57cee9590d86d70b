import { reverseDiff } from '../../site/diff.ts';
import type { Placement } from '../../site/schema/placement.ts';
import { nearestFirst } from './insert.ts';
import type { Seat } from './plan.ts';
import type { Limit, LimitKind, OpenService } from './problem.ts';
import { rulesAgainst } from './problem.ts';
import { groupKey, limitsBroken } from './room.ts';
import type { Workbench } from './workbench.ts';

const LATE: Limit = { kind: 'objective', why: 'Its requests would come late or not be answered.' };

/** A way to let a service run on a node, and the limits that it would break, everything else where it is. */
export interface Way {
  readonly nodeId: string;
  /** On the node, all of the service. */
  readonly replicas: number;
  readonly limits: readonly Limit[];
  /** Latest p99 of the flows that this is about, by flow; empty where none misses. */
  readonly lateMs: ReadonlyMap<string, number>;
}

/** Ways to place replicas that a service lacks: one to all of them on each node. */
export function waysIn(bench: Workbench, open: OpenService, missing: number): Way[] {
  const { service } = open;
  return nodesFor(bench, open).flatMap((nodeId) => {
    const rules = rulesAgainst(bench.problem, service, nodeId);
    const standing = bench.plan.at(service.id, nodeId)?.replicas ?? 0;
    return Array.from({ length: missing }, (_, index): Way => {
      const replicas = standing + index + 1;
      return {
        nodeId,
        replicas,
        limits: [...rules, ...limitsBroken(bench.site, bench.plan, service, nodeId, replicas)],
        lateMs: new Map(),
      };
    });
  });
}

/** [P3] Whether so many replicas find room where only the limits in `kept` hold. Exact, because nodes do not depend on each other but by the spread. */
export function findRoom(
  bench: Workbench,
  open: OpenService,
  ways: readonly Way[],
  missing: number,
  kept: ReadonlySet<LimitKind>,
): boolean {
  const most = new Map<string, number>();
  const { antiAffinity } = open.service;
  const spreads = kept.has('spread') && antiAffinity !== 'none';
  for (const { nodeId, replicas, limits } of ways) {
    if (limits.some(({ kind }) => kept.has(kind))) continue;
    const more = replicas - (bench.plan.at(open.service.id, nodeId)?.replicas ?? 0);
    // Nodes of one group share its single replica.
    const key = spreads ? groupKey(bench.site, nodeId, antiAffinity) : nodeId;
    most.set(key, Math.max(most.get(key) ?? 0, more));
  }
  return [...most.values()].reduce((sum, each) => sum + each, 0) >= missing;
}

/** Ways to run a placement whose flows come late: there or on another node, as many replicas, one more, or `enough`. Each is evaluated. */
export function* waysInTime(
  bench: Workbench,
  open: OpenService,
  at: Placement,
  flowIds: readonly string[],
  enough: number,
): Generator<void, Way[]> {
  const { id: serviceId } = open.service;
  const away = bench.apply([{ serviceId, nodeId: at.nodeId, replicas: 0 }]);
  const ways: Way[] = [];
  for (const nodeId of nodesFor(bench, open)) {
    const standing = bench.plan.at(serviceId, nodeId)?.replicas ?? 0;
    for (const count of new Set([at.replicas, at.replicas + 1, Math.max(at.replicas, enough)]))
      ways.push(wayInTime(bench, open, { serviceId, nodeId, replicas: standing + count }, new Set(flowIds)));
    yield;
  }
  bench.take(reverseDiff(away));
  return ways;
}

function wayInTime(bench: Workbench, { service, most }: OpenService, seat: Seat, flowIds: ReadonlySet<string>): Way {
  const { nodeId, replicas } = seat;
  const limits: Limit[] = [
    ...rulesAgainst(bench.problem, service, nodeId),
    ...limitsBroken(bench.site, bench.plan, service, nodeId, replicas),
  ];
  if (limits.some(({ kind }) => kind === 'no-processor'))
    return { nodeId, replicas, limits: [...limits, LATE], lateMs: new Map() };
  const diff = bench.apply([seat]);
  const total = bench.replicas(service.id);
  if (total > most)
    limits.push({
      kind: 'replica-maximum',
      why: `${service.name} may have ${most} replicas; it would have ${total}.`,
    });
  const lateMs = new Map<string, number>();
  let isBlocked = false;
  for (const flow of bench.evaluated.evaluation.flows) {
    if (!flowIds.has(flow.id) || flow.status === 'met') continue;
    if (flow.p99Ms === null) isBlocked = true;
    else lateMs.set(flow.id, flow.p99Ms);
  }
  bench.take(reverseDiff(diff));
  if (isBlocked || lateMs.size > 0) limits.push({ kind: 'objective', why: 'Its requests would come late or not be answered.' });
  return { nodeId, replicas, limits, lateMs: isBlocked ? new Map() : lateMs };
}

function nodesFor(bench: Workbench, open: OpenService): string[] {
  return nearestFirst(bench, { ...open, nodeIds: bench.problem.workingNodeIds });
}
