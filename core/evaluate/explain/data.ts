import { getRecord } from '../../site/site.ts';
import { dataAssessment } from '../data/data.ts';
import type { DataAssessment, ServiceData, Temperature } from '../data/result.ts';
import type { Evaluated } from '../evaluate.ts';
import { constantOf, differenceOf, input, nameOf, number, productOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';

/** `kept` of a service or `site`, data at rest of a temperature, how full storage `node class` is, what goes inwards beyond a tier. */
export type DataFigure = 'kept' | Temperature | 'filled' | 'boundary';

const GB = 1e-9;
const SECONDS_A_DAY = 86_400;

/** [D1] A figure of the data of a site. Null for what it does not have. */
export function explainData(evaluated: Evaluated, id: string, figure: DataFigure): Explanation | null {
  const data = dataAssessment(evaluated);
  const { site } = evaluated.model;
  const writing = data.services.filter(({ rawGBPerDay }) => rawGBPerDay > 0);
  switch (figure) {
    case 'kept': {
      if (id !== 'site') {
        const one = data.services.find(({ serviceId }) => serviceId === id);
        return one === undefined ? null : keptOf(evaluated, one);
      }
      const each = writing.map((one) => keptOf(evaluated, one));
      return sumOf('data', each, {
        unit: 'GB/d',
        rule: 'D1',
        parameters: { name: site.header.name, what: 'kept' },
        value: data.total.keptGBPerDay,
      });
    }
    case 'filled':
      return filledOf(evaluated, data, id);
    case 'boundary':
      return boundaryOf(data, id);
    default: {
      const each = writing.filter((one) => one.storedGB[figure] > 0).map((one) => storedOf(evaluated, one, figure));
      return sumOf('data', each, {
        unit: 'GB',
        rule: 'D1',
        parameters: { name: site.header.name, what: figure },
        value: data.total.storedGB[figure],
      });
    }
  }
}

function keptOf({ model: { site } }: Evaluated, one: ServiceData): Explanation {
  const { serviceId, rawGBPerDay, keptGBPerDay, keptShare, compressionAssumed } = one;
  const name = nameOf(site, 'services', serviceId);
  const bytes = getRecord(site, 'services', serviceId)?.data.ingestBytesPerRequest ?? 0;
  const requests = step('requests', 'formula', [], bytes === 0 ? 0 : rawGBPerDay / GB / SECONDS_A_DAY / bytes, {
    unit: '1/s',
    rule: 'D1',
    formula: 'mean of a day over all placements',
    parameters: { flow: name },
  });
  const raw = productOf(
    'data',
    [
      requests,
      input(site, 'services', serviceId, 'data.ingestBytesPerRequest', bytes, 'B'),
      number(SECONDS_A_DAY, 'conversion', 's/d'),
      number(GB, 'conversion', 'GB/B'),
    ],
    { unit: 'GB/d', rule: 'D1', parameters: { name, what: 'raw' }, value: rawGBPerDay },
  );
  const share = compressionAssumed
    ? constantOf(
        'share',
        keptShare,
        'Reference scenario: 80 %; Timescale, Building columnar compression in a row-oriented database, 2019: 91 to 96 %',
        {
          unit: 'ratio',
          rule: 'D1',
          parameters: { name },
        },
      )
    : input(site, 'services', serviceId, 'data.keptShare', keptShare, 'ratio');
  return productOf('data', [raw, share], { unit: 'GB/d', rule: 'D1', parameters: { name, what: 'kept' }, value: keptGBPerDay });
}

function storedOf(evaluated: Evaluated, one: ServiceData, temperature: Temperature): Explanation {
  const { site } = evaluated.model;
  const service = getRecord(site, 'services', one.serviceId);
  const field = `${temperature}H` as const;
  const hours = service?.data.retentionH[field] ?? 0;
  return productOf(
    'data',
    [
      keptOf(evaluated, one),
      input(site, 'services', one.serviceId, `data.retentionH.${field}`, hours, 'h'),
      input(site, 'services', one.serviceId, 'state.copies', service?.state.copies ?? 0),
      number(1 / 24, 'conversion', 'd/h'),
    ],
    {
      unit: 'GB',
      rule: 'D1',
      parameters: { name: nameOf(site, 'services', one.serviceId), what: temperature },
      value: one.storedGB[temperature],
    },
  );
}

function filledOf({ model: { site } }: Evaluated, { storage }: DataAssessment, id: string): Explanation | null {
  const one = storage.find(({ nodeId, class: of }) => `${nodeId} ${of}` === id);
  if (one === undefined || one.filledShare === null) return null;
  const name = `${nameOf(site, 'nodes', one.nodeId)} · ${one.class}`;
  const part = (what: string, value: number, rule: string, formula: string): Explanation =>
    step('data', 'formula', [], value, { unit: 'GB', rule, formula, parameters: { name, what } });
  const used = sumOf(
    'data',
    [
      part('booked', one.bookedGB, 'C1', 'reservations, images and state'),
      part('beyond', one.beyondReservationGB, 'D1', 'retained data beyond what is reserved for them'),
    ],
    { unit: 'GB', rule: 'D1', parameters: { name, what: 'used' } },
  );
  const offered = part('offered', one.offeredGB, 'C1', 'storage of the type − reserve');
  return quotientOf('data', used, offered, {
    unit: 'ratio',
    rule: 'D1',
    parameters: { name, what: 'filled' },
    value: one.filledShare,
  });
}

function boundaryOf({ boundaries }: DataAssessment, tier: string): Explanation | null {
  const one = boundaries.find((each) => each.tier === tier);
  if (one === undefined) return null;
  const part = (what: string, value: number, formula: string): Explanation =>
    step('data', 'formula', [], value, { unit: 'GB/d', rule: 'D1', formula, parameters: { name: tier, what } });
  return differenceOf(
    'data',
    [
      part('raw', one.rawGBPerDay, 'all that devices outside send, unprocessed'),
      part('saved', one.savedGBPerDay, 'what is processed, kept or dropped outside'),
    ],
    { unit: 'GB/d', rule: 'D1', parameters: { name: tier, what: 'inwards' }, value: one.planGBPerDay },
  );
}
