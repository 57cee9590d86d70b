import { exp } from '../base/elementary.ts';
import type { Moments } from '../base/moments.ts';

/** What a queue works on: rate, mean and squared coefficient of variation of the service time, servers, utilisation. */
export interface QueueFigures {
  readonly ratePerMs: number;
  readonly meanMs: number;
  readonly variability: number;
  readonly servers: number;
  readonly utilisation: number;
}

/** A queue as messages meet it, with what is the same for all of them. */
export interface QueueView extends QueueFigures {
  /** Says which queue it is. */
  readonly queue: number | string;
  readonly part: 'queueing' | 'processing';
  /** Wait of Poisson arrivals. */
  readonly wait: Moments;
  /** How long the queue takes to forget its state: variance of what it works on over the square of its drift. */
  readonly relaxationMs: number;
  /** Share of the wait that regular arrivals would be spared, and that arrivals twice as uneven as Poisson would add. */
  readonly sparable: number;
  readonly addable: number;
}

/** One queue on the way of a request, in the order of the way. */
export interface Pass {
  readonly view: QueueView;
  /** Service time here, and mean time from here to the next queue. */
  readonly serviceMs: number;
  readonly takesMs: number;
  /** Share of the wait here that spares waiting later: messages leave a queue one after the other. */
  readonly spreads: number;
  /** How much more uneven than Poisson what comes out while the queue is busy is: variable service, or much larger messages, leave it in bunches. */
  readonly bunches: number;
  /** Utilisation by messages like this one at this pass. */
  readonly own: number;
  /** Part of a delay whose waits have been put together before, as of parallel calls; null for one of the way itself. */
  readonly within: object | null;
  /** How far the whole delay varies with the wait here: 1 on the way itself. */
  readonly weight: number;
}

/**
 * Share of what was bunched before that still is so behind a queue. Fitted to simulations of random sites; constant, so that more capacity never makes
 * anything slower.
 */
const BUNCHED_KEPT = 0.7;

/**
 * [L3, L6] A queue as messages meet it. Perfectly regular arrivals would wait as by Kraemer and Langenbach-Belz (8th International Teletraffic
 * Congress, 1976).
 */
export function viewOf(queue: QueueView['queue'], part: QueueView['part'], wait: Moments, figures: QueueFigures): QueueView {
  const { ratePerMs, meanMs, variability, servers, utilisation } = figures;
  const regular = variability <= 0 ? 0 : variability * exp((-2 * (1 - utilisation)) / (3 * utilisation * variability));
  const spread = 1 + Math.max(0, variability);
  return {
    queue,
    part,
    wait,
    ratePerMs,
    meanMs,
    variability,
    servers,
    utilisation,
    relaxationMs: (utilisation * meanMs * (1 + variability)) / servers / (1 - utilisation) ** 2,
    sparable: 1 - regular / spread,
    addable: 1 / spread,
  };
}

/**
 * [L3, L6] A message of a stream of `ratePerMs` at a queue. While a queue is busy it lets messages out in the rhythm of its service times: the count of
 * the stream has the index of dispersion 1 − p (2 s / s̄ − 1 − c²), with its share p of all messages, its own service time s, and mean s̄ and squared
 * coefficient of variation c² of all (variance of a renewal reward process: Ross, Introduction to Probability Models, 7.4). Below 1 it has been spread out, above it
 * comes in bunches.
 */
export function passOf(view: QueueView, ratePerMs: number, serviceMs: number, takesMs: number): Pass {
  const pass = { view, serviceMs: 0, takesMs: 0, spreads: 0, bunches: 0, own: 0, within: null, weight: 1 };
  setPass(pass, view, ratePerMs, serviceMs, takesMs);
  return pass;
}

/** The same in a record that is used again. */
export function setPass(
  pass: { -readonly [Name in keyof Pass]: Pass[Name] },
  view: QueueView,
  ratePerMs: number,
  serviceMs: number,
  takesMs: number,
): void {
  const { meanMs, variability, servers } = view;
  const share = view.ratePerMs === 0 ? 0 : Math.min(1, ratePerMs / view.ratePerMs);
  const rhythm = meanMs === 0 ? 0 : share * ((2 * serviceMs) / meanMs - 1 - variability);
  pass.view = view;
  pass.serviceMs = serviceMs;
  pass.takesMs = takesMs;
  pass.spreads = Math.max(0, Math.min(1, rhythm));
  pass.bunches = Math.max(0, -rhythm);
  pass.own = (ratePerMs * serviceMs) / servers;
}

