import { length } from '../base/elementary.ts';
import { must } from '../base/assert.ts';
import { sameValue } from '../base/same-value.ts';
import type { Link } from '../site/schema/link.ts';
import type { Node } from '../site/schema/node.ts';
import { nodePositionM } from '../site/geometry.ts';
import type { Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { NodeSlots, works } from './node-slots.ts';
import type { ChannelModel } from './link-model.ts';
import { linkChannel, wireMs } from './link-model.ts';

export { works } from './node-slots.ts';

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
  /** Unloaded mean delay of a full packet, with the forwarding of the node it leads to, whole ns: sums of whole numbers do not depend on their order. */
  readonly costNs: number;
  /** Arcs of the underlays it really runs over, with their shares; empty for an ordinary link. */
  readonly underlays: readonly { readonly arc: number; readonly share: number }[];
  /** Whether routes may use it: underlays serve their overlay alone, an overlay without a working underlay is down. */
  readonly open: boolean;
}

/** An arc that routes may use before or after a change, with its cost; null where they may not. */
export interface ArcChange {
  readonly arc: number;
  readonly from: number;
  readonly to: number;
  readonly before: number | null;
  readonly after: number | null;
}

export interface GraphChange {
  /** Nodes that work now and did not, or the other way round. */
  readonly toggled: ReadonlySet<string>;
  /** Slots of nodes that do not work any more. */
  readonly gone: readonly number[];
  /** Arcs that came, went or have other figures. */
  readonly arcs: ReadonlySet<number>;
  readonly routing: readonly ArcChange[];
  /** Links that were looked at: changed ones, those at changed nodes, overlays over them. */
  readonly links: ReadonlySet<string>;
  /** Overlays that run over other underlays than before, or over the same in other shares. */
  readonly relaid: ReadonlySet<number>;
  /** Slots of the nodes at arcs that came, went or have other figures. */
  readonly ends: ReadonlySet<number>;
}

/** What may have changed since the graph was made. */
export interface GraphEdit {
  readonly nodes: ReadonlySet<string>;
  /** Records of links before and after; equal ones where only the medium or geometry changed. */
  readonly links: ReadonlyMap<string, { readonly before: Link | null; readonly after: Link | null }>;
}

