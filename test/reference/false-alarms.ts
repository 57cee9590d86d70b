/** Chance that a sound simulator fails the whole family of checks, over all systems together. Seeds are fixed: what passes once passes always. */
export const FALSE_ALARM_RATE = 0.01;
/** Confidence that the simulator claims for its intervals. */
export const CLAIMED_MISS_RATE = 0.01;

/** Probability of more than `k` of `n` independent events of probability `p`. */
export function binomialTail(n: number, p: number, k: number): number {
  let log = n * Math.log1p(-p);
  let below = 0;
  for (let i = 0; i <= k; i += 1) {
    below += Math.exp(log);
    log += Math.log(((n - i) / (i + 1)) * (p / (1 - p)));
  }
  return Math.max(0, 1 - below);
}

/** Most misses among `n` intervals that a sound simulator has but for a chance of `rate`. */
export function mostMisses(n: number, rate: number): number {
  let most = 0;
  while (binomialTail(n, CLAIMED_MISS_RATE, most) > rate) most += 1;
  return most;
}

/** Fewest misses among `n`: with fewer, intervals are wider than they claim. */
export function fewestMisses(n: number, rate: number): number {
  let fewest = 0;
  while (1 - binomialTail(n, CLAIMED_MISS_RATE, fewest) <= rate) fewest += 1;
  return fewest;
}
