import { must } from '../base/assert.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import { busyRate } from './access.ts';
import type { Destination } from './destinations.ts';
import { Destinations } from './destinations.ts';
import type { FlowNode } from './flow-order.ts';
import type { Leg, LegState, LegTarget, Way } from './leg.ts';
import { LoadBook } from './load-book.ts';
import type { StationSum } from './loads.ts';
import type { ModelChange, NodeRank, SiteModel } from './site-model.ts';

export type { Leg, LegTarget } from './leg.ts';
export type { ServiceLoad } from './loads.ts';
export { STREAM_PACKET_BYTES } from './loads.ts';

type Flow = RecordOf<'flows'>;

/** Bytes of a flow's request and response; a device group's own where the flow states none. */
export function flowBytes(
  flow: Flow,
  group: RecordOf<'deviceGroups'> | undefined,
): { readonly request: number; readonly response: number } {
  const fromGroup = flow.from.kind === 'device-group' ? group : undefined;
  return {
    request: flow.requestBytes ?? fromGroup?.bytesUp ?? 0,
    response: flow.pattern === 'one-way' ? 0 : (flow.responseBytes ?? fromGroup?.bytesDown ?? 0),
  };
}

/** Flows made between two steps: some milliseconds of work. */
const FLOWS_A_STEP = 500;

/** What stages 1 to 3 found to be other than before. */
export interface DemandChange {
  /** Legs that were made anew. */
  readonly legs: Set<LegState>;
  /** Flows that have other legs, or more or fewer. */
  readonly flows: Set<FlowNode>;
  readonly stations: Set<StationSum>;
  /** Arcs and channels whose load or figures changed. */
  readonly arcs: Set<number>;
  readonly channels: Set<string>;
  /** Arcs that carry another volume. */
  readonly traffic: Set<number>;
  /** Links over which other flows go than before, by half the arc slot. */
  readonly links: Set<number>;
}

interface Source {
  readonly node: NodeRank | null;
  readonly slot: number;
  readonly rate: number;
  readonly blocked: Leg['blocked'];
}

/**
 * Stages 1 to 3: load of the whole site at its busy hour, kept up to date. Each flow has its legs, each leg its ways, each way its
 * entries in the sums of what it meets. A change makes only those legs anew whose source, rate or target is another one, and adds up
 * only those sums again that lost or got an entry, always all of their entries in one order: equal sites give equal bits.
 */
export class Demand {
  readonly legs = new Map<string, readonly Leg[]>();
  readonly accesses: ReadonlyMap<string, Access>;
  readonly arcs: LoadBook['arcs'];
  readonly arcMbps: LoadBook['arcMbps'];
  readonly channels: LoadBook['channels'];
  readonly services: LoadBook['services'];
  readonly sums: LoadBook;
  private readonly model: SiteModel;
  private readonly destinations: Destinations;
  private readonly states = new Map<string, LegState[]>();
  /** Flows to make, by depth: what sets a flow off is made before it. */
  private levels: Set<FlowNode>[] = [];
  private change: DemandChange = noChange();

  constructor(model: SiteModel) {
    this.model = model;
    this.accesses = model.accesses;
    this.sums = new LoadBook(model);
    ({ arcs: this.arcs, arcMbps: this.arcMbps, channels: this.channels, services: this.services } = this.sums);
    this.destinations = new Destinations(model);
  }

  legsOf(flowId: string): readonly LegState[] {
    return this.states.get(flowId) ?? [];
  }

