import { sameValue } from '../base/same-value.ts';
import { PARTS } from '../network/delay.ts';
import type { Pass } from '../network/passes.ts';
import type { Demand, DemandChange } from './demand.ts';
import type { FlowNode } from './flow-order.ts';
import type { LatencySolver } from './latency.ts';
import type { Arrival, LegState } from './leg.ts';
import type { QueueSum, StationSum } from './loads.ts';
import type { Outcome } from './outcome.ts';
import type { ModelChange, SiteModel } from './site-model.ts';

/** Legs answered between two steps: some milliseconds of work. */
const LEGS_A_STEP = 500;

/**
 * Stage 6 after a change: answers again the legs that were made anew or pass a queue whose wait may differ, then what waits for them,
 * level by level from the end of the chains to their sources. An answer that comes out as it was disturbs nobody.
 */
export class Answers {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly solver: LatencySolver;
  private legs: Set<LegState>[] = [];
  /** By the least depth of what they set off: all their callers are below. */
  private arrivals: Set<Arrival>[] = [];
  /** Arrivals that set nothing off. */
  private ends = new Set<Arrival>();
  /** Number of the present update; legs and queues that were looked at bear it. */
  stamp = 0;

  constructor(model: SiteModel, demand: Demand, solver: LatencySolver) {
    this.model = model;
    this.demand = demand;
    this.solver = solver;
  }

  /** Yields after each batch of legs; gives the flows whose answer may be another one. */
  *update(model: ModelChange, change: DemandChange): Generator<number, Set<FlowNode>> {
    this.stamp += 1;
    const flows = new Set(change.flows);
    for (const leg of change.legs) this.mark(leg);
    for (const slot of change.arcs) {
      const sum = this.demand.sums.arcSums[slot];
      if (sum !== undefined) this.markOver(sum, model.arcs.has(slot));
    }
    for (const key of change.channels) {
      const sums = this.demand.sums.channelSums.get(key);
      if (sums === undefined) continue;
      this.markOver(sums.up, false);
      this.markOver(sums.down, false);
    }
    for (const id of model.stations) this.refigure(id);
    for (const station of change.stations) for (const arrival of station.arrivals.values()) this.markArrival(arrival);
    for (const arrival of this.ends) this.arriveAgain(arrival);
    let done = 0;
    for (let depth = Math.max(this.legs.length, this.arrivals.length) - 1; depth >= 0; depth -= 1) {
      for (const leg of this.legs[depth] ?? []) {
        done += 1;
        if (done % LEGS_A_STEP === 0) yield done;
        if (this.answerAgain(leg)) flows.add(leg.flow);
      }
      for (const arrival of this.arrivals[depth] ?? []) this.arriveAgain(arrival);
    }
    this.legs = [];
    this.arrivals = [];
    this.ends.clear();
    return flows;
  }

  private mark(leg: LegState): void {
    (this.legs[leg.flow.depth] ??= new Set()).add(leg);
  }

  /** Legs that are told another wait by a queue, or all that pass it where its channel has other figures. */
  private markOver(sum: QueueSum, refigured: boolean): void {
    if (!refigured && sum.isAlikeToAll) return;
    for (const { way } of sum.entries) {
      if (refigured) way.figures = null;
      if (way.figures === null || !sum.isAlike(way.figures.resolution)) this.mark(way.leg);
    }
  }

  /** A placement whose service or hardware may be another one. */
  private refigure(placementId: string): void {
    this.solver.forget(placementId);
    for (const { way } of this.demand.sums.stationSums.get(placementId)?.entries ?? []) {
      way.figures = null;
      this.mark(way.leg);
    }
  }

  private markArrival(arrival: Arrival): void {
    let depth = Infinity;
    for (const next of arrival.followers) depth = Math.min(depth, this.model.order.nodes.get(next.id)?.depth ?? Infinity);
    if (depth === Infinity) this.ends.add(arrival);
    else (this.arrivals[depth] ??= new Set()).add(arrival);
  }

  /** Whether the answer is another one than before. */
  private answerAgain(leg: LegState): boolean {
    const before = leg.outcome;
    leg.stamp = this.stamp;
    leg.outcome = null;
    const after = this.solver.answer(leg);
    if (sameOutcome(before, after)) {
      leg.outcome = before;
      return false;
    }
    leg.p99Ms = -1;
    const { from, mode } = leg.flow.flow;
    if (from.kind === 'service' && mode === 'synchronous') {
      for (const arrival of this.stationAt(from.id, leg.leg.source)?.arrivals.values() ?? [])
        if (arrival.followers.includes(leg.flow.flow)) this.markArrival(arrival);
    }
    return true;
  }

  private arriveAgain(arrival: Arrival): void {
    const entries = this.demand.sums.stationSums.get(arrival.live.placement.id)?.entries ?? [];
    if (!entries.some(({ way }) => way.arrival === arrival)) return;
    const before = arrival.outcome;
    arrival.outcome = null;
    const after = this.solver.arrival(arrival);
    if (sameOutcome(before, after)) {
      arrival.outcome = before;
      return;
    }
    for (const { way } of entries) if (way.arrival === arrival) this.mark(way.leg);
  }

  private stationAt(serviceId: string, slot: number): StationSum | undefined {
    const live = this.model.placementAt(serviceId, slot);
    return live === undefined ? undefined : this.demand.sums.stationSums.get(live.placement.id);
  }
}

/** Most that differ do so in their mean; the figures are compared one by one before the lists. */
function sameOutcome(before: Outcome | null, after: Outcome): boolean {
  if (before?.status !== 'ok' || after.status !== 'ok') return sameValue(before, after);
  const { moments: a, parts: one, passes, rare } = before.delay;
  const { moments: b, parts: other } = after.delay;
  if (a.mean !== b.mean || a.variance !== b.variance || a.third !== b.third || a.minimum !== b.minimum) return false;
  for (const part of PARTS) if (one[part] !== other[part]) return false;
  if (before.servedBy !== after.servedBy || !sameValue(before.cpu, after.cpu)) return false;
  return sameValue(rare, after.delay.rare) && samePasses(passes, after.delay.passes);
}

/** A queue that tells the same keeps the record of it. Those of parallel calls stand side by side. */
function samePasses(before: readonly Pass[], after: readonly Pass[]): boolean {
  if (before.length !== after.length) return false;
  for (let at = 0; at < before.length; at += 1) {
    const one = before[at] as Pass;
    const other = after[at] as Pass;
    if (one.view !== other.view && !sameValue(one.view, other.view)) return false;
    if (one.serviceMs !== other.serviceMs || one.takesMs !== other.takesMs || one.own !== other.own) return false;
    if (one.spreads !== other.spreads || one.bunches !== other.bunches || one.weight !== other.weight) return false;
    if ((one.within === null) !== (other.within === null)) return false;
    const previous = Math.max(0, at - 1);
    if ((one.within === before[previous]?.within) !== (other.within === after[previous]?.within)) return false;
  }
  return true;
}
