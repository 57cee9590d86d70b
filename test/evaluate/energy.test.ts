import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { dayLoad, meanOfDay, peakOfDay } from '../../core/evaluate/day-load.ts';
import { energyAssessment } from '../../core/evaluate/energy/energy.ts';
import { powerAboveIdle, powerRange } from '../../core/evaluate/energy/node-power.ts';
import type { YearEnergy } from '../../core/evaluate/energy/result.ts';
import type { Site } from '../../core/site/site.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder, testServer } from '../helpers/small-site.ts';

const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 40);

function energyOf(site: Site) {
  return energyAssessment(evaluatedSite(site));
}

/** 10 devices, 4 requests a second each in the mean, 100 ms of CPU: 4 of 8 threads in the mean. */
function plant(dayProfile: number[] | null = null, fields: object = {}): SiteBuilder {
  return new SiteBuilder()
    .place('hall', { pue: 1.2 })
    .place('room', { parentId: 'hall' })
    .node('n', { placeId: 'room' })
    .group('g', 'n', { count: 10, requestsPerSecond: 4, dayProfile })
    .workload('w')
    .service('s', 'w', { work: { computeMs: 100, variability: 0 }, ...fields })
    .flow('f', 'w', 'g', 's', { requestBytes: 1000 })
    .deploy('s', 'n', 8);
}

describe('[E1] energy', () => {
  test('[E1] hand-computed year: idle 100 W, half of 200 W above it, PUE of the enclosing place', () => {
    const answer = energyOf(plant().build());
    const itKWh = (100 + 0.5 * 200) * 8.76;
    expect(answer.nodes[0]).toMatchObject({ pue: 1.2, pueFrom: 'places/hall', peakW: 200 });
    expect(answer.meanW).toBeCloseTo(200, 9);
    expect(answer.total.totalKWh).toBeCloseTo(itKWh * 1.2, 6);
    expect(answer.total.facilityKWh).toBeCloseTo(itKWh * 0.2, 6);
    expect(answer.total.carbonKg).toBeCloseTo((itKWh * 1.2 * 480) / 1000, 6);
  });

  test('[E1] a day profile moves power between hours and leaves the mean, as long as no hour is full', () => {
    const profile = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0.5 : 1.5));
    const answer = energyOf(plant(profile).build());
    expect(answer.meanW).toBeCloseTo(200, 9);
    expect(answer.peakW).toBeCloseTo(250, 9);
    expect(answer.peakHour).toBe(12);
    expect(answer.hourlyW[0]).toBeCloseTo(150, 9);
  });

  test('[E1] a full node draws its maximum and no more', () => {
    expect(energyOf(plant(null, { work: { computeMs: 1000, variability: 0 } }).build()).peakW).toBe(300);
  });

  test('[E1] accelerators: of the range above idle they take what their data sheet states', () => {
    const t4 = { kind: 'gpu', model: 'NVIDIA Tesla T4', count: 2, memoryGiB: 16, tops: 130, shareable: true } as const;
    const known = powerRange(testServer({ accelerators: [t4] }));
    expect(known).toEqual({ idleW: 100, workW: 60, acceleratorW: 140, shared: false });
    expect(powerAboveIdle(known, 0.5, 1)).toEqual({ workW: 30, acceleratorW: 140 });
    const unknown = powerRange(testServer({ accelerators: [{ ...t4, model: 'Nobody knows' }] }));
    const above = powerAboveIdle(unknown, 0.25, 0.75);
    expect(above.workW + above.acceleratorW).toBeCloseTo(150, 9);
  });

  test('[E1] the power of a node at the busy hour is that of its busiest hour, accelerators included', () => {
    const gpu = { kind: 'gpu', model: 'NVIDIA Tesla T4', count: 1, memoryGiB: 16, tops: 130, shareable: true };
    const site = new SiteBuilder()
      .type({ id: 'gpu-server', accelerators: [gpu] })
      .node('n', { typeId: 'gpu-server' })
      .group('g', 'n', {
        count: 10,
        requestsPerSecond: 2,
        dayProfile: Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 2 : 1)),
      })
      .workload('w')
      .service('s', 'w', {
        work: { computeMs: 20, variability: 0 },
        accelerator: { kinds: ['gpu'], share: 1, memoryGiB: 1, itemMs: 10, referenceTops: 130, maxBatch: 1, batchSetupMs: 0 },
      })
      .flow('f', 'w', 'g', 's', { requestBytes: 1000 })
      .deploy('s', 'n')
      .build();
    // 40 requests a second: 0.8 of 8 threads, 0.4 of the accelerator; of 200 W above idle the T4 takes 70.
    const evaluated = evaluatedSite(site);
    expect(evaluated.evaluation.nodes[0]?.powerW).toBeCloseTo(100 + 0.1 * 130 + 0.4 * 70, 9);
    expect(energyAssessment(evaluated).nodes[0]).toMatchObject({ peakHour: 9, peakW: expect.closeTo(141, 9) as number });
  });

  test('[E1] an operator network is told beside the total, by document or as unknown', () => {
    const wan = (kind: string): Site =>
      new SiteBuilder()
        .medium({ id: 'wan', kind })
        .node('a')
        .node('b')
        .link('l', 'a', 'b', { mediumId: 'wan' })
        .group('g', 'a', { requestsPerSecond: 1 })
        .workload('w')
        .service('s', 'w')
        .flow('f', 'w', 'g', 's', { requestBytes: 1e6, responseBytes: 0 })
        .deploy('s', 'b')
        .build();
    const gb = (86_400 * 365) / 1000;
    expect(energyOf(wan('internet')).network.knownKWhPerYear).toBeCloseTo(gb * 0.05, 6);
    expect(energyOf(wan('cellular')).network.knownKWhPerYear).toBeCloseTo(gb * 0.12, 6);
    expect(energyOf(wan('satellite')).network).toMatchObject({ knownKWhPerYear: null, carbonKg: null });
    expect(energyOf(wan('satellite')).network.unknownGBPerYear).toBeCloseTo(gb, 6);
    expect(energyOf(wan('copper')).network.links).toEqual([]);
  });
});

