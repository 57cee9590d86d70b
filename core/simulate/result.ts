import type { Interval } from './batch-means.ts';
import type { Recording } from './tape.ts';

/** Outcome of a simulated flow. `few`: too few requests were answered for figures; the others as in an evaluation. */
export type SimulatedStatus = 'ok' | 'few' | 'saturated' | 'no-route' | 'unplaced';

/** A flow from the source where its p99 is worst. Figures are null unless `status` is `ok`. */
export interface SimulatedFlow {
  readonly id: string;
  readonly status: SimulatedStatus;
  /** Node where that source enters the network. */
  readonly fromNode: string | null;
  /** Requests that began after the warm-up and were answered. */
  readonly answered: number;
  /** Those that met something that was not there. */
  readonly failed: number;
  readonly meanMs: number | null;
  /** Covers the true mean with 99 % confidence; null with too few requests. */
  readonly meanIntervalMs: Interval | null;
  /** A percentile is null with fewer than ten answers above it. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  /** Record that stops it, as `collection/id`. */
  readonly blockedBy: string | null;
}

/** One queue after the warm-up. */
export interface SimulatedQueue {
  /** `links/id`, `deviceGroups/id`, `nodes/id` (shared access) or `placements/id`. */
  readonly subject: string;
  readonly part: 'up' | 'down' | 'cpu' | 'accelerator';
  readonly arrivals: number;
  /** Work that came, over what its servers could do in that time: more than 1 when it does not settle. */
  readonly utilisation: number;
  /** Null without arrivals, and for accelerators that batch. */
  readonly meanWaitMs: number | null;
}

/** [X4] What ended in one window of time. */
export interface SimulatedWindow {
  readonly fromMs: number;
  readonly flows: readonly {
    readonly id: string;
    readonly answered: number;
    readonly failed: number;
    readonly meanMs: number | null;
    readonly p95Ms: number | null;
  }[];
}

/** A run. Equal sites, options and seeds give equal bytes. */
export interface Simulation {
  readonly seed: number;
  readonly simulatedMs: number;
  readonly warmUpMs: number;
  readonly events: number;
  /** Whether it stopped at `eventsAtMost` before its time was over. */
  readonly cutShort: boolean;
  readonly flows: readonly SimulatedFlow[];
  readonly queues: readonly SimulatedQueue[];
  readonly windows: readonly SimulatedWindow[];
  /** Calls that were under way when it stopped. */
  readonly openAtEnd: number;
  /** Of all figures above. */
  readonly hash: string;
  /** [X5] Null when none was asked for. */
  readonly recording: Recording | null;
}
