import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { arrivalsOf } from '../../core/simulate/arrivals.ts';
import { BatchMeans, studentQuantile } from '../../core/simulate/batch-means.ts';
import { drawFrom, drawGamma, drawNormal, lawOf } from '../../core/simulate/draw.ts';
import { EventQueue } from '../../core/simulate/event-queue.ts';
import type { ArrivalProcess } from '../../core/simulate/options.ts';
import type { SourceState } from '../../core/simulate/plan.ts';
import { QuantileSketch } from '../../core/simulate/quantile-sketch.ts';
import { Servers } from '../../core/simulate/servers.ts';
import { drawLostRounds } from '../../core/simulate/transport-rounds.ts';

function momentsOf(count: number, draw: () => number): { readonly mean: number; readonly variance: number } {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < count; at += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, variance: squares / count - mean ** 2 };
}

describe('[X1] the event queue', () => {
  test('gives events by time, then kind, then the order in which they came', () => {
    const queue = new EventQueue();
    queue.push(5, 2, 1);
    queue.push(5, 1, 2);
    queue.push(5, 2, 3);
    queue.push(1, 7, 4);
    const out = Array.from({ length: 5 }, () => queue.pop());
    expect(out).toEqual([4 * 16 + 7, 2 * 16 + 1, 1 * 16 + 2, 3 * 16 + 2, -1]);
    expect(queue.nowMs).toBe(5);
  });

  test('keeps that order under thousands of mixed pushes and pops', () => {
    const random = createRandom(3, 'events');
    const queue = new EventQueue();
    const model: { time: number; kind: number; id: number }[] = [];
    for (let step = 0; step < 20_000; step += 1) {
      if (random() < 0.55 || model.length === 0) {
        const event = { time: queue.nowMs + Math.floor(random() * 50), kind: Math.floor(random() * 16), id: step };
        queue.push(event.time, event.kind, event.id);
        model.push(event);
        continue;
      }
      const first = model.reduce((a, b) => (b.time < a.time || (b.time === a.time && b.kind < a.kind) ? b : a));
      model.splice(model.indexOf(first), 1);
      expect(queue.pop()).toBe(first.id * 16 + first.kind);
      expect(queue.nowMs).toBe(first.time);
      expect(queue.size).toBe(model.length);
    }
  });
});

describe('[X2] arrivals', () => {
  const state = (fields: Partial<SourceState>): SourceState =>
    ({ leg: null as never, ratePerMs: 0.1, senders: 10, burstFactor: 4, ...fields }) satisfies SourceState;

  /** Arrivals in each of `windows` windows of `lengthMs`. */
  function counts(process: ArrivalProcess, lengthMs: number, windows: number, from = state({})): number[] {
    const arrivals = arrivalsOf({ key: 'requests f', kind: 'requests', groupId: 'g', flowId: 'f' }, process, 11);
    const found = Array.from({ length: windows }, () => 0);
    for (let time = arrivals.start(from, 0); time < lengthMs * windows; time = arrivals.next(time))
      found[Math.floor(time / lengthMs)] = (found[Math.floor(time / lengthMs)] ?? 0) + 1;
    return found;
  }

  function dispersion(values: readonly number[]): { readonly mean: number; readonly index: number } {
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    return { mean, index: values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length / mean };
  }

  test('Poisson: as many in the mean as their variance', () => {
    const { mean, index } = dispersion(counts({ kind: 'poisson' }, 1000, 4000));
    expect(mean).toBeCloseTo(100, 0);
    expect(index).toBeGreaterThan(0.94);
    expect(index).toBeLessThan(1.06);
  });

  test('periodic: every sender once a period, at its own phase', () => {
    expect(new Set(counts({ kind: 'periodic' }, 100, 500))).toEqual(new Set([10]));
  });

  test('bursts: the same mean; the index of dispersion of Heffes and Lucantoni (1986)', () => {
    const burstMs = 200;
    const { mean, index } = dispersion(counts({ kind: 'bursts', burstMs }, 40_000, 2000));
    // Factor 4: an eighth of the time at 0.4 a ms, else at 0.4 / 7 a ms, so that half come in bursts.
    const share = 1 / 8;
    const [high, low] = [0.4, 0.05 / (1 - share)];
    const leaveHigh = 1 / burstMs;
    const leaveLow = (leaveHigh * share) / (1 - share);
    const expected =
      1 + (2 * (high - low) ** 2 * leaveHigh * leaveLow) / ((leaveHigh + leaveLow) ** 2 * (high * leaveLow + low * leaveHigh));
    expect(mean / 4000).toBeGreaterThan(0.985);
    expect(mean / 4000).toBeLessThan(1.015);
    expect(index / expected).toBeGreaterThan(0.88);
    expect(index / expected).toBeLessThan(1.12);
  });

  test('trace: those times and no others', () => {
    expect(counts({ kind: 'trace', timesMs: [3, 4, 25] }, 10, 4)).toEqual([2, 0, 1, 0]);
  });
});

