import type { Ranked } from '../base/ordered.ts';
import { Ordered } from '../base/ordered.ts';
import { sameValue } from '../base/same-value.ts';
import type { GraphChange } from '../network/graph.ts';
import { NetworkGraph } from '../network/graph.ts';
import { Routes } from '../network/routes.ts';
import type { SiteDiff } from '../site/diff.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { Access } from './access.ts';
import { accessOf } from './access.ts';
import type { FlowNode } from './flow-order.ts';
import { FlowOrder } from './flow-order.ts';
import { LiveSite } from './live-site.ts';
import type { Touched } from './touched.ts';
import { touchedBy, wholeSite } from './touched.ts';

type Flow = RecordOf<'flows'>;
type Placement = RecordOf<'placements'>;

/** A placement on a working node. */
export interface LivePlacement {
  readonly placement: Placement;
  readonly node: number;
}

/** A node record, working or not, in the order of all. */
export interface NodeRank extends Ranked {
  readonly id: string;
}

/** What later stages have to look at again after the model has taken in a change. */
export interface ModelChange extends GraphChange {
  readonly touched: Touched;
  /** Flows whose legs have to be made anew, with everything that they contribute. */
  readonly flows: ReadonlySet<FlowNode>;
  readonly flowsGone: ReadonlySet<FlowNode>;
  /** Services with other working placements than before. */
  readonly placed: ReadonlySet<string>;
  /** Placements whose own record, service, node or hardware may be another one. */
  readonly stations: ReadonlySet<string>;
  /** Device groups whose record or access changed. */
  readonly groups: ReadonlySet<string>;
}

/** Stage 0: a site indexed for evaluation, kept up to date: what works, who calls whom, in which order. */
export class SiteModel {
  readonly site: Site;
  readonly graph = new NetworkGraph();
  readonly routes = new Routes(this.graph);
  readonly order = new FlowOrder();
  /** Working placements by service, in the order of node ids. */
  readonly placements = new Map<string, readonly LivePlacement[]>();
  /** Access of each device group that is attached. */
  readonly accesses = new Map<string, Access>();
  /** Node records in the order of their ids. */
  readonly nodeOrder = new Ordered<NodeRank>();
  readonly nodeRanks = new Map<string, NodeRank>();
  /** Workloads whose requests are spread over all placements instead of going to the nearest. */
  spreadWorkloads: ReadonlySet<string> = new Set();
  private readonly placementsBySlot = new Map<string, ReadonlyMap<number, LivePlacement>>();
  private readonly live: LiveSite;
  private readonly placementsAt = new Map<string, Set<string>>();
  private readonly placementsOf = new Map<string, Set<string>>();
  private readonly groupsAt = new Map<string, Set<string>>();

  constructor(site: Site) {
    this.live = new LiveSite(site);
    this.site = this.live.site;
  }

  /** The site as it is now, for whoever outlives the next change. */
  snapshot(): Site {
    return this.live.snapshot();
  }

  /** All flows, each after those that set it off. */
  get flows(): readonly Flow[] {
    return this.order.flows;
  }

  get followers(): ReadonlyMap<string, readonly Flow[]> {
    return this.order.followers;
  }

  /** Working placement of a service on a node. */
  placementAt(serviceId: string, slot: number): LivePlacement | undefined {
    return this.placementsBySlot.get(serviceId)?.get(slot);
  }

  /** Ids of all placements on a node, working or not. */
  placementsOn(nodeId: string): ReadonlySet<string> {
    return this.placementsAt.get(nodeId) ?? NOBODY;
  }

  /** The first time with null: the whole site is new. */
  update(diff: SiteDiff | null): ModelChange {
    if (diff !== null) this.live.apply(diff);
    const touched = diff === null ? wholeSite(this.site) : touchedBy(this.site, diff);
    this.rankNodes(touched);
    const graph = this.graph.update(this.site, touched);
    const groups = this.attach(touched, graph.toggled);
    const { placed, stations } = this.place(touched, graph.toggled);
    const { changed, gone: flowsGone } = this.order.update(touched.flows);
    for (const id of groups) {
      for (const node of this.order.from('device-group', id)) changed.add(node);
      for (const node of this.order.to('device-group', id)) changed.add(node);
    }
    if (touched.policies) this.steer(changed);
    return { ...graph, touched, flows: changed, flowsGone, placed, stations, groups };
  }

  /** The change from nothing to what the model holds. */
  whole(): ModelChange {
    return {
      touched: wholeSite(this.site),
      arcs: new Set(this.graph.arcOf.values()),
      routing: [],
      toggled: new Set(this.graph.indexOf.keys()),
      gone: [],
      links: new Set(Object.keys(this.site.links)),
      relaid: new Set(),
      ends: new Set(this.graph.indexOf.values()),
      flows: new Set(this.order.list),
      flowsGone: new Set(),
      placed: new Set(this.placements.keys()),
      stations: new Set(Object.keys(this.site.placements)),
      groups: new Set(Object.keys(this.site.deviceGroups)),
    };
  }

