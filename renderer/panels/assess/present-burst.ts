import type { BurstAssessment, WorkloadBurst } from '../../../core/evaluate/burst/result.ts';
import { ABSORBERS } from '../../../core/evaluate/burst/result.ts';
import { subjectName } from '../record-name.ts';
import type { AssessRow, Presented, Words } from './present.ts';

/** [C3] Who takes a burst, in order, and what is shed. */
export function presentBurst({ factor, workloads, totals, assumptions }: BurstAssessment, words: Words): Presented {
  const { t, format } = words;
  const shed = workloads.filter((one) => one.shedPerSecond > 0).length;
  const burst = format.percent(factor);
  return {
    headline:
      shed === 0
        ? t('assess.burst.absorbed', { burst })
        : t('assess.burst.shed', { burst, count: shed, number: format.count(shed) }),
    mark: shed === 0 ? 'met' : 'saturated',
    sections: [
      {
        key: 'workloads',
        title: t('assess.burst.workloads'),
        rows: workloads.toSorted((a, b) => a.absorbedShare - b.absorbedShare).map((one) => workloadRow(one, words)),
      },
      {
        key: 'absorbers',
        title: t('assess.burst.absorbers'),
        rows: [...ABSORBERS, 'shed' as const]
          .filter((who) => totals[who] > 0)
          .map((who) => ({
            key: who,
            name: t(`assess.burst.by.${who}`),
            value: format.number(totals[who]),
            unit: '1/s',
            portion: totals.demand > 0 ? totals[who] / totals.demand : 0,
          })),
      },
    ],
    assumptions,
  };
}

function workloadRow(one: WorkloadBurst, { t, format, site }: Words): AssessRow {
  const p99 = ABSORBERS.flatMap((who) => {
    const value = one.p99Ms[who];
    return value === null ? [] : [`${t(`assess.burst.by.${who}`)} p99 ${format.number(value)} ms`];
  });
  return {
    key: one.workloadId,
    name: one.name,
    mark: one.shedPerSecond > 0 ? 'saturated' : 'met',
    value: format.percent(one.absorbedShare),
    portion: one.absorbedShare,
    why: [
      one.limitedBy === null ? null : t('assess.burst.limitedBy', { name: subjectName(site, one.limitedBy) }),
      one.shedPerSecond > 0 ? t('assess.burst.sheds', { value: format.number(one.shedPerSecond) }) : null,
      ...p99,
    ]
      .filter((part) => part !== null)
      .join(' · '),
    subject: `workloads/${one.workloadId}`,
  };
}
