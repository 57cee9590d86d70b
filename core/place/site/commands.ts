import { compareCodeUnits } from '../../base/canonical-json.ts';
import { freeId } from '../../evaluate/relief/free-id.ts';
import type { BatchCommand, SimpleCommand } from '../../site/commands/schema.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { PlaceChange } from './result.ts';
import { isWorking } from './room.ts';

/** What changes from the site's placements to those of the plan, service by service: what leaves a node goes to one that is new to the service. */
export function changesBetween(site: Site, plan: readonly Placement[]): PlaceChange[] {
  const wantedBy = groupByService(plan);
  const standingBy = groupByService(listRecords(site, 'placements'));
  const ids = [...new Set([...wantedBy.keys(), ...standingBy.keys()])].toSorted(compareCodeUnits);
  const taken: Record<string, unknown> = { ...site.placements };
  return ids.flatMap((serviceId) => {
    const wanted = wantedBy.get(serviceId) ?? new Map<string, Placement>();
    const standing = standingBy.get(serviceId) ?? new Map<string, Placement>();
    const leaving = [...standing.values()].filter((one) => !wanted.has(one.nodeId));
    const coming = [...wanted.values()].filter((one) => !standing.has(one.nodeId));
    const changes: PlaceChange[] = [];
    for (const { id, nodeId, replicas, variant } of standing.values()) {
      const after = wanted.get(nodeId);
      if (after !== undefined && (after.replicas !== replicas || after.variant !== variant))
        changes.push({
          kind: 'resize',
          placementId: id,
          serviceId,
          from: nodeId,
          to: nodeId,
          before: replicas,
          after: after.replicas,
          variant: after.variant,
        });
    }
    for (const one of coming) {
      const from = leaving.shift();
      if (from === undefined) {
        const id = freeId(taken, `${serviceId}.${one.nodeId}`);
        taken[id] = true;
        changes.push({
          kind: 'place',
          placementId: id,
          serviceId,
          from: null,
          to: one.nodeId,
          before: 0,
          after: one.replicas,
          variant: one.variant,
        });
      } else
        changes.push({
          kind: 'move',
          placementId: from.id,
          serviceId,
          from: from.nodeId,
          to: one.nodeId,
          before: from.replicas,
          after: one.replicas,
          variant: one.variant,
        });
    }
    for (const { id, nodeId, replicas, variant } of leaving)
      changes.push({
        kind: 'remove',
        placementId: id,
        serviceId,
        from: nodeId,
        to: null,
        before: replicas,
        after: 0,
        variant,
      });
    return changes;
  });
}

/** The changes as one command that can be undone as one. */
export function batchOf(site: Site, changes: readonly PlaceChange[]): BatchCommand {
  const order = { remove: 0, move: 1, resize: 2, place: 3 } as const;
  const commands = changes.toSorted((a, b) => order[a.kind] - order[b.kind]).flatMap((change) => commandsOf(site, change));
  return { kind: 'batch', label: 'place', commands };
}

export function commandsOf(site: Site, { kind, placementId, serviceId, to, after, variant }: PlaceChange): SimpleCommand[] {
  const id = placementId as Placement['id'];
  if (kind === 'remove' || to === null) return [{ kind: 'placement.remove', id }];
  const nodeId = to as Placement['nodeId'];
  if (kind === 'place') {
    const record = { id, serviceId, nodeId, replicas: after, pinned: false, variant } as Placement;
    return [{ kind: 'placement.add', record }];
  }
  const before = getRecord(site, 'placements', id);
  const patch = {
    ...(before?.replicas === after ? {} : { replicas: after }),
    ...(before?.variant === variant ? {} : { variant }),
  };
  return [
    ...(kind === 'move' ? [{ kind: 'placement.move', id, nodeId } as const] : []),
    ...(Object.keys(patch).length > 0 ? [{ kind: 'placement.edit', id, patch } as const] : []),
  ];
}

/** Placements that stay where their node does not work, of services that run elsewhere as often as they have to: they are let go. */
export function withoutStranded(site: Site, plan: readonly Placement[], required: (serviceId: string) => number): Placement[] {
  const running = new Map<string, number>();
  for (const { serviceId, nodeId, replicas } of plan)
    if (isWorking(site, nodeId)) running.set(serviceId, (running.get(serviceId) ?? 0) + replicas);
  return plan.filter(
    ({ serviceId, nodeId, pinned }) =>
      pinned || isWorking(site, nodeId) || (running.get(serviceId) ?? 0) < Math.max(1, required(serviceId)),
  );
}

function groupByService(placements: readonly Placement[]): Map<string, Map<string, Placement>> {
  const groups = new Map<string, Map<string, Placement>>();
  for (const placement of placements) {
    const group = groups.get(placement.serviceId) ?? new Map<string, Placement>();
    group.set(placement.nodeId, placement);
    groups.set(placement.serviceId, group);
  }
  return groups;
}
