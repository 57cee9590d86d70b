import { freeId, slug } from '../../base/ids.ts';
import { newLink, newNode } from '../../site/defaults.ts';
import { freeRackUnit } from '../../site/rack.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Link } from '../../site/schema/link.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Policy } from '../../site/schema/policy.ts';
import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { SizeProblem } from './problem.ts';
import type { Stand } from './stands.ts';

/** One piece of hardware: a type in a stand. Slots tell pieces in one stand apart. */
export interface Piece {
  readonly stand: Stand;
  readonly slot: number;
  readonly type: HardwareType;
}

/** Pieces by the stand's id and slot, so that equal bills are equal lists. */
export type Bill = readonly Piece[];

export function inOrder(bill: Bill): Bill {
  return bill.toSorted((a, b) => (a.stand.id === b.stand.id ? a.slot - b.slot : a.stand.id < b.stand.id ? -1 : 1));
}

/** Names a bill whatever the slots of its pieces are. */
export function billKey(bill: Bill): string {
  return bill
    .map(({ stand, type }) => `${stand.id} ${type.id}`)
    .toSorted()
    .join('\n');
}

/** Lowest slot of a stand that is free. */
export function freeSlot(bill: Bill, stand: Stand): number | null {
  const taken = new Set(bill.flatMap((piece) => (piece.stand === stand ? [piece.slot] : [])));
  for (let slot = 0; slot < stand.most; slot += 1) if (!taken.has(slot)) return slot;
  return null;
}

export function nodeIdOf({ stand, slot }: Pick<Piece, 'stand' | 'slot'>): string {
  if (stand.node !== null) return stand.node.id;
  return slug(`${(stand.placeId ?? 'site').slice(0, 50)}-buy-${slot + 1}`);
}

/** Metres between pieces that stand side by side on a floor. */
const APART_M = 1.2;
const ABREAST = 6;

/** The site with these pieces in it and nothing else that is open; placements on what is there stay. */
export function siteWith(
  problem: SizeProblem,
  bill: Bill,
  placements: Iterable<Placement>,
  spread: ReadonlySet<string> = new Set(),
): Site {
  const { bare, site } = problem;
  const hardwareTypes: Record<string, HardwareType> = { ...site.hardwareTypes };
  const media = { ...site.media };
  const nodes: Record<string, Node> = { ...bare.nodes };
  const links: Record<string, Link> = { ...bare.links };
  for (const piece of bill) {
    hardwareTypes[piece.type.id] = piece.type;
    if (piece.stand.node === null) continue;
    const node = pieceNode({ ...bare, nodes, hardwareTypes }, piece, problem.options.headroom);
    nodes[node.id] = node;
  }
  for (const piece of bill) {
    const { uplink, node: present } = piece.stand;
    if (present !== null || uplink === null) continue;
    const node = pieceNode({ ...bare, nodes, hardwareTypes }, piece, problem.options.headroom);
    nodes[node.id] = node;
    media[uplink.medium.id] = uplink.medium;
    const link = uplinkOf(site, piece);
    links[link.id] = link;
  }
  for (const link of Object.values(site.links))
    if (Object.hasOwn(nodes, link.fromNodeId) && Object.hasOwn(nodes, link.toNodeId)) links[link.id] = link;
  const kept: Record<string, Placement> = {};
  for (const placement of placements) if (Object.hasOwn(nodes, placement.nodeId)) kept[placement.id] = placement;
  const policy = spreadPolicy(site, spread);
  const policies = policy === null ? bare.policies : { ...bare.policies, [policy.id]: policy };
  return { ...bare, hardwareTypes, media, nodes, links, policies, placements: kept };
}

/** Requests of these workloads go to all their replicas, as behind a load balancer; null where there are none. */
export function spreadPolicy(site: Site, spread: ReadonlySet<string>): Policy | null {
  if (spread.size === 0) return null;
  const id = freeId('spread-requests', (one) => Object.hasOwn(site.policies, one)) as Policy['id'];
  const workloadIds = [...spread].toSorted() as Extract<Policy, { kind: 'steering' }>['workloadIds'];
  return { id, name: 'Load balancing', enabled: true, kind: 'steering', workloadIds, rule: 'spread' };
}

/** The record of a piece in a site as far as it is built. */
export function pieceNode(site: Site, piece: Piece, headroom: number): Node {
  const { stand, slot, type } = piece;
  const id = nodeIdOf(piece) as Node['id'];
  const place = stand.placeId === null ? undefined : getRecord(site, 'places', stand.placeId);
  const isRack = place?.kind === 'rack';
  const rackUnit =
    isRack && type.rackUnits !== null && type.rackUnits > 0 ? freeRackUnit(site, place, Math.ceil(type.rackUnits), id) : null;
  if (stand.node !== null) {
    const before = getRecord(site, 'hardwareTypes', stand.node.typeId);
    const fits =
      stand.node.rackUnit === null || type.id === stand.node.typeId || (type.rackUnits ?? 0) <= (before?.rackUnits ?? 0);
    return {
      ...stand.node,
      typeId: type.id,
      rackUnit: fits ? stand.node.rackUnit : rackUnit,
      reservedShare: Math.max(stand.node.reservedShare, headroom),
    };
  }
  const xM = isRack ? 0 : ((slot % ABREAST) - (ABREAST - 1) / 2) * APART_M;
  const yM = isRack ? 0 : Math.floor(slot / ABREAST) * APART_M;
  return newNode({
    id,
    name: `${place?.name ?? ''} ${slot + 1}, ${type.name}`.trim().slice(0, 200),
    typeId: type.id,
    tier: stand.tier,
    placeId: place?.id ?? null,
    positionM: { xM, yM, zM: 0 },
    rackUnit,
    platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null },
    reservedShare: headroom,
  });
}

function uplinkOf(site: Site, piece: Piece): Link {
  const nodeId = nodeIdOf(piece);
  const { uplink } = piece.stand;
  const id = slug(`${nodeId}-uplink`) as Link['id'];
  const to = uplink?.nodeId ?? '';
  return newLink({
    id,
    name: `${nodeId} – ${getRecord(site, 'nodes', to)?.name ?? to}`.slice(0, 200),
    fromNodeId: nodeId as Node['id'],
    toNodeId: to as Node['id'],
    mediumId: (uplink?.medium.id ?? '') as Link['mediumId'],
  });
}
