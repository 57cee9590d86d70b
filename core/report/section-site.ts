import type { ReportContext } from './context.ts';
import { ROW_CAP } from './context.ts';
import { listRecords } from '../site/site.ts';
import type { Section, Table } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';

/** What the site is: counts, and the parameters that hold for all of it. */
export function siteSection(context: ReportContext): Section {
  const { words, site } = context;
  const description = site.header.description.trim();
  return {
    name: 'site',
    title: words.text('section.site'),
    blocks: [
      ...(description === '' ? [] : [{ kind: 'paragraph' as const, text: description }]),
      countTable(context),
      parameterTable(context),
      ...workloadTable(context),
    ],
  };
}

const COUNTS = ['places', 'nodes', 'links', 'deviceGroups', 'devices', 'workloads', 'services', 'flows', 'placements'] as const;

function countTable({ words, evaluation }: ReportContext): Table {
  const counts = evaluation.site;
  return {
    kind: 'table',
    name: 'counts',
    caption: words.text('site.caption', {
      devices: words.whole(counts.devices),
      nodes: words.whole(counts.nodes),
      places: words.whole(counts.places),
    }),
    columns: COUNTS.map((name) => figureColumn(words.text(`count.${name}`), null, 10)),
    rows: [COUNTS.map((name) => figureCell(counts[name], words.whole))],
    totals: [],
    note: null,
  };
}

function parameterTable({ words, site }: ReportContext): Table {
  const { header } = site;
  const row = (name: string, value: number, unit: string, format: (value: number) => string): Table['rows'][number] => [
    wordsCell(name),
    figureCell(value, format),
    wordsCell(unit),
  ];
  return {
    kind: 'table',
    name: 'parameters',
    caption: words.text('parameters.caption'),
    columns: [
      wordsColumn(words.text('column.parameter'), 60),
      figureColumn(words.text('column.value'), null, 20),
      wordsColumn(words.text('column.unit'), 20),
    ],
    rows: [
      row(words.text('parameter.growth'), header.growthPerYear, words.text('unit.percentPerYear'), words.percent),
      row(words.text('parameter.years'), header.years, words.text('unit.years'), words.whole),
      row(words.text('parameter.discount'), header.discountRate, words.text('unit.percentPerYear'), words.percent),
      row(words.text('parameter.pue'), header.pue, '', words.figure),
      row(words.text('parameter.energyPrice'), header.energyPricePerKWh, `${header.currency}/kWh`, words.figure),
      row(words.text('parameter.carbon'), header.carbonGPerKWh, words.text('unit.carbon'), words.figure),
    ],
    totals: [],
    note: null,
  };
}

function workloadTable({ words, site, sources }: ReportContext): Table[] {
  const workloads = listRecords(site, 'workloads').toSorted((a, b) => b.priority - a.priority);
  if (workloads.length === 0) return [];
  const services = countByWorkload(Object.values(site.services));
  const flows = countByWorkload(Object.values(site.flows));
  const shown = workloads.slice(0, ROW_CAP);
  return [
    {
      kind: 'table',
      name: 'workloads',
      caption: words.counted('workloads.caption', workloads.length),
      columns: [
        wordsColumn(words.text('column.workload'), 36),
        wordsColumn(words.text('column.kind'), 24),
        figureColumn(words.text('column.services'), null, 10),
        figureColumn(words.text('column.flows'), null, 10),
        figureColumn(words.text('column.priority'), null, 10),
        wordsColumn(words.text('column.sources'), 10),
      ],
      rows: shown.map((workload) => [
        wordsCell(workload.name),
        wordsCell(words.text(`workload.${workload.kind}`)),
        figureCell(services.get(workload.id) ?? 0, words.whole),
        figureCell(flows.get(workload.id) ?? 0, words.whole),
        figureCell(workload.priority, words.whole),
        wordsCell(sources.cite(workload.sources)),
      ]),
      totals: [],
      note:
        shown.length < workloads.length
          ? words.text('note.capOnly', { shown: words.whole(shown.length), all: words.whole(workloads.length) })
          : null,
    },
  ];
}

function countByWorkload(records: readonly { readonly workloadId: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { workloadId } of records) counts.set(workloadId, (counts.get(workloadId) ?? 0) + 1);
  return counts;
}
