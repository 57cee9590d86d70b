import { must } from '../base/assert.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { flowBytes } from './demand.ts';
import type { Leg, LegTarget } from './demand.ts';
import type { Evaluated } from './evaluate.ts';
import type { Station } from './service-time.ts';
import { stationOf } from './service-time.ts';

type Flow = RecordOf<'flows'>;
type DeviceGroup = RecordOf<'deviceGroups'>;

export const HOURS_A_DAY = 24;

/**
 * Load over the hours of a day. Load is linear in the rates of device groups, so it is kept as a vector with one column for each
 * distinct day profile (and one for what is constant); the value in an hour is the weighted sum of the columns.
 */
export interface DayLoad {
  readonly columns: number;
  /** By hour: weight of each column. */
  readonly weights: readonly Float64Array[];
  /** Mean of the weights over the day. */
  readonly meanWeights: Float64Array;
  /** Mbps by arc index × columns, those of underlays included. */
  readonly arcMbps: Float64Array;
  readonly placements: ReadonlyMap<string, PlacementLoad>;
  /** By device group. */
  readonly accesses: ReadonlyMap<string, AccessLoad>;
}

export interface PlacementLoad {
  readonly station: Station;
  /** Index of its node in the graph. */
  readonly node: number;
  /** Requests a second. */
  readonly requests: Float64Array;
  /** Threads of the node that are busy with it. */
  readonly busyThreads: Float64Array;
}

export interface AccessLoad {
  /** Mbps of all devices of the group, as carried by their access. */
  readonly upMbps: Float64Array;
  readonly downMbps: Float64Array;
  /** Of it, what the devices send as sources of flows. */
  readonly sentMbps: Float64Array;
}

/** Value of a vector in an hour; `offset` is where it starts in a longer array. */
export function atHour(load: DayLoad, vector: Float64Array, hour: number, offset = 0): number {
  return weigh(load, vector, must(load.weights[hour], `hour ${hour}`), offset);
}

/** Mean of a vector over the day. */
export function meanOfDay(load: DayLoad, vector: Float64Array, offset = 0): number {
  return weigh(load, vector, load.meanWeights, offset);
}

/** Highest hour of a vector. */
export function peakOfDay(load: DayLoad, vector: Float64Array, offset = 0): number {
  return load.weights.reduce((most, weights) => Math.max(most, weigh(load, vector, weights, offset)), 0);
}

function weigh(load: DayLoad, vector: Float64Array, weights: Float64Array, offset: number): number {
  let sum = 0;
  for (let column = 0; column < load.columns; column += 1) sum += (weights[column] ?? 0) * (vector[offset + column] ?? 0);
  return sum;
}

/** GB a day that a mean rate in Mbps carries. */
export function gbPerDay(meanMbps: number): number {
  return (meanMbps * 86_400) / 8000;
}

/** [E1, D1, K1] Sends every request of a day its way, along the legs of the busy hour. Cost O(flows × sources × path × profiles). */
export function dayLoad(evaluated: Evaluated): DayLoad {
  const { model, demand } = evaluated;
  const basis = basisOf(Object.values(model.site.deviceGroups) as DeviceGroup[]);
  const state: Running = {
    evaluated,
    basis,
    arcMbps: new Float64Array(model.graph.arcs.length * basis.columns),
    placements: new Map(),
    accesses: new Map(),
    pending: new Map(),
  };
  for (const flow of model.flows) for (const leg of demand.legs.get(flow.id) ?? []) sendLeg(state, flow, leg);
  const { columns, weights, meanWeights } = basis;
  return { columns, weights, meanWeights, arcMbps: state.arcMbps, placements: state.placements, accesses: state.accesses };
}

interface Basis extends Pick<DayLoad, 'columns' | 'weights' | 'meanWeights'> {
  readonly constant: Float64Array;
  /** Vector of a rate whose mean is 1 and which follows the profile of the group. */
  readonly of: (group: DeviceGroup) => Float64Array;
}

interface Running {
  readonly evaluated: Evaluated;
  readonly basis: Basis;
  readonly arcMbps: Float64Array;
  readonly placements: Map<string, PlacementLoad>;
  readonly accesses: Map<string, AccessLoad>;
  /** Flow → source node → requests a second. */
  readonly pending: Map<string, Map<number, Float64Array>>;
}

/** A column a distinct profile; where there are more of them than hours, a column an hour says the same with less. */
function basisOf(groups: readonly DeviceGroup[]): Basis {
  const profiles = new Map<string, number>();
  for (const { dayProfile } of groups)
    if (dayProfile !== null && !profiles.has(dayProfile.join())) profiles.set(dayProfile.join(), profiles.size + 1);
  const byHour = profiles.size >= HOURS_A_DAY;
  const columns = byHour ? HOURS_A_DAY : profiles.size + 1;
  const weights = Array.from({ length: HOURS_A_DAY }, () => new Float64Array(columns));
  const constant = new Float64Array(columns);
  if (byHour) constant.fill(1);
  else constant[0] = 1;
  for (const [hour, row] of weights.entries()) {
    row[byHour ? hour : 0] = 1;
    if (!byHour) for (const [key, column] of profiles) row[column] = Number(key.split(',')[hour]);
  }
  const meanWeights = new Float64Array(columns);
  for (const row of weights)
    for (let at = 0; at < columns; at += 1) meanWeights[at] = (meanWeights[at] ?? 0) + (row[at] ?? 0) / HOURS_A_DAY;
  const of = ({ dayProfile }: DeviceGroup): Float64Array => {
    if (dayProfile === null) return constant;
    if (byHour) return Float64Array.from(dayProfile);
    const unit = new Float64Array(columns);
    unit[must(profiles.get(dayProfile.join()), 'known profile')] = 1;
    return unit;
  };
  return { columns, weights, meanWeights, constant, of };
}

