import { describe, expect, test } from 'vitest';
import { autonomyAssessment } from '../../core/evaluate/autonomy/autonomy.ts';
import type { AutonomyOptions, WorkloadAutonomy } from '../../core/evaluate/autonomy/result.ts';
import { randomSite } from '../helpers/random-site.ts';
import { evaluated } from '../helpers/run-steps.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** Cameras at an edge server with 1,000 GB that keeps half of 1 MB a request, and a store in the cloud. */
function edge(read: object = {}, flow: object = {}): SiteBuilder {
  return new SiteBuilder()
    .place('cabinet', { upsH: 3 })
    .node('box', { placeId: 'cabinet' })
    .node('cloud', { tier: 'central' })
    .link('uplink', 'box', 'cloud')
    .group('cameras', 'box', { requestsPerSecond: 10, bytesUp: 1000 })
    .workload('plates')
    .service('read', 'plates', {
      autonomyH: 8,
      perReplica: { computeUnits: 1, memoryGiB: 1, storageGB: 100, storageClass: 'ssd' },
      data: {
        privacy: 'raw',
        residencyZones: [],
        ingestBytesPerRequest: 1e6,
        keptShare: 0.5,
        retentionH: { hotH: 24, warmH: 100, coldH: 0 },
      },
      ...read,
    })
    .service('store', 'plates')
    .flow('frames', 'plates', 'cameras', 'read')
    .flow('report', 'plates', 'read', 'store', { mode: 'asynchronous', pattern: 'one-way', requestBytes: 100_000, ...flow })
    .deploy('read', 'box')
    .deploy('store', 'cloud');
}

function only(site: SiteBuilder, options: Partial<AutonomyOptions> = {}): WorkloadAutonomy {
  const [workload] = autonomyAssessment(evaluated(site.build()), options).workloads;
  if (workload === undefined) throw new Error('no workload');
  return workload;
}

