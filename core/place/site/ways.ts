import { nearestFirst } from './insert.ts';
import type { Limit, LimitKind, OpenService } from './problem.ts';
import { rulesAgainst } from './problem.ts';
import { groupKey, limitsBroken } from './room.ts';
import type { Workbench } from './workbench.ts';

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

/** Working nodes, the nearest to what asks for the service first. */
export function nodesFor(bench: Workbench, open: OpenService): string[] {
  return nearestFirst(bench, { ...open, nodeIds: bench.problem.workingNodeIds });
}
