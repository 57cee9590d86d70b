import type { RandomStream } from '../base/random.ts';
import { createRandom } from '../base/random.ts';
import { drawExponential } from './draw.ts';
import type { ArrivalProcess } from './options.ts';
import type { SourceInfo, SourceState } from './plan.ts';

/** [X2] When a source sends next. One object a source, none a request. */
export interface Arrivals {
  /** First arrival from `fromMs` on under this state; Infinity when there is none. Called at the start and at each turn. */
  start(state: SourceState, fromMs: number): number;
  /** Next arrival after one at `atMs`. */
  next(atMs: number): number;
  /** Which sender sent the last one, as a share of all from 0 to 1; −1 where any may have. */
  readonly sender: number;
}

export function arrivalsOf(source: SourceInfo, process: ArrivalProcess, seed: number): Arrivals {
  const random = createRandom(seed, `arrivals ${source.key}`);
  if (source.kind === 'timer') return new Periodic(random);
  if (source.kind === 'packets') return new Poisson(random);
  switch (process.kind) {
    case 'poisson':
      return new Poisson(random);
    case 'periodic':
      return new Periodic(random);
    case 'bursts':
      return new Bursts(random, process.burstMs);
    case 'trace':
      return new Trace(process.timesMs);
  }
}

class Poisson implements Arrivals {
  readonly sender = -1;
  private gapMs = Infinity;
  private readonly random: RandomStream;

  constructor(random: RandomStream) {
    this.random = random;
  }

  start(state: SourceState, fromMs: number): number {
    this.gapMs = state.ratePerMs > 0 ? 1 / state.ratePerMs : Infinity;
    return this.next(fromMs);
  }

  next(atMs: number): number {
    return this.gapMs === Infinity ? Infinity : atMs + this.gapMs * drawExponential(this.random);
  }
}

/** All senders have the same period, so that their phases come round in the same order every time. */
class Periodic implements Arrivals {
  sender = -1;
  private periodMs = Infinity;
  /** In rising order, as shares of the period. */
  private phases = new Float64Array(0);
  private cycle = 0;
  private at = 0;
  private readonly random: RandomStream;

  constructor(random: RandomStream) {
    this.random = random;
  }

  start(state: SourceState, fromMs: number): number {
    if (state.ratePerMs <= 0 || state.senders < 1) {
      this.periodMs = Infinity;
      return Infinity;
    }
    this.periodMs = state.senders / state.ratePerMs;
    if (this.phases.length !== state.senders) {
      this.phases = Float64Array.from({ length: state.senders }, () => this.random()).sort();
    }
    this.cycle = Math.floor(fromMs / this.periodMs);
    this.at = -1;
    let time = this.next(fromMs);
    while (time < fromMs) time = this.next(time);
    return time;
  }

  next(_atMs: number): number {
    if (this.periodMs === Infinity) return Infinity;
    this.at += 1;
    if (this.at === this.phases.length) {
      this.at = 0;
      this.cycle += 1;
    }
    this.sender = (this.at + 0.5) / this.phases.length;
    return (this.cycle + (this.phases[this.at] as number)) * this.periodMs;
  }
}

/** Two states with exponential lengths. Half of all requests come in bursts: they take 1 / (2 × factor) of the time. */
class Bursts implements Arrivals {
  readonly sender = -1;
  private readonly random: RandomStream;
  private readonly burstMs: number;
  private quietMs = 0;
  private burstRate = 0;
  private quietRate = 0;
  private bursting = false;
  private stateEndsMs = 0;

  constructor(random: RandomStream, burstMs: number) {
    this.random = random;
    this.burstMs = burstMs;
  }

  start(state: SourceState, fromMs: number): number {
    const share = 1 / (2 * state.burstFactor);
    this.quietMs = (this.burstMs * (1 - share)) / share;
    this.burstRate = state.ratePerMs * state.burstFactor;
    this.quietRate = (state.ratePerMs * 0.5) / (1 - share);
    this.bursting = this.random() < share;
    this.stateEndsMs = fromMs + this.lengthMs();
    return this.next(fromMs);
  }

  next(atMs: number): number {
    if (this.burstRate <= 0) return Infinity;
    for (let from = atMs; ;) {
      const time = from + drawExponential(this.random) / (this.bursting ? this.burstRate : this.quietRate);
      if (time < this.stateEndsMs) return time;
      from = this.stateEndsMs;
      this.bursting = !this.bursting;
      this.stateEndsMs += this.lengthMs();
    }
  }

  private lengthMs(): number {
    return drawExponential(this.random) * (this.bursting ? this.burstMs : this.quietMs);
  }
}

class Trace implements Arrivals {
  readonly sender = -1;
  private readonly timesMs: readonly number[];
  private at = -1;

  constructor(timesMs: readonly number[]) {
    this.timesMs = timesMs;
  }

  start(state: SourceState, fromMs: number): number {
    if (state.ratePerMs <= 0) return Infinity;
    this.at = this.timesMs.findIndex((time) => time >= fromMs);
    return this.at < 0 ? Infinity : (this.timesMs[this.at] ?? Infinity);
  }

  next(_atMs: number): number {
    this.at += 1;
    return this.timesMs[this.at] ?? Infinity;
  }
}
