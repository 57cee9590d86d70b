import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataAssessment } from '../../core/evaluate/data/data.ts';
import type { DataAssessment } from '../../core/evaluate/data/result.ts';
import type { Site } from '../../core/site/site.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 40);

function dataOf(site: Site): DataAssessment {
  return dataAssessment(evaluatedSite(site));
}

/** One request a second writes a megabyte: 86.4 GB a day raw. */
function writer(data: object, group: object = {}, type: object = {}): SiteBuilder {
  return new SiteBuilder()
    .type({ id: 'box', ...type })
    .node('n', { typeId: 'box' })
    .group('g', 'n', { requestsPerSecond: 1, bytesUp: 2e6, ...group })
    .workload('w')
    .service('s', 'w', {
      perReplica: { computeUnits: 1, memoryGiB: 0.5, storageGB: 0, storageClass: null },
      data: {
        privacy: 'raw',
        residencyZones: [],
        ingestBytesPerRequest: 1e6,
        keptShare: 0.5,
        retentionH: { hotH: 24, warmH: 72, coldH: 0 },
        ...data,
      },
    })
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'n');
}

const DISKS = [
  { class: 'nvme', capacityGB: 100, iops: null, throughputMBps: null },
  { class: 'hdd', capacityGB: 1000, iops: null, throughputMBps: null },
];

