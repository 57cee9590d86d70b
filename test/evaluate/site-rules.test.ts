import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { loraAirtimeMs } from '../../core/network/lora.ts';
import { jitterMoments } from '../../core/network/link-model.ts';
import { quantile } from '../../core/base/moments.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const INSTANT = { id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 };

/** A group at `a`, a service at `b`, a link between. */
function line(link: object = {}, group: object = {}): SiteBuilder {
  return new SiteBuilder()
    .medium(INSTANT)
    .node('a')
    .node('b', { positionM: { xM: 1000, yM: 0, zM: 0 } })
    .link('l', 'a', 'b', link)
    .group('g', 'a', { requestsPerSecond: 1e-9, attachment: { nodeId: 'a', mediumId: 'instant', lengthM: 0 }, ...group })
    .workload('w')
    .service('s', 'w', { work: { computeMs: 10, variability: 0 } })
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'b');
}

function meanOf(builder: SiteBuilder): number {
  return must(evaluate(builder.build()).flows[0]?.meanMs, 'mean');
}

describe('[S1] reference vCPU', () => {
  test('a thread of half the reference speed takes twice the time', () => {
    const half = line()
      .type({ id: 'half', compute: { computeUnits: 4, cores: 8, threads: 8, architecture: 'arm64', perThreadFactor: 0.5 } })
      .run({ kind: 'node.edit', id: 'b', patch: { typeId: 'half' } });
    expect(meanOf(half) - meanOf(line())).toBeCloseTo(10, 9);
  });
});

describe('[S2] what was measured outranks the model', () => {
  test('a measured one-way delay replaces propagation and base delay', () => {
    const builder = line({
      baseLatencyMs: 3,
      measured: { oneWayMs: 7, jitterMs: null, lossRatio: null, throughputMbps: null, observationId: null },
    });
    const flow = must(evaluate(builder.build()).flows[0], 'flow');
    expect(flow.breakdownMs).toMatchObject({ propagation: 0, access: 14 });
  });

  test('a link takes from its medium only what it does not state', () => {
    const stated = line({ baseLatencyMs: 2 }).run({ kind: 'medium.edit', id: 'wire', patch: { baseLatencyMs: 50 } });
    const taken = line().run({ kind: 'medium.edit', id: 'wire', patch: { baseLatencyMs: 50 } });
    expect(meanOf(taken) - meanOf(stated)).toBeCloseTo(96, 9);
  });
});

describe('[S3] device groups', () => {
  test('rates and streams are per device and meet on the link', () => {
    const builder = line({}, { count: 4, requestsPerSecond: 10, bytesUp: 12_500, bytesDown: 0, streamUpMbps: 25 });
    const link = must(evaluate(builder.build()).links[0], 'link');
    expect(link.upMbps).toBeCloseTo(4 * (10 * 0.1 + 25), 9);
    expect(link.utilisationUp).toBeCloseTo(link.upMbps / 1000, 9);
    expect(link.downMbps).toBe(0);
  });

  test('a flow with bytes of its own leaves the stream to others', () => {
    const builder = line({}, { streamUpMbps: 25 }).run({ kind: 'flow.edit', id: 'f', patch: { requestBytes: 100 } });
    expect(evaluate(builder.build()).links[0]?.upMbps).toBeLessThan(1e-6);
  });

  test('the busy hour is the highest of the day profile', () => {
    const profile = Array.from({ length: 24 }, (_, hour) => (hour === 18 ? 3 : 0.5));
    const flow = must(evaluate(line({}, { requestsPerSecond: 2, dayProfile: profile }).build()).flows[0], 'flow');
    expect(flow.requestsPerSecond).toBe(6);
  });
});

