import { assert } from '../base/assert.ts';
import type { Site } from '../site/site.ts';
import type { TapeOptions } from './tape.ts';

/** [X2] How the requests of a device group come. All have the group's mean rate, a trace apart. */
export type ArrivalProcess =
  | { readonly kind: 'poisson' }
  /** Each device at its own fixed period, all at random phases. */
  | { readonly kind: 'periodic' }
  /**
   * Markov-modulated Poisson: bursts at the group's burst factor × its mean rate, in which half of all requests come, each `burstMs` long in
   * the mean; all devices of the group burst together.
   */
  | { readonly kind: 'bursts'; readonly burstMs: number }
  /** Requests of the whole group at these times from the start, ms, in rising order; nothing afterwards. */
  | { readonly kind: 'trace'; readonly timesMs: readonly number[] };

/** [X4] From `atMs` on the site is another: something failed, came back, grew. */
export interface Turn {
  readonly atMs: number;
  readonly site: Site;
}

/** [X6] How a service works on what it is asked: each replica on all its requests at once, as long as there is room. */
export interface SharingPolicy {
  /** Share of one replica that a request books; it is refused where no replica has so much left. Infinitely many fit at 0. */
  readonly books: number;
  /** For requests by flows that book otherwise. */
  readonly booksByFlow: { readonly [flowId: string]: number };
  /** Which replica of a placement takes a request: the one with most room, or the next in turn that has enough. */
  readonly pick: 'roomiest' | 'next';
}

export interface SimulationOptions {
  readonly seed: number;
  /** Simulated time with the warm-up, ms; null: as long as `requests` device requests take in the mean. */
  readonly durationMs: number | null;
  /** Requests of devices, and timers of services, to simulate in the mean when no duration is given. */
  readonly requests: number;
  /** Share of the time at the start that does not count. */
  readonly warmUpShare: number;
  /** For groups that `arrivalsByGroup` does not name. */
  readonly arrivals: ArrivalProcess;
  readonly arrivalsByGroup: { readonly [groupId: string]: ArrivalProcess };
  /** Services that share their servers among all requests; the others work first come, first served. */
  readonly sharing: { readonly [serviceId: string]: SharingPolicy };
  /** [X7] How long a device stays at its access node in the mean, ms, by device group: what it asked for is lost when it leaves before the answer. */
  readonly staysMs: { readonly [groupId: string]: number };
  /** Turns in rising order of time. */
  readonly turns: readonly Turn[];
  /** Length of the windows of the time series, ms; null: no series. */
  readonly windowMs: number | null;
  /** [X5] Part of the run to record for playback; null: none. */
  readonly tape: TapeOptions | null;
  /** The run stops after so many events, with what it has. */
  readonly eventsAtMost: number;
}

export const DEFAULT_OPTIONS: SimulationOptions = Object.freeze<SimulationOptions>({
  seed: 1,
  durationMs: null,
  requests: 200_000,
  warmUpShare: 0.1,
  arrivals: { kind: 'poisson' },
  arrivalsByGroup: {},
  sharing: {},
  staysMs: {},
  turns: [],
  windowMs: null,
  tape: null,
  eventsAtMost: 1e9,
});

/** Stops at options that no run can follow. They come from our own code: a form or a command line checks its input before. */
export function assertOptions(options: SimulationOptions): void {
  const { durationMs, requests, warmUpShare, turns, windowMs, eventsAtMost } = options;
  assert(durationMs === null || (durationMs >= 0 && durationMs < Infinity), `durationMs ${durationMs}`);
  assert(requests >= 0 && requests < Infinity, `requests ${requests}`);
  assert(warmUpShare >= 0 && warmUpShare < 1, `warmUpShare ${warmUpShare}`);
  assert(windowMs === null || windowMs > 0, `windowMs ${windowMs}`);
  assert(eventsAtMost > 0, `eventsAtMost ${eventsAtMost}`);
  for (const { books, booksByFlow } of Object.values(options.sharing)) {
    for (const share of [books, ...Object.values(booksByFlow)]) assert(share >= 0, `a request books ${share}`);
  }
  for (const stayMs of Object.values(options.staysMs)) assert(stayMs > 0, `a stay of ${stayMs} ms`);
  let lastMs = 0;
  for (const { atMs } of turns) {
    assert(atMs >= lastMs && atMs < Infinity, `a turn at ${atMs} ms after one at ${lastMs} ms`);
    lastMs = atMs;
  }
}
