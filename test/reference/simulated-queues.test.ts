import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { erlangC } from '../../core/network/queue.ts';
import type { SimulationOptions } from '../../core/simulate/options.ts';
import type { Simulation } from '../../core/simulate/result.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { flowOf, misses, MISSES_ALLOWED, pooled, replicate } from './replications.ts';

const OPTIONS: Partial<SimulationOptions> = { requests: 40_000 };
const INSTANT = { nodeId: 'n', mediumId: 'instant', lengthM: 0 };

function network(): SiteBuilder {
  return new SiteBuilder().medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 }).node('n').workload('w');
}

function station(ratePerSecond: number, computeMs: number, variability: number, threads = 1): Site {
  return network()
    .group('g', 'n', { requestsPerSecond: ratePerSecond, attachment: INSTANT })
    .service('s', 'w', worker(computeMs, variability, threads))
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'n')
    .build();
}

function worker(computeMs: number, variability = 1, threads = 1): object {
  return {
    perReplica: { computeUnits: threads, memoryGiB: 1, storageGB: 0, storageClass: null },
    work: { computeMs, variability },
  };
}

/** The run's own interval covers the mean as often as it claims, and all runs together have no bias that can be seen. */
function expectMean(runs: readonly Simulation[], id: string, meanMs: number): void {
  expect(misses(runs, id, meanMs)).toBeLessThanOrEqual(MISSES_ALLOWED);
  expectPooled(
    runs.map((run) => must(flowOf(run, id).meanMs, 'mean')),
    meanMs,
  );
}

function expectPooled(values: readonly number[], expected: number): void {
  const { low, high } = pooled(values);
  expect(expected).toBeGreaterThanOrEqual(low);
  expect(expected).toBeLessThanOrEqual(high);
}

/** Quantiles are read off a sketch: its bound of 0.4 % comes on top of chance. */
function expectQuantile(runs: readonly Simulation[], id: string, which: 'p50Ms' | 'p95Ms' | 'p99Ms', expected: number): void {
  const { low, high } = pooled(runs.map((run) => must(flowOf(run, id)[which], which)));
  expect(expected).toBeGreaterThanOrEqual(low * 0.996);
  expect(expected).toBeLessThanOrEqual(high * 1.004);
}

