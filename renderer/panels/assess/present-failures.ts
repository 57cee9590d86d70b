import type { FailureAssessment, FailureImpact } from '../../../core/evaluate/failures/result.ts';
import { recordName } from '../record-name.ts';
import type { AssessRow, Presented, Words } from './present.ts';

/** [A2] Every single failure, the worst first. */
export function presentFailures(
  { impacts, harmless, singlePointsOfFailure, assumptions }: FailureAssessment,
  words: Words,
): Presented {
  const { t, format } = words;
  const points = singlePointsOfFailure.length;
  return {
    headline:
      points === 0
        ? t('assess.failures.none')
        : t('assess.failures.points', { count: points, number: format.count(points), name: impacts[0]?.failure.name ?? '' }),
    mark: points === 0 ? 'met' : 'missed',
    sections: [
      {
        key: 'impacts',
        title: t('assess.failures.ranked'),
        rows: impacts.map((impact) => impactRow(impact, words)),
        empty: t('assess.failures.none'),
      },
      {
        key: 'harmless',
        title: t('assess.failures.harmless', { count: harmless.length, number: format.count(harmless.length) }),
        rows: harmless.map((failure) => ({
          key: failure.id,
          name: failure.name,
          value: t(`assess.failures.kind.${failure.kind}`),
          subject: failure.id.split('/').slice(0, 2).join('/'),
        })),
      },
    ],
    assumptions,
  };
}

function impactRow(impact: FailureImpact, words: Words): AssessRow {
  const { t, format, site } = words;
  const { failure, lost, degraded, failovers, saturated, lostShare } = impact;
  const workloads = impact.workloadsLost.map((id) => recordName(site, 'workloads', id)).join(', ');
  const effects = [
    lost.length === 0 ? null : t('assess.failures.lost', { count: lost.length, number: format.count(lost.length) }),
    degraded.length === 0
      ? null
      : t('assess.failures.degraded', { count: degraded.length, number: format.count(degraded.length) }),
    failovers.length === 0
      ? null
      : t('assess.failures.moved', { count: failovers.length, number: format.count(failovers.length) }),
    saturated.length === 0
      ? null
      : t('assess.failures.saturated', { count: saturated.length, number: format.count(saturated.length) }),
    failure.afterH === 0 ? null : t('assess.failures.after', { value: format.number(failure.afterH) }),
    workloads === '' ? null : workloads,
  ];
  return {
    key: failure.id,
    name: `${impact.rank}. ${failure.name}`,
    mark: lost.length > 0 ? 'no-route' : degraded.length > 0 ? 'missed' : 'met',
    value: format.percent(lostShare),
    portion: lostShare,
    why: effects.filter((part) => part !== null).join(' · '),
    subject: failure.id.split('/').slice(0, 2).join('/'),
  };
}
