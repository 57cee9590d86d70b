import { freeId, slug } from '../../core/base/ids.ts';
import { mediumCommands } from '../../core/catalog/add-entries.ts';
import type { SimpleCommand } from '../../core/site/commands/schema.ts';
import { newLink } from '../../core/site/defaults.ts';
import { nodePositionM, placeFrame } from '../../core/site/geometry.ts';
import { linkId, TIERS } from '../../core/site/schema/common.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { Medium } from '../../core/site/schema/medium.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';

type Node = RecordOf<'nodes'>;

/** Longest channel of twisted pair, IEEE 802.3 clause 55 and ISO/IEC 11801. */
const COPPER_REACH_M = 100;

/**
 * Node a new one is best linked to: one that forwards for others in the same place or around it; else the nearest that forwards
 * on its own or a neighbouring tier; else the nearest of the next tier. Null in a site without other nodes.
 */
export function chooseUplink(site: Site, node: Node): Node | null {
  const around = enclosingPlaces(site, node.placeId);
  const from = nodePositionM(site, node);
  const level = TIERS.indexOf(node.tier);
  let best: Node | null = null;
  let bestRank: readonly number[] = [];
  for (const other of listRecords(site, 'nodes')) {
    if (other.id === node.id || other.status === 'failed' || other.status === 'retired') continue;
    const forwards = forwardsForOthers(getRecord(site, 'hardwareTypes', other.typeId));
    const steps = TIERS.indexOf(other.tier) - level;
    const nearby = other.placeId === null ? -1 : around.indexOf(other.placeId);
    const to = nodePositionM(site, other);
    const rank = [
      forwards && nearby >= 0 ? nearby : around.length,
      forwards && Math.abs(steps) <= 1 ? 0 : 1,
      steps === 1 ? 0 : steps === 0 ? 1 : 1 + Math.abs(steps),
      Math.hypot(to.xM - from.xM, to.yM - from.yM, to.zM - from.zM),
    ];
    if (best !== null && !isLess(rank, bestRank)) continue;
    best = other;
    bestRank = rank;
  }
  return best;
}

/** Medium for a link where none was named: wired, within its reach, as fast as both ends can take, and `usable`; null when there is none at all. */
export function chooseMedium(
  site: Site,
  catalog: readonly Medium[],
  from: { readonly node: Node; readonly type: HardwareType | undefined },
  to: { readonly node: Node; readonly type: HardwareType | undefined },
  usable: (medium: Medium) => boolean = () => true,
): Medium | null {
  const a = nodePositionM(site, from.node);
  const b = nodePositionM(site, to.node);
  const distanceM = Math.hypot(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
  const local = distanceM <= COPPER_REACH_M && TIERS.indexOf(from.node.tier) <= 1 && TIERS.indexOf(to.node.tier) <= 1;
  const kinds: readonly Medium['kind'][] = local ? ['copper', 'tsn', 'fibre'] : ['fibre', 'microwave', 'internet'];
  const fastestMbps = Math.min(fastestInterfaceMbps(from.type), fastestInterfaceMbps(to.type));
  const known = new Map<string, Medium>(catalog.map((medium) => [medium.id, medium]));
  for (const medium of listRecords(site, 'media')) known.set(medium.id, medium);
  const inReach = [...known.values()].filter(
    (medium) => (medium.maxRangeM === null || medium.maxRangeM >= distanceM) && medium.lora === null && usable(medium),
  );
  const rank = (medium: Medium): readonly number[] => [
    kinds.includes(medium.kind) ? kinds.indexOf(medium.kind) : kinds.length,
    medium.bandwidthUpMbps <= fastestMbps ? 0 : 1,
    medium.bandwidthUpMbps <= fastestMbps ? -medium.bandwidthUpMbps : medium.bandwidthUpMbps,
    getRecord(site, 'media', medium.id) === undefined ? 1 : 0,
  ];
  return inReach.toSorted((one, two) => (isLess(rank(one), rank(two)) ? -1 : isLess(rank(two), rank(one)) ? 1 : 0))[0] ?? null;
}

/** Commands that draw a link, with its medium when the site does not have it yet. */
export function linkCommands(site: Site, fromNode: Node, toNode: Node, medium: Medium): SimpleCommand[] {
  const id = freeId(slug(`${fromNode.id}-${toNode.id}`), (taken) => getRecord(site, 'links', taken) !== undefined);
  const link = newLink({
    id: linkId.parse(id),
    name: `${fromNode.name} – ${toNode.name}`.slice(0, 200),
    fromNodeId: fromNode.id,
    toNodeId: toNode.id,
    mediumId: medium.id,
  });
  return [...mediumCommands(site, medium), { kind: 'link.add', record: link }];
}

function enclosingPlaces(site: Site, placeId: string | null): string[] {
  // placeFrame refuses a place inside itself, so the walk below ends.
  placeFrame(site, placeId);
  const places: string[] = [];
  for (let id: string | null = placeId; id !== null; id = getRecord(site, 'places', id)?.parentId ?? null) places.push(id);
  return places;
}

function forwardsForOthers(type: HardwareType | undefined): boolean {
  if (type === undefined) return false;
  return type.forwardingMbps !== null || ['switch', 'router', 'gateway'].includes(type.category);
}

function fastestInterfaceMbps(type: HardwareType | undefined): number {
  const wired = (type?.interfaces ?? []).filter((one) => ['ethernet', 'fibre', 'tsn'].includes(one.kind));
  return wired.length === 0 ? Infinity : Math.max(...wired.map((one) => one.bandwidthMbps));
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? Infinity;
    if (value !== other) return value < other;
  }
  return false;
}
