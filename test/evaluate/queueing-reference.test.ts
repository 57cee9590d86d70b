import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { FlowResult } from '../../core/evaluate/result.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** One group on the serving node itself, over a wire so fast that only processing is left. */
function station(options: {
  ratePerSecond: number;
  computeMs: number;
  variability: number;
  units: number;
  replicas?: number;
}): FlowResult {
  const site = new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('n')
    .group('g', 'n', { requestsPerSecond: options.ratePerSecond, attachment: { nodeId: 'n', mediumId: 'instant', lengthM: 0 } })
    .workload('w')
    .service('s', 'w', {
      perReplica: { computeUnits: options.units, memoryGiB: 1, storageGB: 0, storageClass: null },
      work: { computeMs: options.computeMs, variability: options.variability },
    })
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'n', options.replicas ?? 1)
    .build();
  return must(evaluate(site).flows[0], 'flow');
}

describe('[L6] a service is the queue that the textbooks say', () => {
  test('M/M/1: mean 1/(μ−λ), percentiles of an exponential sojourn', () => {
    const flow = station({ ratePerSecond: 80, computeMs: 10, variability: 1, units: 1 });
    const meanMs = 1000 / (100 - 80);
    expect(flow.meanMs).toBeCloseTo(meanMs, 9);
    expect(flow.p50Ms).toBeCloseTo(meanMs * Math.LN2, 6);
    expect(flow.p95Ms).toBeCloseTo(meanMs * Math.log(20), 6);
    expect(flow.p99Ms).toBeCloseTo(meanMs * Math.log(100), 6);
  });

  test('M/D/1: mean wait ρ/(2(1−ρ)) service times', () => {
    const flow = station({ ratePerSecond: 50, computeMs: 10, variability: 0, units: 1 });
    expect(flow.meanMs).toBeCloseTo(10 + (0.5 / (2 * 0.5)) * 10, 9);
  });

  test('M/G/1: mean wait grows with 1 + c²', () => {
    const flow = station({ ratePerSecond: 50, computeMs: 10, variability: 3, units: 1 });
    expect(flow.meanMs).toBeCloseTo(10 + ((0.5 * (1 + 3)) / (2 * 0.5)) * 10, 9);
  });

  test('M/M/4 at 3 Erlang: C = 0.5094339622641509 (Erlang C table), mean wait C/(cμ−λ)', () => {
    const flow = station({ ratePerSecond: 300, computeMs: 10, variability: 1, units: 4 });
    const waits = 0.509433962264151;
    expect(flow.meanMs).toBeCloseTo(10 + (waits / (400 - 300)) * 1000, 6);
  });

  test('replicas pool their servers', () => {
    const pooled = station({ ratePerSecond: 300, computeMs: 10, variability: 1, units: 1, replicas: 4 });
    const one = station({ ratePerSecond: 300, computeMs: 10, variability: 1, units: 4 });
    expect(pooled.meanMs).toBe(one.meanMs);
  });

  test('at utilisation 1 it is saturated, without figures', () => {
    const flow = station({ ratePerSecond: 100, computeMs: 10, variability: 1, units: 1 });
    expect(flow).toMatchObject({
      status: 'saturated',
      meanMs: null,
      p99Ms: null,
      breakdownMs: null,
      blockedBy: 'placements/s.n',
    });
  });
});
