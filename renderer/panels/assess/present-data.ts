import type { DataAssessment } from '../../../core/evaluate/data/result.ts';
import { TEMPERATURES } from '../../../core/evaluate/data/result.ts';
import { findingText } from '../results/finding-text.ts';
import { recordName } from '../record-name.ts';
import type { Presented, Words } from './present.ts';

/** [D1, D2] Data by service, what storage they fill, and what stays off the way to the centre. */
export function presentData(
  { total, services, storage, boundaries, findings, assumptions }: DataAssessment,
  words: Words,
): Presented {
  const { t, format, site } = words;
  const overfull = storage.filter((one) => (one.filledShare ?? 0) > 1).length;
  return {
    headline:
      findings.length > 0
        ? t('assess.data.findings', { count: findings.length, number: format.count(findings.length) })
        : t('assess.data.total', { raw: format.number(total.rawGBPerDay), kept: format.number(total.keptGBPerDay) }),
    mark: findings.some((one) => one.severity === 'error') || overfull > 0 ? 'missed' : findings.length > 0 ? 'near' : 'met',
    sections: [
      {
        key: 'findings',
        title: t('results.findings'),
        rows: findings.map((one) => {
          const text = findingText(t, one);
          return {
            key: one.id,
            name: text.title,
            mark: one.severity === 'error' ? ('missed' as const) : ('near' as const),
            value: '',
            why: text.why,
            subject: one.subject,
          };
        }),
      },
      {
        key: 'volume',
        title: t('assess.data.stored'),
        rows: TEMPERATURES.filter((temperature) => total.storedGB[temperature] > 0).map((temperature) => ({
          key: temperature,
          name: t(`assess.data.${temperature}`),
          value: format.number(total.storedGB[temperature]),
          unit: 'GB',
          explain: { kind: 'data', id: 'site', figure: temperature } as const,
          why: t('assess.data.entering', { value: format.number(total.enteringGBPerDay[temperature]) }),
        })),
      },
      {
        key: 'storage',
        title: t('assess.data.storage'),
        rows: storage
          .filter((one) => one.retainedGB > 0 || one.bookedGB > 0)
          .toSorted((a, b) => (b.filledShare ?? Infinity) - (a.filledShare ?? Infinity))
          .map((one) => ({
            key: `${one.nodeId} ${one.class}`,
            name: `${recordName(site, 'nodes', one.nodeId)} · ${one.class}`,
            value: one.filledShare === null ? '–' : format.percent(one.filledShare),
            share: one.filledShare,
            ...(one.filledShare === null
              ? {}
              : { explain: { kind: 'data', id: `${one.nodeId} ${one.class}`, figure: 'filled' } as const }),
            why: [
              t('assess.data.holds', { retained: format.number(one.retainedGB), offered: format.number(one.offeredGB) }),
              one.fullAfterDays === null ? null : t('assess.data.full', { days: format.number(one.fullAfterDays) }),
            ]
              .filter((part) => part !== null)
              .join(' · '),
            subject: `nodes/${one.nodeId}`,
          })),
      },
      {
        key: 'boundaries',
        title: t('assess.data.boundaries'),
        rows: boundaries.map((one) => ({
          key: one.tier,
          name: t('assess.data.from', { tier: t(`tier.${one.tier}`) }),
          value: format.number(one.planGBPerDay),
          unit: 'GB/d',
          explain: { kind: 'data', id: one.tier, figure: 'boundary' } as const,
          portion: one.rawGBPerDay > 0 ? one.planGBPerDay / one.rawGBPerDay : null,
          why:
            one.savedShare === null
              ? ''
              : t('assess.data.saved', { value: format.number(one.savedGBPerDay), share: format.percent(one.savedShare) }),
        })),
      },
      {
        key: 'services',
        title: t('assess.data.services'),
        rows: services
          .filter((one) => one.rawGBPerDay > 0)
          .toSorted((a, b) => b.rawGBPerDay - a.rawGBPerDay)
          .map((one) => ({
            key: one.serviceId,
            name: recordName(site, 'services', one.serviceId),
            value: format.number(one.keptGBPerDay),
            unit: 'GB/d',
            explain: { kind: 'data', id: one.serviceId, figure: 'kept' } as const,
            why: t('assess.data.keeps', { raw: format.number(one.rawGBPerDay), share: format.percent(one.keptShare) }),
            subject: `services/${one.serviceId}`,
          })),
      },
    ].filter((section) => section.rows.length > 0),
    assumptions,
  };
}
