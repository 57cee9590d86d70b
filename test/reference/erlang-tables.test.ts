import { describe, expect, test } from 'vitest';
import { erlangB, erlangC } from '../../core/network/queue.ts';

/**
 * Offered load in Erlang at which so many servers block with the probability of the column. Rappaport, Wireless Communications,
 * 2nd ed., Prentice Hall 2002, table 3.4 (columns 1 %, 0.5 %, 0.1 %).
 */
const LOSS: readonly (readonly [servers: number, one: string, half: string, tenth: string])[] = [
  [2, '0.153', '0.105', '0.046'],
  [4, '0.869', '0.701', '0.439'],
  [5, '1.36', '1.13', '0.762'],
  [10, '4.46', '3.96', '3.09'],
  [20, '12.0', '11.1', '9.41'],
  [24, '15.3', '14.2', '12.2'],
  [40, '29.0', '27.3', '24.5'],
  [70, '56.1', '53.7', '49.2'],
  [100, '84.1', '80.9', '75.2'],
];
const LOSS_COLUMNS = [0.01, 0.005, 0.001];

/** A table rounds to its last digit: the exact load lies within one unit of it (some printed tables cut off). */
function expectCrossing(probability: (offered: number) => number, printed: string, wanted: number): void {
  const decimals = printed.split('.')[1]?.length ?? 0;
  const unit = 10 ** -decimals;
  expect(probability(Number(printed) - unit)).toBeLessThan(wanted);
  expect(probability(Number(printed) + unit)).toBeGreaterThan(wanted);
}

describe('[L6] Erlang against printed tables', () => {
  test.each(LOSS)('Erlang B: %i servers', (servers, one, half, tenth) => {
    for (const [at, printed] of [one, half, tenth].entries())
      expectCrossing((load) => erlangB(servers, load), printed, LOSS_COLUMNS[at] ?? NaN);
  });

  /** Abstract Micro Systems, Erlang Library for Excel, reference of ErlbTrafFromBlockage. */
  test.each([
    [17, 0.01, '9.65160'],
    [17, 0.05, '12.4613'],
    [25, 0.01, '16.1245'],
  ])('Erlang B: %i servers at %f to six digits', (servers, wanted, printed) => {
    expectCrossing((load) => erlangB(servers, load), printed, wanted);
  });

  /** The worked TETRA example of a printed Erlang C table: 8 channels at 5 % and 10 channels at 1 %. */
  test.each([
    [8, 0.05, '3.87'],
    [10, 0.01, '4.08'],
  ])('Erlang C: %i servers at %f', (servers, wanted, printed) => {
    expectCrossing((load) => erlangC(servers, load), printed, wanted);
  });

  test('Erlang C in closed form: 1, 2 and 3 servers (Kleinrock, Queueing Systems I, 3.5), within 1e-12', () => {
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect(erlangC(1, share)).toBeCloseTo(share, 12);
      expect(erlangC(2, 2 * share)).toBeCloseTo((2 * share ** 2) / (1 + share), 12);
      const a = 3 * share;
      const waiting = a ** 3 / (6 * (1 - share));
      expect(erlangC(3, a)).toBeCloseTo(waiting / (1 + a + a ** 2 / 2 + waiting), 12);
    }
  });
});
