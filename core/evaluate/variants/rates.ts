import { quantile } from '../../base/moments.ts';
import type { ServiceLoad } from '../loads.ts';
import { addRequests, NO_SERVICE_LOAD } from '../loads.ts';
import type { Station } from '../service-time.ts';
import { processingAt } from '../service-time.ts';

/** Rates beyond which nothing is looked for, requests a second. */
const MOST = 1e9;
/** Halvings of an interval: a relative error below 1e-6. */
const HALVINGS = 30;

export interface Answer {
  readonly meanMs: number;
  readonly p99Ms: number;
}

/** [R3] Time in a station at a rate; null when it saturates. Requests have the mix that `load` has, at another rate. */
export function answerAt(station: Station, load: ServiceLoad, requestsPerSecond: number): Answer | null {
  const scaled: ServiceLoad = { ...NO_SERVICE_LOAD };
  const own = station.service.work.computeMs;
  if (load.requestsPerSecond === 0) addRequests(scaled, requestsPerSecond, own);
  else {
    const factor = requestsPerSecond / load.requestsPerSecond;
    scaled.requestsPerSecond = requestsPerSecond;
    scaled.computeWork = load.computeWork * factor;
    scaled.computeSecond = load.computeSecond * factor;
    scaled.computeThird = load.computeThird * factor;
    scaled.computeFourth = load.computeFourth * factor;
  }
  const processing = processingAt(
    station,
    scaled,
    load.requestsPerSecond === 0 ? own : load.computeWork / load.requestsPerSecond,
  );
  if (processing.status !== 'ok') return null;
  return { meanMs: processing.moments.mean, p99Ms: quantile(processing.moments, 0.99) };
}

/** [R3] Highest rate at which the station settles and, with a budget, keeps its p99 within it; null when none does, or when no rate is too high. */
export function highestRate(station: Station, load: ServiceLoad, budgetMs: number | null): number | null {
  const holds = (rate: number): boolean => {
    const answer = answerAt(station, load, rate);
    return answer !== null && (budgetMs === null || answer.p99Ms <= budgetMs);
  };
  let high = 1e-3;
  if (!holds(high)) return null;
  while (high < MOST && holds(high * 2)) high *= 2;
  if (high >= MOST) return null;
  let low = high;
  high *= 2;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
