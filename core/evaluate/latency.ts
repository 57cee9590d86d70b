import { must } from '../base/assert.ts';
import type { Moments } from '../base/moments.ts';
import { mixture, quantile, repeated, slowest, sometimes } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, delayOf, mixParts, withMoments, ZERO_DELAY } from '../network/delay.ts';
import { emptyLoad } from '../network/queue.ts';
import { transportDelay } from '../network/transport.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import { channelDelay } from './channel-delay.ts';
import type { Demand, Leg, LegTarget } from './demand.ts';
import { flowBytes } from './demand.ts';
import { pathDelay } from './path-delay.ts';
import type { Arrival, LegState } from './leg.ts';
import type { Outcome } from './outcome.ts';
import type { Processing, Station } from './service-time.ts';
import { processingAt, stationOf } from './service-time.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

export type { Outcome } from './outcome.ts';

/** Acknowledgement-sized packet for round trips, bytes: IPv4 and TCP headers with timestamps. */
export const SMALL_PACKET_BYTES = 52;

/**
 * [L6, L7] Stage 6: answers of all flows under one demand. Answers are kept with the legs and arrivals that they belong to, so that
 * shared parts are computed once; who changes what they stand on sets them to null.
 */
export class LatencySolver {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly stations = new Map<string, Station>();

  constructor(model: SiteModel, demand: Demand) {
    this.model = model;
    this.demand = demand;
  }

  /** A flow's answer: of its sources the one with the worst p99; blocked when any of them is. */
  flow(flow: Flow): Outcome {
    let worst: Outcome | null = null;
    let worstP99 = -1;
    const legs = this.demand.legsOf(flow.id);
    for (const state of legs) {
      const outcome = this.answer(state);
      if (outcome.status !== 'ok' || legs.length === 1) return outcome;
      if (state.p99Ms < 0) state.p99Ms = quantile(outcome.delay.moments, 0.99);
      if (state.p99Ms > worstP99) {
        worst = outcome;
        worstP99 = state.p99Ms;
      }
    }
    return worst ?? { status: 'unplaced', by: `flows/${flow.id}` };
  }

  /** Forgets what was worked out of a placement's service, node and hardware. */
  forget(placementId: string): void {
    this.stations.delete(placementId);
  }

