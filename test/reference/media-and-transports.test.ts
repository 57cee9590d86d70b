import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const INSTANT = { nodeId: 'a', mediumId: 'instant', lengthM: 0 };

function network(): SiteBuilder {
  return new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .type({
      id: 'gpu-server',
      accelerators: [{ kind: 'gpu', model: 'Test GPU', count: 4, memoryGiB: 16, tops: 100, shareable: false }],
    })
    .node('a')
    .node('b', { typeId: 'gpu-server' })
    .workload('w');
}

/** Evaluation over simulation, of mean and p99. */
function ratios(site: Site, requests = 60_000): { mean: number; p99: number } {
  const told = must(evaluate(site).flows[0], 'flow');
  const found = must(simulate(site, { requests, seed: 11 }).flows[0], 'flow');
  return {
    mean: must(told.meanMs ?? undefined, 'told') / must(found.meanMs ?? undefined, 'found'),
    p99: must(told.p99Ms ?? undefined, 'told p99') / must(found.p99Ms ?? undefined, 'found p99'),
  };
}

function within(value: number, share: number): void {
  expect(value).toBeGreaterThan(1 - share);
  expect(value).toBeLessThan(1 + share);
}

describe('[L4] scheduled and slow media against simulation', () => {
  test.each([0.2, 0.8])('TSN at utilisation %d: waiting stays below the bound, whatever the load', (utilisation) => {
    const site = network()
      .medium({
        id: 'tsn',
        kind: 'tsn',
        sharing: 'shared',
        baseLatencyMs: 0.2,
        boundedLatencyMs: 2,
        bandwidthUpMbps: 8,
        bandwidthDownMbps: 8,
      })
      .group('g', 'a', { requestsPerSecond: 1000 * utilisation, attachment: { nodeId: 'a', mediumId: 'tsn', lengthM: 0 } })
      .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
      .flow('f', 'w', 'g', 's', { pattern: 'one-way', requestBytes: 1000 })
      .deploy('s', 'a')
      .build();
    const { mean, p99 } = ratios(site);
    within(mean, 0.01);
    within(p99, 0.02);
    const { meanMs, p99Ms } = must(evaluate(site).flows[0], 'flow');
    // Base, wire, and anywhere between nothing and the bound.
    expect(meanMs).toBeCloseTo(0.2 + 1 + (2 - 0.2) / 2, 6);
    expect(p99Ms).toBeLessThanOrEqual(2 + 1);
  });

  test.each([7, 10])(
    'LoRa at spreading factor %i: a gateway that listens to forty meters under a duty cycle',
    (spreadingFactor) => {
      const lora = { spreadingFactor, bandwidthKHz: 125, codingRate: 1, dutyCycle: 0.1 };
      const site = (rate: number): Site =>
        network()
          .medium({ id: 'lora', kind: 'lora', sharing: 'shared', lora, bandwidthUpMbps: 0.005, bandwidthDownMbps: 0.005 })
          .group('g', 'a', { count: 40, requestsPerSecond: rate, attachment: { nodeId: 'a', mediumId: 'lora', lengthM: 1000 } })
          .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
          .flow('f', 'w', 'g', 's', { pattern: 'one-way', requestBytes: 20, responseBytes: 0 })
          .deploy('s', 'a')
          .build();
      const airMs = must(evaluate(site(1e-9)).flows[0]?.meanMs ?? undefined, 'time on air');
      // The duty cycle keeps the channel for ten times the time on air: half of that is used.
      const { mean, p99 } = ratios(site((0.5 / (airMs / 0.1) / 40) * 1000));
      within(mean, 0.03);
      within(p99, 0.06);
    },
  );
});

describe('[L5] transports on a way that loses against simulation', () => {
  const lossy = (protocol: string, bytes: number): Site =>
    network()
      .link('l', 'a', 'b', { lossRatio: 0.02, baseLatencyMs: 20, bandwidthUpMbps: 100, bandwidthDownMbps: 100 })
      .group('g', 'a', { requestsPerSecond: 5, attachment: INSTANT })
      .service('s', 'w', { work: { computeMs: 5, variability: 1 } })
      .flow('f', 'w', 'g', 's', { requestBytes: bytes, responseBytes: 500, transport: { protocol, reuseShare: 0.8 } })
      .deploy('s', 'b')
      .build();

  test.each([
    ['tcp-tls13', 500],
    ['quic', 500],
    ['tcp-tls13', 100_000],
    ['quic', 100_000],
  ])('%s, %i bytes', (protocol, bytes) => {
    const { mean, p99 } = ratios(lossy(protocol, bytes));
    within(mean, 0.02);
    within(p99, 0.05);
  });

  test('short messages suffer from the timer of TCP, long ones hardly; QUIC repairs and opens sooner', () => {
    const p99 = (protocol: string, bytes: number): number =>
      must(evaluate(lossy(protocol, bytes)).flows[0]?.p99Ms ?? undefined, 'p99');
    expect(p99('tcp-tls13', 500)).toBeGreaterThan(1.2 * p99('quic', 500));
    expect(p99('tcp-tls13', 100_000)).toBeGreaterThan(p99('quic', 100_000));
  });
});

describe('[L6] accelerators and cold starts against simulation', () => {
  const batching = (share: number, maxBatch: number): Site => {
    const setupMs = maxBatch === 1 ? 0 : 20;
    const perSecond = (maxBatch / (setupMs + maxBatch * 4)) * 1000;
    return network()
      .group('g', 'b', { requestsPerSecond: share * perSecond, attachment: { ...INSTANT, nodeId: 'b' } })
      .service('s', 'w', {
        work: { computeMs: 0, variability: 0 },
        accelerator: { kinds: ['gpu'], share: 1, memoryGiB: 1, itemMs: 4, referenceTops: 100, maxBatch, batchSetupMs: setupMs },
      })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'b')
      .build();
  };

  test.each([
    [0.3, 1],
    [0.8, 1],
    [0.2, 8],
    [0.5, 8],
    [0.8, 8],
    [0.95, 8],
    [0.5, 32],
    [0.9, 32],
  ])('load %d of what batches of %i can do', (share, maxBatch) => {
    const { mean, p99 } = ratios(batching(share, maxBatch));
    within(mean, 0.1);
    within(p99, 0.2);
  });

  test.each([0.0005, 0.002])('an instance that scales to zero, %d requests a second', (rate) => {
    const site = network()
      .group('g', 'b', { requestsPerSecond: rate, attachment: { ...INSTANT, nodeId: 'b' } })
      .service('s', 'w', {
        work: { computeMs: 50, variability: 1 },
        coldStartMs: 800,
        replicas: { min: 0, max: 4, targetUtilisation: null },
      })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'b')
      .build();
    const { mean, p99 } = ratios(site);
    within(mean, 0.02);
    within(p99, 0.05);
  });
});
