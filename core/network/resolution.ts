import { cbrt } from '../base/elementary.ts';
import type { Moments } from '../base/moments.ts';
import { exponentOf, flooredDigits, flooredTo, raisedDigits } from '../base/resolution.ts';
import type { QueueView } from './passes.ts';
import { viewOf } from './passes.ts';

/** The wait of a queue as it is told to who passes it. */
export interface Told {
  readonly wait: Moments;
  /** Null where nothing waits, or a bound stands in for the queue. */
  readonly view: QueueView | null;
}

/** Streams from which on a queue is a common one, and tells its wait no finer than `resolved`. */
export const COMMON_STREAMS = 16;
/** A wait is told in steps of the greatest power of two up to the time without waits, divided by this power of two. */
const FINENESS = 14;
/** The same for waits of the largest stream from which on the queue has a rhythm that is followed. */
const RHYTHM_FINENESS = 12;
/** Binary digits of the figures that only say how waits in a row depend on each other. */
const FIGURE_DIGITS = 6;
const LEAST_UTILISATION = 2 ** -FIGURE_DIGITS;
const EXPONENTS = 60;
/** Powers of two by which a deviation without waits may be more than a step. */
const DEVIATIONS = 32;

/** Without any steps. */
export const EXACT = 0;

/**
 * [L3] How fine common queues tell their waits to who takes `unloadedMs` without them, with a deviation of `deviationMs`: one figure for all
 * times of like size, `EXACT` where there is no such time. It follows from times that no bandwidth and no number of servers changes.
 */
export function resolutionOf(unloadedMs: number, deviationMs: number): number {
  if (!(unloadedMs > 0)) return EXACT;
  const exponent = Math.max(-EXPONENTS, Math.min(EXPONENTS, exponentOf(unloadedMs)));
  const step = 2 ** (exponent - FINENESS);
  const deviation = deviationMs < step ? 0 : Math.min(DEVIATIONS - 1, exponentOf(deviationMs / step));
  return (exponent + EXPONENTS) * DEVIATIONS + deviation + 1;
}

interface Steps {
  readonly ms: number;
  /** Deviation without waits, in ms; a step where it is less. */
  readonly deviationMs: number;
}

function stepsOf(resolution: number): Steps {
  const deviation = (resolution - 1) % DEVIATIONS;
  const ms = 2 ** ((resolution - 1 - deviation) / DEVIATIONS - EXPONENTS - FINENESS);
  return { ms, deviationMs: ms * 2 ** deviation };
}

/**
 * [L3] A wait in whole steps, rounded down. A change of the load that is less than a step ends here. What more load makes longer stays longer or
 * equal, twice the time scale makes all twice as long, and a queue stays stable.
 *
 * @param peakShare of the largest stream: the less it is, the less the rhythm counts that a stream is given here.
 */
export function resolved(told: Told, resolution: number, peakShare: number): Told {
  const { wait, view } = told;
  if (resolution === EXACT || view === null) return told;
  const least = inSteps(wait, resolution);
  const { queue, part, ratePerMs, meanMs, variability, servers, utilisation } = view;
  const busy = resolvedUtilisation(utilisation);
  const rhythmMs = peakShare * least.mean;
  const leastRhythmMs = stepsOf(resolution).ms * 2 ** (FINENESS - RHYTHM_FINENESS);
  if (rhythmMs < leastRhythmMs) {
    // It gives nobody a rhythm, and leaves the one a message has for as long as it is idle.
    const figures = { ratePerMs: 0, meanMs: 0, variability: 0, servers, utilisation: busy };
    return { wait: least, view: viewOf(queue, part, least, figures) };
  }
  const digits = Math.min(FIGURE_DIGITS, exponentOf(rhythmMs / leastRhythmMs));
  const figures = {
    ratePerMs: flooredDigits(ratePerMs, digits),
    meanMs: flooredDigits(meanMs, digits),
    variability: flooredDigits(Math.max(1, 1 + variability), digits) - 1,
    servers,
    utilisation: busy,
  };
  return { wait: least, view: viewOf(queue, part, least, figures) };
}

/**
 * A delay whose excess over the least one is in whole steps. The deviation is, where it is more than what there is without waits; less than that adds to the
 * deviation of the whole by its square, and to its percentiles by the third cumulant over the variance: these then are in steps as fine.
 */
export function inSteps(delay: Moments, resolution: number): Moments {
  if (resolution === EXACT) return delay;
  const { ms, deviationMs } = stepsOf(resolution);
  const deviation = Math.sqrt(delay.variance);
  const skew = cbrt(Math.max(0, delay.third));
  const third = Math.max(0, delay.third);
  return {
    mean: delay.minimum + flooredTo(Math.max(0, delay.mean - delay.minimum), ms),
    variance: deviation < deviationMs ? flooredTo(delay.variance, deviationMs * ms) : flooredTo(deviation, ms) ** 2,
    third: skew < deviationMs ? flooredTo(third, deviationMs ** 2 * ms) : flooredTo(skew, ms) ** 3,
    minimum: delay.minimum,
    maximum: delay.maximum,
  };
}

/** The share of cases in which `ms` are added, so that their mean is in whole steps. */
export function shareInSteps(share: number, ms: number, resolution: number): number {
  return resolution === EXACT ? share : Math.min(1, flooredTo(share * ms, stepsOf(resolution).ms) / ms);
}

/** Below one half in equal steps; above, the idle share with equally many digits, rounded up. */
function resolvedUtilisation(utilisation: number): number {
  if (utilisation < 0.5) return Math.max(LEAST_UTILISATION, flooredTo(utilisation, LEAST_UTILISATION));
  return Math.min(utilisation, 1 - raisedDigits(1 - utilisation, FIGURE_DIGITS));
}

/** Whether both tell the same. */
export function sameTold(a: Told | null, b: Told | null): boolean {
  if (a === null || b === null) return a === b;
  const { wait: one, view } = a;
  const { wait: other, view: seen } = b;
  if (one.mean !== other.mean || one.variance !== other.variance || one.third !== other.third) return false;
  if (one.minimum !== other.minimum || one.maximum !== other.maximum) return false;
  if (view === null || seen === null) return view === seen;
  return (
    view.ratePerMs === seen.ratePerMs &&
    view.meanMs === seen.meanMs &&
    view.variability === seen.variability &&
    view.servers === seen.servers &&
    view.utilisation === seen.utilisation
  );
}