describe('laws of energy', () => {
  const parts: readonly (keyof YearEnergy)[] = ['idleKWh', 'workKWh', 'acceleratorKWh', 'facilityKWh', 'totalKWh', 'carbonKg'];

  test('[E1] nodes, tiers and workloads add up to the total in every part, and the hours to the mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const answer = energyOf(randomSite(seed, 3 + (seed % 7)));
        for (const part of parts) {
          for (const list of [answer.nodes, answer.byTier, answer.byWorkload]) {
            const sum = list.reduce((total, one) => total + one[part], 0);
            expect(Math.abs(sum - answer.total[part])).toBeLessThanOrEqual(1e-9 * (1 + answer.total[part]));
          }
        }
        const { idleKWh, workKWh, acceleratorKWh, facilityKWh, totalKWh } = answer.total;
        expect(idleKWh + workKWh + acceleratorKWh + facilityKWh).toBeCloseTo(totalKWh, 6);
        expect(answer.hourlyW.reduce((a, b) => a + b, 0) / 24).toBeCloseTo(answer.meanW, 6);
        expect(answer.peakW).toBeGreaterThanOrEqual(answer.meanW - 1e-9);
        expect(() => canonicalJson(answer)).not.toThrow();
      }),
      { numRuns: RUNS },
    );
  });

  test('[E1] at a flat day the load is that of the busy hour: the same Mbps on every link', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const evaluated = evaluatedSite(randomSite(seed, 3 + (seed % 7)));
        const load = dayLoad(evaluated);
        for (const link of evaluated.evaluation.links) {
          const arc = evaluated.model.graph.arcOf.get(`${link.id}/up`) ?? -1;
          expect(meanOfDay(load, load.arcMbps, arc * load.columns)).toBeCloseTo(link.upMbps, 6);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('[E1] more day profiles than hours give the same answer as few', () => {
    const profiles = Array.from({ length: 30 }, (_, at) =>
      Array.from({ length: 24 }, (__, hour) => ((hour * (at + 3)) % 7) / (3 + at)),
    );
    const build = (count: number): SiteBuilder => {
      const builder = plant();
      for (const [index, dayProfile] of profiles.slice(0, count).entries())
        builder
          .group(`p${index}`, 'n', { requestsPerSecond: index / 100, dayProfile })
          .flow(`pf${index}`, 'w', `p${index}`, 's', { requestBytes: 10 });
      return builder;
    };
    const loadOf = (count: number) => dayLoad(evaluatedSite(build(count).build()));
    expect(loadOf(30).columns).toBe(24);
    expect(loadOf(5).columns).toBe(6);
    const peak = (count: number): number => {
      const load = loadOf(count);
      const placement = load.placements.get('s.n');
      return placement === undefined ? NaN : peakOfDay(load, placement.requests);
    };
    const byHand = (count: number): number =>
      Math.max(
        ...Array.from({ length: 24 }, (_, hour) =>
          profiles.slice(0, count).reduce((sum, profile, index) => sum + (index / 100) * (profile[hour] ?? 0), 40),
        ),
      );
    expect(peak(5)).toBeCloseTo(byHand(5), 9);
    expect(peak(30)).toBeCloseTo(byHand(30), 9);
  });
});
