import { exp } from '../base/elementary.ts';
import type { Pass } from './passes.ts';

/**
 * [L6] What it makes of waits that requests come back to a queue. One finds it much as it left it: a customer leaves M/G/1 with the work behind it that came while it
 * was there, ρ of its own time, and from then on the queue forgets as reflected Brownian motion does.
 *
 * Where it comes back before the queue has forgotten, its passes are one piece of work in parts s₁ … sₘ, each behind all that is there. All that is still to do,
 * parts to come included, is in the mean λ (Σ s)² / (2 (1 − ρ)) as at M/G/1; what is in line is what it is for the part reached. So the mean wait at a part is
 * that of parts which come each by itself × (Σ s)² / Σ s² / (1 + λ Σ (j − 1) sⱼ / ρ): 1 for exponential parts, as in a Jackson network, and up to 2 for many equal
 * ones, as if the server were shared. Parts count as one by how far the queue remembers, and all of it by ρ, so that a faster part in between never makes the
 * whole slower.
 *
 * It looks at one list of passes after the other, and nothing is made anew for each.
 */
export class Meetings {
  /** First pass of the same queue, by pass; all else by first pass. */
  readonly first: number[] = [];
  /** Utilisation by all that such requests bring. */
  readonly utilisation: number[] = [];
  /** Waits there over those of parts that come each by itself. */
  readonly stretch: number[] = [];
  /** Whether a queue is passed more than once. */
  repeats = false;
  /** What waits at one queue, that vary together, add to the cumulants. */
  variance = 0;
  third = 0;
  /** Number of the queue, by pass. */
  private readonly queues: number[] = [];
  private count = 0;
  /** When a pass begins, from the start of the way, in the mean. */
  private readonly atMs: number[] = [];

  /** @param count of the first passes that are looked at. */
  look(passes: readonly Pass[], count = passes.length): void {
    this.count = count;
    this.repeats = false;
    this.variance = 0;
    this.third = 0;
    let atMs = 0;
    const { queues } = this;
    for (let at = 0; at < count; at += 1) {
      const { view, own, takesMs } = passes[at] as Pass;
      const { queue } = view;
      queues[at] = queue;
      let first = 0;
      while (queues[first] !== queue) first += 1;
      this.first[at] = first;
      this.utilisation[at] = 0;
      this.stretch[at] = 1;
      this.utilisation[first] = (this.utilisation[first] as number) + own;
      if (first < at) this.repeats = true;
      this.atMs[at] = atMs;
      atMs += takesMs;
    }
    if (!this.repeats) return;
    for (let at = 0; at < count; at += 1) if (this.first[at] === at) this.meet(passes, at);
  }

  /** All that is passed at the queue of pass `first`. */
  private meet(passes: readonly Pass[], first: number): void {
    const { utilisation, relaxationMs } = (passes[first] as Pass).view;
    /** λ s² of all that the queue works on. */
    const second = relaxationMs * (1 - utilisation) ** 2;
    if (second <= 0) return;
    const remembersMs = relaxationMs * (1 + this.pairsOf(passes, first) / second);
    let together = 0;
    let behind = 0;
    let variance = 0;
    let third = 0;
    const { count } = this;
    for (let at = first; at < count; at += 1) {
      if (this.first[at] !== first) continue;
      const pass = passes[at] as Pass;
      const { wait } = pass.view;
      const leftMs = (this.atMs[at] as number) + wait.mean + pass.serviceMs;
      for (let later = at + 1; later < count; later += 1) {
        if (this.first[later] !== first) continue;
        const other = passes[later] as Pass;
        const remembered = relaxationCorrelation(Math.max(0, (this.atMs[later] as number) - leftMs) / remembersMs);
        const rate = remembered * pairRate(pass, other);
        together += 2 * rate * partOf(pass) * partOf(other);
        behind += rate * partOf(other);
        if (pass.within !== null && pass.within === other.within) continue;
        const correlation = utilisation * remembered * pass.weight * other.weight;
        variance += 2 * correlation * Math.sqrt(wait.variance * other.view.wait.variance);
        third += 3 * correlation * (wait.third + other.view.wait.third);
      }
    }
    const stretch = 1 + utilisation * ((1 + together / second) / (1 + behind / utilisation) - 1);
    this.stretch[first] = stretch;
    this.variance += variance * stretch ** 2;
    this.third += third * stretch ** 3;
  }

  /** What the parts of one request add to λ s² if they come at once: 2 λ sᵢ sⱼ for each pair. */
  private pairsOf(passes: readonly Pass[], first: number): number {
    const { count } = this;
    let sum = 0;
    for (let at = first; at < count; at += 1) {
      if (this.first[at] !== first) continue;
      const pass = passes[at] as Pass;
      for (let later = at + 1; later < count; later += 1) {
        if (this.first[later] !== first) continue;
        const other = passes[later] as Pass;
        sum += 2 * pairRate(pass, other) * partOf(pass) * partOf(other);
      }
    }
    return sum;
  }
}

/** Service time on a server as fast as all. */
function partOf({ serviceMs, view }: Pass): number {
  return serviceMs / view.servers;
}

/** How often a request brings both. */
function pairRate(one: Pass, other: Pass): number {
  return one.own <= 0 || other.own <= 0 ? 0 : Math.min(one.own / partOf(one), other.own / partOf(other));
}

/**
 * Correlation of the content of a queue with itself after `time` relaxation times: that of reflected Brownian motion
 * (Abate and Whitt, Transient behavior of regulated Brownian motion I, Advances in Applied Probability 19(3), 1987).
 */
export function relaxationCorrelation(time: number): number {
  if (time > 40) return 0;
  const root = Math.sqrt(time);
  const density = exp(-time / 2) / Math.sqrt(2 * Math.PI);
  return 2 * (1 - 2 * time - time ** 2) * upperNormal(root) + 2 * root * (1 + time) * density;
}

/** P(Z > z) of the standard normal for z ≥ 0: Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
function upperNormal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
