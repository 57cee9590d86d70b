/** Closed forms of queueing theory, written from the books and apart from the code that they check. Times in ms, rates per ms. */

/** Probability of waiting in M/M/c with `offered` Erlang, by its sum: Kleinrock, Queueing Systems I, (3.40). */
export function waitingProbability(servers: number, offered: number): number {
  let term = 1;
  let sum = 0;
  for (let k = 0; k < servers; k += 1) {
    sum += term;
    term *= offered / (k + 1);
  }
  const waiting = term / (1 - offered / servers);
  return waiting / (sum + waiting);
}

/** Mean wait of M/G/1, Pollaczek–Khinchine: Kleinrock I, (5.72). `scv` is the squared coefficient of variation of the service time. */
export function meanWaitMG1(ratePerMs: number, serviceMs: number, scv: number): number {
  const utilisation = ratePerMs * serviceMs;
  return (utilisation * serviceMs * (1 + scv)) / (2 * (1 - utilisation));
}

/** Mean time in M/M/1: Kleinrock I, (3.27). */
export function meanSojournMM1(ratePerMs: number, serviceMs: number): number {
  return serviceMs / (1 - ratePerMs * serviceMs);
}

/** Quantile of the time in M/M/c: an exponential service after a wait that is 0 or exponential with rate cμ − λ (Kleinrock I, 3.5). */
export function sojournQuantileMMc(servers: number, ratePerMs: number, serviceMs: number, p: number): number {
  const waits = waitingProbability(servers, ratePerMs * serviceMs);
  const service = 1 / serviceMs;
  const drain = servers * service - ratePerMs;
  const same = Math.abs(drain - service) < 1e-9 * service;
  return quantileOf((t) => {
    const both = same
      ? (1 + service * t) * Math.exp(-service * t)
      : (drain * Math.exp(-service * t) - service * Math.exp(-drain * t)) / (drain - service);
    return (1 - waits) * Math.exp(-service * t) + waits * both;
  }, p);
}

/** Quantile of the time in M/D/1: Erlang 1909, in Tijms, A First Course in Stochastic Models, (9.2.19). */
export function sojournQuantileMD1(ratePerMs: number, serviceMs: number, p: number): number {
  const utilisation = ratePerMs * serviceMs;
  const waitsLonger = (t: number): number => {
    let sum = 0;
    let factorial = 1;
    for (let k = 0; k * serviceMs <= t; k += 1) {
      if (k > 0) factorial *= k;
      const left = ratePerMs * (t - k * serviceMs);
      sum += ((-left) ** k / factorial) * Math.exp(left);
    }
    return 1 - (1 - utilisation) * sum;
  };
  return serviceMs + quantileOf(waitsLonger, p);
}

/** Quantile of the sum of independent exponentials with different means. */
export function hypoexponentialQuantile(meansMs: readonly number[], p: number): number {
  return quantileOf(
    (t) =>
      meansMs.reduce((total, own, at) => {
        const weight = meansMs.reduce((product, other, index) => (index === at ? product : product * (own / (own - other))), 1);
        return total + weight * Math.exp(-t / own);
      }, 0),
    p,
  );
}

/** Root σ of D/M/1, σ = exp(−(1 − σ)/ρ): Kleinrock I, 6.4. */
export function rootDM1(utilisation: number): number {
  let root = 0.5;
  for (let step = 0; step < 200; step += 1) root = Math.exp(-(1 - root) / utilisation);
  return root;
}

/** Where the probability of more falls to 1 − p, by bisection. */
function quantileOf(longer: (t: number) => number, p: number): number {
  let low = 0;
  let high = 1;
  while (longer(high) > 1 - p) high *= 2;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (longer(middle) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
