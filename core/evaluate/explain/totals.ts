import { must } from '../../base/assert.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { priceOf } from '../evaluate.ts';
import type { Evaluated } from '../evaluate.ts';
import { enclosing } from '../place-capacity.ts';
import { differenceOf, figureOf, input, nameOf, number, productOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';
import { explainNodePower } from './power.ts';

/** [E1] Electrical power of the whole site. */
export function explainPower(evaluated: Evaluated): Explanation {
  const nodes = evaluated.evaluation.nodes.map((node) => explainNodePower(evaluated, node));
  return sumOf(
    'power',
    nodes.toSorted((a, b) => figureOf(b) - figureOf(a)),
    { unit: 'W', rule: 'E1', formula: 'Σ nodes', value: evaluated.evaluation.totals.powerW },
  );
}

/** Price of all hardware that is not retired, by type. */
export function explainHardwareCost(evaluated: Evaluated): Explanation {
  const { site } = evaluated.model;
  const counts = new Map<string, number>();
  for (const node of listRecords(site, 'nodes')) {
    if (node.status !== 'retired' && priceOf(site, node) !== null) counts.set(node.typeId, (counts.get(node.typeId) ?? 0) + 1);
  }
  const unit = site.header.currency;
  const types = [...counts].map(([typeId, count]) => {
    const type = must(getRecord(site, 'hardwareTypes', typeId), `hardwareTypes/${typeId}`);
    const amount = step('used', 'formula', [], count, {
      unit: 'nodes',
      rule: 'K1',
      formula: 'nodes of this type',
      parameters: { name: type.name, dimension: 'nodes' },
    });
    return productOf(
      'hardwareCost',
      [amount, input(site, 'hardwareTypes', typeId, 'price.amount', type.price?.amount ?? null, unit)],
      {
        unit,
        rule: 'K1',
        parameters: { name: type.name },
      },
    );
  });
  return sumOf(
    'hardwareCost',
    types.toSorted((a, b) => figureOf(b) - figureOf(a)),
    {
      unit,
      rule: 'K1',
      formula: 'Σ count × price',
      parameters: { name: site.header.name },
      value: evaluated.evaluation.totals.hardwareCost,
    },
  );
}

const PLACE_FIELDS = {
  power: { limit: 'powerW', of: 'power.maxW', unit: 'W' },
  cooling: { limit: 'coolingW', of: 'power.maxW', unit: 'W' },
  rackUnits: { limit: 'rackUnits', of: 'rackUnits', unit: 'U' },
  floorLoad: { limit: 'floorLoadKg', of: 'weightKg', unit: 'kg' },
} as const;

/** [C1] One limit of a place over all hardware inside. */
export function explainPlace(evaluated: Evaluated, id: string, dimension: string): Explanation | null {
  const { site } = evaluated.model;
  const result = evaluated.evaluation.places.find((place) => place.id === id);
  const amount = result?.amounts[dimension];
  const place = getRecord(site, 'places', id);
  if (result === undefined || amount === undefined || place === undefined || !isPlaceDimension(dimension)) return null;
  const { limit, of, unit } = PLACE_FIELDS[dimension];
  const parameters = { name: place.name, dimension };
  const inside = listRecords(site, 'nodes').flatMap((node) => {
    if (node.status === 'retired' || !enclosing(site, node.placeId).some((one) => one.id === id)) return [];
    const type = getRecord(site, 'hardwareTypes', node.typeId);
    if (type === undefined) return [];
    const value = of === 'power.maxW' ? type.power.maxW : type[of];
    if (value === null || value === 0) return [];
    return [
      step('used', 'same', [input(site, 'hardwareTypes', type.id, of, value, unit)], value, {
        unit,
        parameters: { name: nameOf(site, 'nodes', node.id), dimension },
      }),
    ];
  });
  const used = sumOf(
    'used',
    inside.toSorted((a, b) => figureOf(b) - figureOf(a)),
    { unit, rule: 'C1', parameters, value: amount.used },
  );
  const free = differenceOf('free', [number(1), input(site, 'places', id, 'reservedShare', place.reservedShare ?? 0, 'ratio')], {
    unit: 'ratio',
    formula: '1 − reserve',
  });
  const available = productOf('available', [input(site, 'places', id, `limits.${limit}`, place.limits[limit], unit), free], {
    unit,
    rule: 'C1',
    formula: 'limit × (1 − reserve)',
    parameters,
    value: amount.available,
  });
  return quotientOf('utilisation', used, available, {
    unit: 'ratio',
    rule: 'C1',
    formula: 'used / available',
    parameters,
    value: result.utilisation[dimension] ?? null,
  });
}

function isPlaceDimension(dimension: string): dimension is keyof typeof PLACE_FIELDS {
  return Object.hasOwn(PLACE_FIELDS, dimension);
}
