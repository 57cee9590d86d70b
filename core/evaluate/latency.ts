import { must } from '../base/assert.ts';
import type { Moments } from '../base/moments.ts';
import { mixture, NO_DELAY, repeated, sum } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import {
  addDelays,
  delayOf,
  delayQuantile,
  mixParts,
  settled,
  slowestDelay,
  sometimesDelay,
  withMoments,
  ZERO_DELAY,
} from '../network/delay.ts';
import { passesAgain, passOf } from '../network/passes.ts';
import { emptyLoad } from '../network/queue.ts';
import type { TransportPath } from '../network/transport.ts';
import { transportDelay } from '../network/transport.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import { sharersOf } from './access.ts';
import { channelDelay, channelMoments } from './channel-delay.ts';
import type { Demand, Leg, LegTarget } from './demand.ts';
import { flowBytes } from './demand.ts';
import { pathDelay, pathMoments } from './path-delay.ts';
import type { Arrival, LegState } from './leg.ts';
import { NO_SERVICE_LOAD } from './loads.ts';
import type { Blocked, CpuQueue, Outcome } from './outcome.ts';
import type { Processing, Station } from './service-time.ts';
import { processingAt, stationOf } from './service-time.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

export type { Outcome } from './outcome.ts';

/** Up to so many calls in a row are followed from queue to queue; more are added up as independent. */
const CALLS_IN_FULL = 4;

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
    let worst: LegState | null = null;
    let worstP99Ms = -1;
    let worstMean = -1;
    const legs = this.demand.legsOf(flow.id);
    for (const state of legs) {
      const outcome = this.answer(state);
      if (outcome.status !== 'ok' || legs.length === 1) return toldOf(outcome);
      if (state.p99Ms < 0) state.p99Ms = delayQuantile(settled(outcome.delay), 0.99);
      const mean = outcome.delay.moments.mean;
      // Of equally bad ones the slower on the whole, so that names do not decide.
      if (state.p99Ms < worstP99Ms || (state.p99Ms === worstP99Ms && mean <= worstMean)) continue;
      worst = state;
      worstP99Ms = state.p99Ms;
      worstMean = mean;
    }
    return worst === null ? { status: 'unplaced', by: `flows/${flow.id}` } : toldOf(this.answer(worst));
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
    const load = this.demand.services.get(live.placement.id) ?? NO_SERVICE_LOAD;
    return processingAt(station, load, flow.computeMs ?? station.service.work.computeMs);
  }

  /** Requests per second that meet at a placement. */
  arrivalsPerSecond(placementId: string): number {
    return this.demand.services.get(placementId)?.requestsPerSecond ?? 0;
  }

  /** The answer of a leg as it is told. */
  leg(flow: Flow, leg: Leg): Outcome {
    const state = this.demand.legsOf(flow.id).find((one) => one.leg === leg);
    return toldOf(state === undefined ? this.solveLeg(flow, leg) : this.answer(state));
  }

  /** The answer of a leg, worked out if it is not known; its waits are each on its own until all of the way is known. */
  answer(state: LegState): Outcome {
    state.outcome ??= this.solved(state);
    return state.outcome;
  }

  /** Nobody waits for what devices ask: its waits are put together at once, and need not be kept one by one. */
  private solved({ flow, leg }: LegState): Outcome {
    const outcome = this.solveLeg(flow.flow, leg);
    return flow.flow.from.kind === 'device-group' ? toldOf(outcome) : outcome;
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
      const outcome = this.target(flow, target, (leg.requestsPerSecond * target.share) / 1000);
      if (outcome.status !== 'ok') return outcome;
      const delay = leg.targets.length === 1 ? outcome.delay : settled(outcome.delay);
      mixed.push({ share: target.share, delay, node: target.node });
    }
    const first = must(mixed[0], `targets of ${flow.id}`);
    if (mixed.length === 1) return { status: 'ok', delay: first.delay, servedBy: this.model.graph.nodes[first.node]?.id ?? null };
    const moments = mixture(mixed.map(({ share, delay }) => ({ share, moments: delay.moments })));
    const slow = mixed.reduce((a, b) => (delayQuantile(b.delay, 0.99) > delayQuantile(a.delay, 0.99) ? b : a));
    return { status: 'ok', delay: mixParts(mixed, moments), servedBy: this.model.graph.nodes[slow.node]?.id ?? null };
  }

  /** There, work, what it sets off, and back. */
  private target(flow: Flow, target: LegTarget, ratePerMs: number): Outcome {
    const network = this.network(flow, target, this.accessAt(flow.from), this.accessAt(flow.to), ratePerMs);
    if (network.status !== 'ok') return network;
    const rest = target.placement === null ? null : this.atTarget(flow, target.placement);
    if (rest !== null && rest.status !== 'ok') return rest;
    const work = rest === null ? [] : [passing(target.placement, rest.cpu ?? null, ratePerMs), rest.delay];
    return { status: 'ok', delay: addDelays([...network.forth, ...work, ...network.back]), servedBy: null };
  }

  /** What the network does before and after the work, transport first. */
  private network(
    flow: Flow,
    target: LegTarget,
    from: Access | null,
    to: Access | null,
    ratePerMs: number,
  ): Blocked | { readonly status: 'ok'; readonly forth: readonly Delay[]; readonly back: readonly Delay[] } {
    const bytes = flowBytes(flow, from?.group);
    const answers = flow.pattern === 'request-response';
    const forth = this.oneWay(target.path, from, to, bytes.request, ratePerMs);
    if (forth.status !== 'ok') return forth;
    const back = answers ? this.oneWay(target.back, to, from, bytes.response, ratePerMs) : null;
    if (back !== null && back.status !== 'ok') return back;
    const opening: Delay[] = [];
    const closing: Delay[] = [];
    if (flow.transport.protocol === 'tcp-tls13' || flow.transport.protocol === 'quic') {
      const roundTrip = sum(this.smallTrip(target.path, from, to), this.smallTrip(target.back, to, from));
      const roundTripMs = roundTrip.mean;
      const there = this.pathFigures(target.path, from?.up ?? null, to?.down ?? null);
      const home = this.pathFigures(target.back, to?.up ?? null, from?.down ?? null);
      opening.push(overTransport(flow, { roundTripMs, ...there }, roundTrip, bytes.request, true));
      if (answers) closing.push(overTransport(flow, { roundTripMs, ...home }, roundTrip, bytes.response, false));
    }
    return { status: 'ok', forth: [...opening, forth.delay], back: back === null ? [] : [...closing, back.delay] };
  }

  /** One message from one end to the other, access channels of device groups included; `ratePerMs` as of `channelDelay`. */
  private oneWay(
    path: readonly number[],
    from: Access | null,
    to: Access | null,
    bytes: number,
    ratePerMs: number | null,
  ): Outcome {
    const first = from === null ? null : this.overAccess(from, 'up', bytes, ratePerMs);
    if (first !== null && first.status !== 'ok') return first;
    const way = pathDelay(this.model, this.demand, path, bytes, ratePerMs);
    if (way.status !== 'ok') return { status: 'saturated', by: way.by };
    const last = to === null ? null : this.overAccess(to, 'down', bytes, ratePerMs);
    if (last !== null && last.status !== 'ok') return last;
    const delays = [first, way, last].flatMap((one) => (one === null ? [] : [one.delay]));
    return { status: 'ok', delay: addDelays(delays), servedBy: null };
  }

  /** A packet without a message one way; nothing where a queue does not settle. */
  private smallTrip(path: readonly number[], from: Access | null, to: Access | null): Moments {
    let trip = NO_DELAY;
    for (const [access, direction] of [
      [from, 'up'],
      [to, 'down'],
    ] as const) {
      if (access === null) continue;
      const load = this.demand.channels.get(access.channelKey)?.[direction] ?? emptyLoad();
      const one = channelMoments(access[direction], load, SMALL_PACKET_BYTES);
      if (one === null) return NO_DELAY;
      trip = sum(trip, one);
    }
    const way = pathMoments(this.model, this.demand, path, SMALL_PACKET_BYTES);
    return way === null ? NO_DELAY : sum(trip, way);
  }

  /** What devices with an access of their own send is spread out a device, which nobody notices behind it. */
  private overAccess(access: Access, direction: 'up' | 'down', bytes: number, ratePerMs: number | null): Outcome {
    const load = this.demand.channels.get(access.channelKey)?.[direction] ?? emptyLoad();
    const rate = ratePerMs === null || sharersOf(access) < access.group.count ? null : ratePerMs;
    const delay = channelDelay(access[direction], load, bytes, 'access', rate);
    if (delay === null) return { status: 'saturated', by: `deviceGroups/${access.group.id}` };
    return { status: 'ok', delay, servedBy: null };
  }

  private pathFigures(
    path: readonly number[],
    first: Access['up'] | null,
    last: Access['down'] | null,
  ): { lossRatio: number; bottleneckMbps: number } {
    let kept = 1;
    let bottleneckMbps = Infinity;
    const pass = (channel: Access['up'] | null): void => {
      if (channel === null) return;
      kept *= 1 - channel.lossRatio;
      bottleneckMbps = Math.min(bottleneckMbps, channel.bandwidthMbps);
    };
    pass(first);
    for (const index of path) pass(this.model.graph.arcs[index]?.channel ?? null);
    pass(last);
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
    const delays = [delayOf('processing', processing.moments, processing.rare)];
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
    const { view, parts, moments } = processing;
    const cpu = view === null ? null : { view, workMs: parts.work.mean, takesMs: moments.mean };
    return { status: 'ok', delay: addDelays(delays), servedBy: null, cpu };
  }

  private accessAt(end: Flow['from']): Access | null {
    return end.kind === 'device-group' ? (this.demand.accesses.get(end.id) ?? null) : null;
  }
}

