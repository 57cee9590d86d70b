import { describe, expect, test } from 'vitest';
import { burstInSteps } from '../../core/evaluate/burst/burst.ts';
import type { Absorber, BurstAssessment, BurstOptions, ServiceBurst } from '../../core/evaluate/burst/result.ts';
import { ABSORBERS } from '../../core/evaluate/burst/result.ts';
import { randomSite } from '../helpers/random-site.ts';
import { evaluated, finish } from '../helpers/run-steps.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function assess(site: SiteBuilder, options: Partial<BurstOptions> = {}): BurstAssessment {
  return finish(burstInSteps(evaluated(site.build()), options));
}

function service({ services }: BurstAssessment, id = 's'): ServiceBurst {
  const found = services.find(({ serviceId }) => serviceId === id);
  if (found === undefined) throw new Error(id);
  return found;
}

function rates(burst: ServiceBurst): Partial<Record<Absorber, number>> {
  return Object.fromEntries(
    burst.shares.map(({ absorber, requestsPerSecond }) => [absorber, Number(requestsPerSecond.toFixed(6))]),
  );
}

const SCALES = { min: 1, max: 100, targetUtilisation: 0.7 };
/** Eight GiB a replica: a server of 32 GiB holds four. */
const BIG = { computeUnits: 1, memoryGiB: 8, storageGB: 0, storageClass: null };

/** 20 requests a second of 20 ms each: one replica does 50, or 45 filled to 90 %. */
function box(fields: object = {}): SiteBuilder {
  return new SiteBuilder()
    .node('box')
    .group('g', 'box', { requestsPerSecond: 20 })
    .workload('w')
    .service('s', 'w', { work: { computeMs: 20, variability: 0 }, perReplica: BIG, ...fields })
    .flow('f', 'w', 'g', 's', { objectiveP99Ms: 500 })
    .deploy('s', 'box');
}

