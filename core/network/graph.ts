import { must } from '../base/assert.ts';
import type { Link } from '../site/schema/link.ts';
import type { Node } from '../site/schema/node.ts';
import { nodePositionM } from '../site/geometry.ts';
import type { Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { ChannelModel } from './link-model.ts';
import { linkChannel, wireMs } from './link-model.ts';

/** Size of the packet by whose unloaded delay routes are compared, bytes: a full Ethernet frame's payload. */
const ROUTING_PACKET_BYTES = 1500;

/** One direction of one link. */
export interface Arc {
  readonly index: number;
  readonly link: Link;
  readonly direction: 'up' | 'down';
  readonly from: number;
  readonly to: number;
  readonly channel: ChannelModel;
  /** Unloaded mean delay of a full packet, with the forwarding of the node it leads to, ms. */
  readonly costMs: number;
  /** Arcs of the underlays it really runs over, with their shares; empty for an ordinary link. */
  readonly underlays: readonly { readonly arc: number; readonly share: number }[];
}

/** Working nodes and links as indices. Indices follow the order of ids. */
export interface NetworkGraph {
  readonly nodes: readonly Node[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Time a packet needs through each node, ms. */
  readonly forwardingMs: readonly number[];
  readonly arcs: readonly Arc[];
  /** Arc index of each link and direction, `linkId/up` or `linkId/down`; failed links are absent. */
  readonly arcOf: ReadonlyMap<string, number>;
  /** Arcs that routes may use, by their source node. */
  readonly leaving: readonly (readonly number[])[];
  readonly arriving: readonly (readonly number[])[];
}

/** Straight line between the ends of a link, m. */
export function straightLengthM(site: Site, from: Node, to: Node): number {
  const a = nodePositionM(site, from);
  const b = nodePositionM(site, to);
  return Math.hypot(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
}

/** [L1] True path of a link, m: stated, or straight line × route factor. */
export function linkLengthM(site: Site, link: Link): number {
  if (link.lengthM !== null) return link.lengthM;
  const from = must(getRecord(site, 'nodes', link.fromNodeId), `nodes/${link.fromNodeId}`);
  const to = must(getRecord(site, 'nodes', link.toNodeId), `nodes/${link.toNodeId}`);
  const medium = must(getRecord(site, 'media', link.mediumId), `media/${link.mediumId}`);
  return straightLengthM(site, from, to) * (link.routeFactor ?? medium.routeFactor);
}

export function works(record: { readonly status: Node['status'] }): boolean {
  return record.status === 'planned' || record.status === 'installed';
}

/** The network of what works: failed and retired nodes and links are left out. */
export function buildGraph(site: Site): NetworkGraph {
  const nodes = listRecords(site, 'nodes').filter(works);
  const indexOf = new Map<string, number>(nodes.map((node, index) => [node.id, index]));
  const forwardingMs = nodes.map((node) => (getRecord(site, 'hardwareTypes', node.typeId)?.forwardingLatencyUs ?? 0) / 1000);
  const links = listRecords(site, 'links').filter(
    (link) => works(link) && indexOf.has(link.fromNodeId) && indexOf.has(link.toNodeId),
  );
  const arcs: Arc[] = [];
  const arcOf = new Map<string, number>();
  for (const link of links) {
    const medium = must(getRecord(site, 'media', link.mediumId), `media/${link.mediumId}`);
    const lengthM = linkLengthM(site, link);
    for (const direction of ['up', 'down'] as const) {
      const from = must(indexOf.get(direction === 'up' ? link.fromNodeId : link.toNodeId), 'end of a working link');
      const to = must(indexOf.get(direction === 'up' ? link.toNodeId : link.fromNodeId), 'end of a working link');
      const channel = linkChannel(link, medium, lengthM, direction);
      const costMs =
        channel.propagationMs + channel.access.mean + wireMs(channel, ROUTING_PACKET_BYTES) + (forwardingMs[to] ?? 0);
      arcOf.set(`${link.id}/${direction}`, arcs.length);
      arcs.push({ index: arcs.length, link, direction, from, to, channel, costMs, underlays: [] });
    }
  }
  const hidden = chooseUnderlays(arcs, arcOf);
  const leaving: number[][] = nodes.map(() => []);
  const arriving: number[][] = nodes.map(() => []);
  for (const arc of arcs) {
    if (hidden.has(arc.link.id)) continue;
    leaving[arc.from]?.push(arc.index);
    arriving[arc.to]?.push(arc.index);
  }
  return { nodes, indexOf, forwardingMs, arcs, arcOf, leaving, arriving };
}

/**
 * [L5] An overlay runs over the working underlays between the same nodes that its policy prefers: one of them, or with
 * `balance` all in proportion to their bandwidth. Links that serve as underlays carry no routes of their own.
 * An overlay whose underlays have all failed is down.
 */
function chooseUnderlays(arcs: Arc[], arcOf: ReadonlyMap<string, number>): Set<string> {
  const hidden = new Set<string>();
  for (const arc of arcs) for (const id of arc.link.underlayIds) hidden.add(id);
  for (const [index, arc] of arcs.entries()) {
    if (arc.link.underlayIds.length === 0) continue;
    const candidates = arc.link.underlayIds
      .flatMap((id) => [arcOf.get(`${id}/up`), arcOf.get(`${id}/down`)])
      .map((at) => (at === undefined ? undefined : arcs[at]))
      .filter((one) => one !== undefined && one.from === arc.from && one.to === arc.to);
    const known = candidates.filter((one) => one !== undefined);
    if (known.length === 0) {
      hidden.add(arc.link.id);
      continue;
    }
    const chosen =
      arc.link.pathPolicy === 'balance'
        ? known
        : [known.toSorted((a, b) => preference(arc, a) - preference(arc, b) || a.index - b.index)[0] as Arc];
    const whole = chosen.reduce((total, one) => total + one.channel.bandwidthMbps, 0);
    const underlays = chosen.map((one) => ({ arc: one.index, share: one.channel.bandwidthMbps / whole }));
    const costMs =
      arc.channel.access.mean + chosen.reduce((total, one) => total + (one.costMs * one.channel.bandwidthMbps) / whole, 0);
    arcs[index] = { ...arc, underlays, costMs };
  }
  return hidden;
}

function preference(overlay: Arc, underlay: Arc): number {
  if (overlay.link.pathPolicy === 'lowest-loss') return underlay.channel.lossRatio;
  if (overlay.link.pathPolicy === 'lowest-cost')
    return (underlay.link.pricePerGB ?? 0) * 1e6 + (underlay.link.pricePerMbpsMonth ?? 0);
  return underlay.costMs;
}