  /** The leg of a flow from a node; undefined where it has none there. */
  legAt(flowId: string, slot: number): LegState | undefined {
    const legs = this.legsOf(flowId);
    const rank = this.nodeAt(slot)?.rank ?? 0;
    let low = 0;
    let high = legs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((legs[middle]?.source?.rank ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    const leg = legs[low];
    return leg?.leg.source === slot ? leg : undefined;
  }

  /** Takes in what changed in the model. Yields after each batch of flows. */
  *update(model: ModelChange): Generator<number, DemandChange> {
    this.change = noChange();
    this.levels = [];
    for (const node of model.flowsGone) this.closeAll(node);
    // Everything that will be contributed anew is taken out first: what stays is right at each level from the first on.
    const whole = new Set(model.flows);
    for (const slot of model.relaid) for (const { way } of this.sums.arcSums[slot]?.entries ?? []) whole.add(way.leg.flow);
    for (const node of whole) {
      this.closeAll(node);
      this.plan(node);
    }
    for (const id of model.placed) for (const node of this.model.order.from('service', id)) this.plan(node);
    for (const leg of this.destinations.update(model)) this.plan(leg.flow);
    let made = 0;
    for (let depth = 0; depth < this.levels.length; depth += 1) {
      for (const node of this.levels[depth] ?? []) {
        this.make(node);
        made += 1;
        if (made % FLOWS_A_STEP === 0) yield made;
      }
    }
    this.sums.settle(model, this.change);
    const { change } = this;
    this.levels = [];
    this.change = noChange();
    return change;
  }

  private plan(node: FlowNode): void {
    (this.levels[node.depth] ??= new Set()).add(node);
  }

  /** Makes the legs of a flow. Those whose source, rate and targets are as before stay. */
  private make(node: FlowNode): void {
    const { flow, depth } = node;
    const sources = this.sourcesOf(flow);
    const destination = sources.some(({ slot }) => slot >= 0) ? this.destinations.of(flow) : null;
    const before = this.legsOf(node.id);
    const after: LegState[] = [];
    const left = new Set(before);
    let at = 0;
    let changed = false;
    for (const source of sources) {
      while (at < before.length && (before[at]?.source?.rank ?? 0) < (source.node?.rank ?? 0)) at += 1;
      const known = before[at]?.source === source.node ? before[at] : undefined;
      if (known !== undefined) left.delete(known);
      const state = known ?? this.open(node, source, destination);
      after.push(state);
      const leg = this.legFrom(flow, source, destination);
      if (known !== undefined && sameLeg(known.leg, leg)) continue;
      this.withdraw(state, depth);
      state.leg = leg;
      state.ways = leg.targets.map((target) => this.wayTo(state, target));
      for (const way of state.ways) this.disturb(this.sums.contribute(way), depth);
      this.change.legs.add(state);
      changed = true;
    }
    for (const state of left) this.close(state, depth);
    if (!changed && left.size === 0) return;
    this.states.set(node.id, after.slice());
    this.legs.set(
      node.id,
      after.map((state) => state.leg),
    );
    this.change.flows.add(node);
  }

  private open(flow: FlowNode, { node, slot }: Source, destination: Destination | null): LegState {
    const joined = slot < 0 ? null : destination;
    const leg: Leg = { source: slot, requestsPerSecond: 0, targets: [], blocked: null };
    const state = { flow, source: node, destination: joined, leg, ways: [], outcome: null, p99Ms: -1, stamp: 0 };
    if (joined !== null) this.destinations.join(joined, slot, state);
    return state;
  }

  private close(state: LegState, depth: number): void {
    this.withdraw(state, depth);
    if (state.destination !== null) this.destinations.leave(state.destination, state.leg.source, state);
    this.change.legs.delete(state);
  }

  private closeAll(node: FlowNode): void {
    for (const state of this.legsOf(node.id)) this.close(state, -1);
    this.states.delete(node.id);
    this.legs.delete(node.id);
    this.change.flows.add(node);
  }

  private sourcesOf(flow: Flow): Source[] {
    if (flow.from.kind === 'device-group') {
      const group = getRecord(this.model.site, 'deviceGroups', flow.from.id);
      const access = this.accesses.get(flow.from.id);
      const slot = access === undefined ? undefined : this.model.graph.indexOf.get(access.nodeId);
      const rate = group === undefined ? 0 : group.count * busyRate(group) * flow.callsPerRequest;
      if (slot !== undefined) return [{ node: this.nodeAt(slot), slot, rate, blocked: null }];
      const by = access === undefined ? `deviceGroups/${flow.from.id}` : `nodes/${access.nodeId}`;
      return [{ node: null, slot: -1, rate, blocked: { status: 'no-route', by } }];
    }
    const placements = this.model.placements.get(flow.from.id) ?? [];
    if (placements.length === 0)
      return [{ node: null, slot: -1, rate: 0, blocked: { status: 'unplaced', by: `services/${flow.from.id}` } }];
    return placements.map(({ node, placement }) => {
      const asked = this.sums.stationSums.get(placement.id)?.rateOf(this.model.site, flow) ?? 0;
      const rate = flow.periodMs === null ? asked * flow.callsPerRequest : (placement.replicas * 1000) / flow.periodMs;
      return { node: this.nodeAt(node), slot: node, rate, blocked: null };
    });
  }

  private legFrom(flow: Flow, { slot, rate, blocked }: Source, destination: Destination | null): Leg {
    if (blocked !== null || destination === null) return { source: slot, requestsPerSecond: rate, targets: [], blocked };
    const targets = this.destinations.targets(destination, slot);
    const by = flow.to.kind === 'device-group' ? `deviceGroups/${flow.to.id}` : `services/${flow.to.id}`;
    const status = flow.to.kind === 'service' && destination.byNode.size === 0 ? 'unplaced' : 'no-route';
    return { source: slot, requestsPerSecond: rate, targets, blocked: targets.length === 0 ? { status, by } : null };
  }

  private wayTo(leg: LegState, target: LegTarget): Way {
    const { flow } = leg.flow;
    const group = flow.from.kind === 'device-group' ? getRecord(this.model.site, 'deviceGroups', flow.from.id) : undefined;
    const bytes = flowBytes(flow, group);
    const stream = group !== undefined && flow.requestBytes === null ? group : null;
    return {
      leg,
      target,
      to: must(this.nodeAt(target.node), `node in slot ${target.node}`),
      fromAccess: this.accessAt(flow.from),
      toAccess: this.accessAt(flow.to),
      ratePerSecond: leg.leg.requestsPerSecond * target.share,
      requestBytes: bytes.request,
      responseBytes: bytes.response,
      upMbps: stream === null ? 0 : stream.streamUpMbps * stream.count * target.share,
      downMbps: stream === null ? 0 : stream.streamDownMbps * stream.count * target.share,
      entries: [],
      arrival: null,
      figures: null,
    };
  }

  /** Other requests arrive at a station: what they set off from there has another rate. */
  private disturb(station: StationSum | null, depth: number): void {
    if (station === null) return;
    for (const node of this.model.order.from('service', station.serviceId))
      if (node.flow.periodMs === null && node.depth > depth) this.plan(node);
  }

  private withdraw(state: LegState, depth: number): void {
    for (const way of state.ways) this.disturb(this.sums.withdraw(way), depth);
    state.ways = [];
  }

  private accessAt(end: Flow['from']): Access | null {
    return end.kind === 'device-group' ? (this.accesses.get(end.id) ?? null) : null;
  }

  private nodeAt(slot: number): NodeRank | null {
    const node = this.model.graph.nodes[slot];
    return node === undefined ? null : (this.model.nodeRanks.get(node.id) ?? null);
  }
}

/** The whole load of a site by itself. */
export function computeDemand(model: SiteModel): Demand {
  const demand = new Demand(model);
  const steps = demand.update(model.whole());
  while (steps.next().done !== true);
  return demand;
}

function sameLeg(a: Leg, b: Leg): boolean {
  return (
    a.source === b.source &&
    a.requestsPerSecond === b.requestsPerSecond &&
    a.targets === b.targets &&
    a.blocked?.status === b.blocked?.status &&
    a.blocked?.by === b.blocked?.by
  );
}

function noChange(): DemandChange {
  return {
    legs: new Set(),
    flows: new Set(),
    stations: new Set(),
    arcs: new Set(),
    channels: new Set(),
    traffic: new Set(),
    links: new Set(),
  };
}
