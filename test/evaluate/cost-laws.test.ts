import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { costAssessment } from '../../core/evaluate/cost/cost.ts';
import { totalOf } from '../../core/evaluate/cost/parts.ts';
import { presentValue } from '../../core/evaluate/cost/present-value.ts';
import type { CostAssessment, CostParts } from '../../core/evaluate/cost/result.ts';
import { energyAssessment } from '../../core/evaluate/energy/energy.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { listRecords } from '../../core/site/site.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { randomSite } from '../helpers/random-site.ts';

const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 30);

function costOf(site: Site): CostAssessment {
  return costAssessment(evaluatedSite(site));
}

describe('laws of cost', () => {
  const seeds = fc.integer({ min: 1, max: 1e9 });
  const law = (check: (site: Site) => void): void =>
    fc.assert(
      fc.property(seeds, (seed) => check(randomSite(seed, 3 + (seed % 7)))),
      { numRuns: RUNS },
    );
  const withPrices = (site: Site, factor: number): Site =>
    ({
      ...site,
      header: { ...site.header, energyPricePerKWh: site.header.energyPricePerKWh * factor, growthPerYear: 0.2 },
      hardwareTypes: mapRecords(site.hardwareTypes, (type) => ({
        ...type,
        price: type.price === null ? null : { ...type.price, amount: type.price.amount * factor },
      })),
      media: mapRecords(site.media, (medium) => ({ ...medium, pricePerMbpsMonth: 3 * factor, pricePerGB: 0.2 * factor })),
      places: mapRecords(site.places, (place) => ({ ...place, rentPerMonth: 50 * factor })),
    }) as Site;
  function mapRecords<Value>(map: Readonly<Record<string, Value>>, change: (value: Value) => Value): Record<string, Value> {
    return Object.fromEntries(Object.entries(map).map(([id, value]) => [id, change(value)]));
  }

  test('[K1] parts add up to totals, years to the whole', () => {
    law((site) => {
      const cost = costOf(withPrices(site, 1));
      expect(totalOf(cost.tcoParts)).toBeCloseTo(cost.tco, 4);
      expect(totalOf(cost.presentParts)).toBeCloseTo(cost.presentCost, 4);
      expect(cost.cashFlow.reduce((sum, one) => sum + one.total, 0)).toBeCloseTo(cost.tco, 4);
      expect(
        presentValue(
          cost.cashFlow.map((one) => one.total),
          cost.discountRate,
        ),
      ).toBeCloseTo(cost.presentCost, 4);
      expect(() => canonicalJson(cost)).not.toThrow();
    });
  });

  test('[K1] all prices scaled scale the cost; one cheaper price never raises it', () => {
    law((site) => {
      const one = costOf(withPrices(site, 1));
      const seven = costOf(withPrices(site, 7));
      expect(seven.presentCost / one.presentCost).toBeCloseTo(7, 9);
      const cheaper = withPrices(site, 1);
      const [first] = Object.keys(cheaper.hardwareTypes);
      const half = {
        ...cheaper,
        hardwareTypes: mapRecords(cheaper.hardwareTypes, (type) =>
          type.id === first && type.price !== null ? { ...type, price: { ...type.price, amount: type.price.amount / 2 } } : type,
        ),
      } as Site;
      expect(costOf(half).presentCost).toBeLessThanOrEqual(one.presentCost);
    });
  });

  test('[K1] each price, cheaper in one place, lowers what it pays for and nothing else', () => {
    const parts: Readonly<Record<keyof typeof PRICES, readonly (keyof CostParts)[]>> = {
      hardware: ['hardware', 'operations'],
      energy: ['energy'],
      'medium by Mbps': ['bandwidth'],
      'medium by GB': ['traffic'],
      'link by Mbps': ['bandwidth'],
      'link by GB': ['traffic'],
      rent: ['rent'],
    };
    const lowered = new Set<string>();
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 0.95, noNaN: true }), fc.nat(), (seed, factor, which) => {
        const site = everyPrice(withPrices(randomSite(seed, 3 + (seed % 7)), 1));
        const before = costOf(site);
        for (const [name, cheaper] of Object.entries(PRICES)) {
          const after = costOf(cheaper(site, which, factor));
          expect(after.presentCost, name).toBeLessThanOrEqual(before.presentCost);
          for (const part of Object.keys(before.presentParts) as (keyof CostParts)[]) {
            const paid = parts[name as keyof typeof PRICES].includes(part);
            if (!paid) expect(after.presentParts[part], `${name}: ${part}`).toBe(before.presentParts[part]);
            else expect(after.presentParts[part], `${name}: ${part}`).toBeLessThanOrEqual(before.presentParts[part]);
            if (paid && after.presentParts[part] < before.presentParts[part]) lowered.add(`${name} ${part}`);
          }
        }
      }),
      { numRuns: RUNS, seed: 1 },
    );
    // None of them is a price that nothing depends on.
    expect([...lowered].toSorted()).toEqual(
      Object.entries(parts)
        .flatMap(([name, list]) => list.map((part) => `${name} ${part}`))
        .toSorted(),
    );
  });

  /** Every other link with prices of its own. */
  function everyPrice(site: Site): Site {
    const links = Object.values(site.links).map((link, at) =>
      at % 2 === 0 ? { ...link, pricePerMbpsMonth: 4, pricePerGB: 0.3 } : link,
    );
    return { ...site, links: Object.fromEntries(links.map((link) => [link.id, link])) } as Site;
  }

  /** One record's price times a factor. */
  const PRICES = {
    hardware: (site: Site, which: number, factor: number) =>
      oneOther(site, 'hardwareTypes', which, (type) => ({
        ...type,
        price: type.price === null ? null : { ...type.price, amount: type.price.amount * factor },
      })),
    energy: (site: Site, _: number, factor: number): Site => ({
      ...site,
      header: { ...site.header, energyPricePerKWh: site.header.energyPricePerKWh * factor },
    }),
    'medium by Mbps': (site: Site, which: number, factor: number) =>
      oneOther(site, 'media', which, (medium) => ({ ...medium, pricePerMbpsMonth: (medium.pricePerMbpsMonth ?? 0) * factor })),
    'medium by GB': (site: Site, which: number, factor: number) =>
      oneOther(site, 'media', which, (medium) => ({ ...medium, pricePerGB: (medium.pricePerGB ?? 0) * factor })),
    'link by Mbps': (site: Site, which: number, factor: number) =>
      oneOther(site, 'links', 2 * which, (link) =>
        link.pricePerMbpsMonth === null ? link : { ...link, pricePerMbpsMonth: link.pricePerMbpsMonth * factor },
      ),
    'link by GB': (site: Site, which: number, factor: number) =>
      oneOther(site, 'links', 2 * which, (link) =>
        link.pricePerGB === null ? link : { ...link, pricePerGB: link.pricePerGB * factor },
      ),
    rent: (site: Site, which: number, factor: number) =>
      oneOther(site, 'places', which, (place) => ({ ...place, rentPerMonth: (place.rentPerMonth ?? 0) * factor })),
  } as const;

  function oneOther<Name extends 'hardwareTypes' | 'media' | 'links' | 'places'>(
    site: Site,
    collection: Name,
    which: number,
    change: (record: RecordOf<Name>) => RecordOf<Name>,
  ): Site {
    const records = listRecords(site, collection);
    const one = records[which % Math.max(1, records.length)];
    return one === undefined ? site : ({ ...site, [collection]: { ...site[collection], [one.id]: change(one) } } as Site);
  }

  test('[E1, K1] the cost counts the energy that the energy assessment tells, of pools too, by tier, place, workload and node', () => {
    let pooled = 0;
    law((site) => {
      const pools = {
        ...withPrices(site, 1),
        hardwareTypes: mapRecords(site.hardwareTypes, (type) => ({ ...type, category: 'cluster' })),
      } as Site;
      const energy = energyAssessment(evaluatedSite(pools));
      const { opexFirstYear } = costOf(pools);
      expect(energy.total.totalKWh * pools.header.energyPricePerKWh).toBeCloseTo(opexFirstYear.energy, 6);
      for (const list of [energy.nodes, energy.byTier, energy.byWorkload])
        expect(list.reduce((sum, one) => sum + one.totalKWh, 0)).toBeCloseTo(energy.total.totalKWh, 6);
      expect(energy.hourlyW.reduce((sum, watts) => sum + watts / 24, 0)).toBeCloseTo(energy.meanW, 6);
      for (const { share, idleKWh, id } of energy.nodes) {
        const idleW = pools.hardwareTypes[pools.nodes[id]?.typeId ?? '']?.power.idleW ?? 0;
        expect(idleKWh).toBeCloseTo(idleW * 8.76 * share, 6);
        if (share < 1) pooled += 1;
      }
    });
    expect(pooled).toBeGreaterThan(0);
  });

  test('[K1] a lower discount rate never lowers the present cost', () => {
    law((site) => {
      const at = (discountRate: number): number =>
        costOf({ ...withPrices(site, 1), header: { ...site.header, discountRate } }).presentCost;
      expect(at(0.02)).toBeGreaterThanOrEqual(at(0.12));
    });
  });
});