describe('[X3] statistics', () => {
  test('a sketch is within 0.4 % of exact quantiles over fourteen orders of magnitude', () => {
    const random = createRandom(5, 'sketch');
    const sketch = new QuantileSketch();
    const values = Array.from({ length: 20_000 }, () => 10 ** (random() * 14 - 5));
    for (const value of values) sketch.add(value);
    values.sort((a, b) => a - b);
    for (const p of [0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999]) {
      const exact = values[Math.ceil(p * values.length) - 1] ?? NaN;
      expect(Math.abs((sketch.quantile(p) ?? NaN) / exact - 1)).toBeLessThan(0.004);
    }
    expect(sketch.quantile(1)).toBe(values.at(-1));
  });

  test('a sketch of one value gives that value, and of nothing null', () => {
    const sketch = new QuantileSketch();
    expect(sketch.quantile(0.5)).toBeNull();
    sketch.add(7.3);
    sketch.add(7.3);
    expect([sketch.quantile(0.01), sketch.quantile(0.99)]).toEqual([7.3, 7.3]);
  });

  test("Student's t against printed quantiles (Abramowitz and Stegun, table 26.10)", () => {
    expect(studentQuantile(0.995, 10)).toBeCloseTo(3.169, 2);
    expect(studentQuantile(0.995, 30)).toBeCloseTo(2.75, 3);
    expect(studentQuantile(0.975, 40)).toBeCloseTo(2.021, 3);
    expect(studentQuantile(0.995, 60)).toBeCloseTo(2.66, 3);
  });

  test('an interval lies around the mean of all values, those of the last open batch too', () => {
    const means = new BatchMeans();
    for (let at = 0; at < 719; at += 1) means.add(at % 4);
    const { low, high } = means.interval(0.99) ?? { low: NaN, high: NaN };
    expect((low + high) / 2).toBeCloseTo(means.mean ?? NaN, 12);
  });

  test('batch means cover the mean of a strongly correlated series as often as they claim', () => {
    let missed = 0;
    for (let run = 0; run < 200; run += 1) {
      const random = createRandom(run, 'series');
      const means = new BatchMeans();
      let value = drawNormal(random) / Math.sqrt(1 - 0.9 ** 2);
      for (let at = 0; at < 20_000; at += 1) {
        value = 0.9 * value + drawNormal(random);
        means.add(value);
      }
      const { low, high } = means.interval(0.99) ?? { low: 0, high: 0 };
      if (low > 0 || high < 0) missed += 1;
    }
    // 2 of 200 in the mean; 8 or more by chance once in 900.
    expect(missed).toBeLessThan(8);
  });

  test('batch means cover the mean of a skewed series, too, where plain ones miss more often', () => {
    const runs = 1000;
    let missed = 0;
    let plain = 0;
    for (let run = 0; run < runs; run += 1) {
      const random = createRandom(run, 'skewed');
      const means = new BatchMeans();
      const values = Array.from({ length: 60 }, () => -Math.log(1 - random()));
      for (const value of values) means.add(value);
      const { low, high } = means.interval(0.99) ?? { low: 0, high: 0 };
      if (low > 1 || high < 1) missed += 1;
      const mean = values.reduce((total, value) => total + value, 0) / values.length;
      const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
      const half = studentQuantile(0.995, 59) * Math.sqrt(squares / 59 / 60);
      if (Math.abs(mean - 1) > half) plain += 1;
    }
    expect(missed / runs).toBeLessThan(0.02);
    expect(plain / missed).toBeGreaterThan(1.5);
  });
});

describe('[L4, L5] draws', () => {
  test.each([0.3, 1, 2.5, 40])('gamma with shape %f has mean and variance of its shape', (shape) => {
    const random = createRandom(1, `gamma ${shape}`);
    const { mean, variance } = momentsOf(200_000, () => drawGamma(random, shape));
    expect(mean / shape).toBeCloseTo(1, 1);
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / 200_000));
    expect(variance / shape).toBeGreaterThan(0.95);
    expect(variance / shape).toBeLessThan(1.05);
  });

  test.each(['uniform', 'exponential', 'gamma', 'lognormal'] as const)(
    '%s jitter has the stated mean and deviation',
    (distribution) => {
      const deviation = distribution === 'exponential' ? 3 : distribution === 'uniform' ? 1 : 2;
      const law = lawOf({ distribution, meanMs: 3, standardDeviationMs: deviation }, createRandom(2, distribution));
      const { mean, variance } = momentsOf(400_000, () => (law === null ? 0 : drawFrom(law)));
      expect(mean).toBeCloseTo(3, 1);
      expect(Math.sqrt(variance) / deviation).toBeGreaterThan(0.97);
      expect(Math.sqrt(variance) / deviation).toBeLessThan(1.03);
    },
  );

  test('rounds of repair: some segment of n is lost r times in a row with probability 1 − (1 − pʳ)ⁿ', () => {
    const random = createRandom(4, 'rounds');
    const [segments, loss] = [40, 0.05];
    const { mean } = momentsOf(100_000, () => drawLostRounds(random, segments, loss));
    let expected = 0;
    for (let round = 1; round < 20; round += 1) expected += 1 - (1 - loss ** round) ** segments;
    expect(Math.abs(mean - expected)).toBeLessThan(0.01);
    expect(drawLostRounds(random, 100, 0)).toBe(0);
  });

  test('servers are taken in the order in which they become free', () => {
    const servers = new Servers(5);
    const starts = [10, 3, 8, 4, 1, 1, 1].map((takes) => {
      const start = servers.startMs(1, 0);
      servers.occupy(1, 3, start + takes);
      return start;
    });
    expect(starts).toEqual([0, 0, 0, 3, 7, 8, 8]);
    expect(servers.startMs(0, 0)).toBe(0);
  });
});
