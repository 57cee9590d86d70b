import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { SiteDiff } from '../../site/diff.ts';
import { squashDiffs } from '../../site/diff.ts';
import { nodeScore } from './node-score.ts';
import type { OpenService } from './problem.ts';
import type { Seat } from './plan.ts';
import type { Workbench } from './workbench.ts';

/** Nodes that are scored for a replica, the nearest to its sources. */
const NODES_SCORED = 24;

/** Nodes that a service may stand on, by mean unloaded delay to its sources. */
export function nearestFirst(bench: Workbench, { service, nodeIds }: OpenService): string[] {
  const sources = bench.near.sourcesOf(service.id);
  return nodeIds
    .map((nodeId) => ({ nodeId, delayMs: bench.near.meanDelayMs(sources, bench.near.slot(nodeId)) ?? 0 }))
    .toSorted((a, b) => (a.delayMs === b.delayMs ? compareCodeUnits(a.nodeId, b.nodeId) : a.delayMs - b.delayMs))
    .map(({ nodeId }) => nodeId);
}

/** One more replica where its score is best; null where no node takes it. */
export function bestSeat(bench: Workbench, open: OpenService, nearest: readonly string[]): Seat | null {
  const { service } = open;
  const sources = bench.near.sourcesOf(service.id);
  let best: { readonly seat: Seat; readonly score: number } | null = null;
  let scored = 0;
  for (const nodeId of nearest) {
    if (scored === NODES_SCORED) break;
    const seat = { serviceId: service.id, nodeId, replicas: (bench.plan.at(service.id, nodeId)?.replicas ?? 0) + 1 };
    if (!bench.allows([seat])) continue;
    scored += 1;
    const { score } = nodeScore(bench.site, bench.plan, bench.near, sources, service, nodeId, seat.replicas);
    if (best === null || score > best.score) best = { seat, score };
  }
  return best?.seat ?? null;
}

/** [P2] Drafts the replicas that a service lacks, one after the other, each on the node that suits it best; null where none finds room. */
export function draftInsertion(bench: Workbench, open: OpenService): SiteDiff | null {
  const nearest = nearestFirst(bench, open);
  let done: SiteDiff | null = null;
  while (bench.replicas(open.service.id) < open.required) {
    const seat = bestSeat(bench, open, nearest);
    if (seat === null) break;
    const diff = bench.draft([seat]);
    done = done === null ? diff : squashDiffs(done, diff);
  }
  return done;
}

/** The same, evaluated. */
export function insert(bench: Workbench, open: OpenService): SiteDiff | null {
  const diff = draftInsertion(bench, open);
  return diff === null ? null : bench.settle(diff);
}

/** Who is placed first: the highest priority, then the strictest objective, then the greatest need. */
export function insertionOrder(bench: Workbench): OpenService[] {
  const strictest = new Map<string, number>();
  for (const { to, objectiveP99Ms } of bench.evaluated.model.flows)
    if (objectiveP99Ms !== null) strictest.set(to.id, Math.min(strictest.get(to.id) ?? Infinity, objectiveP99Ms));
  const objective = (open: OpenService): number => strictest.get(open.service.id) ?? 1e12;
  return [...bench.problem.open.values()].toSorted(
    (a, b) =>
      b.priority - a.priority ||
      objective(a) - objective(b) ||
      b.service.perReplica.computeUnits * b.required - a.service.perReplica.computeUnits * a.required ||
      compareCodeUnits(a.service.id, b.service.id),
  );
}
