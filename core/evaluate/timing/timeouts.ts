import type { Delay } from '../../network/delay.ts';
import { distributionWithRare } from '../../base/rare.ts';
import type { TimeoutEffect } from './result.ts';

/** Intervals of Simpson's rule for the mean of answers in time; even. */
const STEPS = 200;
/** So many deviations above the mean nothing comes any more. */
const DEVIATIONS = 20;
/** Halvings of an interval of time: to 1e-9 of it. */
const HALVINGS = 30;

/**
 * [L7] Each attempt is given up after `timeoutMs`, then the next begins, up to `retries` times. Attempts are independent and meet the same load: that of the
 * attempts given up, which go on, is not in the answer. With q = P(delay ≤ time-out) and n = retries + 1: failed (1 − q)ⁿ, attempts (1 − (1 − q)ⁿ) / q.
 */
export function timeoutEffect(flowId: string, delay: Delay, timeoutMs: number, retries: number): TimeoutEffect {
  const below = distributionWithRare(delay.moments, delay.rare);
  const inTime = below(timeoutMs);
  const late = 1 - inTime;
  const attempts = retries + 1;
  const failedShare = late ** attempts;
  const head = { flowId, timeoutMs, retries, givenUpShare: late, failedShare };
  if (inTime <= 0) return { ...head, attemptsMean: attempts, answeredMeanMs: null, answeredP99Ms: null };
  // Mean number of attempts given up before the one that is answered, of requests that are answered.
  let before = 0;
  for (let given = 1; given < attempts; given += 1) before += (given * late ** given * inTime) / (1 - failedShare);
  return {
    ...head,
    attemptsMean: (1 - failedShare) / inTime,
    answeredMeanMs:
      before * timeoutMs + meanInTime(below, timeoutMs, delay.moments.mean + DEVIATIONS * Math.sqrt(delay.moments.variance)),
    answeredP99Ms: answeredQuantile(below, timeoutMs, 0.99 * (1 - failedShare)),
  };
}

/** E[D | D ≤ t] = t − ∫ F / F(t). Beyond `endMs` all is answered. */
function meanInTime(below: (x: number) => number, timeoutMs: number, endMs: number): number {
  const upTo = Math.min(timeoutMs, endMs);
  const width = upTo / STEPS;
  let area = (timeoutMs - upTo) * below(timeoutMs);
  for (let step = 0; step <= STEPS; step += 1)
    area += (step === 0 || step === STEPS ? 1 : step % 2 === 1 ? 4 : 2) * (width / 3) * below(step * width);
  return Math.max(0, timeoutMs - area / below(timeoutMs));
}

/** Time by which `share` of all requests are answered. */
function answeredQuantile(below: (x: number) => number, timeoutMs: number, share: number): number {
  const inTime = below(timeoutMs);
  let answered = 0;
  let open = 1;
  let startMs = 0;
  while (answered + open * inTime < share) {
    answered += open * inTime;
    open *= 1 - inTime;
    startMs += timeoutMs;
  }
  let low = 0;
  let high = timeoutMs;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (answered + open * below(middle) < share) low = middle;
    else high = middle;
  }
  return startMs + high;
}
