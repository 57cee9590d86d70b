import { compareCodeUnits } from '../../base/canonical-json.ts';
import { enclosing } from '../../evaluate/place-capacity.ts';
import { works } from '../../network/graph.ts';
import { absolutePositionM, nodePositionM } from '../../site/geometry.ts';
import type { Medium } from '../../site/schema/medium.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Place } from '../../site/schema/place.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';

/** How a new node in a place is connected. */
export interface Uplink {
  readonly nodeId: string;
  readonly medium: Medium;
}

/** Media of new cables: 10GBASE-T as far as it reaches, then fibre. By the media's ids in the catalog. */
const CABLES = ['copper-10g', 'fibre-10g', 'copper-1g', 'fibre-1g'];
const HUBS = new Set(['switch', 'router']);

/**
 * [P5] Where a new node is plugged in: the switch or router with most forwarding of the innermost place around it that has one, over the fastest cable that other
 * hardware there uses, else a usual one in reach; where no cable leads, the nearest radio in reach, over a medium that is used there. Null where nothing is.
 */
export function uplinkFor(site: Site, place: Place, media: readonly Medium[]): Uplink | null {
  const nodes = listRecords(site, 'nodes').filter((node) => works(node) && node.placeId !== null);
  for (const around of enclosing(site, place.id)) {
    const hubs = nodes.filter((node) => isHub(site, node) && enclosing(site, node.placeId).some(({ id }) => id === around.id));
    const hub = hubs.toSorted((a, b) => forwarding(site, b) - forwarding(site, a) || compareCodeUnits(a.id, b.id))[0];
    if (hub === undefined) continue;
    const medium = cableTo(site, place, hub, media);
    if (medium !== null) return { nodeId: hub.id, medium };
  }
  return radioFor(site, place, nodes);
}

function isHub(site: Site, node: Node): boolean {
  const type = getRecord(site, 'hardwareTypes', node.typeId);
  return type !== undefined && HUBS.has(type.category) && type.forwardingMbps !== null && !isTsnOnly(site, node);
}

/** A switch of which all links but its uplink are scheduled ones is the machines' own. */
function isTsnOnly(site: Site, node: Node): boolean {
  const media = linksAt(site, node).map(({ mediumId }) => getRecord(site, 'media', mediumId)?.kind);
  return media.filter((kind) => kind === 'tsn').length * 2 > media.length;
}

function forwarding(site: Site, node: Node): number {
  return getRecord(site, 'hardwareTypes', node.typeId)?.forwardingMbps ?? 0;
}

function linksAt(site: Site, node: Node): Site['links'][string][] {
  return listRecords(site, 'links').filter((link) => link.fromNodeId === node.id || link.toNodeId === node.id);
}

function cableTo(site: Site, place: Place, hub: Node, media: readonly Medium[]): Medium | null {
  const lengthM = distanceM(site, place, hub);
  const reaches = (medium: Medium | undefined): medium is Medium =>
    medium !== undefined && (medium.maxRangeM === null || lengthM * medium.routeFactor <= medium.maxRangeM);
  const used = linksAt(site, hub).flatMap((link) => {
    const other = getRecord(site, 'nodes', link.fromNodeId === hub.id ? link.toNodeId : link.fromNodeId);
    const type = other === undefined ? undefined : getRecord(site, 'hardwareTypes', other.typeId);
    const medium = getRecord(site, 'media', link.mediumId);
    return type !== undefined && type.compute.threads > 0 && isCable(medium) ? [medium] : [];
  });
  const known = used.filter(reaches).toSorted((a, b) => b.bandwidthUpMbps - a.bandwidthUpMbps || compareCodeUnits(a.id, b.id))[0];
  if (known !== undefined) return known;
  for (const id of CABLES) {
    const medium = getRecord(site, 'media', id) ?? media.find((one) => one.id === id);
    if (reaches(medium)) return medium;
  }
  return listRecords(site, 'media').filter((one) => isCable(one) && reaches(one))[0] ?? null;
}

/** Cables that one lays oneself: those without a tariff. */
function isCable(medium: Medium | undefined): medium is Medium {
  return medium !== undefined && (medium.kind === 'copper' || medium.kind === 'fibre') && medium.pricePerMbpsMonth === null;
}

function radioFor(site: Site, place: Place, nodes: readonly Node[]): Uplink | null {
  const used = new Map<string, Set<string>>();
  const note = (nodeId: string, mediumId: string): void =>
    void (used.get(nodeId) ?? used.set(nodeId, new Set()).get(nodeId))?.add(mediumId);
  for (const { attachment } of listRecords(site, 'deviceGroups'))
    if (attachment !== null) note(attachment.nodeId, attachment.mediumId);
  for (const link of listRecords(site, 'links')) for (const end of [link.fromNodeId, link.toNodeId]) note(end, link.mediumId);
  const inReach = nodes.flatMap((node) => {
    if (getRecord(site, 'hardwareTypes', node.typeId)?.category !== 'radio') return [];
    const lengthM = distanceM(site, place, node);
    return [...(used.get(node.id) ?? [])].flatMap((mediumId) => {
      const medium = getRecord(site, 'media', mediumId);
      const isRadio =
        medium !== undefined && (medium.kind === 'cellular' || medium.kind === 'wifi' || medium.kind === 'microwave');
      return isRadio && medium.maxRangeM !== null && lengthM <= medium.maxRangeM ? [{ nodeId: node.id, medium, lengthM }] : [];
    });
  });
  const [nearest] = inReach.toSorted(
    (a, b) =>
      b.medium.bandwidthUpMbps - a.medium.bandwidthUpMbps || a.lengthM - b.lengthM || compareCodeUnits(a.nodeId, b.nodeId),
  );
  return nearest === undefined ? null : { nodeId: nearest.nodeId, medium: nearest.medium };
}

function distanceM(site: Site, place: Place, node: Node): number {
  const a = absolutePositionM(site, place.id, { xM: 0, yM: 0, zM: 0 });
  const b = nodePositionM(site, node);
  return Math.hypot(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
}