describe('[X1, X3] the simulator against closed forms (Kleinrock, Queueing Systems I, chapters 3 to 5)', () => {
  test.each([0.3, 0.6, 0.8])('M/M/1 at utilisation %f: an exponential sojourn', (utilisation) => {
    const runs = replicate(station(utilisation * 100, 10, 1), OPTIONS);
    const meanMs = 10 / (1 - utilisation);
    expectMean(runs, 'f', meanMs);
    expectQuantile(runs, 'f', 'p50Ms', meanMs * Math.log(2));
    expectQuantile(runs, 'f', 'p95Ms', meanMs * Math.log(20));
    expectQuantile(runs, 'f', 'p99Ms', meanMs * Math.log(100));
  });

  test.each([2, 4, 8])('M/M/%i at utilisation 0.75: waiting by Erlang C', (servers) => {
    const runs = replicate(station(servers * 75, 10, 1, servers), OPTIONS);
    const waitMs = (erlangC(servers, servers * 0.75) * 10) / (servers * 0.25);
    expectMean(runs, 'f', 10 + waitMs);
    const cpus = runs.map((run) =>
      must(
        run.queues.find((queue) => queue.part === 'cpu'),
        'CPU',
      ),
    );
    expectPooled(
      cpus.map((cpu) => must(cpu.meanWaitMs, 'wait')),
      waitMs,
    );
    expectPooled(
      cpus.map((cpu) => cpu.utilisation),
      0.75,
    );
  });

  test.each([0, 0.5, 3])(
    'M/G/1 at utilisation 0.6 with squared coefficient of variation %f: Pollaczek–Khinchine',
    (variability) => {
      const runs = replicate(station(60, 10, variability), OPTIONS);
      expectMean(runs, 'f', 10 + (0.6 * 10 * (1 + variability)) / (2 * 0.4));
    },
  );

  test('M/D/1 on a link, with messages of two sizes: a mixture of fixed service times', () => {
    const site = network()
      .node('far')
      .link('l', 'n', 'far', { bandwidthUpMbps: 10, bandwidthDownMbps: 1e12 })
      .group('a', 'n', { requestsPerSecond: 200, bytesUp: 1250, attachment: INSTANT })
      .group('b', 'n', { requestsPerSecond: 40, bytesUp: 12500, attachment: INSTANT })
      .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
      .flow('fa', 'w', 'a', 's')
      .flow('fb', 'w', 'b', 's')
      .deploy('s', 'far')
      .build();
    const runs = replicate(site, OPTIONS);
    const waitMs = (0.2 * 1 + 0.04 * 100) / 2 / (1 - 0.6);
    expectMean(runs, 'fa', 1 + waitMs);
    expectMean(runs, 'fb', 10 + waitMs);
  });

  test('two stations in tandem: by Burke each is M/M/1 on its own, and the sojourns are independent', () => {
    const site = network()
      .group('g', 'n', { requestsPerSecond: 60, attachment: INSTANT })
      .service('s1', 'w', worker(10))
      .service('s2', 'w', worker(5))
      .flow('f', 'w', 'g', 's1', { pattern: 'one-way' })
      .flow('next', 'w', 's1', 's2', { pattern: 'one-way' })
      .deploy('s1', 'n')
      .deploy('s2', 'n')
      .build();
    const runs = replicate(site, OPTIONS);
    const first = 10 / (1 - 0.6);
    const second = 5 / (1 - 0.3);
    expectMean(runs, 'f', first + second);
    expectMean(runs, 'next', second);
    expectQuantile(runs, 'f', 'p99Ms', sumOfTwoExponentials(first, second, 0.99));
  });

  test('an open Jackson network: streams join and split, each station is M/M/1 at its own rate', () => {
    const site = network()
      .group('a', 'n', { requestsPerSecond: 40, attachment: INSTANT })
      .group('b', 'n', { requestsPerSecond: 30, attachment: INSTANT })
      .group('c', 'n', { requestsPerSecond: 20, attachment: INSTANT })
      .service('s1', 'w', worker(12))
      .service('s2', 'w', worker(14))
      .service('s3', 'w', worker(10))
      .flow('fa', 'w', 'a', 's1', { pattern: 'one-way' })
      .flow('fb', 'w', 'b', 's2', { pattern: 'one-way' })
      .flow('fc', 'w', 'c', 's3', { pattern: 'one-way' })
      .flow('s1-s2', 'w', 's1', 's2', { pattern: 'one-way', callsPerRequest: 0.5 })
      .flow('s2-s3', 'w', 's2', 's3', { pattern: 'one-way' })
      .deploy('s1', 'n')
      .deploy('s2', 'n')
      .deploy('s3', 'n')
      .build();
    // A third of the requests at each door, and the last station hears of all of them: longer runs for batches that are independent.
    const runs = replicate(site, { requests: 120_000 });
    const at1 = 12 / (1 - 0.04 * 12);
    const at2 = 14 / (1 - 0.05 * 14);
    const at3 = 10 / (1 - 0.07 * 10);
    expectMean(runs, 'fa', at1 + 0.5 * (at2 + at3));
    expectMean(runs, 'fb', at2 + at3);
    expectMean(runs, 'fc', at3);
  });

  test('[X2] D/M/1: periodic arrivals wait as the root of σ = exp(−(1 − σ)/ρ) says (Kleinrock I, 6.4)', () => {
    const runs = replicate(station(70, 10, 1), { ...OPTIONS, arrivals: { kind: 'periodic' } });
    let root = 0.5;
    for (let step = 0; step < 200; step += 1) root = Math.exp(-(1 - root) / 0.7);
    expectMean(runs, 'f', 10 / (1 - root));
  });

  test('[L6] an accelerator that takes all that waits, batches of fixed length: M/D/1 in bulk', () => {
    const site = network()
      .type({
        id: 'gpu',
        accelerators: [{ kind: 'gpu', model: 'unit', count: 1, memoryGiB: 16, tops: 100, shareable: false }],
      })
      .node('m', { typeId: 'gpu' })
      .group('g', 'm', { requestsPerSecond: 150, attachment: { ...INSTANT, nodeId: 'm' } })
      .service('s', 'w', {
        work: { computeMs: 0, variability: 0 },
        accelerator: { kinds: ['gpu'], share: 1, memoryGiB: 1, itemMs: 0, referenceTops: 100, maxBatch: 1024, batchSetupMs: 10 },
      })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'm')
      .build();
    const runs = replicate(site, OPTIONS);
    // A busy period has exp(a) batches in the mean; all but its first request arrive evenly within a batch.
    const a = 0.15 * 10;
    const during = a * Math.exp(a);
    expectMean(runs, 'f', 10 + ((10 / 2) * during) / (1 + during));
  });
});

/** Quantile of the sum of two independent exponentials with different means, by bisection. */
function sumOfTwoExponentials(a: number, b: number, p: number): number {
  const above = (x: number): number => (a * Math.exp(-x / a) - b * Math.exp(-x / b)) / (a - b);
  let low = 0;
  let high = 50 * (a + b);
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (above(middle) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
