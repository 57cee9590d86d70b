import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { Flow } from '../../site/schema/flow.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { Leg, LegTarget } from '../demand.ts';
import { freeId } from './free-id.ts';

/** Services with the most traffic over the link that are tried alone and together, and how many compute nodes back from it. */
const SERVICES_TRIED = 3;
const DEPTHS_TRIED = 4;

export interface Move {
  readonly serviceIds: readonly string[];
  readonly nodeIds: readonly string[];
  readonly commands: readonly SimpleCommand[];
}

/** Traffic of one service over the link: from each of its other ends, the compute nodes on that end's side, nearest to the link first. */
interface Crossing {
  mbps: number;
  readonly ways: (readonly number[])[];
  /** Placements whose traffic crosses it. */
  readonly placements: Set<string>;
  readonly arcs: ReadonlySet<number>;
}

/**
 * Ways to keep traffic off a link: the services that it comes from or goes to run on its other side instead, where the traffic's other end is. Tried are
 * the services with most of the traffic, on the first compute node before the link, on the second, and so on.
 */
export function movesOff(evaluated: Evaluated, linkId: string): Move[] {
  const crossings = crossingsOf(evaluated, linkId);
  const ranked = [...crossings].toSorted(([a, one], [b, two]) => two.mbps - one.mbps || compareCodeUnits(a, b));
  const moves = new Map<string, Move>();
  for (let count = 1; count <= Math.min(SERVICES_TRIED, ranked.length); count += 1)
    for (let depth = 0; depth < DEPTHS_TRIED; depth += 1) {
      const move = moveTo(evaluated, ranked.slice(0, count), depth);
      if (move !== null) moves.set(JSON.stringify(move.commands), move);
    }
  return [...moves.values()];
}

function crossingsOf(evaluated: Evaluated, linkId: string): Map<string, Crossing> {
  const { model, demand } = evaluated;
  const found = new Map<string, Crossing>();
  const arcs = arcsOver(evaluated, linkId);
  for (const flow of model.flows)
    for (const leg of demand.legs.get(flow.id) ?? [])
      for (const target of leg.targets) {
        const at = target.path.findIndex((arc) => arcs.has(arc));
        const back = target.back.findIndex((arc) => arcs.has(arc));
        if (at < 0 && back < 0) continue;
        const moved = movedBy(evaluated, flow, leg, target);
        if (moved === null) continue;
        const crossing = found.get(moved.serviceId) ?? { mbps: 0, ways: [], placements: new Set<string>(), arcs };
        crossing.mbps += leg.requestsPerSecond * target.share * messageBits(evaluated, flow);
        const nodes = at >= 0 ? nodesAlong(evaluated, leg.source, target.path) : nodesAlong(evaluated, target.node, target.back);
        const side = at >= 0 ? at : back;
        const before = nodes.slice(0, side + 1).toReversed();
        const after = nodes.slice(side + 1);
        // The service is at the target's end of the way there, or at its source; where it goes is the other end's side.
        const leavesTarget = moved.end === 'target';
        crossing.ways.push(at >= 0 === leavesTarget ? before : after);
        crossing.placements.add(moved.placementId);
        found.set(moved.serviceId, crossing);
      }
  return found;
}

/** Arcs of the link, and of overlays that run over it. */
function arcsOver({ model }: Evaluated, linkId: string): Set<number> {
  const { arcOf, arcs } = model.graph;
  const own = [arcOf.get(`${linkId}/up`), arcOf.get(`${linkId}/down`)].filter((arc) => arc !== undefined);
  const over = arcs.filter((arc) => arc.underlays.some((under) => own.includes(under.arc))).map((arc) => arc.index);
  return new Set([...own, ...over]);
}

/** The service whose move shortens the way: what is called, or the caller where the called end is a device. */
function movedBy(
  { model }: Evaluated,
  flow: Flow,
  leg: Leg,
  target: LegTarget,
): { readonly serviceId: string; readonly placementId: string; readonly end: 'source' | 'target' } | null {
  if (target.placement !== null) return { serviceId: flow.to.id, placementId: target.placement.placement.id, end: 'target' };
  if (flow.from.kind !== 'service') return null;
  const caller = model.placements.get(flow.from.id)?.find((live) => live.node === leg.source);
  return caller === undefined ? null : { serviceId: flow.from.id, placementId: caller.placement.id, end: 'source' };
}

