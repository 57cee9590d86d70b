import { freeId } from '../../base/ids.ts';
import { apply } from '../../site/commands/apply.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import { newIdealMedium, newLink, newNode, newPlacement } from '../../site/defaults.ts';
import { applyDiff } from '../../site/diff.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import { linkId, mediumId, nodeId, placementId } from '../../site/schema/common.ts';
import { TIERS } from '../../site/schema/common.ts';
import type { Medium } from '../../site/schema/medium.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { isSharedPool } from '../shared-pool.ts';
import type { SizedPool } from './centre-hardware.ts';
import { sizePool } from './centre-hardware.ts';
import type { CentralNeeds, Pool } from './centre-needs.ts';
import type { BaselineContents, BaselineHardware } from './result.ts';

type Node = RecordOf<'nodes'>;

/** Network inside the centre: no delay and no limit of its own, so that only the way to it counts. */
function insideMedium(id: Medium['id']): Medium {
  return newIdealMedium({
    id,
    name: 'Network inside the centre',
    kind: 'copper',
    bandwidthUpMbps: 1e6,
    bandwidthDownMbps: 1e6,
    sources: [{ fields: [], title: 'Assumption of the baseline', url: null, date: null, note: '' }],
  });
}

export interface CentralSite {
  readonly site: Site;
  readonly bought: readonly BaselineHardware[];
  readonly staying: BaselineContents['staying'];
  readonly services: number;
  /** Nodes that lost all their services, by whether devices or ways still need them. */
  readonly emptied: readonly { readonly nodeId: string; readonly isNeeded: boolean }[];
}

/** The working node with most compute on the innermost tier, which has to be regional or central; null where there is none. */
export function centreOf(evaluated: Evaluated): Node | null {
  let best: { readonly node: Node; readonly rank: number; readonly units: number } | null = null;
  for (const node of evaluated.model.graph.nodes) {
    const rank = TIERS.indexOf(node.tier);
    const units = getRecord(evaluated.model.site, 'hardwareTypes', node.typeId)?.compute.computeUnits ?? 0;
    if (rank < TIERS.indexOf('regional') || units === 0) continue;
    if (best === null || rank > best.rank || (rank === best.rank && units > best.units)) best = { node, rank, units };
  }
  return best?.node ?? null;
}

/**
 * [K1] The site with everything that can move in the centre, made by commands: hardware for it beside the central node, services moved, nodes
 * without work left out. Null where no priced hardware carries any of it.
 */
export function centralSite(site: Site, centre: Node, needs: CentralNeeds, types: readonly HardwareType[]): CentralSite | null {
  const commands: SimpleCommand[] = [];
  const bought: BaselineHardware[] = [];
  const staying = [...needs.staying];
  const inside = mediumId.parse(freeId('baseline-inside', (id) => getRecord(site, 'media', id) !== undefined));
  commands.push({ kind: 'medium.add', record: insideMedium(inside) });
  const moved = new Set<string>();
  for (const [index, pool] of needs.pools.entries()) {
    const typeId = freeId(`baseline-pool-${index + 1}`, (id) => getRecord(site, 'hardwareTypes', id) !== undefined);
    const sized = sizePool(pool, types, centre.tier, site.header, typeId);
    if (sized === null) {
      for (const { service } of pool.services)
        staying.push({ serviceId: service.id, reason: pool.architecture === 'x86-64' ? 'accelerator' : 'architecture' });
      continue;
    }
    bought.push(...sized.bought);
    commands.push(...poolCommands(site, centre, pool, sized, index, inside));
    for (const { service } of pool.services) moved.add(service.id);
  }
  if (moved.size === 0) return null;
  const movedPlacements = new Set(
    needs.pools.flatMap(({ services }) => services.flatMap((one) => (moved.has(one.service.id) ? one.placementIds : []))),
  );
  const emptied = emptiedNodes(site, movedPlacements);
  for (const { nodeId: id, isNeeded } of emptied) if (!isNeeded) commands.push(...changeNode(site, id, { status: 'retired' }));
  return { site: changed(site, commands), bought, staying, services: moved.size, emptied };
}

