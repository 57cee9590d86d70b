import type { LinkResult } from '../evaluate/result.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { ReportContext } from './context.ts';
import { ROW_CAP, capNote, nodeName } from './context.ts';
import { fullestLinksFirst, linkUtilisation } from './order.ts';
import type { Block, Cell, Section, Table } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';
import { shorten } from './words.ts';

export function linksSection(context: ReportContext): Section {
  const { words, evaluation } = context;
  const links = fullestLinksFirst(evaluation.links);
  const blocks: Block[] = [
    links.length === 0 ? { kind: 'paragraph', text: words.text('links.none') } : linkTable(context, links),
  ];
  if (context.sources.media.length > 0) blocks.push(mediaTable(context));
  return { name: 'links', title: words.text('section.links'), blocks };
}

function linkTable(context: ReportContext, links: readonly LinkResult[]): Table {
  const { words, site } = context;
  const shown = links.slice(0, ROW_CAP);
  const over = links.filter((link) => linkUtilisation(link) >= 1).length;
  const [fullest] = links;
  const measured = listRecords(site, 'links').filter((link) => link.measured !== null).length;
  const notes = [
    capNote(words, shown.length, links.length, 'links.csv'),
    measured === 0 ? null : words.counted('links.measured', measured),
  ];
  return {
    kind: 'table',
    name: 'links',
    caption: words.counted(over === 0 ? 'links.caption.fits' : 'links.caption.over', over === 0 ? links.length : over, {
      all: words.whole(links.length),
      subject: fullest === undefined ? '' : shorten(getRecord(site, 'links', fullest.id)?.name ?? fullest.id, 60),
      percent: words.percent(fullest === undefined ? 0 : linkUtilisation(fullest)),
    }),
    columns: [
      wordsColumn(words.text('column.link'), 34),
      wordsColumn(words.text('column.medium'), 16),
      figureColumn(words.text('column.load'), 'Mbps', 10),
      figureColumn(words.text('column.capacity'), 'Mbps', 10),
      figureColumn(words.text('column.utilisation'), '%', 10),
      figureColumn(words.text('column.delay'), 'ms', 9),
      figureColumn(words.text('column.flows'), null, 8),
    ],
    rows: shown.map((link) => linkRow(context, link)),
    totals: [],
    note: notes.filter((note) => note !== null).join(words.text('sentence.gap')) || null,
  };
}

/** The fuller direction of a link stands for it; both are in the CSV. */
function linkRow({ words, site }: ReportContext, link: LinkResult): Cell[] {
  const record = getRecord(site, 'links', link.id);
  const up = link.utilisationUp >= link.utilisationDown;
  const ends = record === undefined ? null : [record.fromNodeId, record.toNodeId].map((id) => nodeName(site, id));
  const way = ends === null ? null : (up ? ends : ends.toReversed()).join(' → ');
  const medium = record === undefined ? '–' : (getRecord(site, 'media', record.mediumId)?.name ?? record.mediumId);
  const utilisation = linkUtilisation(link);
  return [
    wordsCell(record?.name ?? link.id, way),
    wordsCell(medium),
    figureCell(up ? link.upMbps : link.downMbps, words.figure),
    figureCell(up ? link.capacityUpMbps : link.capacityDownMbps, words.figure),
    figureCell(utilisation, words.percent, utilisation >= 1 ? 'saturated' : null),
    figureCell(up ? link.delayUpMs : link.delayDownMs, words.figure),
    figureCell(link.flows, words.whole),
  ];
}

function mediaTable({ words, sources }: ReportContext): Table {
  return {
    kind: 'table',
    name: 'media',
    caption: words.counted('media.caption', sources.media.length),
    columns: [
      wordsColumn(words.text('column.medium'), 30),
      figureColumn(words.text('column.propagation'), 'µs/km', 13),
      figureColumn(words.text('column.routeFactor'), null, 12),
      figureColumn(words.text('column.baseLatency'), 'ms', 12),
      figureColumn(words.text('column.jitter'), 'ms', 12),
      figureColumn(words.text('column.loss'), '%', 10),
      wordsColumn(words.text('column.sources'), 11),
    ],
    rows: sources.media.map((medium) => [
      wordsCell(medium.name),
      figureCell(medium.propagationUsPerKm, words.figure),
      figureCell(medium.routeFactor, words.figure),
      figureCell(medium.baseLatencyMs, words.figure),
      figureCell(medium.jitter.distribution === 'none' ? 0 : medium.jitter.meanMs, words.figure),
      figureCell(medium.lossRatio, (ratio) => words.figure(ratio * 100)),
      wordsCell(sources.cite(medium.sources)),
    ]),
    totals: [],
    note: null,
  };
}
