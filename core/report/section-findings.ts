import type { Finding } from '../evaluate/result.ts';
import type { ReportContext } from './context.ts';
import { FINDING_CAP, capNote } from './context.ts';
import type { FindingGroup } from './order.ts';
import type { Section, Table } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';
import { sentencesOf } from './sentences.ts';
import { groupTitle, markOfGroup } from './risks.ts';
import { nameOfSubject } from './words.ts';

export function findingsSection(context: ReportContext): Section {
  const { words, groups, evaluation } = context;
  const text =
    groups.length === 0
      ? words.text('findings.none')
      : words.text('findings.intro', {
          errors: words.counted('count.errors', evaluation.totals.errors),
          warnings: words.counted('count.warnings', evaluation.totals.warnings),
        });
  return {
    name: 'findings',
    title: words.text('section.findings'),
    blocks: [{ kind: 'paragraph', text }, ...groups.map((group) => groupTable(context, group))],
  };
}

function groupTable(context: ReportContext, group: FindingGroup): Table {
  const { words } = context;
  const shown = group.findings.slice(0, FINDING_CAP);
  return {
    kind: 'table',
    name: `findings-${group.severity}-${group.kind}`,
    caption: groupTitle(context, group),
    columns: [
      wordsColumn(words.text('column.subject'), 22),
      figureColumn(words.text('column.value'), null, 9),
      figureColumn(words.text('column.limit'), null, 9),
      wordsColumn(words.text('column.unit'), 11),
      wordsColumn(words.text('column.why'), 49),
    ],
    rows: shown.map((finding) => findingRow(context, group, finding)),
    totals: [],
    note: capNote(words, shown.length, group.findings.length, 'findings.csv'),
  };
}

function findingRow(context: ReportContext, group: FindingGroup, finding: Finding): Table['rows'][number] {
  const { words, site } = context;
  const { why, remedy } = sentencesOf(words, finding);
  const ratio = finding.unit === 'ratio';
  const format = ratio ? words.percent : words.figure;
  return [
    wordsCell(nameOfSubject(site, finding.subject), words.text(`severity.${finding.severity}`), markOfGroup(group)),
    figureCell(finding.value, format),
    figureCell(finding.limit, format),
    wordsCell(ratio ? '%' : words.optional(`unit.${finding.unit}`, finding.unit)),
    wordsCell(why, remedy === '' ? null : words.text('remedy.line', { remedy })),
  ];
}