describe('[D1] data volumes', () => {
  test('[D1] hand-computed: kept share, temperatures, and what lies there once retention is full', () => {
    const { total, storage } = dataOf(writer({}, {}, { storage: DISKS }).build());
    expect(total.rawGBPerDay).toBeCloseTo(86.4, 9);
    expect(total.keptGBPerDay).toBeCloseTo(43.2, 9);
    expect(total.enteringGBPerDay).toEqual({ hot: total.keptGBPerDay, warm: total.keptGBPerDay, cold: 0 });
    expect(total.storedGB.hot).toBeCloseTo(43.2, 9);
    expect(total.storedGB.warm).toBeCloseTo(129.6, 9);
    expect(storage.map((one) => [one.class, one.offeredGB, Math.round(one.retainedGB * 10) / 10, one.fullAfterDays])).toEqual([
      ['nvme', 100, 43.2, null],
      ['hdd', 1000, 129.6, null],
    ]);
  });

  test('[D1] storage that is too small: when it is full, and a finding that says what is missing', () => {
    const { storage, findings } = dataOf(
      writer({ retentionH: { hotH: 24, warmH: 24 * 30, coldH: 0 } }, {}, { storage: DISKS }).build(),
    );
    const hdd = storage.find((one) => one.class === 'hdd');
    expect(hdd?.retainedGB).toBeCloseTo(43.2 * 30, 6);
    // Warm data arrive after the first day.
    expect(hdd?.fullAfterDays).toBeCloseTo(1 + 1000 / 43.2, 6);
    expect(findings).toMatchObject([{ kind: 'node-over-capacity', text: { code: 'retention-over-capacity' }, limit: 1000 }]);
  });

  test('[D1] what a service reserved for its data is not counted twice', () => {
    const builder = writer(
      { retentionH: { hotH: 24, warmH: 0, coldH: 0 } },
      {},
      { storage: [{ class: 'ssd', capacityGB: 100, iops: null, throughputMBps: null }] },
    ).run({
      kind: 'service.edit',
      id: 's',
      patch: { perReplica: { computeUnits: 1, memoryGiB: 0.5, storageGB: 40, storageClass: null } },
    });
    const [ssd] = dataOf(builder.build()).storage;
    expect(ssd?.bookedGB).toBe(40);
    expect(ssd?.beyondReservationGB).toBeCloseTo(3.2, 9);
    expect(ssd?.filledShare).toBeCloseTo(0.432, 9);
  });

  test('[D1] older data move to the store that the writer sends them on to, into what it has reserved', () => {
    const site = writer({ retentionH: { hotH: 24, warmH: 48, coldH: 72 } }, {}, { storage: DISKS })
      .node('archive', { typeId: 'box', tier: 'central' })
      .link('l', 'n', 'archive')
      .service('store', 'w', { perReplica: { computeUnits: 1, memoryGiB: 0.5, storageGB: 150, storageClass: 'hdd' } })
      .flow('on', 'w', 's', 'store', { requestBytes: 500_000, pattern: 'one-way' })
      .deploy('store', 'archive')
      .build();
    const { byTier, storage, total } = dataOf(site);
    const at = (tier: string) => byTier.find((one) => one.tier === tier)?.storedGB;
    expect(at('on-site-edge')?.hot).toBeCloseTo(43.2, 6);
    expect(at('on-site-edge')).toMatchObject({ warm: 0, cold: 0 });
    expect(at('central')).toMatchObject({
      hot: 0,
      warm: expect.closeTo(86.4, 6) as number,
      cold: expect.closeTo(129.6, 6) as number,
    });
    expect(total.storedGB.cold).toBeCloseTo(129.6, 6);
    const archive = storage.find((one) => one.nodeId === 'archive' && one.class === 'hdd');
    expect(archive?.bookedGB).toBe(150);
    expect(archive?.beyondReservationGB).toBeCloseTo(86.4 + 129.6 - 150, 6);
    // A flow that carries a tenth of what is kept leaves the rest where it was written.
    const tenth = writer({ retentionH: { hotH: 24, warmH: 48, coldH: 72 } }, {}, { storage: DISKS })
      .service('store', 'w', { perReplica: { computeUnits: 1, memoryGiB: 0.5, storageGB: 150, storageClass: 'hdd' } })
      .flow('on', 'w', 's', 'store', { requestBytes: 500_000, callsPerRequest: 0.1, pattern: 'one-way' })
      .node('archive', { typeId: 'box', tier: 'central' })
      .link('l', 'n', 'archive')
      .deploy('store', 'archive')
      .build();
    expect(dataOf(tenth).byTier.find((one) => one.tier === 'central')?.storedGB.cold).toBeCloseTo(12.96, 6);
  });

  test('[D1] compression of time series stands in only where readings come in and no share is stated', () => {
    const readings = { kind: 'sensor', protocol: 'modbus' };
    const kept = (data: object, group: object): number => dataOf(writer(data, group).build()).total.keptGBPerDay / 86.4;
    expect(kept({ keptShare: 1 }, readings)).toBeCloseTo(0.2, 9);
    expect(kept({ keptShare: 0.9 }, readings)).toBeCloseTo(0.9, 9);
    expect(kept({ keptShare: 1 }, { kind: 'camera', protocol: 'rtsp' })).toBeCloseTo(1, 9);
    const assumed = dataOf(writer({ keptShare: 1 }, readings).build());
    expect(assumed.services[0]?.compressionAssumed).toBe(true);
    expect(assumed.assumptions.map((one) => one.code)).toContain('data.time-series');
  });

  test('[D1] traffic over tier boundaries against everything raw to the centre', () => {
    const site = new SiteBuilder()
      .node('edge', { tier: 'on-site-edge' })
      .node('centre', { tier: 'central' })
      .link('up', 'edge', 'centre')
      .group('g', 'edge', { requestsPerSecond: 1, bytesUp: 1e6, streamUpMbps: 8 })
      .workload('w')
      .service('filter', 'w')
      .service('store', 'w')
      .flow('f', 'w', 'g', 'filter')
      .flow('h', 'w', 'filter', 'store', { requestBytes: 1e5, pattern: 'one-way' })
      .deploy('filter', 'edge')
      .deploy('store', 'centre')
      .build();
    const { boundaries } = dataOf(site);
    expect(boundaries.map((one) => one.tier)).toEqual(['device', 'on-site-edge', 'near-edge', 'regional']);
    expect(boundaries[0]).toEqual({ tier: 'device', planGBPerDay: 0, rawGBPerDay: 0, savedGBPerDay: 0, savedShare: null });
    // 1 MB a second in requests and 1 MB a second in the stream; a tenth of the requests' bytes go on.
    expect(boundaries[3]?.rawGBPerDay).toBeCloseTo(172.8, 6);
    expect(boundaries[3]?.planGBPerDay).toBeCloseTo(8.64, 6);
    expect(boundaries[3]?.savedShare).toBeCloseTo(0.95, 9);
  });

  test('[D1] services add up to tiers and to the total; nothing kept exceeds what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const base = randomSite(seed, 3 + (seed % 7));
        const builder = Object.values(base.services).map((service, at) => ({
          ...service,
          data: {
            ...service.data,
            ingestBytesPerRequest: 1000 * at,
            keptShare: 1 / (1 + at),
            retentionH: { hotH: 5, warmH: at, coldH: 0 },
          },
        }));
        const site = { ...base, services: Object.fromEntries(builder.map((one) => [one.id, one])) } as Site;
        const { total, byTier, services } = dataOf(site);
        for (const list of [byTier, services])
          for (const part of ['rawGBPerDay', 'keptGBPerDay'] as const)
            expect(list.reduce((sum, one) => sum + one[part], 0)).toBeCloseTo(total[part], 6);
        expect(total.keptGBPerDay).toBeLessThanOrEqual(total.rawGBPerDay);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('[D2] where data are sent', () => {
  /** Two zones and a way between them; the service in `eu` sends on to one in `us`. */
  function zones(privacy: string, residencyZones: string[]): DataAssessment {
    return dataOf(
      new SiteBuilder()
        .place('here', { residencyZone: 'eu' })
        .place('there', { residencyZone: 'us' })
        .node('a', { placeId: 'here' })
        .node('b', { placeId: 'there' })
        .link('l', 'a', 'b')
        .group('g', 'a', { bytesUp: 1000 })
        .workload('w')
        .service('s', 'w', {
          data: { privacy, residencyZones, ingestBytesPerRequest: 0, keptShare: 1, retentionH: { hotH: 0, warmH: 0, coldH: 0 } },
        })
        .service('t', 'w')
        .flow('f', 'w', 'g', 's')
        .flow('on', 'w', 's', 't', { requestBytes: 500 })
        .deploy('s', 'a')
        .deploy('t', 'b')
        .build(),
    );
  }

  test('[D2] raw data that are sent out of their zone are found; anonymised ones may go', () => {
    expect(zones('raw', ['eu']).findings).toMatchObject([
      { kind: 'residency-violated', severity: 'error', subject: 'flows/on', text: { code: 'data-sent-outside' } },
    ]);
    expect(zones('raw', ['eu', 'us']).findings).toEqual([]);
    expect(zones('raw', []).findings).toEqual([]);
    expect(zones('anonymised', ['eu']).findings).toEqual([]);
  });

  test('[D2] raw data that pass through another zone on their way are warned of', () => {
    const site = new SiteBuilder()
      .place('here', { residencyZone: 'eu' })
      .place('there', { residencyZone: 'us' })
      .node('a', { placeId: 'here' })
      .node('b', { placeId: 'there' })
      .node('c', { placeId: 'here' })
      .link('ab', 'a', 'b')
      .link('bc', 'b', 'c')
      .group('g', 'a', { bytesUp: 1000 })
      .workload('w')
      .service('s', 'w', {
        data: {
          privacy: 'raw',
          residencyZones: ['eu'],
          ingestBytesPerRequest: 0,
          keptShare: 1,
          retentionH: { hotH: 0, warmH: 0, coldH: 0 },
        },
      })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'c')
      .build();
    expect(dataOf(site).findings).toMatchObject([
      { severity: 'warning', subject: 'flows/f', text: { code: 'data-passes-outside', parameters: { node: 'b', zone: 'us' } } },
    ]);
  });

  test('[D2] in federated learning raw data do not leave the zone of their source', () => {
    const federated = (target: 'a' | 'b'): DataAssessment =>
      dataOf(
        new SiteBuilder()
          .place('here', { residencyZone: 'eu' })
          .place('there', { residencyZone: 'us' })
          .node('a', { placeId: 'here' })
          .node('b', { placeId: 'there' })
          .link('l', 'a', 'b')
          .group('g', 'a', { bytesUp: 1000 })
          .workload('w')
          .service('trainer', 'w', {
            data: {
              privacy: 'federated',
              residencyZones: [],
              ingestBytesPerRequest: 0,
              keptShare: 1,
              retentionH: { hotH: 0, warmH: 0, coldH: 0 },
            },
          })
          .flow('f', 'w', 'g', 'trainer')
          .deploy('trainer', target)
          .build(),
      );
    expect(federated('a').findings).toEqual([]);
    expect(federated('b').findings).toMatchObject([{ text: { code: 'raw-data-leave-federation' } }]);
  });
});
