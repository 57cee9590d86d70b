import { describe, expect, test } from 'vitest';
import { constant, gammaDelay, quantile, slowest, sometimes, sum } from '../../core/base/moments.ts';
import type { Rare } from '../../core/base/rare.ts';
import { beyond, joinedRare, momentsOfRare, quantilesWithRare, without } from '../../core/base/rare.ts';
import { createRandom } from '../../core/base/random.ts';

const BASE = gammaDelay(10, 0.5);
const RARE: readonly Rare[] = [
  { probability: 0.05, extra: gammaDelay(60, 0.1) },
  { probability: 0.004, extra: constant(200) },
];
const WHOLE = sum(BASE, momentsOfRare(RARE));

/** 200,000 draws of the base, a sum of exponentials, and what happens now and then. */
function drawn(): number[] {
  const random = createRandom(7, 'rare delays');
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const erlang = (shape: number, mean: number): number =>
    Array.from({ length: shape }, () => exponential(mean / shape)).reduce((a, b) => a + b);
  return Array.from(
    { length: 200_000 },
    () => erlang(2, 10) + (random() < 0.05 ? erlang(10, 60) : 0) + (random() < 0.004 ? 200 : 0),
  ).toSorted((a, b) => a - b);
}

describe('[L6] percentiles of delays to which something happens now and then', () => {
  const draws = drawn();
  test.each([0.5, 0.95, 0.99, 0.999])('p = %d agrees with draws within 3 %', (p) => {
    const found = draws[Math.floor(p * draws.length)] as number;
    expect(Math.abs((quantilesWithRare(WHOLE, RARE, [p])[0] ?? NaN) / found - 1)).toBeLessThan(0.03);
  });

  test('three cumulants alone are far off at p99', () => {
    const found = draws[Math.floor(0.99 * draws.length)] as number;
    expect(Math.abs(quantile(WHOLE, 0.99) / found - 1)).toBeGreaterThan(0.1);
  });

  test('never falls as p rises', () => {
    let last = 0;
    for (let p = 0.005; p < 1; p += 0.005) {
      const value = quantilesWithRare(WHOLE, RARE, [p])[0] ?? NaN;
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
  });

  test('what is put together keeps mean and variance', () => {
    const many = [0.01, 0.02, 0.03, 0.04, 0.05].map((probability, at): Rare => ({ probability, extra: gammaDelay(10 + at, 1) }));
    const joined = many.reduce<readonly Rare[]>((all, one) => joinedRare(all, [one]), []);
    expect(joined.length).toBeLessThan(many.length);
    expect(momentsOfRare(joined).mean).toBeCloseTo(momentsOfRare(many).mean, 9);
    expect(momentsOfRare(joined).variance).toBeCloseTo(momentsOfRare(many).variance, 6);
    expect(without(sum(BASE, momentsOfRare(joined)), joined).mean).toBeCloseTo(10, 9);
  });

  test('of an exponential that goes unnoticed for a while, as much of it is left as often as it lasts longer', () => {
    const left = beyond({ probability: 0.1, extra: gammaDelay(10, 1) }, 5);
    expect(left?.probability).toBeCloseTo(0.1 * Math.exp(-0.5), 12);
    expect(left?.extra.mean).toBeCloseTo(10, 12);
    expect(beyond({ probability: 0.1, extra: constant(10) }, 4)?.extra.mean).toBe(6);
    expect(beyond({ probability: 0.1, extra: constant(10) }, 11)).toBeNull();
  });

  test('the slowest of two, one of which is rarely slow', () => {
    const rarely = sum(BASE, sometimes(0.01, constant(500)));
    expect(slowest([BASE, rarely]).mean).toBeGreaterThan(slowest([BASE, BASE]).mean);
  });
});
