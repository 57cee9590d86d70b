import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Evaluation, FlowResult } from '../../core/evaluate/result.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** Two nodes, `distanceM` apart; a group at a, a service at b. Little load, so that waiting does not count. */
function pair(
  distanceM: number,
  change: (builder: SiteBuilder) => SiteBuilder = (builder) => builder,
  flow: object = {},
): SiteBuilder {
  const builder = new SiteBuilder()
    .medium({ id: 'quiet', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('a')
    .node('b', { positionM: { xM: distanceM, yM: 0, zM: 0 } })
    .group('g', 'a', {
      requestsPerSecond: 1e-9,
      bytesUp: 0,
      bytesDown: 0,
      attachment: { nodeId: 'a', mediumId: 'quiet', lengthM: 0 },
    })
    .workload('w')
    .service('s', 'w')
    .flow('f', 'w', 'g', 's', flow)
    .deploy('s', 'b');
  return change(builder);
}

function only(site: Site): FlowResult {
  return must(evaluate(site).flows[0], 'flow');
}

function parts(flow: FlowResult): Record<string, number> {
  return { ...must(flow.breakdownMs, 'breakdown') };
}

describe('[L1] propagation', () => {
  test('100 km of fibre at 4.9 µs/km take 0.49 ms one way', () => {
    const site = pair(100_000, (b) =>
      b
        .medium({ id: 'fibre', kind: 'fibre', propagationUsPerKm: 4.9, routeFactor: 1 })
        .link('l', 'a', 'b', { mediumId: 'fibre' }),
    ).build();
    expect(parts(only(site))['propagation']).toBeCloseTo(2 * 0.49, 12);
  });

  test('the route factor lengthens a geometric path, a stated length does not need it', () => {
    const geometric = pair(1000, (b) => b.link('l', 'a', 'b', { routeFactor: 1.5 })).build();
    const stated = pair(1000, (b) => b.link('l', 'a', 'b', { lengthM: 1500 })).build();
    expect(only(geometric)).toEqual(only(stated));
  });
});

describe('[L2] transmission', () => {
  test('1 MB over 100 Mbps is 80 ms, again at each store-and-forward hop', () => {
    const site = pair(
      0,
      (b) =>
        b
          .node('m')
          .link('l1', 'a', 'm', { bandwidthUpMbps: 100, bandwidthDownMbps: 100 })
          .link('l2', 'm', 'b', { bandwidthUpMbps: 100, bandwidthDownMbps: 100 }),
      { requestBytes: 1e6, responseBytes: 0 },
    ).build();
    expect(parts(only(site))['transmission']).toBeCloseTo(160, 9);
  });
});

describe('[L3] link queueing', () => {
  test('equal messages make M/D/1: ρ = 0.5 waits half a message on average', () => {
    const builder = new SiteBuilder()
      .medium({ id: 'quiet', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
      .node('a')
      .node('b')
      .link('l', 'a', 'b', { bandwidthUpMbps: 8, bandwidthDownMbps: 8 })
      .group('g', 'a', { requestsPerSecond: 50, attachment: { nodeId: 'a', mediumId: 'quiet', lengthM: 0 } })
      .workload('w')
      .service('s', 'w')
      .flow('f', 'w', 'g', 's', { requestBytes: 10_000, responseBytes: 0 })
      .deploy('s', 'b');
    const flow = only(builder.build());
    expect(parts(flow)['transmission']).toBeCloseTo(10, 9);
    expect(parts(flow)['queueing']).toBeCloseTo(5, 9);
  });

  test('a link asked for more than it carries is saturated and named, with the demand that overflows', () => {
    const site = pair(0, (b) => b.link('l', 'a', 'b', { bandwidthUpMbps: 10, bandwidthDownMbps: 10 }), {
      requestBytes: null,
      responseBytes: 0,
    })
      .run({ kind: 'device-group.edit', id: 'g', patch: { streamUpMbps: 25 } })
      .build();
    const answer = evaluate(site);
    expect(answer.flows[0]).toMatchObject({ status: 'saturated', blockedBy: 'links/l', meanMs: null });
    expect(answer.findings.find((one) => one.kind === 'link-saturated')).toMatchObject({
      subject: 'links/l',
      limit: 10,
      value: 25,
      unit: 'Mbps',
    });
  });
});

describe('[L5] transport', () => {
  const lossy = (protocol: string, lossRatio: number): FlowResult =>
    only(
      pair(2_000_000, (b) => b.link('l', 'a', 'b', { lossRatio }), {
        requestBytes: 1000,
        responseBytes: 1000,
        transport: { protocol, reuseShare: 0 },
      }).build(),
    );

  test('opening TCP with TLS 1.3 costs two round trips, QUIC one', () => {
    const tcp = parts(lossy('tcp-tls13', 0))['transport'];
    const quic = parts(lossy('quic', 0))['transport'];
    expect(tcp).toBeCloseTo(2 * must(quic, 'transport'), 9);
    expect(quic).toBeGreaterThan(20);
  });

  test('loss hurts TCP more than QUIC, and both more than none', () => {
    const tcp = must(lossy('tcp-tls13', 0.02).p99Ms, 'p99');
    const quic = must(lossy('quic', 0.02).p99Ms, 'p99');
    expect(tcp).toBeGreaterThan(quic);
    expect(quic).toBeGreaterThan(must(lossy('quic', 0).p99Ms, 'p99'));
  });

  test('an SD-WAN overlay follows its policy and carries its load on the underlay', () => {
    const overlay = (pathPolicy: string): Evaluation =>
      evaluate(
        pair(0, (b) =>
          b
            .link('slow', 'a', 'b', { baseLatencyMs: 50, lossRatio: 0 })
            .link('fast', 'a', 'b', { baseLatencyMs: 10, lossRatio: 0.01 })
            .link('overlay', 'a', 'b', { underlayIds: ['slow', 'fast'], pathPolicy }),
        ).build(),
      );
    expect(overlay('lowest-latency').flows[0]?.meanMs).toBeCloseTo(20, 6);
    expect(overlay('lowest-loss').flows[0]?.meanMs).toBeCloseTo(100, 6);
    expect(overlay('balance').flows[0]?.meanMs).toBeCloseTo(60, 6);
    expect(overlay('lowest-latency').links.find((link) => link.id === 'fast')?.flows).toBe(1);
    expect(overlay('lowest-latency').links.find((link) => link.id === 'slow')?.flows).toBe(0);
  });
});

describe('[L7] what a service waits for', () => {
  const chain = (stages: readonly [number, number], mode = 'synchronous', calls = 1): FlowResult => {
    const builder = pair(0, (b) => b.link('l', 'a', 'b'))
      .service('t', 'w', { work: { computeMs: 10, variability: 0 } })
      .service('u', 'w', { work: { computeMs: 30, variability: 0 } })
      .deploy('t', 'b')
      .deploy('u', 'b')
      .flow('f1', 'w', 's', 't', { stage: stages[0], mode, callsPerRequest: calls })
      .flow('f2', 'w', 's', 'u', { stage: stages[1], mode, callsPerRequest: calls });
    return must(
      evaluate(builder.build()).flows.find((flow) => flow.id === 'f'),
      'f',
    );
  };

  test('parallel calls wait for the slowest, calls in a row add up, asynchronous ones do not count', () => {
    expect(chain([0, 0]).meanMs).toBeCloseTo(30, 6);
    expect(chain([0, 1]).meanMs).toBeCloseTo(40, 6);
    expect(chain([0, 1], 'asynchronous').meanMs).toBeCloseTo(0, 6);
  });

  test('three calls take three times as long; one made every second time half as long on average', () => {
    expect(chain([0, 1], 'synchronous', 3).meanMs).toBeCloseTo(120, 6);
    expect(chain([0, 1], 'synchronous', 0.5).meanMs).toBeCloseTo(20, 6);
  });

  test('a blocked call blocks what waits for it, not what does not', () => {
    const builder = pair(0, (b) => b.link('l', 'a', 'b'))
      .service('t', 'w')
      .flow('f1', 'w', 's', 't');
    const waiting = evaluate(builder.build());
    expect(waiting.flows.map((flow) => flow.status)).toEqual(['unplaced', 'unplaced']);
    expect(waiting.findings.find((one) => one.kind === 'unplaced')?.subject).toBe('services/t');
    const free = evaluate(builder.run({ kind: 'flow.edit', id: 'f1', patch: { mode: 'asynchronous' } }).build());
    expect(free.flows.map((flow) => flow.status)).toEqual(['met', 'unplaced']);
  });
});

describe('outcomes without figures say why', () => {
  test('no link, no attachment, a failed node: no route, and what to do', () => {
    const apart = evaluate(pair(0).build());
    expect(apart.flows[0]).toMatchObject({ status: 'no-route', blockedBy: 'services/s', meanMs: null });
    const detached = evaluate(
      pair(0, (b) => b.link('l', 'a', 'b').run({ kind: 'device-group.edit', id: 'g', patch: { attachment: null } })).build(),
    );
    expect(detached.flows[0]).toMatchObject({ status: 'no-route', blockedBy: 'deviceGroups/g' });
    const dead = evaluate(
      pair(0, (b) => b.link('l', 'a', 'b').run({ kind: 'node.edit', id: 'b', patch: { status: 'failed' } })).build(),
    );
    expect(dead.flows[0]).toMatchObject({ status: 'unplaced', blockedBy: 'services/s' });
    for (const answer of [apart, detached, dead])
      expect(answer.findings[0]).toMatchObject({ severity: 'error', remedy: expect.stringMatching(/\w+/) });
  });

  test('a missed objective names the greatest part and the excess', () => {
    const site = pair(1_000_000, (b) => b.link('l', 'a', 'b'), { objectiveP99Ms: 5 }).build();
    const answer = evaluate(site);
    expect(answer.flows[0]).toMatchObject({ status: 'missed', slack: -1 });
    expect(answer.findings[0]).toMatchObject({
      kind: 'objective-missed',
      limit: 5,
      value: 10,
      unit: 'ms',
      text: { code: 'objective-missed-propagation' },
    });
  });
});
