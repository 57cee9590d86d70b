import type { EnergyAssessment, YearEnergy } from '../../../core/evaluate/energy/result.ts';
import { recordName } from '../record-name.ts';
import type { AssessRow, Presented, Words } from './present.ts';

const PARTS = ['idle', 'work', 'accelerator', 'facility'] as const;

/** [E1] Energy and carbon of a year: of the whole, by tier, by workload, by node. */
export function presentEnergy(energy: EnergyAssessment, words: Words): Presented {
  const { t, format, site } = words;
  const { total } = energy;
  const row = (key: string, name: string, one: YearEnergy, subject: string | null): AssessRow => ({
    key,
    name,
    value: format.number(one.totalKWh),
    unit: 'kWh',
    parts: partsOf(one, words),
    subject,
  });
  return {
    headline: t('assess.energy.total', {
      energy: format.number(total.totalKWh / 1000),
      carbon: format.number(total.carbonKg / 1000),
    }),
    mark: null,
    sections: [
      {
        key: 'figures',
        title: t('assess.energy.year'),
        rows: [
          { ...row('total', t('assess.energy.all'), total, null), explain: { kind: 'energy', id: null, figure: 'energy' } },
          ...PARTS.map((part) => ({
            key: part,
            name: t(`assess.energy.part.${part}`),
            value: format.number(total[`${part}KWh`]),
            unit: 'kWh',
            portion: total.totalKWh === 0 ? 0 : total[`${part}KWh`] / total.totalKWh,
            swatch: `energy-${part}`,
          })),
          {
            key: 'carbon',
            name: t('assess.energy.carbon'),
            value: format.number(total.carbonKg),
            unit: 'kg CO₂e',
            explain: { kind: 'energy', id: null, figure: 'carbon' },
          },
          {
            key: 'peak',
            name: t('assess.energy.peak'),
            value: format.number(energy.peakW),
            unit: 'W',
            why: t('assess.energy.peakWhy', { hour: energy.peakHour, mean: format.number(energy.meanW) }),
          },
        ],
      },
      {
        key: 'tiers',
        title: t('assess.energy.byTier'),
        rows: energy.byTier.filter((one) => one.totalKWh > 0).map((one) => row(one.tier, t(`tier.${one.tier}`), one, null)),
      },
      {
        key: 'workloads',
        title: t('assess.energy.byWorkload'),
        rows: energy.byWorkload
          .toSorted((a, b) => b.totalKWh - a.totalKWh)
          .map((one) =>
            one.id === ''
              ? row('', t('assess.energy.nobody'), one, null)
              : row(one.id, recordName(site, 'workloads', one.id), one, `workloads/${one.id}`),
          ),
      },
      {
        key: 'nodes',
        title: t('assess.energy.byNode'),
        rows: energy.nodes
          .toSorted((a, b) => b.totalKWh - a.totalKWh)
          .map((one) => ({
            ...row(one.id, recordName(site, 'nodes', one.id), one, `nodes/${one.id}`),
            explain: { kind: 'energy', id: one.id, figure: 'energy' } as const,
          })),
      },
    ],
    assumptions: energy.assumptions,
  };
}

function partsOf(one: YearEnergy, { t, format }: Words): NonNullable<AssessRow['parts']> {
  return PARTS.map((part) => ({
    name: `energy-${part}`,
    label: `${t(`assess.energy.part.${part}`)} ${format.number(one[`${part}KWh`])} kWh`,
    value: one[`${part}KWh`],
  }));
}