/** Corrections to the mean of a delay, by part. */
export interface Correction {
  readonly queueingMs: number;
  readonly processingMs: number;
  /** What the cumulants are more than those of all waits each on its own. */
  readonly variance: number;
  readonly third: number;
}

/**
 * [L3, L6] What the mean waits along a way are together, less what they would be each on its own. Time that messages of fixed size have waited at one queue they
 * need not wait at the next: of several fixed servers in a row the slowest makes all the waiting (Friedman, Reduction methods for tandem queuing systems,
 * Operations Research 13(1), 1965). Other streams and variable service undo part of that; what is left is at most
 * what was waited before and at most what there is to spare, and the wait varies that much less. `bench -- accuracy` measures how good that is.
 *
 * The total grows with every single wait, so that more capacity never makes it longer: what is spared grows no faster than what was waited,
 * and is spared once only.
 */
export function correctionOf(passes: readonly Pass[]): Correction {
  let queueingMs = 0;
  let processingMs = 0;
  let spread = 0;
  let bunched = 0;
  let excess = 0;
  let variance = 0;
  let third = 0;
  OWN.look(passes);
  for (let at = 0; at < passes.length; at += 1) {
    const pass = passes[at] as Pass;
    if (pass.within !== null) continue;
    const { view, spreads, bunches } = pass;
    const { wait, utilisation } = view;
    // Its neighbours of other streams are as they were.
    const own = 1 - utilisation + Math.min(utilisation, OWN.utilisation[OWN.first[at] as number] as number);
    const spared = lesser(spread, wait.mean * own * view.sparable);
    const added = harmonic(bunched, wait.mean * own * view.addable * Math.max(1, excess));
    const share = wait.mean === 0 ? 0 : spared / wait.mean;
    variance -= share ** 2 * wait.variance;
    third -= share ** 3 * wait.third;
    if (view.part === 'queueing') queueingMs += added - spared;
    else processingMs += added - spared;
    // What is kept of an earlier rhythm falls with the square of utilisation: Whitt, The Queueing Network Analyzer, Bell System Technical Journal
    // 62(9), 1983, departures.
    spread = (1 - utilisation ** 2 * (1 - spreads)) * (spread - spared) + spreads * wait.mean;
    bunched = BUNCHED_KEPT * bunched + Math.min(1, bunches) * wait.mean;
    excess = Math.max(BUNCHED_KEPT * excess, bunches);
  }
  const again = OWN.repeats ? againOf(passes) : NEVER_AGAIN;
  return { queueingMs, processingMs, variance: variance + again.variance, third: third + again.third };
}

/**
 * [L7] Passes of parallel branches as those of the slowest of them, which varies with what varies most: a branch counts by its share of the squared
 * variances.
 *
 * @param slowest of them all.
 */
export function passesOfSlowest(
  branches: readonly { readonly passes: readonly Pass[]; readonly variance: number }[],
  slowest: Moments,
): readonly Pass[] {
  let squares = 0;
  for (const { variance } of branches) squares += variance ** 2;
  const within = {};
  const all: Pass[] = [];
  for (const { passes, variance } of branches) {
    if (variance === 0) continue;
    const weight = Math.sqrt(Math.min(1, slowest.variance / variance)) * (variance ** 2 / squares);
    let leftMs = 0;
    for (const pass of passes) {
      leftMs -= pass.takesMs;
      all.push({ ...pass, within, weight: pass.weight * weight });
    }
    // All branches start at once.
    wait(all, leftMs);
  }
  wait(all, slowest.mean);
  return all;
}

/** [L7] Passes of the same once more. */
export function passesAgain(passes: readonly Pass[]): readonly Pass[] {
  const fresh = new Map<object, object>();
  return passes.map((pass) => {
    if (pass.within === null) return pass;
    const within = fresh.get(pass.within) ?? {};
    fresh.set(pass.within, within);
    return { ...pass, within };
  });
}