describe('bursts', () => {
  test('[C3] a fixed service serves what its replica can and sheds the rest', () => {
    const result = assess(box());
    expect(rates(service(result))).toEqual({ local: 45 });
    expect(service(result)).toMatchObject({ demandPerSecond: 60, absorbedPerSecond: 45 });
    expect(service(result).shedPerSecond).toBeCloseTo(15, 9);
    expect(result.workloads[0]).toMatchObject({ demandPerSecond: 60, limitedBy: 'services/s' });
    expect(result.workloads[0]?.absorbedShare).toBeCloseTo(0.75, 9);
    expect(result.workloads[0]?.p99Ms).toMatchObject({ neighbour: null, region: null, centre: null });
    expect(result.workloads[0]?.p99Ms.local).toBeGreaterThan(20);
  });

  test('[C3] a service that scales starts replicas on its own node first, as many as its room and its most allow', () => {
    const result = assess(box({ replicas: SCALES }));
    expect(service(result).shares).toMatchObject([{ absorber: 'local', replicasAdded: 1, addedMs: 0 }]);
    expect(rates(service(result))).toEqual({ local: 60 });
    expect(rates(service(assess(box({ replicas: { ...SCALES, max: 2 } }), { factor: 10 })))).toEqual({ local: 90 });
    expect(rates(service(assess(box({ replicas: SCALES }), { factor: 20 })))).toEqual({ local: 180 });
  });

  test('[C3] local, neighbours, region, centre in that order, and what is left is shed', () => {
    const site = box({ replicas: SCALES })
      .node('other')
      .node('cloud', { tier: 'central' })
      .node('metro', { tier: 'regional' })
      .link('a', 'box', 'other', { lengthM: 100_000 })
      .link('b', 'box', 'metro', { lengthM: 200_000 })
      .link('c', 'box', 'cloud', { lengthM: 1_000_000 });
    const at = (factor: number): Partial<Record<Absorber, number>> => rates(service(assess(site, { factor })));
    expect(at(9)).toEqual({ local: 180 });
    expect(at(15)).toEqual({ local: 180, neighbour: 120 });
    expect(at(25)).toEqual({ local: 180, neighbour: 180, region: 140 });
    expect(at(50)).toEqual({ local: 180, neighbour: 180, region: 180, centre: 180 });
    const burst = service(assess(site, { factor: 50 }));
    expect(burst.shedPerSecond).toBeCloseTo(280, 6);
    // There and back at 5 µs/km, with 12 µs of wire each way.
    const added = new Map(burst.shares.map(({ absorber, addedMs }) => [absorber, addedMs]));
    expect(added.get('neighbour')).toBeCloseTo(1.024, 3);
    expect(added.get('centre')).toBeCloseTo(10.024, 3);
    const { p99Ms } = assess(site, { factor: 50 }).workloads[0] ?? { p99Ms: null };
    expect((p99Ms?.centre ?? 0) - (p99Ms?.local ?? 0)).toBeCloseTo(added.get('centre') ?? 0, 9);
  });

  test('[C3] spare replicas of the service elsewhere take part even where it does not scale', () => {
    const site = box().node('other').link('a', 'box', 'other').deploy('s', 'other');
    expect(rates(service(assess(site, { factor: 4 })))).toEqual({ local: 45, neighbour: 35 });
  });

  test('[C3] the higher priority takes the room first', () => {
    const site = box({ replicas: SCALES })
      .workload('vip', { priority: 900 })
      .service('v', 'vip', { work: { computeMs: 20, variability: 0 }, perReplica: BIG, replicas: SCALES })
      .flow('vf', 'vip', 'g', 'v')
      .deploy('v', 'box');
    const result = assess(site, { factor: 6 });
    // Two more replicas fit: the important one needs both for its 120 a second.
    expect(service(result, 'v').shedPerSecond).toBeCloseTo(0, 9);
    expect(rates(service(result, 's'))).toEqual({ local: 45 });
  });

  test('[C3] a link that is too small lets through what fits, and is named', () => {
    const site = new SiteBuilder()
      .node('pole')
      .node('box')
      .link('thin', 'pole', 'box', { bandwidthUpMbps: 10 })
      .group('g', 'pole', { requestsPerSecond: 5, bytesUp: 125_000 })
      .workload('w')
      .service('s', 'w', { work: { computeMs: 1, variability: 0 } })
      .flow('f', 'w', 'g', 's', { pattern: 'one-way' })
      .deploy('s', 'box');
    const [workload] = assess(site).workloads;
    // 5 Mbps today, 15 in the burst, of 10 at most 9.
    expect(workload?.absorbedShare).toBeCloseTo(9 / 15, 9);
    expect(workload?.limitedBy).toBe('links/thin');
  });

  test('[C3] what a caller sheds does not reach whom it calls', () => {
    const site = box()
      .service('next', 'w', { work: { computeMs: 1, variability: 0 } })
      .flow('on', 'w', 's', 'next')
      .deploy('next', 'box');
    const result = assess(site);
    expect(service(result, 'next').absorbedPerSecond).toBeCloseTo(45, 9);
    expect(result.workloads[0]?.absorbedShare).toBeCloseTo(0.75, 9);
  });

  test('[C3] laws: absorbed and shed add up to demand; without a burst nothing that holds is shed; more room never sheds more', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const site = randomSite(seed, 6, 2);
      const base = evaluated(site);
      for (const factor of [1, 2, 6]) {
        const result = finish(burstInSteps(base, { factor }));
        for (const one of result.services) {
          const shares = one.shares.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
          expect(one.absorbedPerSecond).toBeCloseTo(shares, 9);
          expect(one.absorbedPerSecond + one.shedPerSecond).toBeCloseTo(one.demandPerSecond, 6);
        }
        const absorbed = ABSORBERS.reduce((total, absorber) => total + result.totals[absorber], 0);
        expect(absorbed + result.totals.shed).toBeCloseTo(result.totals.demand, 6);
        for (const one of result.workloads) {
          expect(one.absorbedPerSecond + one.shedPerSecond).toBeCloseTo(one.demandPerSecond, 6);
          expect(one.limitedBy !== null).toBe(one.shedPerSecond > 1e-6);
        }
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }
      if (base.evaluation.flows.every(({ status }) => status === 'met' || status === 'missed'))
        expect(finish(burstInSteps(base, { factor: 1 })).totals.shed).toBeCloseTo(0, 6);
    }
    let shed = Infinity;
    for (const max of [1, 2, 4, 8]) {
      const next = assess(box({ replicas: { ...SCALES, max } }), { factor: 12 }).totals.shed;
      expect(next).toBeLessThanOrEqual(shed);
      shed = next;
    }
  });

  test('[C3] only the chosen workloads burst', () => {
    const site = box()
      .workload('calm')
      .service('c', 'calm')
      .group('h', 'box', { requestsPerSecond: 2 })
      .flow('cf', 'calm', 'h', 'c')
      .deploy('c', 'box');
    const result = assess(site, { factor: 3, workloadIds: ['w'] });
    expect(result.workloads.map(({ demandPerSecond }) => demandPerSecond)).toEqual([2, 60]);
  });
});
