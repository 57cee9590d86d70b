import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cbrt, exp, expm1, length, log, log1p, turnOf } from '../../core/base/elementary.ts';

/** Some units in the last place: those of `Math` are not exact either. */
const CLOSE = 1e-15;

function near(value: number, expected: number): void {
  if (value !== expected) expect(Math.abs(value - expected)).toBeLessThanOrEqual(CLOSE * Math.abs(expected) + 5e-324);
}

describe('elementary functions that every engine rounds alike', () => {
  test('agree with those of Math', () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (x) => {
        near(exp(x), Math.exp(x));
        near(expm1(x / 100), Math.expm1(x / 100));
        const positive = Math.exp(x);
        near(log(positive), Math.log(positive));
        near(log1p(positive), Math.log1p(positive));
        near(cbrt(positive), Math.cbrt(positive));
        near(length(x, 2 * x, 1), Math.hypot(x, 2 * x, 1));
        const { cosine, sine } = turnOf(x);
        expect(Math.abs(cosine - Math.cos((x * Math.PI) / 180))).toBeLessThan(1e-14);
        expect(Math.abs(sine - Math.sin((x * Math.PI) / 180))).toBeLessThan(1e-14);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  test('are exact where the answer is', () => {
    expect([exp(0), exp(-800), exp(800), log(1), log(0), log1p(0), expm1(0), cbrt(0)]).toEqual([
      1,
      0,
      Infinity,
      0,
      -Infinity,
      0,
      0,
      0,
    ]);
    expect([0, 90, 180, 270, -90].map((angle) => turnOf(angle).sine + 0)).toEqual([0, 1, 0, -1, -1]);
    expect(log(-1)).toBeNaN();
  });
});
