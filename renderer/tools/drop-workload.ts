import { freeId, slug } from '../../core/base/ids.ts';
import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { newPlacement } from '../../core/site/defaults.ts';
import { nodePositionM } from '../../core/site/geometry.ts';
import type { PositionM, Tier } from '../../core/site/schema/common.ts';
import { placementId as placementIdSchema } from '../../core/site/schema/common.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { DropTarget } from '../store/interaction-store.ts';
import type { CatalogLookups } from './catalog-lookups.ts';
import { gone, noChange } from './drop-problems.ts';

type Node = RecordOf<'nodes'>;

/** Replicas of a service to another node. */
export function dropPlacement(site: Site, placementId: string, target: DropTarget): Result<Command, Problem> {
  const placement = getRecord(site, 'placements', placementId);
  if (placement === undefined) return gone(`placements/${placementId}`);
  const current = getRecord(site, 'nodes', placement.nodeId);
  if (target.kind === 'tier' && current?.tier === target.tier) return noChange();
  const from = current === undefined ? null : nodePositionM(site, current);
  const node = hostFor(site, target, from, demandOf(site, placement.serviceId, placement.replicas), placement.serviceId);
  if (node.status === 'failed') return node;
  if (node.value.id === placement.nodeId) return noChange();
  return ok({ kind: 'placement.move', id: placement.id, nodeId: node.value.id });
}

/** A service onto a node: its first placement, or the move of its only one. With several, one more. */
export function dropService(site: Site, serviceId: string, target: DropTarget): Result<Command, Problem> {
  const service = getRecord(site, 'services', serviceId);
  if (service === undefined) return gone(`services/${serviceId}`);
  const placements = listRecords(site, 'placements').filter((placement) => placement.serviceId === serviceId);
  const [only] = placements;
  if (placements.length === 1 && only !== undefined) return dropPlacement(site, only.id, target);
  const replicas = placements.length === 0 ? Math.max(1, service.replicas.min) : 1;
  const node = hostFor(site, target, null, demandOf(site, serviceId, replicas), serviceId);
  if (node.status === 'failed') return node;
  if (placements.some((placement) => placement.nodeId === node.value.id)) return noChange();
  const id = freeId(slug(`${serviceId}-${node.value.id}`), (taken) => getRecord(site, 'placements', taken) !== undefined);
  return ok({
    kind: 'placement.add',
    record: newPlacement({ id: placementIdSchema.parse(id), serviceId: service.id, nodeId: node.value.id, replicas }),
  });
}

/** A workload of the catalog, all its services on one node. */
export function dropTemplate(
  site: Site,
  catalog: CatalogLookups,
  templateId: string,
  target: DropTarget,
): Result<Command, Problem> {
  const template = catalog.template(templateId);
  if (template === undefined) return gone(`templates/${templateId}`);
  const computeUnits = template.services.reduce(
    (sum, service) => sum + service.perReplica.computeUnits * Math.max(1, service.replicas.min),
    0,
  );
  const node = hostFor(site, target, null, computeUnits, null);
  if (node.status === 'failed') return node;
  const commands = catalog.templateCommands(site, template, node.value.id);
  if (commands.status === 'failed') return commands;
  return ok({ kind: 'batch', label: 'drag.label.template', commands: [...commands.value] });
}

/**
 * Node that takes it. A node is meant as such; of a place or a tier it is the one that has room and stands nearest, or has most room
 * when none has enough, so that the consequence shows instead of a refusal.
 */
function hostFor(
  site: Site,
  target: DropTarget,
  from: PositionM | null,
  computeUnits: number,
  serviceId: string | null,
): Result<Node, Problem> {
  if (target.kind === 'node') {
    const node = getRecord(site, 'nodes', target.nodeId);
    if (node === undefined) return gone(`nodes/${target.nodeId}`);
    return hasCompute(site, node) ? ok(node) : failed(noCompute(node.name, `nodes/${node.id}`));
  }
  const hosts = listRecords(site, 'nodes').filter(
    (node) =>
      node.tier === target.tier &&
      (target.kind === 'tier' || target.placeId === null || node.placeId === target.placeId) &&
      node.status !== 'failed' &&
      node.status !== 'retired' &&
      hasCompute(site, node),
  );
  const used = usedComputeUnits(site, serviceId);
  const ranked = hosts.map((node) => {
    const freeUnits = (getRecord(site, 'hardwareTypes', node.typeId)?.compute.computeUnits ?? 0) - (used.get(node.id) ?? 0);
    const at = nodePositionM(site, node);
    const distanceM = from === null ? 0 : Math.hypot(at.xM - from.xM, at.yM - from.yM, at.zM - from.zM);
    return { node, freeUnits, distanceM, fits: freeUnits >= computeUnits };
  });
  ranked.sort((a, b) => Number(b.fits) - Number(a.fits) || (a.fits ? a.distanceM - b.distanceM : 0) || b.freeUnits - a.freeUnits);
  const best = ranked[0];
  return best === undefined ? failed(noHost(site, target.tier)) : ok(best.node);
}

function noHost(site: Site, tier: Tier): Problem {
  const others = [
    ...new Set(
      listRecords(site, 'nodes')
        .filter((node) => hasCompute(site, node))
        .map((node) => node.tier),
    ),
  ];
  return problem(
    'drop.no-host',
    `Nothing here can run it (${tier}).`,
    others.length === 0
      ? 'Drag hardware with compute here first.'
      : `Drag hardware with compute here first, or drop it where there is some: ${others.join(', ')}.`,
    {},
    others.length === 0 ? { tier } : { which: 'elsewhere', tier, tiers: others.join(', ') },
  );
}

function noCompute(name: string, place: string): Problem {
  return problem(
    'drop.no-compute',
    `${name} only forwards; it runs no services.`,
    'Drop it on a server, box or gateway with compute.',
    {
      place,
    },
    { name },
  );
}

function hasCompute(site: Site, node: Node): boolean {
  return (getRecord(site, 'hardwareTypes', node.typeId)?.compute.computeUnits ?? 0) > 0;
}

function demandOf(site: Site, serviceId: string, replicas: number): number {
  return (getRecord(site, 'services', serviceId)?.perReplica.computeUnits ?? 0) * replicas;
}

/** Reserved by everything that runs, except the service that moves. */
function usedComputeUnits(site: Site, exceptServiceId: string | null): Map<string, number> {
  const used = new Map<string, number>();
  for (const placement of listRecords(site, 'placements')) {
    if (placement.serviceId === exceptServiceId) continue;
    used.set(placement.nodeId, (used.get(placement.nodeId) ?? 0) + demandOf(site, placement.serviceId, placement.replicas));
  }
  return used;
}
