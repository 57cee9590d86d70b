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
  /** Says which queue it is: links and accesses, and services, by other numbers. */
  readonly queue: number;
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

/** [L7] Passes of one of several equal calls in a row, which bring the load of the passes in equal parts. */
export function passesOfOne(passes: readonly Pass[], calls: number): readonly Pass[] {
  const fresh = new Map<object, object>();
  return passes.map((pass) => {
    const own = pass.own / calls;
    if (pass.within === null) return { ...pass, own };
    const within = fresh.get(pass.within) ?? {};
    fresh.set(pass.within, within);
    return { ...pass, own, within };
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
