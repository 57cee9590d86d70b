import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import type { SimulatedFlow } from '../../core/simulate/result.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import { fixedWork, INSTANT, network, run } from './small-network.ts';

describe('[X4] the time line', () => {
  test('from a failure on the nearer place is gone, and what was there is lost; later it is back', () => {
    const whole = network()
      .group('g', 'a', { requestsPerSecond: 100, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', fixedWork(5))
      .flow('f', 'w', 'g', 's', { requestBytes: 1000, responseBytes: 0 })
      .node('c')
      .link('m', 'a', 'c', { bandwidthUpMbps: 1, bandwidthDownMbps: 1, lengthM: 0 })
      .deploy('s', 'b')
      .deploy('s', 'c');
    const before = whole.build();
    const broken = whole.run({ kind: 'node.edit', id: 'b', patch: { status: 'failed' } }).build();
    const { windows } = simulate(before, {
      durationMs: 60_000,
      windowMs: 20_000,
      turns: [
        { atMs: 20_000, site: broken },
        { atMs: 40_000, site: before },
      ],
    });
    const [first, second, third] = windows.map((window) => must(window.flows[0], 'flow'));
    expect(first?.failed).toBe(0);
    expect(first?.meanMs).toBeLessThan(10);
    expect(second?.failed).toBeGreaterThan(0);
    expect(second?.failed).toBeLessThan(10);
    expect(second?.meanMs).toBeGreaterThan(13);
    expect(third?.meanMs).toBeLessThan(10.5);
  });

  test('more replicas at a turn: what is on its way finds them, nothing is lost', () => {
    const whole = network()
      .link('long', 'a', 'b', { baseLatencyMs: 50, lengthM: 0 })
      .run({ kind: 'link.remove', id: 'l' })
      .group('g', 'a', { requestsPerSecond: 100, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', fixedWork(5))
      .flow('f', 'w', 'g', 's', { requestBytes: 1000, responseBytes: 0 })
      .deploy('s', 'b');
    const before = whole.build();
    const after = whole.run({ kind: 'placement.edit', id: 's.b', patch: { replicas: 2 } }).build();
    const options = { durationMs: 20_000, warmUpShare: 0, turns: [{ atMs: 10_000, site: after }] };
    const flow = run(before, 'f', options);
    expect(flow.failed).toBe(0);
    expect(flow.answered).toBeGreaterThan(1900);
  });

  test('turns come in the order of their times', () => {
    const site = network().build();
    const turns = [
      { atMs: 20, site },
      { atMs: 10, site },
    ];
    expect(() => simulate(site, { durationMs: 100, turns })).toThrow('a turn at 10 ms after one at 20 ms');
    expect(simulate(site, { durationMs: 100 })).toMatchObject({ flows: [], openAtEnd: 0, cutShort: false });
  });

  test('growth: from a turn on a group sends more', () => {
    const grown = (requestsPerSecond: number): Site =>
      network()
        .group('g', 'a', { requestsPerSecond, attachment: { ...INSTANT, nodeId: 'a' } })
        .service('s', 'w', fixedWork(1))
        .flow('f', 'w', 'g', 's')
        .deploy('s', 'a')
        .build();
    const { windows } = simulate(grown(10), {
      durationMs: 200_000,
      windowMs: 100_000,
      turns: [{ atMs: 100_000, site: grown(40) }],
    });
    const [before, after] = windows.map((window) => window.flows[0]?.answered ?? 0);
    expect(before).toBeGreaterThan(900);
    expect(before).toBeLessThan(1100);
    expect(after).toBeGreaterThan(3800);
    expect(after).toBeLessThan(4200);
  });
});

describe('[X5] a recorded run', () => {
  const site = network()
    .group('g', 'a', { requestsPerSecond: 10, attachment: { ...INSTANT, nodeId: 'a' } })
    .service('s', 'w', fixedWork(5))
    .flow('f', 'w', 'g', 's', { requestBytes: 1000, responseBytes: 2000 })
    .deploy('s', 'b')
    .build();

  test('shows each request on its way, at work and on its way back, in order', () => {
    const tape = { fromMs: 10_000, toMs: 20_000, entriesAtMost: 10_000 };
    const { recording, hash } = simulate(site, { durationMs: 60_000, tape });
    expect(hash).toBe(simulate(site, { durationMs: 60_000 }).hash);
    const { startMs, endMs, queue, flow, returning, queues, flowIds, full } = must(recording, 'recording');
    expect(full).toBe(false);
    expect(startMs.length).toBeGreaterThan(300);
    expect([...startMs]).toEqual([...startMs].toSorted((a, b) => a - b));
    expect(new Set([...flow].map((at) => flowIds[at]))).toEqual(new Set(['f']));
    const seen = new Map<string, number>();
    for (const [at, index] of queue.entries()) {
      const { subject, part } = must(queues[index], 'queue');
      const key = `${subject} ${part} ${returning[at]}`;
      seen.set(key, Math.min(seen.get(key) ?? Infinity, (endMs[at] ?? NaN) - (startMs[at] ?? NaN)));
    }
    expect(seen.get('links/l up 0')).toBeCloseTo(1, 6);
    expect(seen.get('placements/s.b cpu 0')).toBeCloseTo(5, 6);
    expect(seen.get('links/l down 1')).toBeCloseTo(2, 6);
  });

  test('ends when it is full, and says so', () => {
    const { recording } = simulate(site, { durationMs: 60_000, tape: { fromMs: 0, toMs: 60_000, entriesAtMost: 7 } });
    expect(must(recording, 'recording').startMs.length).toBe(7);
    expect(must(recording, 'recording').full).toBe(true);
  });
});

describe('[X1] laws', () => {
  test('one more server never makes a request of a station wait longer: same seed, same requests', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const wait = (threads: number): SimulatedFlow =>
        run(
          network()
            .group('g', 'a', { requestsPerSecond: 150, attachment: { ...INSTANT, nodeId: 'a' } })
            .service('s', 'w', {
              work: { computeMs: 10, variability: 1.5 },
              perReplica: { computeUnits: threads, memoryGiB: 1, storageGB: 0, storageClass: null },
            })
            .flow('f', 'w', 'g', 's')
            .deploy('s', 'a')
            .build(),
          'f',
          { seed, requests: 4000 },
        );
      const [two, three, eight] = [wait(2), wait(3), wait(8)];
      for (const which of ['meanMs', 'p50Ms', 'p95Ms', 'maxMs'] as const) {
        expect(must(three[which], which)).toBeLessThanOrEqual(must(two[which], which) + 1e-9);
        expect(must(eight[which], which)).toBeLessThanOrEqual(must(three[which], which) + 1e-9);
      }
    }
  });
});
