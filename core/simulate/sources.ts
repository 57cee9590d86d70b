import type { Arrivals } from './arrivals.ts';
import { arrivalsOf } from './arrivals.ts';
import type { EventQueue } from './event-queue.ts';
import type { SimulationOptions } from './options.ts';
import type { Epoch, Plan } from './plan.ts';

/** What sends requests by itself, and the event by which each source sends next. */
export class Sources {
  private readonly arrivals: readonly Arrivals[];
  /** An event at another time than this is out of date. */
  private readonly nextMs: Float64Array;
  private readonly queue: EventQueue;
  private readonly kind: number;
  private epoch: Epoch | null = null;

  /** @param kind of the events that are pushed for it, with the source as id. */
  constructor(plan: Plan, options: SimulationOptions, queue: EventQueue, kind: number) {
    this.queue = queue;
    this.kind = kind;
    this.arrivals = plan.sources.map((source) =>
      arrivalsOf(source, options.arrivalsByGroup[source.groupId ?? ''] ?? options.arrivals, options.seed),
    );
    this.nextMs = new Float64Array(plan.sources.length).fill(Infinity);
  }

  /** [X4] Sources whose rate is another from here on draw anew; the others go on as they were. */
  turn(epoch: Epoch): void {
    for (let source = 0; source < this.arrivals.length; source += 1) {
      const state = epoch.sources[source] ?? null;
      const was = this.epoch?.sources[source] ?? null;
      if (state !== null && was !== null && state.ratePerMs === was.ratePerMs && state.senders === was.senders) continue;
      this.schedule(source, state === null ? Infinity : (this.arrivals[source] as Arrivals).start(state, epoch.fromMs));
    }
    this.epoch = epoch;
  }

  isDue(source: number): boolean {
    return this.nextMs[source] === this.queue.nowMs;
  }

  /** Who sends now, as a share of all senders; −1 where any may. */
  sender(source: number): number {
    return (this.arrivals[source] as Arrivals).sender;
  }

  scheduleNext(source: number): void {
    this.schedule(source, (this.arrivals[source] as Arrivals).next(this.queue.nowMs));
  }

  private schedule(source: number, timeMs: number): void {
    this.nextMs[source] = timeMs;
    if (timeMs < Infinity) this.queue.push(timeMs, this.kind, source);
  }
}