  station(live: LivePlacement): Station {
    const known = this.stations.get(live.placement.id);
    if (known !== undefined) return known;
    const service = must(
      getRecord(this.model.site, 'services', live.placement.serviceId),
      `services/${live.placement.serviceId}`,
    );
    const node = must(this.model.graph.nodes[live.node], `node ${live.node}`);
    const station = stationOf(
      service,
      live.placement,
      must(getRecord(this.model.site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`),
    );
    this.stations.set(live.placement.id, station);
    return station;
  }

  /** [L6] What a request of this flow meets at a placement. */
  processing(flow: Flow, live: LivePlacement): Processing {
    const station = this.station(live);
    const load = this.demand.services.get(live.placement.id) ?? { requestsPerSecond: 0, computeWork: 0, computeSecond: 0 };
    return processingAt(station, load, flow.computeMs ?? station.service.work.computeMs);
  }

  /** Requests per second that meet at a placement. */
  arrivalsPerSecond(placementId: string): number {
    return this.demand.services.get(placementId)?.requestsPerSecond ?? 0;
  }

  leg(flow: Flow, leg: Leg): Outcome {
    const state = this.demand.legsOf(flow.id).find((one) => one.leg === leg);
    return state === undefined ? this.solveLeg(flow, leg) : this.answer(state);
  }

  /** The answer of a leg, worked out if it is not known. */
  answer(state: LegState): Outcome {
    state.outcome ??= this.solveLeg(state.flow.flow, state.leg);
    return state.outcome;
  }

  /** What requests meet where they arrive, worked out if it is not known. */
  arrival(arrival: Arrival): Outcome {
    arrival.outcome ??= this.solveTarget(arrival.flow, arrival.live, arrival.followers);
    return arrival.outcome;
  }

  private solveLeg(flow: Flow, leg: Leg): Outcome {
    if (leg.blocked !== null) return { status: leg.blocked.status, by: leg.blocked.by };
    const mixed: { share: number; delay: Delay; node: number }[] = [];
    for (const target of leg.targets) {
      const outcome = this.target(flow, target);
      if (outcome.status !== 'ok') return outcome;
      mixed.push({ share: target.share, delay: outcome.delay, node: target.node });
    }
    const first = must(mixed[0], `targets of ${flow.id}`);
    if (mixed.length === 1) return { status: 'ok', delay: first.delay, servedBy: this.model.graph.nodes[first.node]?.id ?? null };
    const moments = mixture(mixed.map(({ share, delay }) => ({ share, moments: delay.moments })));
    const slow = mixed.reduce((a, b) => (quantile(b.delay.moments, 0.99) > quantile(a.delay.moments, 0.99) ? b : a));
    return { status: 'ok', delay: mixParts(mixed, moments), servedBy: this.model.graph.nodes[slow.node]?.id ?? null };
  }

  /** There, work, what it sets off, and back. */
  private target(flow: Flow, target: LegTarget): Outcome {
    const from = this.accessAt(flow.from);
    const to = this.accessAt(flow.to);
    const bytes = flowBytes(flow, from?.group);
    const network = this.network(flow, target, from, to, bytes);
    if (network.status !== 'ok') return network;
    if (target.placement === null) return network;
    const rest = this.atTarget(flow, target.placement);
    if (rest.status !== 'ok') return rest;
    return { status: 'ok', delay: addDelays([network.delay, rest.delay]), servedBy: null };
  }

  private network(
    flow: Flow,
    target: LegTarget,
    from: Access | null,
    to: Access | null,
    bytes: { readonly request: number; readonly response: number },
  ): Outcome {
    const answers = flow.pattern === 'request-response';
    const forth = this.oneWay(target.path, from, to, bytes.request);
    if (forth.status !== 'ok') return forth;
    const back = this.oneWay(target.back, to, from, answers ? bytes.response : SMALL_PACKET_BYTES);
    if (back.status !== 'ok' && answers) return back;
    const parts = answers && back.status === 'ok' ? [forth.delay, back.delay] : [forth.delay];
    if (flow.transport.protocol === 'tcp-tls13' || flow.transport.protocol === 'quic') {
      const small = [
        this.oneWay(target.path, from, to, SMALL_PACKET_BYTES),
        this.oneWay(target.back, to, from, SMALL_PACKET_BYTES),
      ];
      const roundTripMs = small.reduce((total, one) => total + (one.status === 'ok' ? one.delay.moments.mean : 0), 0);
      const there = this.pathFigures(target.path, from?.up ?? null, to?.down ?? null);
      const home = this.pathFigures(target.back, to?.up ?? null, from?.down ?? null);
      parts.push(delayOf('transport', transportDelay(flow.transport, { roundTripMs, ...there }, bytes.request, true)));
      if (answers)
        parts.push(delayOf('transport', transportDelay(flow.transport, { roundTripMs, ...home }, bytes.response, false)));
    }
    return { status: 'ok', delay: addDelays(parts), servedBy: null };
  }

  /** One message from one end to the other, access channels of device groups included. */
  private oneWay(path: readonly number[], from: Access | null, to: Access | null, bytes: number): Outcome {
    const delays: Delay[] = [];
    for (const [access, direction] of [
      [from, 'up'],
      [to, 'down'],
    ] as const) {
      if (access === null) continue;
      const load = this.demand.channels.get(access.channelKey)?.[direction] ?? emptyLoad();
      const delay = channelDelay(access[direction], load, bytes, 'access');
      if (delay === null) return { status: 'saturated', by: `deviceGroups/${access.group.id}` };
      delays.push(delay);
    }
    const way = pathDelay(this.model, this.demand, path, bytes);
    if (way.status !== 'ok') return { status: 'saturated', by: way.by };
    return { status: 'ok', delay: addDelays([...delays, way.delay]), servedBy: null };
  }

  private pathFigures(
    path: readonly number[],
    first: Access['up'] | null,
    last: Access['down'] | null,
  ): { lossRatio: number; bottleneckMbps: number } {
    let kept = 1;
    let bottleneckMbps = Infinity;
    const arcs = path.map((index) => this.model.graph.arcs[index]?.channel ?? null);
    for (const channel of [first, ...arcs, last]) {
      if (channel === null) continue;
      kept *= 1 - channel.lossRatio;
      bottleneckMbps = Math.min(bottleneckMbps, channel.bandwidthMbps);
    }
    return { lossRatio: 1 - kept, bottleneckMbps };
  }

  /** Processing at a placement and everything it waits for there. */
  private atTarget(flow: Flow, live: LivePlacement): Outcome {
    const node = this.model.order.nodes.get(flow.id);
    const station = this.demand.sums.stationSums.get(live.placement.id);
    if (node === undefined || station === undefined) return this.solveTarget(flow, live, this.model.followers.get(flow.id) ?? []);
    return this.arrival(station.arrivalOf(node, live));
  }

  private solveTarget(flow: Flow, live: LivePlacement, followers: readonly Flow[]): Outcome {
    const processing = this.processing(flow, live);
    if (processing.status !== 'ok') return { status: 'saturated', by: `placements/${live.placement.id}` };
    const delays = [delayOf('processing', processing.moments)];
    const stages = new Map<number, Delay[]>();
    for (const next of followers) {
      if (next.mode !== 'synchronous') continue;
      const leg = this.demand.legAt(next.id, live.node);
      if (leg === undefined) return { status: 'unplaced', by: `flows/${next.id}` };
      const outcome = this.answer(leg);
      if (outcome.status !== 'ok') return outcome;
      const list = stages.get(next.stage) ?? [];
      list.push(called(outcome.delay, next.callsPerRequest));
      stages.set(next.stage, list);
    }
    for (const stage of [...stages.keys()].toSorted((a, b) => a - b)) delays.push(slowestOf(stages.get(stage) ?? []));
    return { status: 'ok', delay: addDelays(delays), servedBy: null };
  }

  private accessAt(end: Flow['from']): Access | null {
    return end.kind === 'device-group' ? (this.demand.accesses.get(end.id) ?? null) : null;
  }
}

/** [L7] Several calls one after the other; a mean below one is a call that is only sometimes made. */
function called(delay: Delay, calls: number): Delay {
  if (calls === 1) return delay;
  if (calls === 0) return ZERO_DELAY;
  const moments: Moments = calls > 1 ? repeated(delay.moments, calls) : sometimes(calls, delay.moments);
  return withMoments(delay, moments);
}

/** [L7] Parallel calls wait for the slowest. Its parts are those of the branch with the greatest mean, scaled to the mean of the maximum. */
function slowestOf(delays: readonly Delay[]): Delay {
  const first = delays[0];
  if (first === undefined) return ZERO_DELAY;
  if (delays.length === 1) return first;
  const longest = delays.reduce((a, b) => (b.moments.mean > a.moments.mean ? b : a));
  return withMoments(longest, slowest(delays.map((delay) => delay.moments)));
}
