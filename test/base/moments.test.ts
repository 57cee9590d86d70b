import { describe, expect, test } from 'vitest';
import { gammaQuantile, logGamma, solveGammaQuantile, normalQuantile, regularisedGammaP } from '../../core/base/gamma.ts';
import {
  constant,
  distribution,
  repairRounds,
  gammaDelay,
  lognormal,
  mixture,
  quantile,
  slowest,
  sometimesExponential,
  sum,
  uniform,
} from '../../core/base/moments.ts';

describe('gamma functions against published values', () => {
  test('logGamma: Γ(1/2) = √π, Γ(10) = 9!, Abramowitz and Stegun table 6.1 at 1.5', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(10)).toBeCloseTo(Math.log(362880), 12);
    expect(Math.exp(logGamma(1.5))).toBeCloseTo(0.8862269255, 10);
  });

  test('P(a, x): exponential, Erlang-3 and χ² (1 degree, 3.841459 → 0.95)', () => {
    expect(regularisedGammaP(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
    expect(regularisedGammaP(3, 4)).toBeCloseTo(1 - Math.exp(-4) * (1 + 4 + 8), 14);
    expect(regularisedGammaP(0.5, 3.841458820694124 / 2)).toBeCloseTo(0.95, 12);
  });

  test('normal quantiles of the usual tables', () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 11);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 11);
    expect(normalQuantile(0.005)).toBeCloseTo(-2.5758293035489004, 11);
  });

  test('tables of gammaQuantile agree with the solution to eleven digits', () => {
    for (let step = 0; step <= 4000; step += 1) {
      const shape = 0.1 * 10 ** (step / 800);
      for (const p of [0.5, 0.95, 0.99])
        expect(Math.abs(gammaQuantile(shape, p) / solveGammaQuantile(shape, p) - 1)).toBeLessThan(1e-11);
    }
  });

  test.each([0.01, 0.1, 0.5, 1, 2.5, 10, 100, 1e4, 1e5])('gammaQuantile inverts P for shape %d', (shape) => {
    for (const p of [0.001, 0.5, 0.95, 0.99, 0.9999]) {
      const x = gammaQuantile(shape, p);
      if (x > 1e-300) expect(regularisedGammaP(shape, x)).toBeCloseTo(p, 9);
    }
  });
});

describe('quantiles of delays', () => {
  test('exact for a constant, an exponential, their sum and a sum of equal exponentials', () => {
    expect(quantile(constant(3), 0.99)).toBe(3);
    expect(quantile(gammaDelay(2, 1), 0.99)).toBeCloseTo(2 * Math.log(100), 9);
    expect(quantile(sum(constant(5), gammaDelay(2, 1)), 0.5)).toBeCloseTo(5 + 2 * Math.LN2, 9);
    const erlang = sum(gammaDelay(1, 1), gammaDelay(1, 1));
    expect(distribution(erlang, quantile(erlang, 0.95))).toBeCloseTo(0.95, 10);
    expect(regularisedGammaP(2, quantile(erlang, 0.95))).toBeCloseTo(0.95, 10);
  });

  test('passes smoothly from the gamma to the nearly normal branch', () => {
    const at = (skewness: number): number =>
      quantile({ mean: 0, variance: 1, third: skewness, minimum: -Infinity, maximum: Infinity }, 0.99);
    expect(at(0.0199999)).toBeCloseTo(at(0.0200001), 5);
    expect(at(0)).toBeCloseTo(normalQuantile(0.99), 12);
  });

  test('never falls as p rises, and never below the minimum', () => {
    for (const delay of [
      uniform(1, 2),
      lognormal(3, 4),
      sometimesExponential(0.01, 100),
      repairRounds(0.02, 1, 200),
      sum(constant(9), repairRounds(0.001, 1, 200)),
    ]) {
      let last = -Infinity;
      for (let p = 0.01; p < 1; p += 0.01) {
        const value = quantile(delay, p);
        expect(value).toBeGreaterThanOrEqual(last);
        expect(value).toBeGreaterThanOrEqual(delay.minimum);
        last = value;
      }
    }
  });

  test('cumulants of a mixture are those of its raw moments', () => {
    const half = mixture([
      { share: 1, moments: constant(0) },
      { share: 1, moments: gammaDelay(10, 1) },
    ]);
    expect(half).toEqual(expect.objectContaining({ mean: 5, minimum: 0 }));
    const direct = sometimesExponential(0.5, 10);
    expect(half.variance).toBeCloseTo(direct.variance, 9);
    expect(half.third).toBeCloseTo(direct.third, 6);
  });

  test('rounds of repair: one piece is geometric, many are the maximum of as many geometric ones', () => {
    const one = repairRounds(0.2, 1, 10);
    expect(one.mean).toBeCloseTo(2.5, 9);
    expect(one.variance).toBeCloseTo(31.25, 7);
    expect(one.third).toBeCloseTo((1000 * 0.2 * 1.2) / 0.8 ** 3, 5);
    // Of two pieces: E[max] = 2 E[one] − E[both], where both last r rounds with probability p²ʳ.
    expect(repairRounds(0.2, 2, 10).mean).toBeCloseTo(10 * (2 * (0.2 / 0.8) - 0.04 / 0.96), 9);
    expect(repairRounds(0.01, 100, 1).mean).toBeCloseTo(0.634 + 0.00995, 3);
    expect(repairRounds(0, 50, 10)).toMatchObject({ mean: 0, variance: 0 });
  });

  test('the slowest of n exponentials has mean H(n)', () => {
    for (const n of [2, 3, 8]) {
      const harmonic = Array.from({ length: n }, (_, index) => 1 / (index + 1)).reduce((a, b) => a + b);
      const slow = slowest(Array.from({ length: n }, () => gammaDelay(1, 1)));
      expect(slow.mean).toBeCloseTo(harmonic, 3);
      expect(quantile(slow, 0.99) / -Math.log(1 - 0.99 ** (1 / n))).toBeCloseTo(1, 1);
    }
  });
});
