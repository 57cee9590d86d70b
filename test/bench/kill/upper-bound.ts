/** Upper end of the exact one-sided 95 % interval (Clopper and Pearson, 1934) of a share, after `bad` of `rounds`. */
export function upperBound(bad: number, rounds: number): number {
  if (bad >= rounds) return 1;
  let [low, high] = [bad / rounds, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(bad, rounds, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** Chance of at most `bad` of `rounds` when each is bad with `share`. */
function atMost(bad: number, rounds: number, share: number): number {
  let term = (1 - share) ** rounds;
  let sum = term;
  for (let count = 1; count <= bad; count += 1) {
    term *= ((rounds - count + 1) / count) * (share / (1 - share));
    sum += term;
  }
  return sum;
}