function sendLeg(state: Running, flow: Flow, leg: Leg): void {
  if (leg.targets.length === 0) return;
  const { site } = state.evaluated.model;
  const group = flow.from.kind === 'device-group' ? getRecord(site, 'deviceGroups', flow.from.id) : undefined;
  const rates = ratesOf(state, flow, leg, group);
  const bytes = flowBytes(flow, group);
  const streams = group !== undefined && flow.requestBytes === null;
  const requests = mbps(state, rates, bytes.request, streams ? group.streamUpMbps * group.count : 0);
  const responses = mbps(state, rates, bytes.response, streams ? group.streamDownMbps * group.count : 0);
  for (const target of leg.targets) {
    loadPath(state, target.path, requests, target.share);
    loadPath(state, target.back, responses, target.share);
    serve(state, flow, target, rates);
  }
  if (group !== undefined) {
    const access = accessOf(state, group.id);
    addTo(access.upMbps, requests, 1);
    addTo(access.sentMbps, requests, 1);
    addTo(access.downMbps, responses, 1);
  }
  if (flow.to.kind === 'device-group') {
    const access = accessOf(state, flow.to.id);
    addTo(access.upMbps, responses, 1);
    addTo(access.downMbps, requests, 1);
  }
}

function ratesOf(state: Running, flow: Flow, leg: Leg, group: DeviceGroup | undefined): Float64Array {
  const { basis } = state;
  if (group !== undefined)
    return basis.of(group).map((one) => one * group.count * group.requestsPerSecond * flow.callsPerRequest);
  if (flow.periodMs !== null) return basis.constant.map((one) => one * leg.requestsPerSecond);
  const arrived = state.pending.get(flow.id)?.get(leg.source);
  return arrived === undefined ? new Float64Array(basis.columns) : arrived.map((one) => one * flow.callsPerRequest);
}

function mbps(state: Running, rates: Float64Array, bytes: number, streamMbps: number): Float64Array {
  const perRequest = (bytes * 8) / 1e6;
  return rates.map((rate, column) => rate * perRequest + streamMbps * (state.basis.constant[column] ?? 0));
}

function loadPath(state: Running, path: readonly number[], vector: Float64Array, share: number): void {
  const { graph } = state.evaluated.model;
  const columns = state.basis.columns;
  for (const index of path) {
    addTo(state.arcMbps, vector, share, index * columns);
    for (const under of graph.arcs[index]?.underlays ?? [])
      addTo(state.arcMbps, vector, share * under.share, under.arc * columns);
  }
}

function serve(state: Running, flow: Flow, target: LegTarget, rates: Float64Array): void {
  if (target.placement === null) return;
  const load = placementOf(state, target);
  const { station } = load;
  const computeMs = (flow.computeMs ?? station.service.work.computeMs) * station.workScale;
  const factor = threadFactor(state, target.node);
  addTo(load.requests, rates, target.share);
  if (factor > 0) addTo(load.busyThreads, rates, (target.share * computeMs) / 1000 / factor);
  for (const next of state.evaluated.model.followers.get(flow.id) ?? []) {
    let sources = state.pending.get(next.id);
    if (sources === undefined) state.pending.set(next.id, (sources = new Map()));
    const arrived = sources.get(target.node) ?? new Float64Array(state.basis.columns);
    addTo(arrived, rates, target.share);
    sources.set(target.node, arrived);
  }
}

function placementOf(state: Running, target: LegTarget): PlacementLoad {
  const live = must(target.placement, 'a target with a placement');
  const known = state.placements.get(live.placement.id);
  if (known !== undefined) return known;
  const { site, graph } = state.evaluated.model;
  const node = must(graph.nodes[live.node], `node ${live.node}`);
  const load: PlacementLoad = {
    station: stationOf(
      must(getRecord(site, 'services', live.placement.serviceId), `services/${live.placement.serviceId}`),
      live.placement,
      must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`),
    ),
    node: live.node,
    requests: new Float64Array(state.basis.columns),
    busyThreads: new Float64Array(state.basis.columns),
  };
  state.placements.set(live.placement.id, load);
  return load;
}

function threadFactor(state: Running, index: number): number {
  const node = state.evaluated.model.graph.nodes[index];
  return getRecord(state.evaluated.model.site, 'hardwareTypes', node?.typeId ?? '')?.compute.perThreadFactor ?? 0;
}

function accessOf(state: Running, groupId: string): AccessLoad {
  let load = state.accesses.get(groupId);
  if (load === undefined) {
    const empty = (): Float64Array => new Float64Array(state.basis.columns);
    load = { upMbps: empty(), downMbps: empty(), sentMbps: empty() };
    state.accesses.set(groupId, load);
  }
  return load;
}

function addTo(into: Float64Array, vector: Float64Array, scale: number, offset = 0): void {
  for (let column = 0; column < vector.length; column += 1)
    into[offset + column] = (into[offset + column] ?? 0) + (vector[column] ?? 0) * scale;
}
