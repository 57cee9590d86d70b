import type { AutonomyAssessment, AutonomyEnd, WorkloadAutonomy } from '../../../core/evaluate/autonomy/result.ts';
import { recordName, subjectName } from '../record-name.ts';
import type { AssessRow, Presented, Words } from './present.ts';
import { minutesText } from './present.ts';

/** [A3] Workloads cut off from the centre: how long they go on against what they ask for, the worst first. */
export function presentAutonomy({ workloads, cutNodeIds, assumptions }: AutonomyAssessment, words: Words): Presented {
  const { t, format, site } = words;
  const missed = workloads.filter((one) => one.verdict === 'missed').length;
  const stops = workloads.filter((one) => one.status === 'stops').length;
  const told = workloads.filter((one) => one.status !== 'not-affected').toSorted((a, b) => need(a) - need(b));
  return {
    headline:
      missed > 0
        ? t('assess.autonomy.missed', { count: missed, number: format.count(missed) })
        : t('assess.autonomy.held', { count: stops, number: format.count(stops) }),
    mark: missed > 0 ? 'missed' : told.some((one) => one.retentionVerdict === 'missed') ? 'near' : 'met',
    sections: [
      {
        key: 'workloads',
        title: t('assess.autonomy.workloads', { count: cutNodeIds.length, number: format.count(cutNodeIds.length) }),
        rows: told.map((one) => workloadRow(one, words)),
        empty: t('assess.autonomy.none'),
      },
      {
        key: 'buffers',
        title: t('assess.autonomy.buffers'),
        rows: bufferRows(told, words),
      },
      {
        key: 'unaffected',
        title: t('assess.autonomy.unaffected'),
        rows: workloads
          .filter((one) => one.status === 'not-affected')
          .map((one) => ({
            key: one.workloadId,
            name: recordName(site, 'workloads', one.workloadId),
            mark: 'met' as const,
            value: '',
            subject: `workloads/${one.workloadId}`,
          })),
      },
    ].filter((section) => section.key === 'workloads' || section.rows.length > 0),
    assumptions,
  };
}

/** Missed first, then the shortest. */
function need(one: WorkloadAutonomy): number {
  return (one.verdict === 'missed' ? 0 : 1e9) + Math.min(1e8, one.hours ?? 1e8);
}

function workloadRow(one: WorkloadAutonomy, words: Words): AssessRow {
  const { t, format } = words;
  const parts = [
    one.requiredH > 0 ? t('assess.autonomy.required', { value: format.number(one.requiredH) }) : null,
    one.end === null ? null : endText(one.end, words),
    one.devices > 0 && one.devicesServed < one.devices
      ? t('assess.autonomy.devices', { served: format.count(one.devicesServed), all: format.count(one.devices) })
      : null,
    one.retentionVerdict === 'missed' ? t('assess.autonomy.retention', { value: format.number(one.retentionH) }) : null,
  ];
  return {
    key: one.workloadId,
    name: one.name,
    mark:
      one.verdict === 'missed'
        ? 'missed'
        : one.retentionVerdict === 'missed' || one.status === 'partly'
          ? 'near'
          : one.status === 'stops'
            ? 'no-route'
            : 'met',
    value: one.hours === null ? t('assess.autonomy.endless') : hoursText(one.hours, words),
    // Hours asked for over hours there: 1 is just enough.
    share: one.requiredH === 0 ? null : one.hours === null ? 0 : one.hours === 0 ? 1.25 : one.requiredH / one.hours,
    why: parts.filter((part) => part !== null).join(' · '),
    explain: { kind: 'autonomy', id: one.workloadId },
    subject: `workloads/${one.workloadId}`,
  };
}

/** Hours up to two days, for they are asked for in hours. */
function hoursText(hours: number, words: Words): string {
  return hours === 0 ? words.t('assess.hours', { value: 0 }) : minutesText(words, hours * 60);
}

function endText(end: AutonomyEnd, { t, site }: Words): string {
  switch (end.kind) {
    case 'storage-full':
      return t('assess.autonomy.end.storage-full', { name: recordName(site, 'nodes', end.nodeId) });
    case 'ups-empty':
      return t('assess.autonomy.end.ups-empty', { name: recordName(site, 'places', end.placeId) });
    case 'needs-service':
      return t('assess.autonomy.end.needs-service', { name: recordName(site, 'services', end.serviceId) });
    case 'access-down':
      return t('assess.autonomy.end.access-down', { name: recordName(site, 'nodes', end.nodeId) });
    case 'saturated':
      return t('assess.autonomy.end.saturated', { name: subjectName(site, end.subject) });
  }
}

/** Nodes that take up what cannot leave, each once, the shortest first. */
function bufferRows(workloads: readonly WorkloadAutonomy[], words: Words): AssessRow[] {
  const { t, format, site } = words;
  const buffers = new Map(workloads.flatMap((one) => one.buffers.map((buffer) => [buffer.nodeId, buffer] as const)));
  return [...buffers.values()]
    .filter((one) => one.ingestGBPerH > 0)
    .toSorted((a, b) => (a.hours ?? Infinity) - (b.hours ?? Infinity))
    .map((one) => ({
      key: one.nodeId,
      name: recordName(site, 'nodes', one.nodeId),
      value: one.hours === null ? '–' : hoursText(one.hours, words),
      why: t('assess.autonomy.buffer', { free: format.number(one.freeGB), ingest: format.number(one.ingestGBPerH) }),
      subject: `nodes/${one.nodeId}`,
    }));
}
