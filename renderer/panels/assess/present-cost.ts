import type { CostAssessment, CostComparison, CostParts } from '../../../core/evaluate/cost/result.ts';
import { subjectName } from '../record-name.ts';
import type { AssessRow, AssessSection, Presented, Words } from './present.ts';

export const COST_PARTS = [
  'hardware',
  'energy',
  'bandwidth',
  'traffic',
  'rent',
  'operations',
] as const satisfies readonly (keyof CostParts)[];

/** [K1] What the plan costs over its years. */
export function presentCost(cost: CostAssessment, words: Words): Presented {
  const { t, format } = words;
  const money = { years: cost.years, currency: cost.currency, value: format.number(cost.tco) };
  return {
    headline:
      cost.status === 'unknown'
        ? t('assess.cost.unknown')
        : t(cost.status === 'complete' ? 'assess.cost.total' : 'assess.cost.atLeast', money),
    mark: null,
    sections: [
      { key: 'figures', title: t('assess.cost.figures'), rows: figureRows(cost, words) },
      { key: 'parts', title: t('assess.cost.parts', { years: cost.years }), rows: partRows(cost, words) },
      {
        key: 'years',
        title: t('assess.cost.perYear'),
        rows: cost.cashFlow.map((year) => ({
          key: String(year.year),
          name: t('assess.cost.year', { year: year.year }),
          value: format.number(year.total),
          unit: cost.currency,
          parts: partsOf(year.parts, words),
        })),
      },
      unknownSection(cost, words),
    ].filter((section) => section !== null),
    assumptions: cost.assumptions,
  };
}

function figureRows(cost: CostAssessment, { t, format }: Words): AssessRow[] {
  const first = COST_PARTS.reduce((total, part) => total + cost.opexFirstYear[part], 0);
  const row = (key: 'capex' | 'opex' | 'tco' | 'npv', value: number, why?: string): AssessRow => ({
    key,
    name: t(`assess.cost.${key}`),
    value: format.number(value),
    unit: cost.currency,
    explain: { kind: 'cost', figure: key },
    ...(why === undefined ? {} : { why }),
  });
  return [
    row('capex', cost.capex),
    row('opex', first),
    row('tco', cost.tco, t('assess.cost.tcoWhy', { years: cost.years, growth: format.percent(cost.growthPerYear) })),
    row('npv', cost.presentCost, t('assess.cost.npvWhy', { rate: format.percent(cost.discountRate) })),
  ];
}

/** Parts of the total, the greatest first, each with its share of the whole. */
function partRows(cost: CostAssessment, { t, format }: Words): AssessRow[] {
  return COST_PARTS.filter((part) => cost.tcoParts[part] > 0)
    .toSorted((a, b) => cost.tcoParts[b] - cost.tcoParts[a])
    .map((part) => ({
      key: part,
      name: t(`assess.cost.part.${part}`),
      value: format.number(cost.tcoParts[part]),
      unit: cost.currency,
      portion: cost.tco === 0 ? 0 : cost.tcoParts[part] / cost.tco,
      swatch: `cost-${part}`,
    }));
}

function partsOf(parts: CostParts, { t, format }: Words): NonNullable<AssessRow['parts']> {
  return COST_PARTS.map((part) => ({
    name: `cost-${part}`,
    label: `${t(`assess.cost.part.${part}`)} ${format.number(parts[part])}`,
    value: Math.max(0, parts[part]),
  }));
}

function unknownSection({ unknown }: CostAssessment, { t, format, site }: Words): AssessSection | null {
  if (unknown.length === 0) return null;
  return {
    key: 'unknown',
    title: t('assess.cost.unpriced'),
    rows: unknown.map((one) => ({
      key: `${one.what} ${one.subject}`,
      name: subjectName(site, one.subject),
      value: `× ${format.count(one.count)}`,
      why: t(`assess.cost.lacks.${one.what}`),
      subject: one.subject,
    })),
  };
}

/** [K1] The plan beside everything in the centre. */
export function presentComparison(comparison: CostComparison, words: Words): Presented {
  const { t, format } = words;
  if (comparison.status !== 'compared')
    return { headline: t(`assess.comparison.${comparison.status}`), mark: null, sections: [], assumptions: [] };
  const { plan, baseline, saving, contents } = comparison;
  const { currency } = plan;
  const cheaper = saving.presentCost >= 0;
  const share = saving.presentCostShare;
  const pair = (key: string, name: string, ours: number, theirs: number, unit: string): AssessRow => ({
    key,
    name,
    value: format.number(theirs - ours),
    unit,
    share: theirs > 0 ? ours / theirs : null,
    why: t('assess.comparison.pair', { plan: format.number(ours), baseline: format.number(theirs) }),
  });
  return {
    headline: t(cheaper ? 'assess.comparison.saves' : 'assess.comparison.costsMore', {
      value: format.number(Math.abs(saving.presentCost)),
      currency,
      share: share === null ? '–' : format.percent(Math.abs(share)),
    }),
    mark: cheaper ? 'met' : 'missed',
    sections: [
      {
        key: 'saving',
        title: t('assess.comparison.saving'),
        rows: [
          pair('npv', t('assess.cost.npv'), plan.presentCost, baseline.presentCost, currency),
          pair('tco', t('assess.cost.tco'), plan.tco, baseline.tco, currency),
          ...COST_PARTS.filter((part) => plan.presentParts[part] > 0 || baseline.presentParts[part] > 0).map((part) =>
            pair(part, t(`assess.cost.part.${part}`), plan.presentParts[part], baseline.presentParts[part], currency),
          ),
          { key: 'kWh', name: t('assess.comparison.energy'), value: format.number(saving.energyKWhPerYear), unit: 'kWh/a' },
          { key: 'carbon', name: t('assess.comparison.carbon'), value: format.number(saving.carbonKgPerYear), unit: 'kg CO₂e/a' },
          { key: 'upstream', name: t('assess.comparison.upstream'), value: format.number(saving.upstreamGBPerDay), unit: 'GB/d' },
        ],
      },
      {
        key: 'contents',
        title: t('assess.comparison.baseline'),
        rows: [
          {
            key: 'missed',
            name: t('assess.comparison.flowsMissed'),
            value: `${format.count(contents.flowsMissed.plan)} / ${format.count(contents.flowsMissed.baseline)}`,
            why: t('assess.comparison.flowsMissedWhy'),
          },
          ...contents.bought.map((one, index) => ({
            key: `buy ${index}`,
            name: words.typeName(one.typeId),
            value: `× ${format.count(one.quantity)}`,
            why: t('assess.comparison.bought', { purpose: t(`assess.comparison.for.${one.purpose}`), count: one.services }),
          })),
          ...contents.widened.map((one) => ({
            key: `widen ${one.linkId}`,
            name: subjectName(words.site, `links/${one.linkId}`),
            value: format.number(one.toMbps),
            unit: 'Mbps',
            why: t('assess.comparison.widened', { from: format.number(one.fromMbps) }),
            subject: `links/${one.linkId}`,
          })),
        ],
      },
    ],
    assumptions: comparison.assumptions,
  };
}
