import type { NodeResult, PlaceResult } from '../evaluate/result.ts';
import { TIERS } from '../site/schema/common.ts';
import { getRecord } from '../site/site.ts';
import type { ReportContext } from './context.ts';
import { ROW_CAP, capNote, dimensionName, nodeName } from './context.ts';
import { fullestNodesFirst, tightestUtilisation } from './order.ts';
import type { Block, Cell, Figure, Section, Table, TierRow } from './report-model.ts';
import { figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';
import { shorten } from './words.ts';

export function nodesSection(context: ReportContext): Section {
  const { words, evaluation } = context;
  const nodes = fullestNodesFirst(evaluation.nodes);
  const blocks: Block[] = [];
  if (nodes.length === 0) blocks.push({ kind: 'paragraph', text: words.text('nodes.none') });
  const figure = tierFigure(context, nodes);
  if (figure !== null) blocks.push(figure);
  if (nodes.length > 0) blocks.push(nodeTable(context, nodes));
  const places = placeTable(context);
  if (places !== null) blocks.push(places);
  return { name: 'nodes', title: words.text('section.nodes'), blocks };
}

function fullestSentence({ words, site }: ReportContext, nodes: readonly NodeResult[]): string {
  const over = nodes.filter((node) => (tightestUtilisation(node) ?? 0) > 1).length;
  const [fullest] = nodes;
  const utilisation = fullest === undefined ? null : tightestUtilisation(fullest);
  if (fullest === undefined || fullest.tightest === null || utilisation === null) return words.text('nodes.caption.empty');
  return words.counted(over === 0 ? 'nodes.caption.fits' : 'nodes.caption.over', over === 0 ? nodes.length : over, {
    all: words.whole(nodes.length),
    subject: shorten(nodeName(site, fullest.id), 60),
    percent: words.percent(utilisation),
    dimension: dimensionName(words, fullest.tightest),
  });
}

function tierFigure(context: ReportContext, nodes: readonly NodeResult[]): Figure | null {
  const { words } = context;
  const rows: TierRow[] = [];
  for (const tier of TIERS) {
    const utilisations = nodes
      .filter((node) => node.tier === tier)
      .map(tightestUtilisation)
      .filter((value) => value !== null);
    const [greatest] = utilisations;
    if (greatest === undefined) continue;
    const label = words.counted('tiers.label', utilisations.length, { percent: words.percent(greatest) });
    rows.push({ name: words.text(`tier.${tier}`), utilisations, label });
  }
  if (rows.length === 0) return null;
  return {
    kind: 'chart',
    caption: fullestSentence(context, nodes),
    legend: words.text('tiers.legend'),
    chart: { type: 'tiers', rows, axis: words.text('tiers.axis'), limit: words.text('tiers.limit') },
  };
}

function nodeTable(context: ReportContext, nodes: readonly NodeResult[]): Table {
  const { words, evaluation } = context;
  const shown = nodes.slice(0, ROW_CAP);
  const idle = evaluation.site.nodes - nodes.length;
  const busy = nodes.filter((node) => node.placements > 0).length;
  return {
    kind: 'table',
    name: 'nodes',
    caption: words.text('nodes.caption.table', {
      busy: words.whole(busy),
      all: words.whole(nodes.length),
      power: words.figure(evaluation.totals.powerW),
    }),
    columns: [
      wordsColumn(words.text('column.node'), 32),
      wordsColumn(words.text('column.tier'), 13),
      wordsColumn(words.text('column.tightest'), 15),
      figureColumn(words.text('column.used'), null, 9),
      figureColumn(words.text('column.available'), null, 10),
      wordsColumn(words.text('column.unit'), 8),
      figureColumn(words.text('column.utilisation'), '%', 10),
      figureColumn(words.text('column.power'), 'W', 8),
    ],
    rows: shown.map((node) => nodeRow(context, node)),
    totals: [],
    note:
      [capNote(words, shown.length, nodes.length, 'nodes.csv'), idle === 0 ? null : words.counted('nodes.idle', idle)]
        .filter((note) => note !== null)
        .join(words.text('sentence.gap')) || null,
  };
}

function nodeRow({ words, site }: ReportContext, node: NodeResult): Cell[] {
  const record = getRecord(site, 'nodes', node.id);
  const type = record === undefined ? undefined : getRecord(site, 'hardwareTypes', record.typeId)?.name;
  const place = getRecord(site, 'places', record?.placeId ?? '')?.name;
  const amount = node.tightest === null ? undefined : node.amounts[node.tightest];
  const utilisation = tightestUtilisation(node);
  return [
    wordsCell(nodeName(site, node.id), [type, place].filter((part) => part !== undefined).join(' · ') || null),
    wordsCell(words.text(`tier.${node.tier}`)),
    wordsCell(node.tightest === null ? '–' : dimensionName(words, node.tightest)),
    figureCell(amount?.used ?? null, words.figure),
    figureCell(amount?.available ?? null, words.figure),
    wordsCell(amount?.unit ?? ''),
    figureCell(utilisation, words.percent, utilisation !== null && utilisation > 1 ? 'saturated' : null),
    figureCell(node.powerW, words.figure),
  ];
}

function placeTable({ words, site, evaluation }: ReportContext): Table | null {
  const limits: { place: PlaceResult; dimension: string; utilisation: number }[] = [];
  for (const place of evaluation.places) {
    for (const [dimension, utilisation] of Object.entries(place.utilisation)) limits.push({ place, dimension, utilisation });
  }
  const [fullest] = limits.sort((a, b) => b.utilisation - a.utilisation || (a.place.id < b.place.id ? -1 : 1));
  if (fullest === undefined) return null;
  const shown = limits.slice(0, ROW_CAP);
  const nameOf = (place: PlaceResult): string => getRecord(site, 'places', place.id)?.name ?? place.id;
  return {
    kind: 'table',
    name: 'places',
    caption: words.text('places.caption', {
      subject: shorten(nameOf(fullest.place), 60),
      dimension: dimensionName(words, fullest.dimension),
      percent: words.percent(fullest.utilisation),
    }),
    columns: [
      wordsColumn(words.text('column.place'), 40),
      wordsColumn(words.text('column.limit'), 20),
      figureColumn(words.text('column.used'), null, 11),
      figureColumn(words.text('column.available'), null, 11),
      wordsColumn(words.text('column.unit'), 8),
      figureColumn(words.text('column.utilisation'), '%', 10),
    ],
    rows: shown.map(({ place, dimension, utilisation }) => [
      wordsCell(nameOf(place)),
      wordsCell(dimensionName(words, dimension)),
      figureCell(place.amounts[dimension]?.used ?? null, words.figure),
      figureCell(place.amounts[dimension]?.available ?? null, words.figure),
      wordsCell(place.amounts[dimension]?.unit ?? ''),
      figureCell(utilisation, words.percent, utilisation > 1 ? 'saturated' : null),
    ]),
    totals: [],
    note:
      shown.length < limits.length
        ? words.text('note.capOnly', { shown: words.whole(shown.length), all: words.whole(limits.length) })
        : null,
  };
}
