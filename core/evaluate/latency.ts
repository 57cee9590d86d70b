import { must } from '../base/assert.ts';
import { mixture, repeated } from '../base/moments.ts';
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
import type { Pass } from '../network/passes.ts';
import { passesOfOne } from '../network/passes.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Demand, Leg } from './demand.ts';
import type { Arrival, LegState, Way } from './leg.ts';
import { NO_SERVICE_LOAD } from './loads.ts';
import type { Outcome } from './outcome.ts';
import type { Processing, Station } from './service-time.ts';
import { processingAt, stationOf } from './service-time.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';
import { WayAnswers } from './way-answer.ts';
import type { WayFigures } from './way-figures.ts';
import { Courses, wayFigures } from './way-figures.ts';

type Flow = RecordOf<'flows'>;

export type { Outcome } from './outcome.ts';

/** Up to so many calls in a row are followed from queue to queue; more are added up as independent. */
const CALLS_IN_FULL = 4;

/**
 * [L6, L7] Stage 6: answers of all flows under one demand. Answers are kept with the legs and arrivals that they belong to, so that
 * shared parts are computed once; who changes what they stand on sets them to null.
 */
export class LatencySolver {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly stations = new Map<string, Station>();
  /** Numbers of the queues of placements. */
  private readonly queues = new Map<string, number>();
  private readonly ways: WayAnswers;
  private readonly courses = new Courses();

  constructor(model: SiteModel, demand: Demand) {
    this.model = model;
    this.demand = demand;
    this.ways = new WayAnswers(model, demand);
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
    return processingAt(station, load, this.workMs(flow, live), this.queueOf(live.placement.id));
  }

  /** Requests per second that meet at a placement. */
  arrivalsPerSecond(placementId: string): number {
    return this.demand.services.get(placementId)?.requestsPerSecond ?? 0;
  }

  /** The answer of a leg as it is told. */
  leg(flow: Flow, leg: Leg): Outcome {
    const state = this.demand.legsOf(flow.id).find((one) => one.leg === leg);
    return toldOf(this.answer(must(state, `leg of ${flow.id}`)));
  }

  /**
   * [L3, L6] Queues along each way of a leg in their order, with the share of its requests: what the waits of its answer are put together from. For who
   * explains it.
   */
  passesOf(flow: Flow, leg: Leg): { readonly share: number; readonly passes: readonly Pass[] }[] {
    const state = must(
      this.demand.legsOf(flow.id).find((one) => one.leg === leg),
      `leg of ${flow.id}`,
    );
    return state.ways.map((way) => {
      const outcome = this.over(way, true);
      return { share: way.target.share, passes: outcome.status === 'ok' ? outcome.delay.passes : [] };
    });
  }

  /** Placement whose queue has that number. */
  placementOf(queue: number): string | null {
    for (const [placementId, number] of this.queues) if (number === queue) return placementId;
    return null;
  }

  /** The answer of a leg, worked out if it is not known; its waits are each on its own until all of the way is known. */
  answer(state: LegState): Outcome {
    state.outcome ??= this.solveLeg(state);
    return state.outcome;
  }

  /** What requests meet where they arrive, worked out if it is not known. */
  arrival(arrival: Arrival): Outcome {
    arrival.outcome ??= this.solveTarget(arrival.flow, arrival.live, arrival.followers);
    return arrival.outcome;
  }

  private solveLeg({ flow: { flow }, leg, ways }: LegState): Outcome {
    if (leg.blocked !== null) return { status: leg.blocked.status, by: leg.blocked.by };
    const only = must(ways[0], `targets of ${flow.id}`);
    // Nobody waits for what devices ask: its waits are put together at once, and need not be kept one by one.
    if (ways.length === 1) return this.over(only, flow.from.kind !== 'device-group');
    const mixed: { share: number; delay: Delay; servedBy: string | null }[] = [];
    for (const way of ways) {
      const outcome = this.over(way, false);
      if (outcome.status !== 'ok') return outcome;
      mixed.push({ share: way.target.share, delay: outcome.delay, servedBy: outcome.servedBy });
    }
    const moments = mixture(mixed.map(({ share, delay }) => ({ share, moments: delay.moments })));
    const slow = mixed.reduce((a, b) => (delayQuantile(b.delay, 0.99) > delayQuantile(a.delay, 0.99) ? b : a));
    return { status: 'ok', delay: mixParts(mixed, moments), servedBy: slow.servedBy };
  }

  private over(way: Way, apart: boolean): Outcome {
    const { placement, node } = way.target;
    const { flow } = way.leg.flow;
    const rest = placement === null ? null : way.arrival === null ? this.atTarget(flow, placement) : this.arrival(way.arrival);
    way.figures ??= this.figuresOf(way);
    return this.ways.answer(way, way.figures, rest, this.model.graph.nodes[node]?.id ?? null, apart);
  }

  private figuresOf(way: Way): WayFigures {
    const { placement } = way.target;
    if (placement === null) return wayFigures(this.courses, this.model, this.demand.sums, way, 0, 0);
    const { variability } = this.station(placement).service.work;
    return wayFigures(this.courses, this.model, this.demand.sums, way, this.workMs(way.leg.flow.flow, placement), variability);
  }

  private queueOf(placementId: string): number {
    let queue = this.queues.get(placementId);
    if (queue === undefined) {
      queue = -1 - this.queues.size;
      this.queues.set(placementId, queue);
    }
    return queue;
  }

  private workMs(flow: Flow, live: LivePlacement): number {
    return flow.computeMs ?? this.station(live).service.work.computeMs;
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
}

/** An answer with its waits as they are one behind the other. */
function toldOf(outcome: Outcome): Outcome {
  return outcome.status !== 'ok' || outcome.delay.passes.length === 0 ? outcome : { ...outcome, delay: settled(outcome.delay) };
}

/** [L7] Several calls one after the other; a mean below one is a call that is only sometimes made. */
function called(delay: Delay, calls: number): Delay {
  if (calls === 1) return delay;
  if (calls === 0) return ZERO_DELAY;
  if (Number.isInteger(calls) && calls <= CALLS_IN_FULL)
    return addDelays(Array.from({ length: calls }, () => ({ ...delay, passes: passesOfOne(delay.passes, calls) })));
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
