import type { QueueLoad } from '../network/queue.ts';
import { addArrivals, emptyLoad } from '../network/queue.ts';
import { occupancyMs } from '../network/link-model.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { Access } from './access.ts';
import { addCallsTogether } from './calls-together.ts';
import { flowBytes } from './flow-bytes.ts';
import { accessOf, busyRate, sharersOf } from './access.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

/** Packet of a continuous stream, bytes: RTP in a full Ethernet frame. */
export const STREAM_PACKET_BYTES = 1500;

/** Where requests of a flow go from one source. */
export interface Leg {
  /** Node where the flow enters the network: the access node of its group, or the node of the calling service. */
  readonly source: number;
  readonly requestsPerSecond: number;
  readonly targets: readonly LegTarget[];
  readonly blocked: { readonly status: 'no-route' | 'unplaced'; readonly by: string } | null;
}

export interface LegTarget {
  /** Null when the flow ends at a device group. */
  readonly placement: LivePlacement | null;
  readonly node: number;
  readonly share: number;
  readonly path: readonly number[];
  readonly back: readonly number[];
}

/** Requests that meet at one placement: sums of rate (per s), and of rate × CPU time on one reference vCPU and its square. */
export interface ServiceLoad {
  requestsPerSecond: number;
  computeWork: number;
  computeSecond: number;
}

/** Load of the whole site at its busy hour. */
export interface Demand {
  readonly legs: ReadonlyMap<string, readonly Leg[]>;
  /** By arc index. */
  readonly arcs: readonly QueueLoad[];
  readonly arcMbps: Float64Array;
  /** Flows over a link in either direction, by half the arc index: a link's two arcs stand side by side. */
  readonly linkFlows: Int32Array;
  readonly accesses: ReadonlyMap<string, Access>;
  /** By `channelKey`, up and down. */
  readonly channels: ReadonlyMap<string, { readonly up: QueueLoad; readonly down: QueueLoad; readonly access: Access }>;
  /** By placement id. */
  readonly services: ReadonlyMap<string, ServiceLoad>;
}

/** [L3, S3] Sends every request its way, once, and adds up what meets where. Cost O(flows × sources × path). */
export function computeDemand(model: SiteModel): Demand {
  const { site, graph } = model;
  const accesses = new Map<string, Access>();
  for (const group of listRecords(site, 'deviceGroups')) {
    const access = accessOf(site, group);
    if (access !== null) accesses.set(group.id, access);
  }
  const state: MutableDemand = {
    legs: new Map(),
    arcs: graph.arcs.map(() => emptyLoad()),
    arcMbps: new Float64Array(graph.arcs.length),
    linkFlows: new Int32Array(graph.arcs.length / 2),
    lastFlow: new Int32Array(graph.arcs.length / 2).fill(-1),
    nearest: new Map(),
    accesses,
    channels: new Map(),
    services: new Map(),
    pending: new Map(),
  };
  for (const [order, flow] of model.flows.entries()) state.legs.set(flow.id, route(model, state, flow, order));
  addCallsTogether(model, state);
  return state;
}

interface MutableDemand {
  readonly legs: Map<string, readonly Leg[]>;
  readonly arcs: QueueLoad[];
  readonly arcMbps: Float64Array;
  readonly linkFlows: Int32Array;
  /** Place in the order of the flow that was counted last on a link. */
  readonly lastFlow: Int32Array;
  /** Targets of a service from a node, found once: service, node → targets. */
  readonly nearest: Map<string, readonly LegTarget[]>;
  readonly accesses: Map<string, Access>;
  readonly channels: Map<string, { readonly up: QueueLoad; readonly down: QueueLoad; readonly access: Access }>;
  readonly services: Map<string, ServiceLoad>;
  /** Requests per second that earlier flows set off: flow id → source node → rate. */
  readonly pending: Map<string, Map<number, number>>;
}

function route(model: SiteModel, state: MutableDemand, flow: Flow, order: number): Leg[] {
  const legs: Leg[] = [];
  for (const { source, rate, blocked } of sourcesOf(model, state, flow)) {
    const leg =
      blocked === null ? legFrom(model, state, flow, source, rate) : { source, requestsPerSecond: rate, targets: [], blocked };
    legs.push(leg);
    for (const target of leg.targets) carry(model, state, flow, leg, target, order);
  }
  return legs;
}

interface FlowSource {
  readonly source: number;
  readonly rate: number;
  readonly blocked: Leg['blocked'];
}

