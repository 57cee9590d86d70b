import type { SimpleCommand } from '../../site/commands/schema.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Policy } from '../../site/schema/policy.ts';
import { getRecord } from '../../site/site.ts';
import { nearLimitShare } from '../capacity-findings.ts';
import type { Evaluated } from '../evaluate.ts';
import { freeId } from './free-id.ts';
import type { Idea } from './result.ts';
import { utilisationOf } from './saturated.ts';

/** Nodes tried for a placement that its own node cannot keep up with, the nearest first. */
const NODES_TRIED = 4;

/** So many replicas of the service, wherever it is too slow, that its placements are no longer near their limit. */
export function replicated(evaluated: Evaluated, id: string): Idea[] {
  const { model } = evaluated;
  const placement = getRecord(model.site, 'placements', id);
  const service = placement === undefined ? undefined : getRecord(model.site, 'services', placement.serviceId);
  if (service === undefined) return [];
  const near = nearLimitShare(model);
  const commands: SimpleCommand[] = [];
  const nodeIds: string[] = [];
  let from = 0;
  let to = 0;
  for (const live of model.placements.get(service.id) ?? []) {
    const busy = utilisationOf(evaluated, `placements/${live.placement.id}`);
    if (busy === null || busy < 1) continue;
    const replicas = Math.ceil((live.placement.replicas * busy) / near);
    from += live.placement.replicas;
    to += replicas;
    commands.push({ kind: 'placement.edit', id: live.placement.id, patch: { replicas } });
    nodeIds.push(live.placement.nodeId);
  }
  if (commands.length === 0) return [];
  const subjects = commands.map((command) => ('id' in command ? `placements/${command.id}` : ''));
  return [{ kind: 'replicas', commands, subjects, from, to, nodeIds, costPerMonth: 0 }];
}

/** The placement on another node: of those with faster threads the nearest. */
export function elsewhere(evaluated: Evaluated, id: string): Idea[] {
  const placement = getRecord(evaluated.model.site, 'placements', id);
  if (placement === undefined) return [];
  const own = speedOf(evaluated, placement.nodeId);
  return nearestNodes(evaluated, placement, own).map((nodeId): Idea => {
    const commands: SimpleCommand[] = [{ kind: 'placement.move', id: placement.id, nodeId } as SimpleCommand];
    return moving('move', placement, commands, [nodeId]);
  });
}

/** A second placement on a node near by, and the requests spread over both. */
export function shared(evaluated: Evaluated, id: string): Idea[] {
  const { site, flows } = evaluated.model;
  const placement = getRecord(site, 'placements', id);
  if (placement === undefined) return [];
  const workloadIds = [...new Set(flows.filter((flow) => flow.to.id === placement.serviceId).map((flow) => flow.workloadId))];
  const policy = {
    id: freeId(site.policies, `spread.${placement.serviceId}`),
    name: `Spread ${placement.serviceId}`,
    enabled: true,
    kind: 'steering',
    workloadIds,
    rule: 'spread',
  } as Policy;
  return nearestNodes(evaluated, placement, 0).map((nodeId): Idea => {
    const record = {
      ...placement,
      id: freeId(site.placements, `${placement.serviceId}.${nodeId}`),
      nodeId,
      pinned: false,
    } as Placement;
    const commands: SimpleCommand[] = [
      { kind: 'placement.add', record },
      { kind: 'policy.add', record: policy },
    ];
    return moving('share', placement, commands, [placement.nodeId, nodeId]);
  });
}

function moving(kind: Idea['kind'], placement: Placement, commands: readonly SimpleCommand[], nodeIds: readonly string[]): Idea {
  const subjects = [`services/${placement.serviceId}`];
  return { kind, commands, subjects, from: null, to: null, nodeIds, costPerMonth: 0 };
}

/** Nodes that do not run the service yet and could, with threads faster than `aboveSpeed`, by unloaded delay from where it runs. */
function nearestNodes(evaluated: Evaluated, placement: Placement, aboveSpeed: number): string[] {
  const { model } = evaluated;
  const here = model.graph.indexOf.get(placement.nodeId);
  if (here === undefined) return [];
  const tree = model.routes.toNearest([here]);
  const taken = new Set((model.placements.get(placement.serviceId) ?? []).map((live) => live.node));
  const units = (getRecord(model.site, 'services', placement.serviceId)?.perReplica.computeUnits ?? 0) * placement.replicas;
  return model.graph.nodes
    .map((node, index) => ({ node, index, costNs: tree.costNs(index) }))
    .filter(({ node, index, costNs }) => {
      const compute = getRecord(model.site, 'hardwareTypes', node.typeId)?.compute;
      if (compute === undefined || compute.perThreadFactor <= aboveSpeed || compute.computeUnits < units) return false;
      return costNs < Infinity && !taken.has(index);
    })
    .toSorted((a, b) => a.costNs - b.costNs || a.index - b.index)
    .slice(0, NODES_TRIED)
    .map(({ node }) => node.id);
}

function speedOf({ model }: Evaluated, nodeId: string): number {
  const typeId = getRecord(model.site, 'nodes', nodeId)?.typeId ?? '';
  return getRecord(model.site, 'hardwareTypes', typeId)?.compute.perThreadFactor ?? 0;
}
