import type { Plan } from './plan.ts';

/** [X5] Which part of a run to record. */
export interface TapeOptions {
  readonly fromMs: number;
  readonly toMs: number;
  /** The recording ends when it has so many entries. */
  readonly entriesAtMost: number;
}

/**
 * [X5] A recorded part of a run, as columns: entry by entry in the order of `startMs`. Each says that a request of `flowIds[flow]` was at `queues[queue]`,
 * waiting or moving or being worked on, from `startMs` to `endMs`. The columns can be transferred. Packets of streams and batches are left out.
 */
export interface Recording {
  readonly flowIds: readonly string[];
  readonly queues: readonly { readonly subject: string; readonly part: 'up' | 'down' | 'cpu' }[];
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly queue: Int32Array;
  readonly flow: Int32Array;
  /** 1 on the way back. */
  readonly returning: Uint8Array;
  /** Whether it ended early because it was full. */
  readonly full: boolean;
}

/** Takes down entries while a run goes on. */
export class Tape {
  private readonly options: TapeOptions;
  private readonly plan: Plan;
  private readonly startMs: Float64Array;
  private readonly endMs: Float64Array;
  private readonly queue: Int32Array;
  private readonly statistic: Int32Array;
  private readonly returning: Uint8Array;
  private count = 0;
  private full = false;

  constructor(plan: Plan, options: TapeOptions) {
    this.plan = plan;
    this.options = options;
    this.startMs = new Float64Array(options.entriesAtMost);
    this.endMs = new Float64Array(options.entriesAtMost);
    this.queue = new Int32Array(options.entriesAtMost);
    this.statistic = new Int32Array(options.entriesAtMost);
    this.returning = new Uint8Array(options.entriesAtMost);
  }

  atChannel(channel: number, statistic: number, returning: boolean, startMs: number, endMs: number): void {
    if (channel >= 0) this.add(channel, statistic, returning ? 1 : 0, startMs, endMs);
  }

  atStation(station: number, statistic: number, startMs: number, endMs: number): void {
    this.add(this.plan.channels.length + station, statistic, 0, startMs, endMs);
  }

  finish(): Recording {
    const { channels, stations, statistics } = this.plan;
    const flowIds = [...new Set(statistics.map((info) => info.flowId))];
    const indexOf = new Map(flowIds.map((id, index) => [id, index]));
    const flowOf = statistics.map((info) => indexOf.get(info.flowId) ?? -1);
    const { count } = this;
    return {
      flowIds,
      queues: [
        ...channels.map(({ subject, part }) => ({ subject, part: part === 'up' ? ('up' as const) : ('down' as const) })),
        ...stations.map(({ placementId }) => ({ subject: `placements/${placementId}`, part: 'cpu' as const })),
      ],
      startMs: this.startMs.slice(0, count),
      endMs: this.endMs.slice(0, count),
      queue: this.queue.slice(0, count),
      flow: this.statistic.slice(0, count).map((statistic) => flowOf[statistic] ?? -1),
      returning: this.returning.slice(0, count),
      full: this.full,
    };
  }

  private add(queue: number, statistic: number, returning: number, startMs: number, endMs: number): void {
    if (statistic < 0 || startMs < this.options.fromMs || startMs > this.options.toMs) return;
    const at = this.count;
    if (at === this.startMs.length) {
      this.full = true;
      return;
    }
    this.startMs[at] = startMs;
    this.endMs[at] = endMs;
    this.queue[at] = queue;
    this.statistic[at] = statistic;
    this.returning[at] = returning;
    this.count = at + 1;
  }
}
