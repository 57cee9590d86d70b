import { must } from '../base/assert.ts';
import { mixture, quantile, repeated, slowest, sometimes } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, delayOf, mixParts, settled, withMoments, ZERO_DELAY } from '../network/delay.ts';
import { passOf } from '../network/passes.ts';
import { emptyLoad } from '../network/queue.ts';
import { transportDelay } from '../network/transport.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import { sharersOf } from './access.ts';
import { channelDelay } from './channel-delay.ts';
import type { Demand, Leg, LegTarget } from './demand.ts';
import { flowBytes } from './flow-bytes.ts';
import { pathDelay } from './path-delay.ts';
import type { Processing, Station } from './service-time.ts';
import { processingAt, stationOf } from './service-time.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

export type Outcome = { readonly status: 'ok'; readonly delay: Delay; readonly servedBy: string | null } | Blocked;

interface Blocked {
  readonly status: 'saturated' | 'no-route' | 'unplaced';
  readonly by: string;
}

/** Up to so many calls in a row are followed from queue to queue; more are added up as independent. */
const CALLS_IN_FULL = 4;

/** Acknowledgement-sized packet for round trips, bytes: IPv4 and TCP headers with timestamps. */
export const SMALL_PACKET_BYTES = 52;

/** [L6, L7] Answers of all flows under one demand. Results are kept, so that shared parts are computed once. */
export class LatencySolver {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly stations = new Map<string, Station>();
  private readonly subtrees = new Map<string, Outcome>();
  private readonly legOutcomes = new Map<string, Outcome>();

  constructor(model: SiteModel, demand: Demand) {
    this.model = model;
    this.demand = demand;
  }

  /** A flow's answer: of its sources the one with the worst p99; blocked when any of them is. */
  flow(flow: Flow): Outcome {
    let worst: Outcome | null = null;
    let worstP99 = -1;
    const legs = this.demand.legs.get(flow.id) ?? [];
    for (const leg of legs) {
      const outcome = this.answer(flow, leg);
      if (outcome.status !== 'ok' || legs.length === 1) return outcome;
      const p99 = quantile(outcome.delay.moments, 0.99);
      if (p99 > worstP99) {
        worst = outcome;
        worstP99 = p99;
      }
    }
    return worst ?? { status: 'unplaced', by: `flows/${flow.id}` };
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
    const load = this.demand.services.get(live.placement.id) ?? {
      requestsPerSecond: 0,
      computeWork: 0,
      computeSecond: 0,
      computeExcess: 0,
    };
    return processingAt(station, load, flow.computeMs ?? station.service.work.computeMs);
  }

  /** Requests per second that meet at a placement. */
  arrivalsPerSecond(placementId: string): number {
    return this.demand.services.get(placementId)?.requestsPerSecond ?? 0;
  }

  /** The answer of one leg, with its waits as they are one behind the other. */
  answer(flow: Flow, leg: Leg): Outcome {
    const outcome = this.leg(flow, leg);
    return outcome.status === 'ok' ? { ...outcome, delay: settled(outcome.delay) } : outcome;
  }

  /** The same before that: a part of the answers of those that wait for it. */
  leg(flow: Flow, leg: Leg): Outcome {
    const key = `${flow.id} ${leg.source}`;
    const known = this.legOutcomes.get(key);
    if (known !== undefined) return known;
    const outcome = this.solveLeg(flow, leg);
    this.legOutcomes.set(key, outcome);
    return outcome;
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
    const slow = mixed.reduce((a, b) => (quantile(b.delay.moments, 0.99) > quantile(a.delay.moments, 0.99) ? b : a));
    return { status: 'ok', delay: mixParts(mixed, moments), servedBy: this.model.graph.nodes[slow.node]?.id ?? null };
  }