function overTransport(flow: Flow, path: TransportPath, roundTrip: Moments, bytes: number, opens: boolean): Delay {
  const { moments, rare } = transportDelay(flow.transport, path, roundTrip, bytes, opens);
  return delayOf('transport', moments, rare);
}

/** An answer with its waits as they are one behind the other. */
function toldOf(outcome: Outcome): Outcome {
  return outcome.status !== 'ok' || outcome.delay.passes.length === 0 ? outcome : { ...outcome, delay: settled(outcome.delay) };
}

/** [L6] The CPU's queue of a placement, as this leg passes it: it takes no time of its own, which is the processing's. */
function passing(live: LivePlacement | null, cpu: CpuQueue | null, ratePerMs: number): Delay {
  if (live === null || cpu === null) return ZERO_DELAY;
  return { ...ZERO_DELAY, passes: [passOf(live.placement.id, 'processing', cpu.view, ratePerMs, cpu.workMs, cpu.takesMs)] };
}

/** [L7] Several calls one after the other; a mean below one is a call that is only sometimes made. */
function called(delay: Delay, calls: number): Delay {
  if (calls === 1) return delay;
  if (calls === 0) return ZERO_DELAY;
  if (Number.isInteger(calls) && calls <= CALLS_IN_FULL)
    return addDelays(Array.from({ length: calls }, () => ({ ...delay, passes: passesAgain(delay.passes) })));
  if (calls < 1) return sometimesDelay(calls, delay);
  const one = settled(delay);
  const rare = one.rare.map(({ probability, extra }) => ({ probability: 1 - (1 - probability) ** calls, extra }));
  return withMoments(one, repeated(one.moments, calls), rare);
}

/** [L7] Parallel calls wait for the slowest. */
function slowestOf(delays: readonly Delay[]): Delay {
  const first = delays[0];
  if (first === undefined) return ZERO_DELAY;
  if (delays.length === 1) return first;
  return slowestDelay(delays);
}