describe('[L4] access media', () => {
  test('LoRa time on air: 20 bytes of payload at SF7 are 71.936 ms, at SF12 1,810.432 ms (SX1276 formula with 13 bytes of frame)', () => {
    const lora = { bandwidthKHz: 125, codingRate: 1, dutyCycle: 0.01 };
    expect(loraAirtimeMs({ ...lora, spreadingFactor: 7 }, 20)).toBeCloseTo(71.936, 3);
    expect(loraAirtimeMs({ ...lora, spreadingFactor: 12 }, 20)).toBeCloseTo(1810.432, 3);
  });

  test('a duty cycle of 1 % saturates an SF12 group that sends once a minute', () => {
    const lora = { spreadingFactor: 12, bandwidthKHz: 125, codingRate: 1, dutyCycle: 0.01 };
    const every = (seconds: number): string | undefined =>
      evaluate(
        line({}, { requestsPerSecond: 1 / seconds, bytesUp: 20, attachment: { nodeId: 'a', mediumId: 'wire', lengthM: 0 } })
          .medium({ id: 'lora', kind: 'lora', lora })
          .run({ kind: 'device-group.edit', id: 'g', patch: { attachment: { nodeId: 'a', mediumId: 'lora', lengthM: 0 } } })
          .build(),
      ).flows[0]?.status;
    expect(every(60)).toBe('saturated');
    expect(every(600)).toBe('met');
  });

  test('a shared medium is one queue for all groups of a node, a dedicated one a queue a device', () => {
    const radio = (sharing: string): number => {
      const attachment = { nodeId: 'a', mediumId: 'radio', lengthM: 0 };
      const builder = line({}, {})
        .medium({ id: 'radio', kind: 'cellular', sharing, bandwidthUpMbps: 10, bandwidthDownMbps: 10 })
        .run({ kind: 'device-group.edit', id: 'g', patch: { attachment, requestsPerSecond: 1, bytesUp: 10_000 } })
        .group('h', 'a', { count: 50, requestsPerSecond: 1, bytesUp: 10_000, attachment })
        .flow('f2', 'w', 'h', 's', {})
        .run({ kind: 'service.edit', id: 's', patch: { work: { computeMs: 0, variability: 0 } } });
      return must(evaluate(builder.build()).flows.find((flow) => flow.id === 'f')?.breakdownMs?.queueing, 'queueing');
    };
    expect(radio('dedicated')).toBeLessThan(0.1);
    expect(radio('shared')).toBeCloseTo((0.408 / (2 * (1 - 0.408))) * 8, 3);
  });

  test('TSN waits no longer than its bound, whatever the load below saturation', () => {
    const builder = line({ bandwidthUpMbps: 10, bandwidthDownMbps: 10 }, { requestsPerSecond: 50, bytesUp: 10_000 }).run(
      { kind: 'medium.edit', id: 'wire', patch: { boundedLatencyMs: 0.5 } },
      { kind: 'service.edit', id: 's', patch: { work: { computeMs: 0, variability: 0 } } },
    );
    const flow = must(evaluate(builder.build()).flows[0], 'flow');
    expect(flow.breakdownMs?.queueing).toBeCloseTo(0.25, 6);
    expect(must(flow.p99Ms, 'p99') - must(flow.breakdownMs?.transmission, 'transmission')).toBeLessThan(0.75);
  });

  test.each(['uniform', 'exponential', 'gamma', 'lognormal'] as const)('%s jitter keeps its mean', (distribution) => {
    const jitter = jitterMoments({ distribution, meanMs: 4, standardDeviationMs: 2 });
    expect(jitter.mean).toBeCloseTo(4, 12);
    expect(quantile(jitter, 0.99)).toBeGreaterThan(quantile(jitter, 0.5));
  });
});

describe('[D2] residency', () => {
  const kinds = (zone: string | null, policyZones: string[] | null): string[] => {
    const builder = new SiteBuilder()
      .place('country', { residencyZone: zone })
      .place('room', { parentId: 'country' })
      .node('n', { placeId: 'room' })
      .workload('w')
      .service('s', 'w', {
        data: {
          privacy: 'raw',
          residencyZones: ['eu', 'ch'],
          ingestBytesPerRequest: 0,
          keptShare: 1,
          retentionH: { hotH: 0, warmH: 0, coldH: 0 },
        },
      })
      .deploy('s', 'n');
    if (policyZones !== null)
      builder.run({
        kind: 'policy.add',
        record: { id: 'p', name: 'p', enabled: true, kind: 'residency', workloadIds: [], zones: policyZones },
      });
    return evaluate(builder.build()).findings.map((one) => one.kind);
  };

  test('a place has the zone of what it lies in; service and policies both have to allow it', () => {
    expect(kinds('eu', null)).toEqual([]);
    expect(kinds('eu', ['eu'])).toEqual([]);
    expect(kinds('eu', ['ch'])).toEqual(['residency-violated']);
    expect(kinds('us', null)).toEqual(['residency-violated']);
    expect(kinds(null, null)).toEqual(['residency-violated']);
  });
});
