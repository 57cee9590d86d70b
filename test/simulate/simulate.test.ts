import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { SimulationOptions } from '../../core/simulate/options.ts';
import type { SimulatedFlow } from '../../core/simulate/result.ts';
import { simulate, simulateInSteps } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import type { SiteBuilder } from '../helpers/small-site.ts';
import { fixedWork, INSTANT, network, run } from './small-network.ts';

describe('[X1] a run is determined by site, options and seed', () => {
  test('same seed, same hash; another seed, another', () => {
    const site = randomSite(3, 6);
    const first = simulate(site, { requests: 3000, seed: 5 });
    expect(simulate(site, { requests: 3000, seed: 5 })).toEqual(first);
    expect(simulate(site, { requests: 3000, seed: 6 }).hash).not.toBe(first.hash);
  });

  test('the hash is that of a recorded run, so that no machine or version changes results unseen', () => {
    expect(simulate(randomSite(3, 6), { requests: 3000, seed: 5 }).hash).toBe('d2e0e4cd9acfbdaa');
  });

  test('steps may be taken one by one, and left', () => {
    const steps = simulateInSteps(randomSite(3, 6), { requests: 50_000 });
    const first = steps.next();
    const second = steps.next();
    if (first.done === true || second.done === true) throw new Error('The run was over too soon.');
    expect(second.value.simulatedMs).toBeGreaterThan(first.value.simulatedMs);
    expect(second.value.totalMs).toBe(first.value.totalMs);
  });

  test('a run that may have only so many events says that it was cut short', () => {
    const cut = simulate(randomSite(3, 6), { requests: 50_000, eventsAtMost: 1000 });
    expect(cut).toMatchObject({ cutShort: true, events: 1000 });
  });
});

