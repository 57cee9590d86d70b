import { describe, expect, test } from 'vitest';
import { compareCostInSteps } from '../../core/evaluate/cost/compare.ts';
import { costAssessment } from '../../core/evaluate/cost/cost.ts';
import { totalOf } from '../../core/evaluate/cost/parts.ts';
import { presentValue } from '../../core/evaluate/cost/present-value.ts';
import type { CostAssessment, CostComparison } from '../../core/evaluate/cost/result.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { Site } from '../../core/site/site.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { SiteBuilder, testServer } from '../helpers/small-site.ts';

function costOf(site: Site): CostAssessment {
  return costAssessment(evaluatedSite(site));
}

function compare(site: Site, hardwareTypes: readonly HardwareType[]): CostComparison {
  const steps = compareCostInSteps(evaluatedSite(site), { hardwareTypes });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** A server of 5,000 USD at half load behind a link of 100 Mbps at 2 USD a Mbps and month. */
function plant(header: object = {}): SiteBuilder {
  return new SiteBuilder()
    .run({ kind: 'site.edit', patch: { pue: 1, energyPricePerKWh: 0.1, years: 3, discountRate: 0.1, ...header } })
    .medium({ id: 'wan', kind: 'internet', bandwidthUpMbps: 100, bandwidthDownMbps: 50, pricePerMbpsMonth: 2, pricePerGB: 0.01 })
    .place('hall', { rentPerMonth: 100 })
    .node('n', { placeId: 'hall' })
    .node('far', { placeId: 'hall' })
    .link('l', 'n', 'far', { mediumId: 'wan' })
    .group('g', 'n', { count: 10, requestsPerSecond: 4, bytesUp: 1000, bytesDown: 0 })
    .workload('w')
    .service('s', 'w', { work: { computeMs: 100, variability: 0 } })
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'far', 8);
}

describe('[K1] present value', () => {
  test('[K1] an ordinary annuity: 1,000 a year for five years at 10 % is worth 3,790.79 today', () => {
    // Brealey, Myers, Allen, Principles of Corporate Finance, appendix table of annuity factors: 3.791 for 5 years at 10 %.
    expect(presentValue([0, 1000, 1000, 1000, 1000, 1000], 0.1)).toBeCloseTo(3790.787, 3);
  });

  test('[K1] one payment: 100 after two years at 7 % is worth 87.34 today; at no rate amounts only add up', () => {
    // The same, table of discount factors: 0.873 for 2 years at 7 %.
    expect(presentValue([0, 0, 100], 0.07)).toBeCloseTo(87.344, 3);
    expect(presentValue([-5, 2, 3], 0)).toBe(0);
  });
});