function sourcesOf(model: SiteModel, state: MutableDemand, flow: Flow): FlowSource[] {
  if (flow.from.kind === 'device-group') {
    const group = getRecord(model.site, 'deviceGroups', flow.from.id);
    const access = state.accesses.get(flow.from.id);
    const source = access === undefined ? undefined : model.graph.indexOf.get(access.nodeId);
    const rate = group === undefined ? 0 : group.count * busyRate(group) * flow.callsPerRequest;
    if (source !== undefined) return [{ source, rate, blocked: null }];
    return [
      {
        source: -1,
        rate,
        blocked: { status: 'no-route', by: access === undefined ? `deviceGroups/${flow.from.id}` : `nodes/${access.nodeId}` },
      },
    ];
  }
  const placements = model.placements.get(flow.from.id) ?? [];
  if (placements.length === 0) return [{ source: -1, rate: 0, blocked: { status: 'unplaced', by: `services/${flow.from.id}` } }];
  const pending = state.pending.get(flow.id);
  return placements.map(({ node, placement }) => ({
    source: node,
    rate: flow.periodMs === null ? (pending?.get(node) ?? 0) * flow.callsPerRequest : (placement.replicas * 1000) / flow.periodMs,
    blocked: null,
  }));
}

function legFrom(model: SiteModel, state: MutableDemand, flow: Flow, source: number, rate: number): Leg {
  if (flow.to.kind === 'device-group') {
    const access = state.accesses.get(flow.to.id);
    const node = access === undefined ? undefined : model.graph.indexOf.get(access.nodeId);
    const path = node === undefined ? null : model.routes.path(source, node);
    if (node === undefined || path === null)
      return { source, requestsPerSecond: rate, targets: [], blocked: { status: 'no-route', by: `deviceGroups/${flow.to.id}` } };
    return {
      source,
      requestsPerSecond: rate,
      targets: [{ placement: null, node, share: 1, path, back: reversed(model, path) }],
      blocked: null,
    };
  }
  const placements = model.placements.get(flow.to.id) ?? [];
  if (placements.length === 0)
    return { source, requestsPerSecond: rate, targets: [], blocked: { status: 'unplaced', by: `services/${flow.to.id}` } };
  const targets = targetsOf(model, state, flow, source, placements);
  if (targets.length === 0)
    return { source, requestsPerSecond: rate, targets, blocked: { status: 'no-route', by: `services/${flow.to.id}` } };
  return { source, requestsPerSecond: rate, targets, blocked: null };
}

/** The nearest placement that can be reached, or all of them where the workload is spread. */
function targetsOf(
  model: SiteModel,
  state: MutableDemand,
  flow: Flow,
  source: number,
  placements: readonly LivePlacement[],
): readonly LegTarget[] {
  const key = `${flow.to.id} ${source}`;
  const known = state.nearest.get(key);
  if (known !== undefined) return known;
  const reached = model.spreadWorkloads.has(flow.workloadId)
    ? placements.flatMap((placement) => withPath(placement, model.routes.path(source, placement.node)))
    : nearestOf(model, source, placements);
  const replicas = reached.reduce((total, { placement }) => total + placement.placement.replicas, 0);
  const targets = reached.map(({ placement, path }): LegTarget => ({
    placement,
    node: placement.node,
    share: placement.placement.replicas / replicas,
    path,
    back: reversed(model, path),
  }));
  state.nearest.set(key, targets);
  return targets;
}

interface Reached {
  readonly placement: LivePlacement;
  readonly path: readonly number[];
}

function nearestOf(model: SiteModel, source: number, placements: readonly LivePlacement[]): Reached[] {
  const tree = model.routes.toNearest(placements.map((placement) => placement.node));
  const nearest = placements.find((placement) => placement.node === tree.target[source]);
  return nearest === undefined ? [] : withPath(nearest, model.routes.along(tree, source));
}

function withPath(placement: LivePlacement, path: readonly number[] | null): Reached[] {
  return path === null ? [] : [{ placement, path }];
}

/** The same links the other way. */
function reversed(model: SiteModel, path: readonly number[]): number[] {
  return path
    .map((index) => {
      const arc = model.graph.arcs[index];
      return arc === undefined ? -1 : (model.graph.arcOf.get(`${arc.link.id}/${arc.direction === 'up' ? 'down' : 'up'}`) ?? -1);
    })
    .toReversed();
}

