import type { AvailabilityAssessment, WorkloadAvailability } from '../../../core/evaluate/availability/result.ts';
import type { AssessRow, Presented, Words } from './present.ts';
import { minutesText, ninesText, targetText } from './present.ts';

/** [A1] Workloads by availability against their targets, and the parts that decide it. */
export function presentAvailability({ workloads, assumptions }: AvailabilityAssessment, words: Words): Presented {
  const { t, format } = words;
  const told = workloads
    .filter((one) => one.availability !== null)
    .toSorted((a, b) => (a.availability ?? 1) - (b.availability ?? 1));
  const missed = told.filter((one) => one.verdict === 'missed').length;
  const worst = told[0];
  return {
    headline:
      worst === undefined
        ? t('assess.availability.none')
        : missed > 0
          ? t('assess.availability.missed', { count: missed, number: format.count(missed) })
          : t('assess.availability.worst', { name: worst.name, value: ninesText(worst.availability ?? 0) }),
    mark: worst === undefined ? null : missed > 0 ? 'missed' : told.some((one) => one.status === 'down') ? 'no-route' : 'met',
    sections: [
      { key: 'workloads', title: t('assess.availability.workloads'), rows: told.map((one) => workloadRow(one, words)) },
      { key: 'weakest', title: t('assess.availability.weakest'), rows: worst === undefined ? [] : weakestRows(told, words) },
    ],
    assumptions,
  };
}

function workloadRow(one: WorkloadAvailability, words: Words): AssessRow {
  const { t } = words;
  const availability = one.availability ?? 0;
  const down = minutesText(words, one.minutesDownPerYear ?? 0);
  // Downtime against the downtime that the target allows.
  const share = one.target === null || one.target >= 1 ? null : (1 - availability) / (1 - one.target);
  const target = one.target === null ? '' : ` · ${t('assess.availability.target', { value: targetText(words, one.target) })}`;
  const method =
    one.method?.kind === 'monte-carlo' ? ` · ${t('assess.availability.sampled', { samples: one.method.samples })}` : '';
  return {
    key: one.workloadId,
    name: one.name,
    mark: one.status === 'down' ? 'no-route' : one.verdict === 'missed' ? 'missed' : 'met',
    value: ninesText(availability),
    unit: '%',
    share,
    why: `${t('assess.availability.down', { time: down })}${target}${method}`,
    explain: { kind: 'availability', id: one.workloadId },
    subject: `workloads/${one.workloadId}`,
  };
}

/** Of every workload the most critical parts, each part once, with what a second one would win. */
function weakestRows(workloads: readonly WorkloadAvailability[], words: Words): AssessRow[] {
  const { t } = words;
  const gains = new Map<string, { name: string; minutes: number; criticality: number; workload: string }>();
  for (const workload of workloads) {
    for (const part of workload.weakestParts) {
      const known = gains.get(part.componentId);
      if (known === undefined || part.gainPerfectMinutes > known.minutes)
        gains.set(part.componentId, {
          name: part.name,
          minutes: part.gainPerfectMinutes,
          criticality: part.criticality,
          workload: workload.name,
        });
    }
  }
  return [...gains]
    .toSorted(([, a], [, b]) => b.minutes - a.minutes)
    .map(([id, part]) => ({
      key: id,
      name: part.name,
      value: minutesText(words, part.minutes),
      unit: t('assess.perYear'),
      portion: part.criticality,
      why: t('assess.availability.decides', { share: words.format.percent(part.criticality), name: part.workload }),
      subject: id.split('/').slice(0, 2).join('/'),
    }));
}
