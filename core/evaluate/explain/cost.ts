import { must } from '../../base/assert.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { costAssessment } from '../cost/cost.ts';
import type { CostAssessment, CostParts, CostYear } from '../cost/result.ts';
import type { DayLoad } from '../day-load.ts';
import { dayLoad } from '../day-load.ts';
import { priceOf } from '../evaluate.ts';
import type { Evaluated } from '../evaluate.ts';
import { ownShares } from '../shared-pool.ts';
import { constantOf, figureOf, headerInput, input, nameOf, productOf, step, sumOf } from './build.ts';
import { bandwidthPart, rentPart, trafficPart } from './cost-parts.ts';
import { siteEnergy } from './energy.ts';
import type { Explanation } from './explanation.ts';
import { poolShare } from './pool-share.ts';

export type CostFigure = 'capex' | 'opex' | 'tco' | 'npv';

/** [K1] A figure of what the plan costs: years, their parts, and what each part is made of. */
export function explainCost(evaluated: Evaluated, figure: CostFigure): Explanation {
  const { site } = evaluated.model;
  const load = dayLoad(evaluated);
  const cost = costAssessment(evaluated, load);
  const remarks = { unit: cost.currency, rule: 'K1', parameters: { what: figure } };
  const hardware = (status: 'planned' | null): Explanation => hardwarePrices(evaluated, cost.currency, status);
  const first = must(cost.cashFlow[0], 'year 0');
  const year = (one: CostYear): Explanation => yearCost(evaluated, load, cost, one, hardware);
  switch (figure) {
    case 'capex':
      return { ...hardware('planned'), value: cost.capex };
    case 'opex':
      return year(cost.cashFlow.find((one) => one.year === 1) ?? first);
    case 'tco':
      return sumOf('cost', cost.cashFlow.map(year), { ...remarks, formula: 'Σ years', value: cost.tco });
    default:
      return sumOf(
        'cost',
        cost.cashFlow.map((one) =>
          productOf('discounted', [year(one), discount(evaluated, one)], {
            unit: cost.currency,
            rule: 'K1',
            formula: 'cost × (1 + rate)^−year',
            parameters: { year: one.year },
            value: one.discounted,
          }),
        ),
        { ...remarks, formula: 'Σ discounted years', value: cost.presentCost },
      );
  }

  function discount({ model }: Evaluated, one: CostYear): Explanation {
    const rate = headerInput(site, 'discountRate', model.site.header.discountRate, 'ratio');
    return step('discountFactor', 'formula', [rate], one.discountFactor, {
      rule: 'K1',
      formula: '(1 + rate)^−year',
      parameters: { year: one.year },
    });
  }
}

function yearCost(
  evaluated: Evaluated,
  load: DayLoad,
  cost: CostAssessment,
  one: CostYear,
  hardware: (status: 'planned' | null) => Explanation,
): Explanation {
  const parts = (Object.keys(one.parts) as (keyof CostParts)[]).filter((part) => one.parts[part] > 0);
  return sumOf(
    'costYear',
    parts.map((part) => costPart(evaluated, load, cost, part, one, hardware)),
    { unit: cost.currency, rule: 'K1', formula: 'Σ parts', parameters: { year: one.year }, value: one.total },
  );
}

function costPart(
  evaluated: Evaluated,
  load: DayLoad,
  cost: CostAssessment,
  part: keyof CostParts,
  one: CostYear,
  hardware: (status: 'planned' | null) => Explanation,
): Explanation {
  const { site } = evaluated.model;
  const value = one.parts[part];
  const remarks = { unit: cost.currency, rule: 'K1', parameters: { what: part }, value };
  switch (part) {
    case 'hardware':
      return hardware(one.year === 0 ? 'planned' : null);
    case 'energy': {
      const price = headerInput(site, 'energyPricePerKWh', site.header.energyPricePerKWh, `${cost.currency}/kWh`);
      const grown = grownBy(site, one.year);
      const growth = grown === null ? 1 : figureOf(grown);
      const { kWh } = siteEnergy(evaluated, { load, shares: ownShares(evaluated), growth, grown, isDetailed: false });
      return productOf('costPart', [kWh, price], { ...remarks, formula: 'kWh × price' });
    }
    case 'operations': {
      const share = must(
        cost.assumptions.find(({ code }) => code === 'cost.operations-share'),
        'the share of operations',
      );
      return productOf(
        'costPart',
        [
          hardware(null),
          constantOf('share', Number(share.parameters['share']), share.source, {
            unit: 'ratio',
            rule: 'K1',
            parameters: { name: '' },
          }),
        ],
        { ...remarks, formula: 'hardware × share a year' },
      );
    }
    case 'rent':
      return rentPart(site, cost.currency, remarks);
    case 'bandwidth':
      return bandwidthPart(evaluated, load, cost.currency, remarks);
    default:
      return trafficPart(evaluated, load, cost.currency, grownBy(site, one.year), remarks);
  }
}

/** Load of a year over that of today; null for the first. */
function grownBy(site: Site, year: number): Explanation | null {
  const { growthPerYear } = site.header;
  if (year <= 1 || growthPerYear === 0) return null;
  const rate = headerInput(site, 'growthPerYear', growthPerYear, 'ratio');
  return step('grown', 'formula', [rate], (1 + growthPerYear) ** (year - 1), {
    rule: 'K1',
    formula: '(1 + growth)^(year − 1)',
    parameters: { year },
  });
}

/** [K2] Prices of hardware: all that is not retired, or what is planned; of shared pools the share that the site books. */
function hardwarePrices(evaluated: Evaluated, unit: string, status: 'planned' | null): Explanation {
  const { site } = evaluated.model;
  const shares = ownShares(evaluated);
  const nodes = listRecords(site, 'nodes').flatMap((node) => {
    const price = priceOf(site, node);
    if (price === null || node.status === 'retired' || (status !== null && node.status !== status)) return [];
    const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
    const whole = input(site, 'hardwareTypes', type.id, 'price.amount', price, unit);
    const share = shares.get(node.id);
    const parameters = { name: nameOf(site, 'nodes', node.id) };
    if (share === undefined) return [step('hardwareCost', 'same', [whole], price, { unit, rule: 'K2', parameters })];
    return [productOf('hardwareCost', [whole, poolShare(evaluated, node.id, share)], { unit, rule: 'K2', parameters })];
  });
  return sumOf(
    'costPart',
    nodes.toSorted((a, b) => figureOf(b) - figureOf(a)),
    { unit, rule: 'K2', formula: 'Σ prices', parameters: { what: 'hardware' } },
  );
}