  private rankNodes(touched: Touched): void {
    const came: NodeRank[] = [];
    const went = new Set<NodeRank>();
    for (const id of touched.nodes) {
      const known = this.nodeRanks.get(id);
      const exists = Object.hasOwn(this.site.nodes, id);
      if (exists && known === undefined) {
        const rank = { id, rank: 0 };
        this.nodeRanks.set(id, rank);
        came.push(rank);
      } else if (!exists && known !== undefined) {
        this.nodeRanks.delete(id);
        went.add(known);
      }
    }
    this.nodeOrder.add(came);
    this.nodeOrder.remove(went);
  }

  /** Accesses of touched groups and of those at nodes that moved or toggled; gives the groups whose answer may differ. */
  private attach(touched: Touched, toggled: ReadonlySet<string>): Set<string> {
    const ids = new Set(touched.groups);
    for (const { before, after } of touched.groupRecords) {
      if (before?.attachment) this.groupsAt.get(before.attachment.nodeId)?.delete(before.id);
      if (after?.attachment) join(this.groupsAt, after.attachment.nodeId, after.id);
    }
    for (const id of touched.nodes) for (const group of this.groupsAt.get(id) ?? []) ids.add(group);
    const changed = new Set<string>();
    for (const id of ids) {
      const group = getRecord(this.site, 'deviceGroups', id);
      const known = this.accesses.get(id);
      const access = group === undefined ? null : accessOf(this.site, group);
      if (access === null) this.accesses.delete(id);
      else if (!sameValue(known, access)) this.accesses.set(id, access);
      if (touched.groups.has(id) || this.accesses.get(id) !== known || toggled.has(access?.nodeId ?? '')) changed.add(id);
    }
    return changed;
  }

  private place(touched: Touched, toggled: ReadonlySet<string>): { placed: Set<string>; stations: Set<string> } {
    const placed = new Set<string>();
    const stations = new Set<string>();
    for (const { before, after } of touched.placements) {
      if (before !== null) {
        this.placementsAt.get(before.nodeId)?.delete(before.id);
        this.placementsOf.get(before.serviceId)?.delete(before.id);
        placed.add(before.serviceId);
        stations.add(before.id);
      }
      if (after === null) continue;
      join(this.placementsAt, after.nodeId, after.id);
      join(this.placementsOf, after.serviceId, after.id);
      placed.add(after.serviceId);
      stations.add(after.id);
    }
    for (const id of touched.nodes) {
      for (const placementId of this.placementsOn(id)) {
        stations.add(placementId);
        const service = getRecord(this.site, 'placements', placementId)?.serviceId;
        if (toggled.has(id) && service !== undefined) placed.add(service);
      }
    }
    for (const id of touched.services) for (const placementId of this.placementsOf.get(id) ?? []) stations.add(placementId);
    for (const id of placed) this.relist(id);
    return { placed, stations };
  }

  private relist(serviceId: string): void {
    const known = new Map((this.placements.get(serviceId) ?? []).map((one) => [one.placement.id, one]));
    const list: LivePlacement[] = [];
    for (const id of this.placementsOf.get(serviceId) ?? []) {
      const placement = getRecord(this.site, 'placements', id);
      const node = placement === undefined ? undefined : this.graph.indexOf.get(placement.nodeId);
      if (placement === undefined || node === undefined) continue;
      const before = known.get(placement.id);
      list.push(before?.placement === placement && before.node === node ? before : { placement, node });
    }
    list.sort((a, b) => (a.placement.nodeId < b.placement.nodeId ? -1 : 1));
    this.placementsBySlot.set(serviceId, new Map(list.map((one) => [one.node, one])));
    if (list.length > 0) this.placements.set(serviceId, list);
    else this.placements.delete(serviceId);
  }

  /** Flows of workloads that are steered otherwise than before have to find their ways anew. */
  private steer(changed: Set<FlowNode>): void {
    const before = this.spreadWorkloads;
    this.spreadWorkloads = spreadWorkloads(this.site);
    for (const node of this.order.list) {
      const id = node.flow.workloadId;
      if (before.has(id) !== this.spreadWorkloads.has(id)) changed.add(node);
    }
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** The model of a site by itself. */
export function buildSiteModel(site: Site): SiteModel {
  const model = new SiteModel(site);
  model.update(null);
  return model;
}

function spreadWorkloads(site: Site): Set<string> {
  const spread = new Set<string>();
  for (const policy of listRecords(site, 'policies')) {
    if (policy.kind !== 'steering' || !policy.enabled) continue;
    const ids = policy.workloadIds.length > 0 ? policy.workloadIds : Object.keys(site.workloads);
    for (const id of ids) {
      if (policy.rule === 'spread') spread.add(id);
      else spread.delete(id);
    }
  }
  return spread;
}

function join(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