/** [L7] Passes of what is only met with probability `p`. */
export function passesSometimes(p: number, passes: readonly Pass[]): readonly Pass[] {
  const within = {};
  return passes.map((pass) => ({ ...pass, within, weight: pass.weight * p }));
}

/** Time between the last of the passes and what comes next. */
function wait(passes: Pass[], ms: number): void {
  const last = passes.at(-1);
  if (last !== undefined) passes[passes.length - 1] = { ...last, takesMs: last.takesMs + ms };
}

/** What requests that may pass a queue more than once are to it, for one list of passes after the other: nothing is made anew for each. */
class OwnQueues {
  /** First pass of the same queue, by pass; all else by first pass. */
  readonly first: number[] = [];
  /** Utilisation by all that they bring. */
  readonly utilisation: number[] = [];
  /**
   * How much longer the queue takes to forget its state than if each pass came by itself: what one request brings in sum varies more, by twice the
   * product of the service times of each pair of passes.
   */
  readonly longer: number[] = [];
  /** Whether a queue is passed more than once. */
  repeats = false;
  /** Service time that one has brought so far, over the servers, ms. */
  private readonly broughtMs: number[] = [];

  look(passes: readonly Pass[]): void {
    this.repeats = false;
    for (let at = 0; at < passes.length; at += 1) {
      const { view, serviceMs, own, weight } = passes[at] as Pass;
      let first = 0;
      while (first < at && (passes[first] as Pass).view.queue !== view.queue) first += 1;
      this.first[at] = first;
      if (first === at) {
        this.utilisation[at] = 0;
        this.longer[at] = 1;
        this.broughtMs[at] = 0;
      } else this.repeats = true;
      const second = view.relaxationMs * (1 - view.utilisation) ** 2;
      const brought = this.broughtMs[first] as number;
      this.utilisation[first] = (this.utilisation[first] as number) + own * weight;
      if (second > 0) this.longer[first] = (this.longer[first] as number) + (2 * brought * own * weight) / second;
      this.broughtMs[first] = brought + (serviceMs / view.servers) * weight;
    }
  }
}

const OWN = new OwnQueues();
const NEVER_AGAIN = { variance: 0, third: 0 };

/**
 * [L6] A request that comes back to a queue finds it much as it left it: a customer leaves M/G/1 with the work behind it that came while it was there, ρ of its own time,
 * and from then on the queue forgets as reflected Brownian motion does.
 */
function againOf(passes: readonly Pass[]): { variance: number; third: number } {
  let variance = 0;
  let third = 0;
  for (let at = 0; at < passes.length; at += 1) {
    const pass = passes[at] as Pass;
    const { wait, utilisation, relaxationMs } = pass.view;
    if (wait.variance === 0) continue;
    const first = OWN.first[at] as number;
    for (let later = at + 1; later < passes.length; later += 1) {
      if (OWN.first[later] !== first) continue;
      const other = passes[later] as Pass;
      if (pass.within !== null && other.within === pass.within) continue;
      let sinceMs = -wait.mean - pass.serviceMs;
      for (let between = at; between < later; between += 1) sinceMs += (passes[between] as Pass).takesMs;
      const times = Math.max(0, sinceMs) / (relaxationMs * (OWN.longer[first] as number));
      const correlation = pass.weight * other.weight * utilisation * relaxationCorrelation(times);
      variance += 2 * correlation * Math.sqrt(wait.variance * other.view.wait.variance);
      third += 3 * correlation * (wait.third + other.view.wait.third);
    }
  }
  return { variance, third };
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

/** Below the lesser of two, and close to it where they differ much; grows with both, no faster than either. */
function lesser(a: number, b: number): number {
  return a <= 0 || b <= 0 ? 0 : Math.min(a, b) / Math.sqrt(1 + (Math.min(a, b) / Math.max(a, b)) ** 2);
}

/** Below the lesser of two; grows with both, no faster than either. */
function harmonic(a: number, b: number): number {
  return a <= 0 || b <= 0 ? 0 : (a * b) / (a + b);
}