function messageBits({ model }: Evaluated, flow: Flow): number {
  const group = flow.from.kind === 'device-group' ? getRecord(model.site, 'deviceGroups', flow.from.id) : undefined;
  const request = flow.requestBytes ?? group?.bytesUp ?? 0;
  const response = flow.pattern === 'one-way' ? 0 : (flow.responseBytes ?? group?.bytesDown ?? 0);
  return ((request + response) * 8) / 1e6;
}

function nodesAlong({ model }: Evaluated, source: number, path: readonly number[]): number[] {
  return [source, ...path.map((arc) => model.graph.arcs[arc]?.to ?? -1)];
}

function moveTo(evaluated: Evaluated, crossings: readonly (readonly [string, Crossing])[], depth: number): Move | null {
  const commands: SimpleCommand[] = [];
  const nodeIds = new Set<string>();
  const moved = new Set(crossings.map(([id]) => id));
  for (const [serviceId, crossing] of crossings) {
    const service = getRecord(evaluated.model.site, 'services', serviceId);
    const nodes = new Set<string>();
    for (const way of crossing.ways) {
      const able = way.filter((node) => canCompute(evaluated, node));
      const node = evaluated.model.graph.nodes[able[Math.min(depth, able.length - 1)] ?? -1];
      if (node === undefined || service === undefined) return null;
      if (service.allowedTiers.length > 0 && !service.allowedTiers.includes(node.tier)) return null;
      nodes.add(node.id);
    }
    const placed = placeOn(evaluated, serviceId, moved, crossing, [...nodes].toSorted(compareCodeUnits));
    if (placed === null) return null;
    commands.push(...placed);
    for (const node of nodes) nodeIds.add(node);
  }
  if (commands.length === 0) return null;
  return { serviceIds: crossings.map(([id]) => id), nodeIds: [...nodeIds].toSorted(compareCodeUnits), commands };
}

function canCompute({ model }: Evaluated, node: number): boolean {
  const typeId = model.graph.nodes[node]?.typeId;
  return typeId !== undefined && (getRecord(model.site, 'hardwareTypes', typeId)?.compute.threads ?? 0) > 0;
}

/** Placements on the nodes that have none yet; those that only served the traffic that moves go. Null where one of them is pinned. */
function placeOn(
  evaluated: Evaluated,
  serviceId: string,
  moved: ReadonlySet<string>,
  crossing: Crossing,
  nodeIds: readonly string[],
): SimpleCommand[] | null {
  const { model } = evaluated;
  const placements = (model.placements.get(serviceId) ?? []).map((live) => live.placement);
  const kept = servingOthers(evaluated, serviceId, moved, crossing);
  const leaving = placements.filter(
    ({ id, nodeId }) => crossing.placements.has(id) && !kept.has(id) && !nodeIds.includes(nodeId),
  );
  if (leaving.some((one) => one.pinned)) return null;
  const joining = nodeIds.filter((nodeId) => placements.every((one) => one.nodeId !== nodeId));
  const replicas = Math.max(1, Math.ceil(leaving.reduce((total, one) => total + one.replicas, 0) / Math.max(1, joining.length)));
  return [
    ...leaving.map(({ id }): SimpleCommand => ({ kind: 'placement.remove', id })),
    ...joining.map((nodeId): SimpleCommand => {
      const id = freeId(model.site.placements, `${serviceId}.${nodeId}`);
      const record = { id, serviceId, nodeId, replicas, pinned: false, variant: leaving[0]?.variant ?? null } as Placement;
      return { kind: 'placement.add', record };
    }),
  ];
}

/** Placements that also serve somebody who stays where he is and does not cross the link. */
function servingOthers(
  { model, demand }: Evaluated,
  serviceId: string,
  moved: ReadonlySet<string>,
  crossing: Crossing,
): Set<string> {
  const kept = new Set<string>();
  for (const flow of model.flows) {
    if (flow.to.kind !== 'service' || flow.to.id !== serviceId || moved.has(flow.from.id)) continue;
    for (const leg of demand.legs.get(flow.id) ?? [])
      for (const { placement, path, back } of leg.targets)
        if (placement !== null && ![...path, ...back].some((arc) => crossing.arcs.has(arc))) kept.add(placement.placement.id);
  }
  return kept;
}