/** The site after commands that must not be refused. */
export function changed(site: Site, commands: readonly SimpleCommand[]): Site {
  const result = apply(site, { kind: 'batch', label: 'baseline', commands: [...commands] });
  if (result.status === 'failed')
    throw new Error(`The baseline was refused: ${result.error.message} ${result.error.place ?? ''}`);
  return applyDiff(site, result.value);
}

/** An edit of a node, unlocked first where it has to be. */
export function changeNode(site: Site, id: string, patch: Partial<Omit<Node, 'id'>>): SimpleCommand[] {
  const own = nodeId.parse(id);
  const unlock: SimpleCommand[] =
    getRecord(site, 'nodes', id)?.locked === true ? [{ kind: 'node.edit', id: own, patch: { locked: false } }] : [];
  return [...unlock, { kind: 'node.edit', id: own, patch }];
}

function poolCommands(
  site: Site,
  centre: Node,
  pool: Pool,
  sized: SizedPool,
  index: number,
  inside: Medium['id'],
): SimpleCommand[] {
  const id = nodeId.parse(freeId(`baseline-node-${index + 1}`, (one) => getRecord(site, 'nodes', one) !== undefined));
  const link = linkId.parse(freeId(`baseline-link-${index + 1}`, (one) => getRecord(site, 'links', one) !== undefined));
  const node = newNode({ id, name: sized.type.name, typeId: sized.type.id, tier: centre.tier, placeId: centre.placeId });
  const commands: SimpleCommand[] = [
    { kind: 'hardware-type.add', record: sized.type },
    {
      kind: 'node.add',
      record: {
        ...node,
        platform: {
          runtime: 'kubernetes',
          overheadComputeUnits: sized.overhead.computeUnits,
          overheadMemoryGiB: sized.overhead.memoryGiB,
        },
      },
    },
    { kind: 'link.add', record: newLink({ id: link, fromNodeId: centre.id, toNodeId: id, mediumId: inside, lengthM: 0 }) },
  ];
  for (const [at, one] of pool.services.entries()) {
    for (const old of one.placementIds) commands.push({ kind: 'placement.remove', id: placementId.parse(old) });
    const own = placementId.parse(
      freeId(`baseline-${index + 1}-${at + 1}`, (wish) => getRecord(site, 'placements', wish) !== undefined),
    );
    commands.push({
      kind: 'placement.add',
      record: newPlacement({ id: own, serviceId: one.service.id, nodeId: id, replicas: one.replicas, variant: one.variant }),
    });
  }
  return commands;
}

/**
 * Nodes that lose all their services. One is needed where devices are attached or where it stands between two or more nodes that remain;
 * leaving out one can make the next one a leaf.
 */
function emptiedNodes(site: Site, movedPlacements: ReadonlySet<string>): CentralSite['emptied'] {
  const empty = new Set<string>();
  const busy = new Set<string>();
  for (const { id, nodeId: at } of listRecords(site, 'placements')) (movedPlacements.has(id) ? empty : busy).add(at);
  for (const id of busy) empty.delete(id);
  // A pool that nothing is booked in costs nothing.
  for (const id of empty) {
    const node = getRecord(site, 'nodes', id);
    if (node !== undefined && isSharedPool(getRecord(site, 'hardwareTypes', node.typeId)?.category, node.tier)) empty.delete(id);
  }
  const attached = new Set<string>(listRecords(site, 'deviceGroups').flatMap((group) => group.attachment?.nodeId ?? []));
  const neighbours = new Map<string, Set<string>>();
  const join = (a: string, b: string): void => {
    const known = neighbours.get(a) ?? new Set<string>();
    known.add(b);
    neighbours.set(a, known);
  };
  for (const { fromNodeId, toNodeId, status } of listRecords(site, 'links')) {
    if (status === 'retired') continue;
    join(fromNodeId, toNodeId);
    join(toNodeId, fromNodeId);
  }
  const removed = new Set<string>();
  const open = [...empty].toSorted();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const left = [...(neighbours.get(id) ?? [])].filter((other) => !removed.has(other));
    if (removed.has(id) || attached.has(id) || left.length > 1) continue;
    removed.add(id);
    for (const other of left) if (empty.has(other)) open.push(other);
  }
  return [...empty].toSorted().map((id) => ({ nodeId: id, isNeeded: !removed.has(id) }));
}
