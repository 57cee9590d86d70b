import type { FlowResult } from '../evaluate/result.ts';
import type { ReportContext } from './context.ts';
import { ROW_CAP, capNote, flowNames, nodeName } from './context.ts';
import { worstFlowsFirst } from './order.ts';
import type { Block, Cell, Figure, PercentileRow, Section, Table } from './report-model.ts';
import { FLOW_MARKS, figureCell, figureColumn, wordsCell, wordsColumn } from './report-model.ts';
import { nameOfSubject, shorten } from './words.ts';

const BARS = 12;
const BREAKDOWNS = 10;
/** A distribution of fewer flows than this is better read in the table. */
const FEWEST_FOR_DISTRIBUTION = 5;
const PARTS = ['access', 'propagation', 'transmission', 'queueing', 'transport', 'processing'] as const;

export function flowsSection(context: ReportContext): Section {
  const { words, evaluation } = context;
  const flows = worstFlowsFirst(evaluation.flows);
  const blocks: Block[] = [];
  if (flows.length === 0) blocks.push({ kind: 'paragraph', text: words.text('flows.none') });
  const bars = percentileFigure(context, flows);
  if (bars !== null) blocks.push(bars);
  const slack = slackFigure(context, flows);
  if (slack !== null) blocks.push(slack);
  if (flows.length > 0) blocks.push(flowTable(context, flows));
  const breakdown = breakdownTable(context, flows);
  if (breakdown !== null) blocks.push(breakdown);
  return { name: 'flows', title: words.text('section.flows'), blocks };
}

function percentileFigure({ words, site }: ReportContext, flows: readonly FlowResult[]): Figure | null {
  const rows: PercentileRow[] = [];
  let unshown = 0;
  let missed = 0;
  for (const flow of flows) {
    if (flow.p50Ms === null || flow.p95Ms === null || flow.p99Ms === null) {
      unshown += 1;
    } else if (flow.objectiveP99Ms !== null && rows.length < BARS) {
      const label = words.text('bars.label', { p99: words.figure(flow.p99Ms), objective: words.figure(flow.objectiveP99Ms) });
      if (flow.p99Ms > flow.objectiveP99Ms) missed += 1;
      const { p50Ms, p95Ms, p99Ms, objectiveP99Ms } = flow;
      rows.push({ name: flowNames(site, flow).flow, p50Ms, p95Ms, p99Ms, objectiveMs: objectiveP99Ms, label });
    }
  }
  const [worst] = rows;
  if (worst === undefined) return null;
  const parameters = {
    shown: words.whole(rows.length),
    missed: words.whole(missed),
    subject: shorten(worst.name, 60),
    percent: words.percent(worst.p99Ms / worst.objectiveMs),
    objective: words.figure(worst.objectiveMs),
  };
  const caption = words.text(missed > 0 ? 'bars.caption.missed' : 'bars.caption.met', parameters);
  const left = unshown === 0 ? '' : words.text('sentence.gap') + words.counted('bars.unshown', unshown);
  return {
    kind: 'chart',
    caption,
    legend: words.text('bars.legend') + left,
    chart: { type: 'percentiles', rows, axis: words.text('bars.axis'), limit: words.text('bars.limit') },
  };
}

function slackFigure({ words }: ReportContext, flows: readonly FlowResult[]): Figure | null {
  const slacks = flows
    .map((flow) => flow.slack)
    .filter((slack) => slack !== null)
    .toSorted((a, b) => a - b);
  const median = slacks[Math.floor(slacks.length / 2)];
  if (slacks.length < FEWEST_FOR_DISTRIBUTION || median === undefined) return null;
  const late = slacks.filter((slack) => slack < 0).length;
  return {
    kind: 'chart',
    caption: words.text(late === 0 ? 'slack.caption.met' : 'slack.caption.missed', {
      late: words.whole(late),
      all: words.whole(slacks.length),
      median: words.percent(median),
    }),
    legend: words.text('slack.legend'),
    chart: {
      type: 'slack',
      slacks,
      axis: words.text('slack.axis'),
      countAxis: words.text('slack.countAxis'),
      limit: words.text('slack.limit'),
    },
  };
}

function flowTable(context: ReportContext, flows: readonly FlowResult[]): Table {
  const { words } = context;
  const shown = flows.slice(0, ROW_CAP);
  const unmet = flows.filter((flow) => flow.status !== 'met').length;
  return {
    kind: 'table',
    name: 'flows',
    caption: words.counted(unmet === 0 ? 'flows.caption.met' : 'flows.caption.unmet', unmet === 0 ? flows.length : unmet, {
      all: words.whole(flows.length),
    }),
    columns: [
      wordsColumn(words.text('column.flow'), 34),
      wordsColumn(words.text('column.status'), 12),
      figureColumn('p50', 'ms', 8),
      figureColumn('p95', 'ms', 8),
      figureColumn('p99', 'ms', 8),
      figureColumn(words.text('column.objective'), 'ms', 10),
      figureColumn(words.text('column.slack'), '%', 8),
      wordsColumn(words.text('column.servedBy'), 16),
    ],
    rows: shown.map((flow) => flowRow(context, flow)),
    totals: [],
    note: capNote(words, shown.length, flows.length, 'flows.csv'),
  };
}

function flowRow({ words, site }: ReportContext, flow: FlowResult): Cell[] {
  const names = flowNames(site, flow);
  const served =
    flow.servedBy !== null
      ? nodeName(site, flow.servedBy)
      : flow.blockedBy === null
        ? '–'
        : words.text('flows.blockedBy', { subject: nameOfSubject(site, flow.blockedBy) });
  return [
    wordsCell(names.flow, words.text('flows.ends', { ...names })),
    wordsCell(words.text(`status.${flow.status}`), null, FLOW_MARKS[flow.status]),
    figureCell(flow.p50Ms, words.figure),
    figureCell(flow.p95Ms, words.figure),
    figureCell(flow.p99Ms, words.figure),
    figureCell(flow.objectiveP99Ms, words.figure),
    figureCell(flow.slack, words.percent),
    wordsCell(served),
  ];
}

function breakdownTable({ words, site }: ReportContext, flows: readonly FlowResult[]): Table | null {
  const rows: Cell[][] = [];
  const sums = new Map<string, number>();
  for (const flow of flows) {
    const { breakdownMs, meanMs } = flow;
    if (breakdownMs === null || rows.length >= BREAKDOWNS) continue;
    for (const part of PARTS) sums.set(part, (sums.get(part) ?? 0) + breakdownMs[part]);
    rows.push([
      wordsCell(flowNames(site, flow).flow),
      ...PARTS.map((part) => figureCell(breakdownMs[part], words.figure)),
      figureCell(meanMs, words.figure),
    ]);
  }
  const whole = Array.from(sums.values()).reduce((sum, value) => sum + value, 0);
  const largest = PARTS.toSorted((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0))[0] ?? 'processing';
  if (rows.length === 0) return null;
  const percent = words.percent(whole === 0 ? 0 : (sums.get(largest) ?? 0) / whole);
  return {
    kind: 'table',
    name: 'breakdown',
    caption: words.text('breakdown.caption', { part: words.text(`part.latency.${largest}`), percent }),
    columns: [
      wordsColumn(words.text('column.flow'), 18),
      ...PARTS.map((part) => figureColumn(words.text(`column.${part}`), 'ms', 12.5)),
      figureColumn(words.text('column.mean'), 'ms', 8),
    ],
    rows,
    totals: [],
    note: words.text('breakdown.note', { shown: words.whole(rows.length) }),
  };
}
