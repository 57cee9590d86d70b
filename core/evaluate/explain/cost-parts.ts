import type { Charged } from '../cost/connectivity.ts';
import { chargedConnections, DAYS_A_YEAR, MONTHS_A_YEAR } from '../cost/connectivity.ts';
import { rentsOf } from '../cost/cost.ts';
import type { DayLoad } from '../day-load.ts';
import { gbPerDay } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import type { CollectionName, Site } from '../../site/site.ts';
import type { Remarks } from './build.ts';
import { constantOf, figureOf, input, nameOf, number, productOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';

const months = (): Explanation => constantOf('months', MONTHS_A_YEAR, 'months of a year');

/** [K1] Rent of a year, by place. */
export function rentPart(site: Site, currency: string, remarks: Remarks): Explanation {
  const places = [...rentsOf(site)].map(([id, rent]) =>
    productOf('costOf', [input(site, 'places', id, 'rentPerMonth', rent, currency), months()], {
      unit: currency,
      rule: 'K1',
      parameters: { name: nameOf(site, 'places', id), what: 'rent' },
    }),
  );
  return sumOf('costPart', byValue(places), { ...remarks, formula: 'Σ rent a month × 12' });
}

/** [K1] Bandwidth of a year, by link and access. */
export function bandwidthPart(evaluated: Evaluated, load: DayLoad, currency: string, remarks: Remarks): Explanation {
  const { site } = evaluated.model;
  const parts = [...chargedConnections(evaluated, load)].flatMap((one) => {
    if (one.perMbpsMonth === null || one.perMbpsMonth * one.mbps === 0) return [];
    const factors = [
      priceOf(site, one.pricedBy.mbps, 'pricePerMbpsMonth', one.perMbpsMonth, `${currency}/Mbps`),
      ...capacityOf(site, one),
      months(),
    ];
    return [productOf('costOf', factors, { unit: currency, rule: 'K1', parameters: connection(site, one, 'bandwidth') })];
  });
  return sumOf('costPart', byValue(parts), { ...remarks, formula: 'Σ Mbps × price a month × 12' });
}

/** [K1] Traffic of a year by GB, by link and access; `growth` is the load of that year over that of today. */
export function trafficPart(
  evaluated: Evaluated,
  load: DayLoad,
  currency: string,
  growth: Explanation | null,
  remarks: Remarks,
): Explanation {
  const { site } = evaluated.model;
  const parts = [...chargedConnections(evaluated, load)].flatMap((one) => {
    if (one.perGB === null || one.perGB * one.meanMbps === 0) return [];
    const mean = step('volume', 'formula', [], one.meanMbps, {
      unit: 'Mbps',
      rule: 'K1',
      formula: 'both directions, mean of the day',
      parameters: connection(site, one, 'traffic'),
    });
    const gb = productOf(
      'volume',
      [mean, number(gbPerDay(1), 'conversion', 'GB/Mbps a day'), constantOf('days', DAYS_A_YEAR, 'days of a year')],
      { unit: 'GB', rule: 'K1', parameters: connection(site, one, 'traffic') },
    );
    const price = priceOf(site, one.pricedBy.gb, 'pricePerGB', one.perGB, `${currency}/GB`);
    return [
      productOf('costOf', growth === null ? [price, gb] : [price, gb, growth], {
        unit: currency,
        rule: 'K1',
        parameters: connection(site, one, 'traffic'),
      }),
    ];
  });
  return sumOf('costPart', byValue(parts), { ...remarks, formula: 'Σ GB a year × price × growth' });
}

function byValue(parts: readonly Explanation[]): Explanation[] {
  return parts.toSorted((a, b) => figureOf(b) - figureOf(a));
}

/** The larger direction, where it is stated; of an access for each device where each has its own. */
function capacityOf(site: Site, { subject, medium, mbps }: Charged): Explanation[] {
  const [collection, id] = split(subject);
  if (collection === 'links') {
    const link = site.links[id];
    const up = link?.bandwidthUpMbps ?? medium.bandwidthUpMbps;
    const field = up === mbps ? 'bandwidthUpMbps' : 'bandwidthDownMbps';
    const own = link?.[field] ?? null;
    return [own === null ? input(site, 'media', medium.id, field, mbps, 'Mbps') : input(site, 'links', id, field, own, 'Mbps')];
  }
  const field = medium.bandwidthUpMbps >= medium.bandwidthDownMbps ? 'bandwidthUpMbps' : 'bandwidthDownMbps';
  const capacity = input(site, 'media', medium.id, field, medium[field], 'Mbps');
  if (medium.sharing !== 'dedicated') return [capacity];
  return [capacity, input(site, 'deviceGroups', id, 'count', site.deviceGroups[id]?.count ?? null)];
}

function priceOf(site: Site, subject: string, field: string, value: number, unit: string): Explanation {
  const [collection, id] = split(subject);
  return input(site, collection, id, field, value, unit);
}

function connection(site: Site, { subject }: Charged, what: 'bandwidth' | 'traffic'): { name: string; what: string } {
  const [collection, id] = split(subject);
  return { name: nameOf(site, collection, id), what };
}

function split(subject: string): [CollectionName, string] {
  const slash = subject.indexOf('/');
  return [subject.slice(0, slash) as CollectionName, subject.slice(slash + 1)];
}
