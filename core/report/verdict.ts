import type { FlowStatus } from '../evaluate/result.ts';
import type { ReportContext } from './context.ts';
import { flowNames } from './context.ts';
import { worstFlowsFirst } from './order.ts';
import { shorten } from './words.ts';
import type { KeyFigure, ReportModel, VerdictLevel } from './report-model.ts';

const UNMET = ['missed', 'saturated', 'no-route', 'unplaced'] as const satisfies readonly FlowStatus[];

/** Whether the plan holds. `open`: no flow asks anything of it and no limit is violated. */
export function verdictLevel(context: ReportContext): VerdictLevel {
  const { flows, totals } = context.evaluation;
  if (totals.errors > 0 || flows.some((flow) => flow.status !== 'met')) return 'fails';
  if (flows.length === 0) return 'open';
  return totals.warnings > 0 ? 'warns' : 'holds';
}

export function verdictOf(context: ReportContext): ReportModel['verdict'] {
  const { words, evaluation } = context;
  const level = verdictLevel(context);
  const { flows, totals } = evaluation;
  const unmet = flows.filter((flow) => flow.status !== 'met').length;
  const all = words.whole(flows.length);
  const sentence =
    level !== 'fails'
      ? words.counted(`verdict.${level}`, level === 'warns' ? totals.warnings : flows.length, { all })
      : unmet > 0
        ? words.counted('verdict.fails.flows', unmet, { all })
        : words.counted('verdict.fails.limits', totals.errors);
  return { level, sentence, reason: reasons(context, unmet).join(words.text('sentence.gap')) };
}

function reasons(context: ReportContext, unmet: number): string[] {
  const { words, evaluation } = context;
  const said: string[] = [];
  if (unmet > 0) said.push(words.text('verdict.outcomes', { outcomes: outcomes(context) }));
  const { errors, warnings } = evaluation.totals;
  if (errors + warnings > 0) {
    said.push(
      words.text('verdict.findings', {
        errors: words.counted('count.errors', errors),
        warnings: words.counted('count.warnings', warnings),
      }),
    );
  }
  const free = evaluation.flows.filter((flow) => flow.objectiveP99Ms === null).length;
  if (free > 0) said.push(words.counted('verdict.noObjective', free));
  return said;
}

function outcomes({ words, evaluation }: ReportContext): string {
  const parts: string[] = [];
  for (const status of UNMET) {
    const count = evaluation.flows.filter((flow) => flow.status === status).length;
    if (count > 0) parts.push(`${words.whole(count)} ${words.text(`status.${status}`)}`);
  }
  return parts.join(words.text('list.gap'));
}

/** The figures of page 1. */
export function keyFiguresOf(context: ReportContext): KeyFigure[] {
  const { words, evaluation, site } = context;
  const met = evaluation.flows.filter((flow) => flow.status === 'met').length;
  return [
    {
      name: 'flows',
      label: words.text('key.flows'),
      value: words.text('key.flows.value', { met: words.whole(met), all: words.whole(evaluation.flows.length) }),
      unit: '',
      note: met === evaluation.flows.length ? words.text('key.flows.all') : outcomes(context),
    },
    costFigure(context),
    {
      name: 'power',
      label: words.text('key.power'),
      value: words.figure(evaluation.totals.powerW >= 10_000 ? evaluation.totals.powerW / 1000 : evaluation.totals.powerW),
      unit: evaluation.totals.powerW >= 10_000 ? 'kW' : 'W',
      note: words.text('key.power.note'),
    },
    slackFigure(context),
    {
      name: 'findings',
      label: words.text('key.findings'),
      value: words.whole(evaluation.totals.errors + evaluation.totals.warnings),
      unit: '',
      note: words.text('key.findings.note', {
        errors: words.counted('count.errors', evaluation.totals.errors),
        warnings: words.counted('count.warnings', evaluation.totals.warnings),
      }),
    },
    {
      name: 'size',
      label: words.text('key.size'),
      value: words.whole(evaluation.site.nodes),
      unit: words.text('unit.nodes'),
      note: words.text('key.size.note', {
        links: words.whole(Object.keys(site.links).length),
        services: words.whole(evaluation.site.services),
        devices: words.whole(evaluation.site.devices),
      }),
    },
  ];
}

function costFigure({ words, bill, site }: ReportContext): KeyFigure {
  const label = words.text('key.cost');
  const [first, ...others] = bill.subtotals;
  if (first === undefined) {
    const note = bill.pieces === 0 ? words.text('key.cost.nothing') : words.counted('key.cost.unknown', bill.piecesWithoutPrice);
    return { name: 'cost', label, value: bill.pieces === 0 ? '0' : '–', unit: site.header.currency, note };
  }
  const notes: string[] = [];
  for (const other of others)
    notes.push(words.text('key.cost.other', { amount: words.amount(other.amount), currency: other.currency }));
  if (bill.piecesWithoutPrice > 0)
    notes.push(words.text('key.cost.partly', { count: words.whole(bill.piecesWithoutPrice), all: words.whole(bill.pieces) }));
  notes.push(words.text('key.cost.scope'));
  return {
    name: 'cost',
    label,
    value: (bill.piecesWithoutPrice > 0 ? '≥ ' : '') + words.amount(first.amount),
    unit: first.currency,
    note: notes.join(words.text('sentence.gap')),
  };
}

function slackFigure({ words, evaluation, site }: ReportContext): KeyFigure {
  const label = words.text('key.slack');
  const worst = worstFlowsFirst(evaluation.flows.filter((flow) => flow.slack !== null))[0];
  if (worst === undefined || worst.slack === null || worst.p99Ms === null || worst.objectiveP99Ms === null) {
    return { name: 'slack', label, value: '–', unit: '', note: words.text('key.slack.none') };
  }
  const note = words.text('key.slack.note', {
    flow: shorten(flowNames(site, worst).flow, 40),
    p99: words.figure(worst.p99Ms),
    objective: words.figure(worst.objectiveP99Ms),
  });
  return { name: 'slack', label, value: words.percent(worst.slack), unit: '%', note };
}