function carry(model: SiteModel, state: MutableDemand, flow: Flow, leg: Leg, target: LegTarget, order: number): void {
  const group = getRecord(model.site, 'deviceGroups', flow.from.kind === 'device-group' ? flow.from.id : '');
  const bytes = flowBytes(flow, group);
  const rate = leg.requestsPerSecond * target.share;
  const stream = group !== undefined && flow.requestBytes === null ? group : null;
  const upMbps = stream === null ? 0 : stream.streamUpMbps * stream.count * target.share;
  const downMbps = stream === null ? 0 : stream.streamDownMbps * stream.count * target.share;
  loadPath(model, state, order, target.path, rate, bytes.request, upMbps);
  loadPath(model, state, order, target.back, rate, bytes.response, downMbps);
  if (group !== undefined) loadAccess(state, group, rate / group.count, bytes, upMbps / group.count, downMbps / group.count);
  const end = flow.to.kind === 'device-group' ? getRecord(model.site, 'deviceGroups', flow.to.id) : undefined;
  if (end !== undefined) loadAccess(state, end, rate / end.count, { request: bytes.response, response: bytes.request }, 0, 0);
  if (target.placement !== null) serve(model, state, flow, target.placement, rate);
}

function loadPath(
  model: SiteModel,
  state: MutableDemand,
  order: number,
  path: readonly number[],
  ratePerSecond: number,
  bytes: number,
  streamMbps: number,
): void {
  for (const index of path) {
    loadArc(model, state, order, index, ratePerSecond, bytes, streamMbps);
    for (const { arc, share } of model.graph.arcs[index]?.underlays ?? [])
      loadArc(model, state, order, arc, ratePerSecond * share, bytes, streamMbps * share);
  }
}

function loadArc(
  model: SiteModel,
  state: MutableDemand,
  order: number,
  index: number,
  ratePerSecond: number,
  bytes: number,
  streamMbps: number,
): void {
  const arc = model.graph.arcs[index];
  const load = state.arcs[index];
  if (arc === undefined || load === undefined) return;
  const link = index >> 1;
  if (state.lastFlow[link] !== order) {
    state.lastFlow[link] = order;
    state.linkFlows[link] = (state.linkFlows[link] ?? 0) + 1;
  }
  state.arcMbps[index] = (state.arcMbps[index] ?? 0) + (ratePerSecond * bytes * 8) / 1e6 + streamMbps;
  if (bytes > 0) addArrivals(load, ratePerSecond / 1000, occupancyMs(arc.channel, bytes));
  if (streamMbps > 0)
    addArrivals(load, (streamMbps * 1000) / (STREAM_PACKET_BYTES * 8), occupancyMs(arc.channel, STREAM_PACKET_BYTES));
}

/** Per device: a shared channel carries all of the group, a dedicated one a single device. */
function loadAccess(
  state: MutableDemand,
  group: RecordOf<'deviceGroups'>,
  ratePerDevice: number,
  bytes: { readonly request: number; readonly response: number },
  upMbps: number,
  downMbps: number,
): void {
  const access = state.accesses.get(group.id);
  if (access === undefined) return;
  let channel = state.channels.get(access.channelKey);
  if (channel === undefined) {
    channel = { up: emptyLoad(), down: emptyLoad(), access };
    state.channels.set(access.channelKey, channel);
  }
  const devices = sharersOf(access);
  const ratePerMs = (ratePerDevice * devices) / 1000;
  if (bytes.request > 0) addArrivals(channel.up, ratePerMs, occupancyMs(access.up, bytes.request));
  if (bytes.response > 0) addArrivals(channel.down, ratePerMs, occupancyMs(access.down, bytes.response));
  const packetsPerMbps = 1000 / (STREAM_PACKET_BYTES * 8);
  if (upMbps > 0) addArrivals(channel.up, upMbps * devices * packetsPerMbps, occupancyMs(access.up, STREAM_PACKET_BYTES));
  if (downMbps > 0) addArrivals(channel.down, downMbps * devices * packetsPerMbps, occupancyMs(access.down, STREAM_PACKET_BYTES));
}

function serve(model: SiteModel, state: MutableDemand, flow: Flow, target: LivePlacement, ratePerSecond: number): void {
  const service = getRecord(model.site, 'services', target.placement.serviceId);
  const computeMs = flow.computeMs ?? service?.work.computeMs ?? 0;
  const load = state.services.get(target.placement.id) ?? {
    requestsPerSecond: 0,
    computeWork: 0,
    computeSecond: 0,
    computeExcess: 0,
  };
  load.requestsPerSecond += ratePerSecond;
  load.computeWork += ratePerSecond * computeMs;
  load.computeSecond += ratePerSecond * computeMs ** 2;
  state.services.set(target.placement.id, load);
  for (const next of model.followers.get(flow.id) ?? []) {
    const sources = state.pending.get(next.id) ?? new Map<number, number>();
    sources.set(target.node, (sources.get(target.node) ?? 0) + ratePerSecond);
    state.pending.set(next.id, sources);
  }
}
