import type { Moments } from '../base/moments.ts';
import { fromRawMoments, NO_DELAY, stretched } from '../base/moments.ts';

/**
 * What arrives at a single server: sums over all sources of rate × service timeʲ, j = 0 to 4. Rates per ms, times in ms,
 * so that `work` is the utilisation. Service times of sources are mixed.
 */
export interface QueueLoad {
  rate: number;
  /** Σ λ s: utilisation. */
  work: number;
  second: number;
  third: number;
  fourth: number;
  /** What messages that come together add to Σ λ s²: 2 λ s₁ s₂ for each pair. */
  excess: number;
}

export function emptyLoad(): QueueLoad {
  return { rate: 0, work: 0, second: 0, third: 0, fourth: 0, excess: 0 };
}

/** Adds a source with fixed service time `serviceMs` and `ratePerMs` arrivals. */
export function addArrivals(load: QueueLoad, ratePerMs: number, serviceMs: number): void {
  load.rate += ratePerMs;
  load.work += ratePerMs * serviceMs;
  const square = serviceMs * serviceMs;
  load.second += ratePerMs * square;
  load.third += ratePerMs * square * serviceMs;
  load.fourth += ratePerMs * square * square;
}

/**
 * [L3] Waiting time at a single server, first come, first served, arrivals Poisson: Pollaczek–Khinchine for the mean and Takács' recursion
 * for the higher moments (Kleinrock, Queueing Systems I, 5.7), exact. Messages that come together are one piece of work to those that come later. Null when
 * utilisation is 1 or more.
 */
export function waitSingleServer(load: QueueLoad): Moments | null {
  if (load.work >= 1) return null;
  if (load.rate === 0) return NO_DELAY;
  const { one, two, three } = rawWait(load.work, load.second, load.third, load.fourth);
  const single = fromRawMoments(one, two, three, 0);
  return load.excess === 0 ? single : stretched(single, 1 + load.excess / load.second);
}

/** Moments about zero of the wait in M/G/1 from Σ λ sʲ. */
function rawWait(work: number, second: number, third: number, fourth: number): { one: number; two: number; three: number } {
  const idle = 1 - work;
  const one = second / 2 / idle;
  const two = (2 * (second / 2) * one + third / 3) / idle;
  const three = (3 * (second / 2) * two + 3 * (third / 3) * one + fourth / 4) / idle;
  return { one, two, three };
}

/**
 * [L6] Probability that an arrival waits in M/M/c (Erlang C), by the stable recursion of Erlang B.
 * `offered` is λ / μ in Erlang; 1 when offered ≥ servers.
 */
export function erlangC(servers: number, offered: number): number {
  if (offered >= servers) return 1;
  if (offered === 0) return 0;
  const blocked = erlangB(servers, offered);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

/** [L6] Blocking probability of M/M/c/c. Cost O(servers). */
export function erlangB(servers: number, offered: number): number {
  let inverse = 1;
  for (let server = 1; server <= servers; server += 1) inverse = 1 + (server / offered) * inverse;
  return 1 / inverse;
}

/** Moments about zero of a service time, ms to msʲ. */
export interface ServiceMoments {
  readonly mean: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

/**
 * [L6] Waiting time in M/G/c: who has to wait, with the probability C of M/M/c, waits as at a single server that is c times as fast. Its mean is that of Allen and
 * Cunneen (Allen, Probability, Statistics and Queueing Theory, 2nd ed., 5.3). Exact for M/M/c and, by Takács' recursion, for M/G/1. Null when saturated.
 */
export function waitManyServers(servers: number, ratePerMs: number, service: ServiceMoments): Moments | null {
  const offered = ratePerMs * service.mean;
  if (offered >= servers) return null;
  if (offered === 0) return NO_DELAY;
  const waits = erlangC(servers, offered);
  const { one, two, three } = rawWait(
    offered / servers,
    (ratePerMs * service.second) / servers ** 2,
    (ratePerMs * service.third) / servers ** 3,
    (ratePerMs * service.fourth) / servers ** 4,
  );
  const share = waits / (offered / servers);
  return fromRawMoments(share * one, share * two, share * three, 0);
}
