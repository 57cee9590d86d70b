import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import { SitePlan } from './plan.ts';
import type { MoveStep, PlaceChange } from './result.ts';
import { isWorking, overfull } from './room.ts';

interface Half {
  readonly change: PlaceChange;
  readonly nodeId: string;
  /** Replicas more or fewer on the node. */
  readonly delta: number;
}

/**
 * [P6] The changes one after the other so that no node holds more than it can on the way: what moves starts at its new node before it stops at its old one,
 * and counts on both; what ends for good ends last, or earlier where its room is needed. Where a ring of moves leaves no room for that, the smallest of them
 * stops first and is told as an interruption.
 */
export function orderOfMoves(site: Site, changes: readonly PlaceChange[]): MoveStep[] {
  const plan = new SitePlan(site);
  const starts: Half[] = changes.flatMap((change) => {
    if (change.kind === 'resize')
      return change.after > change.before && change.to !== null
        ? [{ change, nodeId: change.to, delta: change.after - change.before }]
        : [];
    return change.to === null ? [] : [{ change, nodeId: change.to, delta: change.after }];
  });
  const steps: MoveStep[] = [];
  const stopped = new Set<PlaceChange>();
  const run = (kind: MoveStep['kind'], serviceId: string, nodeId: string, replicas: number, interrupts: boolean): void => {
    const now = plan.at(serviceId, nodeId)?.replicas ?? 0;
    const after = kind === 'start' ? now + replicas : now - replicas;
    plan.take(plan.diff([{ serviceId, nodeId, replicas: Math.max(0, after) }]));
    steps.push({ kind, serviceId, nodeId, replicas, interrupts });
  };
  const stop = (change: PlaceChange, interrupts: boolean): void => {
    if (stopped.has(change) || change.from === null) return;
    stopped.add(change);
    const replicas = change.kind === 'resize' ? change.before - change.after : change.before;
    if (replicas > 0) run('stop', change.serviceId, change.from, replicas, interrupts);
  };
  let ending = changes.filter(({ kind, before, after }) => kind === 'remove' || (kind === 'resize' && after < before));
  let waiting = starts;
  while (waiting.length > 0) {
    const ready = waiting.find((half) => hasRoom(site, plan, half));
    if (ready !== undefined) {
      run('start', ready.change.serviceId, ready.nodeId, ready.delta, false);
      if (ready.change.kind === 'move') stop(ready.change, false);
      waiting = waiting.filter((half) => half !== ready);
      continue;
    }
    // Room is made by what ends for good: first of services that have all they will have.
    const isComplete = ({ serviceId }: PlaceChange): boolean => waiting.every(({ change }) => change.serviceId !== serviceId);
    const over = ending.find(isComplete) ?? ending[0];
    if (over !== undefined) {
      stop(over, false);
      ending = ending.filter((change) => change !== over);
      continue;
    }
    const first = waiting
      .filter(({ change }) => change.kind === 'move' && !stopped.has(change))
      .toSorted((a, b) => a.change.before - b.change.before)[0];
    if (first === undefined) {
      // Nothing more can be freed: what is left goes where it was over its limit before, too.
      for (const half of waiting) run('start', half.change.serviceId, half.nodeId, half.delta, false);
      break;
    }
    stop(first.change, isWorking(site, first.change.from ?? ''));
  }
  for (const change of ending) stop(change, false);
  return steps;
}

function hasRoom(site: Site, plan: SitePlan, { change, nodeId, delta }: Half): boolean {
  const now = plan.at(change.serviceId, nodeId)?.replicas ?? 0;
  const diff = plan.diff([{ serviceId: change.serviceId, nodeId, replicas: now + delta }]);
  const after = diff.changes.map((one) => one.after).find((one) => one !== null) as Placement | undefined;
  if (after === undefined) return true;
  const others = plan.on(nodeId).filter((one) => one.serviceId !== change.serviceId);
  return overfull(site, nodeId, [...others, after]).length === 0;
}

/** [P6] Nodes that hold more than they can after some step, and did not before the first: none, if the order is right. */
export function breachesOnTheWay(site: Site, steps: readonly MoveStep[]): string[] {
  const counts = new Map<string, Map<string, Placement>>();
  for (const placement of listRecords(site, 'placements')) {
    const node = counts.get(placement.nodeId) ?? new Map<string, Placement>();
    node.set(placement.serviceId, placement);
    counts.set(placement.nodeId, node);
  }
  const full = (nodeId: string): number => overfull(site, nodeId, [...(counts.get(nodeId)?.values() ?? [])]).length;
  const before = new Map([...counts.keys()].map((nodeId) => [nodeId, full(nodeId)]));
  const breaches: string[] = [];
  for (const { kind, serviceId, nodeId, replicas } of steps) {
    const node = counts.get(nodeId) ?? new Map<string, Placement>();
    counts.set(nodeId, node);
    const now = node.get(serviceId);
    const after = (now?.replicas ?? 0) + (kind === 'start' ? replicas : -replicas);
    if (after <= 0) node.delete(serviceId);
    else
      node.set(serviceId, {
        ...(now ?? ({ id: serviceId, serviceId, nodeId, pinned: false, variant: null } as object)),
        replicas: after,
      } as Placement);
    if (kind === 'start' && full(nodeId) > (before.get(nodeId) ?? 0)) breaches.push(nodeId);
  }
  return breaches;
}
