import type { Relief, Remedy } from '../../../core/evaluate/relief/result.ts';
import { recordName, subjectName } from '../record-name.ts';
import type { AssessRow, Presented, Words } from './present.ts';

/** [C4] What gets more work than it can do, and what was tried and helps, the cheapest first. */
export function presentRelief(reliefs: readonly Relief[], words: Words): Presented {
  const { t, format } = words;
  const helpless = reliefs.filter((one) => one.remedies.length === 0).length;
  return {
    headline:
      reliefs.length === 0
        ? t('assess.relief.none')
        : helpless > 0
          ? t('assess.relief.helpless', { count: helpless, number: format.count(helpless) })
          : t('assess.relief.helped', { count: reliefs.length, number: format.count(reliefs.length) }),
    mark: reliefs.length === 0 ? 'met' : 'saturated',
    sections: reliefs.map(({ resource, remedies }) => ({
      key: resource.subject,
      title: t('assess.relief.resource', {
        name: resource.name,
        demand: format.number(resource.demand),
        capacity: format.number(resource.capacity),
        unit: resource.unit,
      }),
      rows: remedies.map((remedy, index) => remedyRow(remedy, index, words)),
      empty: t('assess.relief.nothing'),
    })),
    assumptions: [],
  };
}

function remedyRow(remedy: Remedy, index: number, words: Words): AssessRow {
  const { t, format, site } = words;
  const names = remedy.subjects.map((subject) => subjectName(site, subject)).join(', ');
  const nodes = remedy.nodeIds.map((id) => recordName(site, 'nodes', id)).join(', ');
  const after =
    remedy.utilisationAfter === null ? null : t('assess.relief.after', { share: format.percent(remedy.utilisationAfter) });
  const still =
    remedy.stillSaturated.length === 0
      ? null
      : t('assess.relief.still', { count: remedy.stillSaturated.length, number: format.count(remedy.stillSaturated.length) });
  const { costPerMonth } = remedy;
  const name = t(`assess.relief.kind.${remedy.kind}`, {
    name: names,
    from: remedy.from === null ? '' : format.number(remedy.from),
    to: remedy.to === null ? '' : format.number(remedy.to),
    nodes,
  });
  return {
    key: `${index} ${remedy.kind}`,
    name,
    remedy: { label: name, commands: remedy.commands },
    mark: 'met',
    value: costPerMonth === null ? t('assess.relief.unpriced') : format.number(costPerMonth),
    unit: costPerMonth === null ? '' : t('assess.relief.perMonth', { currency: site.header.currency }),
    why: [after, still].filter((part) => part !== null).join(' · '),
    subject: remedy.subjects[0] ?? null,
  };
}