describe('[X1] a lone request takes what the rules of the model add up to', () => {
  const slow: Partial<SimulationOptions> = {
    arrivals: { kind: 'trace', timesMs: Array.from({ length: 300 }, (_, at) => at * 1e4) },
  };

  function alone(build: (site: SiteBuilder) => SiteBuilder, flow: string): SimulatedFlow {
    return run(build(network()).build(), flow, { ...slow, durationMs: 3e6 });
  }

  test('[L2, L7] there, work, stages one after the other with the slowest of each, and back', () => {
    const flow = alone(
      (site) =>
        site
          .group('g', 'a', { requestsPerSecond: 0.1, attachment: { ...INSTANT, nodeId: 'a' } })
          .service('front', 'w', fixedWork(5))
          .service('x', 'w', fixedWork(10))
          .service('y', 'w', fixedWork(30))
          .service('z', 'w', fixedWork(7))
          .flow('f', 'w', 'g', 'front', { requestBytes: 1000, responseBytes: 2000 })
          .flow('fx', 'w', 'front', 'x', { stage: 0, callsPerRequest: 2 })
          .flow('fy', 'w', 'front', 'y', { stage: 0 })
          .flow('fz', 'w', 'front', 'z', { stage: 1, requestBytes: 500 })
          .service('log', 'w', fixedWork(1000))
          .flow('later', 'w', 'front', 'log', { mode: 'asynchronous' })
          .deploy('log', 'b')
          .deploy('front', 'b')
          .deploy('x', 'b')
          .deploy('y', 'a')
          .deploy('z', 'b'),
      'f',
    );
    // 1 ms there, 5 work, max(2 × 10, 30), 7, 2 ms back.
    expect(flow.meanMs).toBeCloseTo(1 + 5 + 30 + 7 + 2, 6);
    expect(flow.p95Ms).toBeCloseTo(45, 6);
  });

  test('[X3] a percentile needs ten answers above it', () => {
    const site = network()
      .group('g', 'a', { requestsPerSecond: 1, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', fixedWork(1))
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'a')
      .build();
    const few = run(site, 'f', { durationMs: 1e6, requests: 0 });
    expect(few.answered).toBeLessThan(1000);
    expect(few.p95Ms).toBeCloseTo(1, 1);
    expect(few.p99Ms).toBeNull();
    expect(run(site, 'f', { durationMs: 5e4 })).toMatchObject({ status: 'few', meanMs: null });
  });

  test('[L7] a one-way flow ends where its last synchronous successor has been worked on', () => {
    const flow = alone(
      (site) =>
        site
          .group('g', 'a', { requestsPerSecond: 0.1, attachment: { ...INSTANT, nodeId: 'a' } })
          .service('s', 'w', fixedWork(5))
          .service('t', 'w', fixedWork(6))
          .flow('f', 'w', 'g', 's', { pattern: 'one-way', requestBytes: 1000 })
          .flow('n', 'w', 's', 't', { pattern: 'one-way', requestBytes: 3000 })
          .deploy('s', 'b')
          .deploy('t', 'a'),
      'f',
    );
    expect(flow.meanMs).toBeCloseTo(1 + 5 + 3 + 6, 6);
  });

  test('[L5] TCP with TLS 1.3 opens in two round trips, QUIC in one', () => {
    const opening = (protocol: string): number =>
      alone(
        (site) =>
          site
            .group('g', 'a', { requestsPerSecond: 0.1, attachment: { ...INSTANT, nodeId: 'a' } })
            .service('s', 'w', fixedWork(0))
            .run({ kind: 'link.edit', id: 'l', patch: { baseLatencyMs: 10 } })
            .flow('f', 'w', 'g', 's', { requestBytes: 1000, responseBytes: 0, transport: { protocol, reuseShare: 0 } })
            .deploy('s', 'b'),
        'f',
      ).meanMs ?? NaN;
    const small = (52 * 8) / 8000;
    expect(opening('tcp-tls13')).toBeCloseTo(21 + 2 * (20 + 2 * small), 6);
    expect(opening('quic')).toBeCloseTo(21 + 20 + 2 * small, 6);
  });

  test('[L7] a caller that has waited long enough tries again, and then has failed', () => {
    const site = (timeoutMs: number, retries: number): SiteBuilder =>
      network()
        .group('g', 'a', { requestsPerSecond: 0.1, attachment: { ...INSTANT, nodeId: 'a' } })
        .service('s', 'w', { ...fixedWork(5), perReplica: { computeUnits: 8, memoryGiB: 1, storageGB: 0, storageClass: null } })
        .service('t', 'w', { work: { computeMs: 20, variability: 1 } })
        .flow('f', 'w', 'g', 's')
        .flow('next', 'w', 's', 't', { timeoutMs, retries })
        .deploy('s', 'a')
        .deploy('t', 'a', 8);
    const many: Partial<SimulationOptions> = { requests: 20_000 };
    const patient = run(site(1e6, 3).build(), 'next', many);
    expect(patient).toMatchObject({ failed: 0 });
    const tries = [0, 1, 2].map((retries) => run(site(20, retries).build(), 'next', many));
    for (const [retries, flow] of tries.entries()) {
      // Each attempt is an exponential with mean 20 ms that is given up after 20 ms.
      const share = flow.failed / (flow.failed + flow.answered);
      expect(Math.abs(share - Math.exp(-1) ** (retries + 1))).toBeLessThan(0.012);
      expect(flow.maxMs).toBeLessThanOrEqual(20 * (retries + 1));
    }
    // Whoever waits for what failed has failed as well.
    const caller = run(site(20, 1).build(), 'f', many);
    expect(caller.failed).toBe(tries[1]?.failed);
  });

  test('[L6] a service that scales to zero starts cold after ten minutes without a request', () => {
    const site = network()
      .group('g', 'a', { requestsPerSecond: 0.001, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', { ...fixedWork(5), replicas: { min: 0, max: 1, targetUtilisation: null }, coldStartMs: 400 })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'a')
      .build();
    const flow = run(site, 'f', { requests: 20_000 });
    // One arrival in 1,000 s: none in the 600 s before it with probability e^−0.6.
    expect(Math.abs((flow.meanMs ?? NaN) - (5 + 400 * Math.exp(-0.6)))).toBeLessThan(6);
  });
});

describe('[X1] what cannot be answered has the status that an evaluation gives it', () => {
  test('saturated, unplaced and without a route', () => {
    const site = network()
      .node('island')
      .group('g', 'a', { requestsPerSecond: 120, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('full', 'w', { work: { computeMs: 10, variability: 1 } })
      .service('nowhere', 'w')
      .service('far', 'w')
      .flow('f1', 'w', 'g', 'full', { requestBytes: 0 })
      .flow('f2', 'w', 'g', 'nowhere', { requestBytes: 0 })
      .flow('f3', 'w', 'g', 'far', { requestBytes: 0 })
      .deploy('full', 'a')
      .deploy('far', 'island')
      .build();
    const found = simulate(site, { requests: 20_000 }).flows.map(({ id, status, meanMs, blockedBy }) => ({
      id,
      status,
      meanMs,
      blockedBy,
    }));
    const told = evaluate(site).flows.map(({ id, status, meanMs, blockedBy }) => ({ id, status, meanMs, blockedBy }));
    expect(found).toEqual(told);
  });
});

describe('[X2] sources', () => {
  test('bursts wait longer than Poisson, Poisson longer than periods, at equal load', () => {
    const site = network()
      .group('g', 'a', { count: 5, requestsPerSecond: 12, burstFactor: 5, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', { work: { computeMs: 10, variability: 0 } })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'a')
      .build();
    // Fixed phases stay as they were drawn, so that periods need several draws.
    const mean = (arrivals: SimulationOptions['arrivals']): number => {
      let total = 0;
      for (let seed = 1; seed <= 20; seed += 1) total += run(site, 'f', { requests: 5000, arrivals, seed }).meanMs ?? NaN;
      return total / 20;
    };
    const [periodic, poisson, bursts] = [
      mean({ kind: 'periodic' }),
      mean({ kind: 'poisson' }),
      mean({ kind: 'bursts', burstMs: 500 }),
    ];
    expect(periodic).toBeLessThan(0.9 * poisson);
    expect(poisson).toBeLessThan(0.5 * bursts);
  });

  test('timers of a service and continuous streams load what they pass', () => {
    const site = network()
      .group('g', 'a', { count: 2, requestsPerSecond: 1, streamUpMbps: 2, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', fixedWork(1))
      .service('t', 'w', fixedWork(4))
      .flow('f', 'w', 'g', 's')
      .flow('tick', 'w', 's', 't', { periodMs: 20 })
      .deploy('s', 'b')
      .deploy('t', 'b')
      .build();
    const { queues } = simulate(site, { durationMs: 200_000 });
    const link = must(
      queues.find((queue) => queue.subject === 'links/l' && queue.part === 'up'),
      'link',
    );
    expect(link.utilisation).toBeCloseTo(0.5, 2);
    expect(
      must(
        queues.find((queue) => queue.subject === 'placements/t.b'),
        'timer',
      ).utilisation,
    ).toBeCloseTo(0.2, 2);
  });
});

describe('[X3] runs and the evaluation agree', () => {
  test('means of random sites: half of them within 1.5 %, all within 20 %', () => {
    const errors: number[] = [];
    for (let seed = 0; seed < 4; seed += 1) {
      const site = randomSite(seed, 6);
      const told = new Map(evaluate(site).flows.map((flow) => [flow.id, flow]));
      for (const flow of simulate(site, { requests: 60_000 }).flows) {
        const other = must(told.get(flow.id), flow.id);
        if (flow.meanMs === null || other.meanMs === null || flow.answered < 10_000) continue;
        errors.push(Math.abs(other.meanMs / flow.meanMs - 1));
      }
    }
    errors.sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(8);
    expect(errors[errors.length >> 1]).toBeLessThan(0.015);
    expect(errors.at(-1)).toBeLessThan(0.2);
  });

  test('common random numbers: what a change leaves alone draws the same requests', () => {
    const site = (bandwidthUpMbps: number): Site =>
      network()
        .group('g', 'a', { requestsPerSecond: 50, attachment: { ...INSTANT, nodeId: 'a' } })
        .group('h', 'b', { requestsPerSecond: 50, bytesUp: 1000, attachment: { ...INSTANT, nodeId: 'b' } })
        .service('s', 'w', { work: { computeMs: 10, variability: 1 } })
        .service('t', 'w', { work: { computeMs: 10, variability: 1 } })
        .flow('f', 'w', 'g', 's')
        .flow('k', 'w', 'h', 't')
        .deploy('s', 'a')
        .deploy('t', 'a')
        .run({ kind: 'link.edit', id: 'l', patch: { bandwidthDownMbps: bandwidthUpMbps } })
        .build();
    const [slow, fast] = [simulate(site(4)), simulate(site(40))];
    expect(fast.flows[0]).toEqual(slow.flows[0]);
    // The gain itself is known far better than either mean.
    const gain = must(slow.flows[1]?.meanMs, 'slow') - must(fast.flows[1]?.meanMs, 'fast');
    expect(gain).toBeGreaterThan(1.7);
    expect(gain).toBeLessThan(2.2);
  });
});
