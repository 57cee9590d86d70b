import type { RunwayAssessment, RunwayLimit } from '../../../core/evaluate/runway/result.ts';
import type { AssessRow, Presented, Words } from './present.ts';

/** [C2] Limits in the order in which growing demand breaks them. */
export function presentRunway(
  { limits, firstToBreak, growthPerYear, years, assumptions }: RunwayAssessment,
  words: Words,
): Presented {
  const { t, format } = words;
  const breaking = limits.filter((one) => one.month !== null);
  const holding = limits.filter((one) => one.month === null);
  const growth = { growth: format.percent(growthPerYear), years: format.number(years) };
  return {
    headline:
      firstToBreak === null || firstToBreak.month === null
        ? t('assess.runway.holds', growth)
        : firstToBreak.month === 0
          ? t('assess.runway.broken', { name: firstToBreak.name, what: dimensionText(firstToBreak, words) })
          : t('assess.runway.breaks', {
              name: firstToBreak.name,
              what: dimensionText(firstToBreak, words),
              when: whenText(firstToBreak.month, words),
            }),
    mark: firstToBreak === null ? 'met' : firstToBreak.month === 0 ? 'missed' : 'near',
    sections: [
      {
        key: 'breaking',
        title: t('assess.runway.order', growth),
        rows: breaking.map((one) => limitRow(one, words)),
        empty: t('assess.runway.none'),
      },
      {
        key: 'holding',
        title: t('assess.runway.holding', { count: holding.length, number: format.count(holding.length) }),
        rows: holding.toSorted((a, b) => (b.utilisationNow ?? 0) - (a.utilisationNow ?? 0)).map((one) => limitRow(one, words)),
      },
    ].filter((section) => section.key === 'breaking' || section.rows.length > 0),
    assumptions,
  };
}

function limitRow(one: RunwayLimit, words: Words): AssessRow {
  const { t, format } = words;
  return {
    key: `${one.kind} ${one.subject} ${one.dimension} ${one.name}`,
    name: one.name,
    mark: one.month === null ? 'met' : one.month === 0 ? 'missed' : 'near',
    value: one.month === null ? '–' : whenText(one.month, words),
    ...(one.utilisationNow === null ? {} : { share: one.utilisationNow }),
    why: `${dimensionText(one, words)} · ${t('assess.runway.now', {
      used: one.usedNow === null ? '–' : format.number(one.usedNow),
      limit: format.number(one.limit),
      unit: one.unit,
    })}`,
    subject: one.subject,
    explain: { kind: 'runway', id: `${one.subject} ${one.dimension}` },
  };
}

function dimensionText({ kind, dimension }: RunwayLimit, { t }: Words): string {
  if (kind === 'latency') return 'p99';
  return t([`dimension.${dimension}`, `explain.word.${dimension}`], { defaultValue: dimension });
}

/** Months from now: alone in the first two years, then with years. */
function whenText(month: number, { t, format }: Words): string {
  if (month === 0) return t('assess.runway.already');
  if (month < 24) return t('assess.runway.month', { count: month, number: format.count(month) });
  return t('assess.runway.year', { value: format.number(month / 12, 2) });
}