  /** There, work, what it sets off, and back. */
  private target(flow: Flow, target: LegTarget, ratePerMs: number): Outcome {
    const network = this.network(flow, target, this.accessAt(flow.from), this.accessAt(flow.to), ratePerMs);
    if (network.status !== 'ok') return network;
    const work: Delay[] = [];
    if (target.placement !== null) {
      const processing = this.processing(flow, target.placement);
      if (processing.status !== 'ok') return { status: 'saturated', by: `placements/${target.placement.placement.id}` };
      const calls = this.callsAt(flow, target.placement.node);
      if (calls.status !== 'ok') return calls;
      work.push(processingDelay(target.placement, processing, ratePerMs), calls.delay);
    }
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
      const small = [
        this.oneWay(target.path, from, to, SMALL_PACKET_BYTES, null),
        this.oneWay(target.back, to, from, SMALL_PACKET_BYTES, null),
      ];
      const roundTripMs = small.reduce((total, one) => total + (one.status === 'ok' ? one.delay.moments.mean : 0), 0);
      const there = this.pathFigures(target.path, from?.up ?? null, to?.down ?? null);
      const home = this.pathFigures(target.back, to?.up ?? null, from?.down ?? null);
      opening.push(delayOf('transport', transportDelay(flow.transport, { roundTripMs, ...there }, bytes.request, true)));
      if (answers)
        closing.push(delayOf('transport', transportDelay(flow.transport, { roundTripMs, ...home }, bytes.response, false)));
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
    const arcs = path.map((index) => this.model.graph.arcs[index]?.channel ?? null);
    for (const channel of [first, ...arcs, last]) {
      if (channel === null) continue;
      kept *= 1 - channel.lossRatio;
      bottleneckMbps = Math.min(bottleneckMbps, channel.bandwidthMbps);
    }
    return { lossRatio: 1 - kept, bottleneckMbps };
  }

  /** What a request waits for at a node once it has been worked on: call after call, stage by stage. */
  private callsAt(flow: Flow, node: number): Outcome {
    const followers = (this.model.followers.get(flow.id) ?? []).filter((next) => next.mode === 'synchronous');
    if (followers.length === 0) return NO_CALLS;
    const key = `${node} ${followers.map((next) => next.id).join(' ')}`;
    const known = this.subtrees.get(key);
    if (known !== undefined) return known;
    const outcome = this.solveCalls(followers, node);
    this.subtrees.set(key, outcome);
    return outcome;
  }

  private solveCalls(followers: readonly Flow[], node: number): Outcome {
    const stages = new Map<number, Delay[]>();
    for (const next of followers) {
      const leg = this.demand.legs.get(next.id)?.find((one) => one.source === node);
      if (leg === undefined) return { status: 'unplaced', by: `flows/${next.id}` };
      const outcome = this.leg(next, leg);
      if (outcome.status !== 'ok') return outcome;
      const list = stages.get(next.stage) ?? [];
      list.push(called(outcome.delay, next.callsPerRequest));
      stages.set(next.stage, list);
    }
    const order = [...stages.keys()].toSorted((a, b) => a - b);
    return { status: 'ok', delay: addDelays(order.map((stage) => slowestOf(stages.get(stage) ?? []))), servedBy: null };
  }

  private accessAt(end: Flow['from']): Access | null {
    return end.kind === 'device-group' ? (this.demand.accesses.get(end.id) ?? null) : null;
  }
}

const NO_CALLS: Outcome = Object.freeze({ status: 'ok', delay: ZERO_DELAY, servedBy: null });

/** [L6] Time at a placement, with the queue of its CPU. What an accelerator does to those behind one another is left out. */
function processingDelay(live: LivePlacement, processing: Extract<Processing, { status: 'ok' }>, ratePerMs: number): Delay {
  const delay = delayOf('processing', processing.moments);
  const { view, parts, moments } = processing;
  if (view === null) return delay;
  return { ...delay, passes: [passOf(live.placement, 'processing', view, ratePerMs, parts.work.mean, moments.mean)] };
}

/** [L7] Several calls one after the other; a mean below one is a call that is only sometimes made. */
function called(delay: Delay, calls: number): Delay {
  if (calls === 1) return delay;
  if (calls === 0) return ZERO_DELAY;
  if (Number.isInteger(calls) && calls <= CALLS_IN_FULL) return addDelays(Array.from({ length: calls }, () => delay));
  const one = settled(delay);
  return withMoments(one, calls > 1 ? repeated(one.moments, calls) : sometimes(calls, one.moments));
}

/** [L7] Parallel calls wait for the slowest. Its parts are those of the branch with the greatest mean, scaled to the mean of the maximum. */
function slowestOf(delays: readonly Delay[]): Delay {
  const first = delays[0];
  if (first === undefined) return ZERO_DELAY;
  if (delays.length === 1) return first;
  const alone = delays.map(settled);
  const longest = alone.reduce((a, b) => (b.moments.mean > a.moments.mean ? b : a));
  return withMoments(longest, slowest(alone.map((delay) => delay.moments)));
}
