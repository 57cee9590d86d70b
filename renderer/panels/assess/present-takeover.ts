import type { PlacementTakeover, TakeoverAssessment, TakeoverRefusal } from '../../../core/evaluate/autonomy/result.ts';
import { recordName } from '../record-name.ts';
import type { AssessRow, Presented, Words } from './present.ts';
import { secondsText } from './present.ts';

/** [A4] What the centre takes over when the edge is gone, and what it cannot. */
export function presentTakeover(
  { placements, flows, takenShare, totalSeconds, assumptions }: TakeoverAssessment,
  words: Words,
): Presented {
  const { t, format } = words;
  const late = flows.filter((one) => one.status !== 'met').length;
  const refused = placements.filter((one) => one.status === 'refused');
  return {
    headline:
      placements.length === 0
        ? t('assess.takeover.none')
        : t('assess.takeover.taken', {
            share: format.percent(takenShare),
            time: totalSeconds === null ? '–' : secondsText(words, totalSeconds),
          }),
    mark: placements.length === 0 ? null : refused.length > 0 ? 'missed' : late > 0 ? 'near' : 'met',
    sections: [
      {
        key: 'refused',
        title: t('assess.takeover.refused', { count: refused.length, number: format.count(refused.length) }),
        rows: refused.map((one) => placementRow(one, words)),
      },
      {
        key: 'taken',
        title: t('assess.takeover.moves'),
        rows: placements
          .filter((one) => one.status === 'taken')
          .toSorted((a, b) => (b.seconds?.total ?? 0) - (a.seconds?.total ?? 0))
          .map((one) => placementRow(one, words)),
      },
      {
        key: 'flows',
        title: t('assess.takeover.flows'),
        rows: flows
          .filter((one) => one.status !== 'met')
          .map((one) => ({
            key: one.flowId,
            name: recordName(words.site, 'flows', one.flowId),
            mark: one.status,
            value: one.p99AfterMs === null ? '–' : format.number(one.p99AfterMs),
            unit: one.p99AfterMs === null ? '' : 'ms',
            share: one.p99AfterMs === null || one.objectiveP99Ms === null ? null : one.p99AfterMs / one.objectiveP99Ms,
            why: one.p99BeforeMs === null ? '' : t('assess.takeover.before', { value: format.number(one.p99BeforeMs) }),
            subject: `flows/${one.flowId}`,
          })),
      },
    ].filter((section) => section.rows.length > 0),
    assumptions,
  };
}

function placementRow(one: PlacementTakeover, words: Words): AssessRow {
  const { t, site } = words;
  return {
    key: one.placementId,
    name: `${recordName(site, 'services', one.serviceId)} · ${recordName(site, 'nodes', one.fromNodeId)}`,
    mark: one.status === 'taken' ? 'met' : 'missed',
    value: one.seconds === null ? '' : secondsText(words, one.seconds.total),
    why:
      one.refusal === null
        ? t('assess.takeover.to', { name: one.toNodeId === null ? '–' : recordName(site, 'nodes', one.toNodeId) })
        : refusalText(one.refusal, words),
    subject: `placements/${one.placementId}`,
  };
}

function refusalText(refusal: TakeoverRefusal, { t, format }: Words): string {
  switch (refusal.kind) {
    case 'misfit':
      return refusal.why;
    case 'no-capacity':
      return t('assess.takeover.no-capacity', {
        missing: format.number(refusal.missing),
        unit: refusal.unit,
        dimension: t(`dimension.${refusal.dimension}`, { defaultValue: refusal.dimension }),
      });
    case 'no-route':
      return t('assess.takeover.no-route');
    case 'no-centre':
      return t('assess.takeover.no-centre');
  }
}