/** Straight line between the ends of a link, m. */
export function straightLengthM(site: Site, from: Node, to: Node): number {
  const a = nodePositionM(site, from);
  const b = nodePositionM(site, to);
  return length(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
}

/** [L1] True path of a link, m: stated, or straight line × route factor. */
export function linkLengthM(site: Site, link: Link): number {
  if (link.lengthM !== null) return link.lengthM;
  const from = must(getRecord(site, 'nodes', link.fromNodeId), `nodes/${link.fromNodeId}`);
  const to = must(getRecord(site, 'nodes', link.toNodeId), `nodes/${link.toNodeId}`);
  const medium = must(getRecord(site, 'media', link.mediumId), `media/${link.mediumId}`);
  return straightLengthM(site, from, to) * (link.routeFactor ?? medium.routeFactor);
}

/**
 * The network of what works: failed and retired nodes and links are left out. Nodes and arcs have slots that they keep as long as
 * they work: those of a site by itself follow the order of ids. After a change slots may be empty (`undefined`), and what came since has
 * those that were free. A link's two arcs are the slots n and n ^ 1.
 */
export class NetworkGraph {
  readonly nodes: readonly Node[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Time a packet needs through each node, ms. */
  readonly forwardingMs: readonly number[];
  readonly arcs: readonly Arc[];
  /** Slot of each link and direction, `linkId/up` or `linkId/down`; failed links are absent. */
  readonly arcOf = new Map<string, number>();
  /** Open arcs by the node they leave and the node they lead to. */
  readonly leaving: number[][] = [];
  readonly arriving: number[][] = [];
  private readonly slots = new NodeSlots();
  private readonly arcSlots: (Arc | undefined)[] = [];
  /** Links at each node, working or not. */
  private readonly linksAt = new Map<string, Set<string>>();
  /** Overlays that name a link as an underlay. */
  private readonly overlaysOf = new Map<string, Set<string>>();
  private readonly freePairs: number[] = [];

  constructor() {
    // Never read without a check of the slot, but after a change by nobody who goes over all of them.
    this.nodes = this.slots.nodes as Node[];
    this.arcs = this.arcSlots as Arc[];
    this.indexOf = this.slots.indexOf;
    this.forwardingMs = this.slots.forwardingMs;
  }

  /** Ids of the links at a node, working or not. */
  linksOf(nodeId: string): ReadonlySet<string> {
    return this.linksAt.get(nodeId) ?? NO_LINKS;
  }

  /** Ids of the overlays that may run over a link. */
  overlaysOver(linkId: string): ReadonlySet<string> {
    return this.overlaysOf.get(linkId) ?? NO_LINKS;
  }

  /** Takes in what changed. Cost: that of the links at the changed nodes and the changed links. */
  update(site: Site, edit: GraphEdit): GraphChange {
    for (const { before, after } of edit.links.values()) this.relink(before, after);
    const { toggled, gone, retimed } = this.slots.update(site, edit.nodes);
    for (let slot = this.leaving.length; slot < this.nodes.length; slot += 1) {
      this.leaving.push([]);
      this.arriving.push([]);
    }
    const dirty = this.affected(site, edit);
    const change = {
      toggled,
      gone,
      arcs: new Set<number>(),
      routing: [] as ArcChange[],
      links: dirty,
      relaid: new Set<number>(),
      ends: new Set<number>(),
    };
    const freed: number[] = [];
    const made = new Map<number, Arc | undefined>();
    for (const id of dirty) this.makeArcs(site, id, made, freed);
    const later = (slot: number): Arc | undefined => (made.has(slot) ? made.get(slot) : this.arcs[slot]);
    for (const [slot, arc] of made) if (arc !== undefined) made.set(slot, this.opened(arc, later));
    for (const [slot, arc] of made) this.replace(slot, arc, change);
    for (const id of retimed) this.markArcs(id, change.arcs);
    for (const slot of freed) this.freePairs.push(slot);
    this.slots.release(gone);
    return change;
  }

  private markArcs(nodeId: string, marked: Set<number>): void {
    for (const id of this.linksOf(nodeId)) {
      const up = this.arcOf.get(`${id}/up`);
      if (up !== undefined) marked.add(up).add(up + 1);
    }
  }

  private relink(before: Link | null, after: Link | null): void {
    for (const id of before === null ? [] : [before.fromNodeId, before.toNodeId]) this.linksAt.get(id)?.delete(before?.id ?? '');
    for (const id of before?.underlayIds ?? []) this.overlaysOf.get(id)?.delete(before?.id ?? '');
    if (after === null) return;
    for (const id of [after.fromNodeId, after.toNodeId]) join(this.linksAt, id, after.id);
    for (const id of after.underlayIds) join(this.overlaysOf, id, after.id);
  }

  /** Changed links, those at changed nodes, and what runs over them or under them. */
  private affected(site: Site, edit: GraphEdit): Set<string> {
    const dirty = new Set<string>(edit.links.keys());
    for (const id of edit.nodes) for (const link of this.linksOf(id)) dirty.add(link);
    for (const id of dirty) {
      for (const overlay of this.overlaysOf.get(id) ?? []) dirty.add(overlay);
      for (const link of [edit.links.get(id)?.before, getRecord(site, 'links', id)])
        for (const under of link?.underlayIds ?? []) dirty.add(under);
    }
    return dirty;
  }

  /** Both arcs of a link as its own figures make them, overlays not yet laid over underlays; undefined where it does not work. */
  private makeArcs(site: Site, id: string, made: Map<number, Arc | undefined>, freed: number[]): void {
    const link = getRecord(site, 'links', id);
    const known = this.arcOf.get(`${id}/up`);
    const from = link === undefined ? undefined : this.indexOf.get(link.fromNodeId);
    const to = link === undefined ? undefined : this.indexOf.get(link.toNodeId);
    if (link === undefined || !works(link) || from === undefined || to === undefined) {
      if (known === undefined) return;
      freed.push(known);
      for (const slot of [known, known + 1]) made.set(slot, undefined);
      this.arcOf.delete(`${id}/up`);
      this.arcOf.delete(`${id}/down`);
      return;
    }
    const up = known ?? this.freePairs.pop() ?? this.newPair();
    this.arcOf.set(`${id}/up`, up);
    this.arcOf.set(`${id}/down`, up + 1);
    const medium = must(getRecord(site, 'media', link.mediumId), `media/${link.mediumId}`);
    const lengthM = linkLengthM(site, link);
    for (const direction of ['up', 'down'] as const) {
      const index = direction === 'up' ? up : up + 1;
      const ends = direction === 'up' ? { from, to } : { from: to, to: from };
      const channel = linkChannel(link, medium, lengthM, direction);
      made.set(index, {
        index,
        link,
        direction,
        ...ends,
        channel,
        costNs: this.costNs(channel, ends.to),
        underlays: [],
        open: true,
      });
    }
  }

  private newPair(): number {
    return this.arcSlots.push(undefined, undefined) - 2;
  }

  private costNs(channel: ChannelModel, to: number): number {
    const costMs = channel.propagationMs + channel.access.mean + wireMs(channel, ROUTING_PACKET_BYTES);
    return Math.round((costMs + (this.forwardingMs[to] ?? 0)) * 1e6);
  }

  /**
   * [L5] An overlay runs over the working ordinary links between the same nodes that its policy prefers: one of them, or with
   * `balance` all in proportion to their bandwidth. Links that serve as underlays carry no routes of their own.
   * An overlay whose underlays have all failed is down.
   */
  private opened(arc: Arc, later: (slot: number) => Arc | undefined): Arc {
    const serves = [...(this.overlaysOf.get(arc.link.id) ?? [])].some((id) => this.arcOf.has(`${id}/up`));
    if (arc.link.underlayIds.length === 0) return { ...arc, open: !serves };
    const known = arc.link.underlayIds
      .flatMap((id) => [this.arcOf.get(`${id}/up`), this.arcOf.get(`${id}/down`)])
      .map((slot) => (slot === undefined ? undefined : later(slot)))
      .filter((one) => one?.from === arc.from && one.to === arc.to && one.link.underlayIds.length === 0) as Arc[];
    if (known.length === 0) return { ...arc, open: false };
    const chosen =
      arc.link.pathPolicy === 'balance'
        ? known
        : [
            known.reduce((a, b) =>
              (this.preference(arc, b) - this.preference(arc, a) || order(b.link.id, a.link.id)) < 0 ? b : a,
            ),
          ];
    const whole = chosen.reduce((total, one) => total + one.channel.bandwidthMbps, 0);
    const underlays = chosen.map((one) => ({ arc: one.index, share: one.channel.bandwidthMbps / whole }));
    const belowNs = chosen.reduce(
      (total, one) => total + (this.costNs(one.channel, one.to) * one.channel.bandwidthMbps) / whole,
      0,
    );
    return { ...arc, underlays, costNs: Math.round(arc.channel.access.mean * 1e6 + belowNs), open: !serves };
  }

  private preference(overlay: Arc, underlay: Arc): number {
    if (overlay.link.pathPolicy === 'lowest-loss') return underlay.channel.lossRatio;
    if (overlay.link.pathPolicy === 'lowest-cost')
      return (underlay.link.pricePerGB ?? 0) * 1e6 + (underlay.link.pricePerMbpsMonth ?? 0);
    return this.costNs(underlay.channel, underlay.to);
  }

  private replace(slot: number, arc: Arc | undefined, change: Replaced): void {
    const before = this.arcs[slot];
    const stays = before !== undefined && arc !== undefined && before.from === arc.from && before.to === arc.to;
    const laid = sameValue(before?.underlays, arc?.underlays);
    const alike = stays && laid && sameValue(before.channel, arc.channel);
    if (!laid) change.relaid.add(slot);
    if (!alike) {
      change.arcs.add(slot);
      for (const one of [before, arc]) if (one !== undefined) change.ends.add(one.from).add(one.to);
    }
    this.arcSlots[slot] = alike ? { ...arc, channel: before.channel, underlays: before.underlays } : arc;
    const was = before?.open === true ? before.costNs : null;
    const is = arc?.open === true ? arc.costNs : null;
    if (stays && was === is) return;
    const moved = before !== undefined && arc !== undefined && !stays;
    if (before !== undefined && was !== null && (is === null || moved)) {
      without(this.leaving[before.from], slot);
      without(this.arriving[before.to], slot);
    }
    if (arc !== undefined && is !== null && (was === null || moved)) {
      this.leaving[arc.from]?.push(slot);
      this.arriving[arc.to]?.push(slot);
    }
    if (moved) {
      change.routing.push({ arc: slot, from: before.from, to: before.to, before: was, after: null });
      change.routing.push({ arc: slot, from: arc.from, to: arc.to, before: null, after: is });
      return;
    }
    const ends = arc ?? before;
    if (ends !== undefined) change.routing.push({ arc: slot, from: ends.from, to: ends.to, before: was, after: is });
  }
}

/** What is noted of arcs that are replaced. */
interface Replaced {
  readonly arcs: Set<number>;
  readonly routing: ArcChange[];
  readonly relaid: Set<number>;
  readonly ends: Set<number>;
}

const NO_LINKS: ReadonlySet<string> = new Set();

/** The graph of a site. */
export function buildGraph(site: Site): NetworkGraph {
  const graph = new NetworkGraph();
  const links = listRecords(site, 'links').map((after): [string, { before: null; after: Link }] => [
    after.id,
    { before: null, after },
  ]);
  graph.update(site, { nodes: new Set(listRecords(site, 'nodes').map((node) => node.id)), links: new Map(links) });
  return graph;
}

function join(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

function without(list: number[] | undefined, value: number): void {
  const at = list?.indexOf(value) ?? -1;
  if (list === undefined || at === -1) return;
  list[at] = list[list.length - 1] as number;
  list.pop();
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
