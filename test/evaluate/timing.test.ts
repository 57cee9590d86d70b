import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import { timingAssessment } from '../../core/evaluate/timing/timing.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const INSTANT = { nodeId: 'n', mediumId: 'instant', lengthM: 0 };

function evaluated(site: Site): Evaluated {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Many servers, so that nothing waits and attempts given up cost nobody anything; exponential work of 10 ms. */
function retrying(timeoutMs: number, retries: number): Site {
  return new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('n')
    .group('g', 'n', { requestsPerSecond: 20, attachment: INSTANT })
    .workload('w')
    .service('s', 'w', {
      perReplica: { computeUnits: 8, memoryGiB: 1, storageGB: 0, storageClass: null },
      work: { computeMs: 10, variability: 1 },
    })
    .flow('f', 'w', 'g', 's', { timeoutMs, retries })
    .deploy('s', 'n')
    .build();
}

describe('[L7] time-outs and retries', () => {
  test.each([
    [10, 0],
    [10, 2],
    [25, 1],
    [5, 4],
  ])('a time-out of %d ms with %i retries: failures, mean and p99 of answers as simulated', (timeoutMs, retries) => {
    const site = retrying(timeoutMs, retries);
    const told = must(timingAssessment(evaluated(site)).timeouts[0], 'effect');
    const found = must(simulate(site, { requests: 60_000, seed: 3 }).flows[0], 'flow');
    const failed = found.failed / (found.failed + found.answered);
    expect(told.givenUpShare).toBeCloseTo(Math.exp(-timeoutMs / 10), 2);
    expect(told.attemptsMean).toBeCloseTo((1 - told.failedShare) / (1 - told.givenUpShare), 9);
    expect(Math.abs(told.failedShare - failed)).toBeLessThan(0.006);
    expect(must(told.answeredMeanMs, 'mean') / must(found.meanMs, 'mean')).toBeCloseTo(1, 1);
    expect(must(told.answeredP99Ms, 'p99') / must(found.p99Ms, 'p99')).toBeCloseTo(1, 1);
  });

  test('a time-out that no answer needs changes nothing', () => {
    const told = must(timingAssessment(evaluated(retrying(10_000, 3))).timeouts[0], 'effect');
    expect(told.failedShare).toBeLessThan(1e-12);
    expect(told.attemptsMean).toBeCloseTo(1, 9);
    expect(told.answeredMeanMs).toBeCloseTo(10, 1);
  });
});

function loop(fields: { cycleTimeMs: number | null; jitterObjectiveMs: number | null }, workMs = 2, ratePerSecond = 0.1): Site {
  return new SiteBuilder()
    .medium({ id: 'tsn', kind: 'tsn', baseLatencyMs: 0.1, boundedLatencyMs: 0.5, bandwidthUpMbps: 1000, bandwidthDownMbps: 1000 })
    .node('plc')
    .group('g', 'plc', { requestsPerSecond: ratePerSecond, attachment: { nodeId: 'plc', mediumId: 'tsn', lengthM: 10 } })
    .workload('w', { kind: 'control-loop', ...fields })
    .service('s', 'w', { work: { computeMs: workMs, variability: 0 } })
    .flow('f', 'w', 'g', 's', { requestBytes: 100, responseBytes: 100 })
    .deploy('s', 'plc')
    .build();
}

describe('[L8] control loops', () => {
  test('keeps a cycle that is longer than its answers, with the jitter of what varies', () => {
    const { loops, findings } = timingAssessment(evaluated(loop({ cycleTimeMs: 10, jitterObjectiveMs: 2 })));
    expect(loops).toHaveLength(1);
    expect(loops[0]).toMatchObject({ status: 'kept', cycleTimeMs: 10 });
    expect(findings).toEqual([]);
    const { leastMs, jitterMs, p99Ms } = must(loops[0], 'loop');
    // Two ways of 0.1 ms, 2 ms of work and the bytes at least; waiting on TSN is bounded.
    expect(leastMs).toBeCloseTo(2.2016, 3);
    expect(must(jitterMs, 'jitter')).toBeGreaterThan(0.5);
    expect(must(leastMs, 'least') + must(jitterMs, 'jitter')).toBeGreaterThan(must(p99Ms, 'p99'));
  });

  test('a cycle or a jitter that is missed is a finding with limit, value and the part to blame', () => {
    const { loops, findings } = timingAssessment(evaluated(loop({ cycleTimeMs: 2, jitterObjectiveMs: 0.1 })));
    expect(loops[0]).toMatchObject({ status: 'missed', lateShare: 1, greatestPart: 'processing' });
    expect(findings.map((one) => [one.text.code, one.limit])).toEqual([
      ['cycle-missed', 2],
      ['jitter-missed', 0.1],
    ]);
    for (const one of findings) expect(one.value).toBeGreaterThan(must(one.limit ?? undefined, 'limit'));
  });

  test('a loop without an answer says so; workloads without a cycle have none', () => {
    expect(timingAssessment(evaluated(loop({ cycleTimeMs: null, jitterObjectiveMs: null }))).loops).toEqual([]);
    const stuck = timingAssessment(evaluated(loop({ cycleTimeMs: 10, jitterObjectiveMs: null }, 50, 100)));
    expect(stuck.loops[0]).toMatchObject({ status: 'saturated', p99Ms: null, lateShare: null });
  });

  test('late cycles of an exponential answer are as many as it lasts longer', () => {
    const site = new SiteBuilder()
      .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
      .node('n')
      .group('g', 'n', { requestsPerSecond: 50, attachment: INSTANT })
      .workload('w', { kind: 'control-loop', cycleTimeMs: 60 })
      .service('s', 'w', { work: { computeMs: 10, variability: 1 } })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'n')
      .build();
    const told = must(timingAssessment(evaluated(site)).loops[0]?.lateShare ?? undefined, 'late');
    // M/M/1 at 0.5: exponential with mean 20 ms.
    expect(told).toBeCloseTo(Math.exp(-3), 6);
  });
});