describe('cut off from the centre', () => {
  test('[A3] the buffer is free storage and what is reserved beyond hot data, over what is written and cannot leave', () => {
    const alone = only(edge());
    const keptGBPerH = 10 * 1e6 * 0.5 * 3600e-9;
    const waitingGBPerH = 10 * 1e5 * 3600e-9;
    const hours = (1000 - 24 * keptGBPerH) / (keptGBPerH + waitingGBPerH);
    expect(alone).toMatchObject({ status: 'goes-on', devicesServed: 1, bufferedFlowIds: ['report'], verdict: 'met' });
    expect(alone.hours).toBeCloseTo(hours, 9);
    expect(alone.end).toEqual({ kind: 'storage-full', nodeId: 'box' });
    expect(alone.buffers[0]?.holdsH).toBeCloseTo(1000 / (keptGBPerH + waitingGBPerH), 9);
    expect(alone).toMatchObject({ retentionH: 24, retentionVerdict: 'met' });
  });

  test('[A3] data that are only ever hot are dropped in turn and fill nothing', () => {
    const ring = {
      privacy: 'raw',
      residencyZones: [],
      ingestBytesPerRequest: 1e6,
      keptShare: 0.5,
      retentionH: { hotH: 24, warmH: 0, coldH: 0 },
    };
    const alone = only(edge({ data: ring }, { requestBytes: 0 }));
    expect(alone).toMatchObject({ hours: null, end: null, storageH: null, retentionVerdict: 'met' });
    const big = only(edge({ data: { ...ring, retentionH: { hotH: 72, warmH: 0, coldH: 0 } } }, { requestBytes: 0 }));
    // 18 GB/h for 72 h are 1,296 GB of 1,000.
    expect(big).toMatchObject({ hours: 0, retentionVerdict: 'missed', verdict: 'missed' });
  });

  test('[A3] who waits for the centre stops at once, and is told for what', () => {
    const result = autonomyAssessment(evaluated(edge({}, { mode: 'synchronous', pattern: 'request-response' }).build()));
    expect(result.cutLinkIds).toEqual(['uplink']);
    expect(result.workloads[0]).toMatchObject({
      status: 'stops',
      devicesServed: 0,
      hours: 0,
      end: { kind: 'needs-service', serviceId: 'store', flowId: 'report' },
      verdict: 'missed',
    });
    expect(result.findings[0]).toMatchObject({ kind: 'autonomy-missed', subject: 'workloads/plates', limit: 8, value: 0 });
  });

  test('[A3] with the mains gone as well the UPS ends it; a place without one ends it at once', () => {
    const lost = only(edge(), { power: 'lost' });
    expect(lost).toMatchObject({ hours: 3, upsH: 3, end: { kind: 'ups-empty', placeId: 'cabinet' }, verdict: 'missed' });
    const none = edge().run({ kind: 'place.edit', id: 'cabinet', patch: { upsH: null } });
    expect(only(none, { power: 'lost' })).toMatchObject({ hours: 0, upsH: null });
    expect(only(edge())).toMatchObject({ upsH: 3, end: { kind: 'storage-full' } });
  });

  test('[A3] where only some devices are served on this side, the others are told with their reason', () => {
    const site = edge()
      .node('pole')
      .link('pole-cloud', 'pole', 'cloud')
      .group('others', 'pole', { count: 3 })
      .flow('more', 'plates', 'others', 'read');
    expect(only(site)).toMatchObject({
      status: 'partly',
      devicesServed: 1,
      devices: 4,
      stoppedBy: [{ kind: 'needs-service', serviceId: 'read', flowId: 'more' }],
      verdict: 'missed',
    });
  });

  test('[A3] a named link or node can be cut instead; what does not depend on it is not affected', () => {
    const site = edge({
      data: {
        privacy: 'raw',
        residencyZones: [],
        ingestBytesPerRequest: 0,
        keptShare: 1,
        retentionH: { hotH: 0, warmH: 0, coldH: 0 },
      },
    });
    const spare = site.node('idle').link('side', 'box', 'idle');
    expect(only(spare, { cut: { kind: 'records', nodeIds: ['idle'], linkIds: [] } })).toMatchObject({
      status: 'not-affected',
      hours: null,
    });
    expect(only(site, { cut: { kind: 'records', nodeIds: ['box'], linkIds: [] } })).toMatchObject({
      status: 'stops',
      end: { kind: 'access-down', nodeId: 'box' },
    });
    expect(only(site, { cut: { kind: 'records', nodeIds: [], linkIds: ['uplink'] } })).toMatchObject({
      status: 'goes-on',
      bufferedFlowIds: ['report'],
    });
  });

  test('[A3] laws: more storage, a longer UPS, less data never shorten it', () => {
    const hours = (site: SiteBuilder): number => only(site, { power: 'lost' }).hours ?? Infinity;
    const stored = (site: SiteBuilder): number => only(site).hours ?? Infinity;
    for (const capacityGB of [500, 1000, 2000, 4000]) {
      const bigger = edge().type({
        id: 'other',
        storage: [{ class: 'ssd', capacityGB: capacityGB * 2, iops: null, throughputMBps: null }],
      });
      const smaller = edge().type({ id: 'other', storage: [{ class: 'ssd', capacityGB, iops: null, throughputMBps: null }] });
      const use = (site: SiteBuilder): SiteBuilder => site.run({ kind: 'node.edit', id: 'box', patch: { typeId: 'other' } });
      expect(stored(use(bigger))).toBeGreaterThanOrEqual(stored(use(smaller)));
    }
    for (const upsH of [0, 1, 5, 50])
      expect(hours(edge().run({ kind: 'place.edit', id: 'cabinet', patch: { upsH: upsH + 1 } }))).toBeGreaterThanOrEqual(
        hours(edge().run({ kind: 'place.edit', id: 'cabinet', patch: { upsH } })),
      );
    expect(stored(edge({}, { requestBytes: 10 }))).toBeGreaterThan(stored(edge()));
  });

  test('[A3] every device that was served is served or has its reason, on random sites', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const { workloads } = autonomyAssessment(evaluated(randomSite(seed, 6, 2)));
      for (const one of workloads) {
        expect(one.devicesServed).toBeLessThanOrEqual(one.devices);
        expect(one.stoppedBy.length > 0).toBe(one.devicesServed < one.devices);
        if (one.hours !== null && one.hours > 0) expect(one.end).not.toBeNull();
      }
      expect(JSON.parse(JSON.stringify(workloads))).toEqual(workloads);
    }
  });
});