describe('[K1] cost of a plan', () => {
  test('[K1, K2] hand-computed parts of the first year and of all years', () => {
    const cost = costOf(plant().build());
    const energy = (100 + 200) * 8.76 * 0.1;
    const traffic = ((40 * 1000 * 86_400 * 365) / 1e9) * 0.01;
    expect(cost.capex).toBe(10_000);
    expect(cost.opexFirstYear.energy).toBeCloseTo(energy, 6);
    expect(cost.opexFirstYear.bandwidth).toBeCloseTo(100 * 2 * 12, 9);
    expect(cost.opexFirstYear.traffic).toBeCloseTo(traffic, 6);
    expect(cost.opexFirstYear.rent).toBe(1200);
    expect(cost.opexFirstYear.operations).toBeCloseTo(1000, 9);
    const yearly = energy + 2400 + traffic + 1200 + 1000;
    expect(cost.tco).toBeCloseTo(10_000 + 3 * yearly, 6);
    expect(cost.presentCost).toBeCloseTo(presentValue([10_000, yearly, yearly, yearly], 0.1), 6);
    expect(cost.status).toBe('complete');
    expect(cost.assumptions.map((one) => one.code)).toContain('cost.operations-share');
  });

  test('[K1] traffic grows with the load; hardware lasts six years', () => {
    const cost = costOf(plant({ years: 8, growthPerYear: 0.5 }).build());
    const [, first, second] = cost.cashFlow;
    expect((second?.parts.traffic ?? 0) / (first?.parts.traffic ?? 1)).toBeCloseTo(1.5, 9);
    expect(cost.cashFlow.map((one) => one.parts.hardware)).toEqual([10_000, 0, 0, 0, 0, 0, 10_000, 0, 0]);
  });

  test('[K1] what is there already is not bought, but looked after', () => {
    const cost = costOf(
      plant()
        .run({ kind: 'node.edit', id: 'far', patch: { status: 'installed' } })
        .build(),
    );
    expect(cost.capex).toBe(5000);
    expect(cost.opexFirstYear.operations).toBeCloseTo(1000, 9);
  });

  test('[K1] a price in another currency is unknown and never converted', () => {
    const cost = costOf(
      plant()
        .run({
          kind: 'hardware-type.edit',
          id: 'server',
          patch: { price: { amount: 1, currency: 'EUR', date: '2026', basis: 'list' } },
        })
        .build(),
    );
    expect(cost.capex).toBe(0);
    expect(cost.status).toBe('lower-bound');
    expect(cost.unknown).toEqual([{ what: 'currency', subject: 'hardwareTypes/server', count: 2 }]);
  });

  test('[K1] a bought line without a price is unknown; a cable of one’s own costs nothing', () => {
    const site = (kind: string, priced: object): Site =>
      new SiteBuilder()
        .medium({ id: 'm', kind, ...priced })
        .node('a')
        .node('b')
        .link('l', 'a', 'b', { mediumId: 'm' })
        .build();
    expect(costOf(site('satellite', {})).unknown).toEqual([{ what: 'link', subject: 'media/m', count: 1 }]);
    expect(costOf(site('copper', {})).unknown).toEqual([]);
  });

  test('[K1] of a pool that others use too the site pays the share it books', () => {
    const site = new SiteBuilder()
      .type({
        id: 'pool',
        category: 'cluster',
        compute: { computeUnits: 800, cores: 800, threads: 800, architecture: 'x86-64', perThreadFactor: 1 },
        memoryGiB: 1000,
        price: { amount: 800_000, currency: 'USD', date: '2026', basis: 'estimate' },
      })
      .node('cloud', { typeId: 'pool', tier: 'central' })
      .workload('w')
      .service('s', 'w', { perReplica: { computeUnits: 1, memoryGiB: 0, storageGB: 0, storageClass: null } })
      .deploy('s', 'cloud', 8)
      .build();
    expect(costOf(site).capex).toBeCloseTo(8000, 6);
    expect(costOf(site).assumptions.map((one) => one.code)).toContain('cost.shared-pool');
  });
});

describe('[K1] everything in the centre', () => {
  const big = testServer({
    id: 'rack',
    tiers: ['central'],
    compute: { computeUnits: 32, cores: 32, threads: 32, architecture: 'x86-64', perThreadFactor: 1 },
    memoryGiB: 256,
    price: { amount: 12_000, currency: 'USD', date: '2026', basis: 'estimate' },
  });
  const gear = testServer({
    id: 'gear',
    category: 'switch',
    compute: { computeUnits: 0, cores: 0, threads: 0, architecture: null, perThreadFactor: 0 },
    forwardingMbps: 10_000,
    power: { idleW: 5, maxW: 5 },
    price: { amount: 200, currency: 'USD', date: '2026', basis: 'estimate' },
  });

  /** Four edge servers with cameras, each with its own service at an eighth of its CPU, and a centre behind narrow lines. */
  function edges(pricePerMbpsMonth = 10): SiteBuilder {
    const builder = new SiteBuilder()
      .run({ kind: 'site.edit', patch: { pue: 1 } })
      .medium({ id: 'wan', kind: 'internet', bandwidthUpMbps: 10, bandwidthDownMbps: 10, pricePerMbpsMonth })
      .type({ id: 'own', tiers: ['central'] })
      .node('centre', { typeId: 'own', tier: 'central' })
      .workload('w')
      .service('s', 'w', {
        work: { computeMs: 100, variability: 0 },
        replicas: { min: 1, max: 10, targetUtilisation: 0.5 },
        data: {
          privacy: 'raw',
          residencyZones: [],
          ingestBytesPerRequest: 1000,
          keptShare: 0.5,
          retentionH: { hotH: 24, warmH: 0, coldH: 0 },
        },
      });
    for (const id of ['e1', 'e2', 'e3', 'e4'])
      builder
        .node(id)
        .link(`${id}-up`, id, 'centre', { mediumId: 'wan' })
        .group(`${id}-cameras`, id, { count: 10, requestsPerSecond: 1, bytesUp: 250_000 })
        .flow(`${id}-flow`, 'w', `${id}-cameras`, 's')
        .deploy('s', id, 2);
    return builder;
  }

  test('[K1] hand-computed: consolidated replicas, hardware, network gear and lines', () => {
    const answer = compare(edges().build(), [big, gear, testServer()]);
    if (answer.status !== 'compared') throw new Error(answer.status);
    const { contents, baseline } = answer;
    // 40 requests a second × 100 ms = 4 vCPU at 50 %: 8 replicas of one vCPU; one rack server has 32.
    expect(contents.bought).toEqual([{ typeId: 'rack', quantity: 1, purpose: 'compute', decidedBy: 'compute', services: 1 }]);
    expect(contents.replaced).toEqual([{ fromTypeId: 'server', toTypeId: 'gear', quantity: 4 }]);
    expect(contents.removedNodes).toBe(0);
    expect(contents.staying).toEqual([]);
    // 10 × 250 kB a second = 20 Mbps, at 80 % of use 25.
    expect(
      contents.widened.map((one) => [one.linkId, one.direction, one.fromMbps, Math.round(one.toMbps * 1000) / 1000]),
    ).toEqual(['e1-up', 'e2-up', 'e3-up', 'e4-up'].map((id) => [id, 'up', 10, 25]));
    expect(baseline.capex).toBe(5000 + 12_000 + 4 * 200);
    expect(baseline.opexFirstYear.bandwidth).toBeCloseTo(4 * 25 * 10 * 12, 6);
    expect(answer.plan.opexFirstYear.bandwidth).toBeCloseTo(4 * 10 * 10 * 12, 6);
    expect(answer.saving.upstreamGBPerDay).toBeCloseTo((4 * 20 * 86_400) / 8000, 6);
    // 40 requests a second write 1 kB each, half of it is kept for a day.
    expect(answer.saving.centralStorageGB).toBeCloseTo((40 * 86_400 * 1000 * 0.5) / 1e9, 6);
    expect(answer.saving.tco).toBeCloseTo(baseline.tco - answer.plan.tco, 6);
    expect(totalOf(answer.saving.parts)).toBeCloseTo(answer.saving.presentCost, 6);
  });

  test('[K1] dearer lines make the centre dearer: the saving of the edge rises with their price', () => {
    const saving = (price: number): number => {
      const answer = compare(edges(price).build(), [big, gear]);
      return answer.status === 'compared' ? answer.saving.presentCost : NaN;
    };
    expect(saving(20)).toBeGreaterThan(saving(10));
    expect(saving(10)).toBeGreaterThan(saving(1));
  });

  test('[K1] no comparison without a centre, without hardware that carries it, or where nothing would move', () => {
    expect(compare(plant().build(), [big]).status).toBe('no-centre');
    expect(compare(edges().build(), []).status).toBe('no-hardware');
    const central = new SiteBuilder().node('c', { tier: 'central' }).workload('w').service('s', 'w').deploy('s', 'c').build();
    expect(compare(central, [big]).status).toBe('unchanged');
  });

  test('[K1] a locked node is no obstacle, and a service on a device stays with it', () => {
    const site = edges()
      .service('firmware', 'w')
      .node('robot', { tier: 'device' })
      .deploy('firmware', 'robot')
      .run({ kind: 'node.edit', id: 'e1', patch: { locked: true } })
      .build();
    const answer = compare(site, [big, gear]);
    if (answer.status !== 'compared') throw new Error(answer.status);
    expect(answer.contents.staying).toEqual([{ serviceId: 'firmware', reason: 'tier-device' }]);
    expect(answer.contents.replaced).toEqual([{ fromTypeId: 'server', toTypeId: 'gear', quantity: 4 }]);
  });
});
