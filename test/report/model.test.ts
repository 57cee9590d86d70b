import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Evaluation, Finding, FlowResult } from '../../core/evaluate/result.ts';
import { billOfMaterials } from '../../core/catalog/bill.ts';
import { buildReport } from '../../core/report/model.ts';
import { groupFindings, worstFlowsFirst } from '../../core/report/order.ts';
import type { Block, ReportModel, Table } from '../../core/report/report-model.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { reportOn, reportOptions, sampleSite } from './sample.ts';

const site = sampleSite();
const { model, evaluation } = reportOn(site);

function tableOf(report: ReportModel, name: string): Table {
  const found = report.sections
    .flatMap((section) => section.blocks)
    .find((block) => block.kind === 'table' && block.name === name);
  if (found?.kind !== 'table') throw new Error(`no table ${name}`);
  return found;
}

function column(table: Table, index: number): (number | null)[] {
  return table.rows.map((row) => row[index]?.value ?? null);
}

function keyFigure(report: ReportModel, name: string): ReportModel['keyFigures'][number] {
  const found = report.keyFigures.find((figure) => figure.name === name);
  if (found === undefined) throw new Error(`no key figure ${name}`);
  return found;
}

describe('bill of materials', () => {
  test('subtotals are the sums of price times pieces over the nodes themselves', () => {
    const sums: Record<string, number> = {};
    let unpriced = 0;
    let pieces = 0;
    for (const node of Object.values(site.nodes)) {
      if (node.status === 'retired') continue;
      pieces += 1;
      const price = site.hardwareTypes[node.typeId]?.price ?? null;
      if (price === null) unpriced += 1;
      else sums[price.currency] = (sums[price.currency] ?? 0) + price.amount;
    }
    const bill = billOfMaterials(site);
    expect(Object.fromEntries(bill.subtotals.map((sum) => [sum.currency, sum.amount]))).toEqual(sums);
    expect(bill.piecesWithoutPrice).toBe(unpriced);
    expect(bill.pieces).toBe(pieces);
    expect(bill.subtotals[0]?.currency).toBe(site.header.currency);
  });

  test('each line is quantity times unit price, and the table adds up to its totals', () => {
    const table = tableOf(model, 'bill');
    const quantities = column(table, 1);
    const prices = column(table, 3);
    const totals = column(table, 4);
    let whole = 0;
    for (const [index, total] of totals.entries()) {
      if (total === null) continue;
      expect(total).toBeCloseTo((quantities[index] ?? Number.NaN) * (prices[index] ?? Number.NaN), 6);
      whole += total;
    }
    expect(whole).toBeCloseTo(
      table.totals.reduce((sum, row) => sum + (row[4]?.value ?? Number.NaN), 0),
      6,
    );
  });

  test('a price that is not known is said to be, never counted as zero', () => {
    const row = tableOf(model, 'bill').rows.find((cells) => cells[0]?.text === 'Prototype radio');
    expect(row?.[3]).toMatchObject({ text: 'unknown', value: null });
    expect(row?.[4]).toMatchObject({ text: 'unknown', value: null });
    expect(tableOf(model, 'bill').note).toContain('1 of 64 pieces has no known price');
    expect(keyFigure(model, 'cost')).toMatchObject({ value: '≥ 123,970', unit: 'USD' });
    expect(keyFigure(model, 'cost').note).toContain('12,000 EUR');
  });

  test('without any price there is no sum', () => {
    const unpriced = new SiteBuilder()
      .type({ id: 'bare', price: null })
      .node('one', { typeId: 'bare' })
      .node('two', { typeId: 'bare' })
      .build();
    const report = reportOn(unpriced).model;
    expect(keyFigure(report, 'cost')).toMatchObject({ value: '–', note: 'No price is known for any of the 2 pieces.' });
    expect(tableOf(report, 'bill').totals).toEqual([]);
  });

  test('with every price known the cost agrees with the evaluation', () => {
    const priced = new SiteBuilder().node('one').node('two').node('three', { status: 'installed' }).build();
    const bill = billOfMaterials(priced);
    expect(bill.subtotals).toEqual([{ currency: 'USD', amount: evaluate(priced).totals.hardwareCost, pieces: 3 }]);
    expect(bill.lines[0]?.onSite).toBe(1);
  });
});

describe('order', () => {
  test('worst flows come first: no answer, then late, then by slack', () => {
    const flows = worstFlowsFirst(evaluation.flows);
    const late = flows.findIndex((flow) => flow.status === 'missed');
    expect(flows.slice(0, late).every((flow) => flow.meanMs === null)).toBe(true);
    const slacks = flows.slice(late).map((flow) => flow.slack ?? Infinity);
    expect(slacks).toEqual(slacks.toSorted((a, b) => a - b));
    expect(flows.map((flow) => flow.id).toSorted()).toEqual(evaluation.flows.map((flow) => flow.id).toSorted());
  });

  test('the order of the input changes nothing', () => {
    const turned: Evaluation = {
      ...evaluation,
      flows: evaluation.flows.toReversed(),
      nodes: evaluation.nodes.toReversed(),
      links: evaluation.links.toReversed(),
      findings: evaluation.findings.toReversed(),
    };
    expect(buildReport(site, turned, reportOptions())).toEqual(model);
  });

  test('findings group by kind: errors first, and what concerns most flows before what concerns few', () => {
    const groups = groupFindings(evaluation);
    expect(groups.flatMap((group) => group.findings)).toHaveLength(evaluation.findings.length);
    for (const [index, group] of groups.entries()) {
      const next = groups[index + 1];
      if (next === undefined) continue;
      const graver = group.severity === next.severity ? group.flows >= next.flows : group.severity === 'error';
      expect(graver).toBe(true);
    }
    expect(groups[0]).toMatchObject({ kind: 'objective-missed', flows: evaluation.totals.flowsMissed });
  });
});

describe('page 1', () => {
  test('the verdict counts what the evaluation counts', () => {
    const unmet = evaluation.flows.filter((flow) => flow.status !== 'met').length;
    expect(model.verdict.level).toBe('fails');
    expect(model.verdict.sentence).toContain(`${unmet} of ${evaluation.flows.length} flows`);
    const { flowsMissed, flowsSaturated, flowsUnplaced } = evaluation.totals;
    expect(model.verdict.reason).toContain(`${flowsMissed} missed, ${flowsSaturated} saturated, ${flowsUnplaced} unplaced`);
    expect(keyFigure(model, 'flows').value).toBe(`${evaluation.totals.flowsMet} of ${evaluation.flows.length}`);
  });

  test('three risks of three kinds, the gravest first, with reason and remedy', () => {
    expect(model.risks).toHaveLength(3);
    expect(new Set(model.risks.map((risk) => risk.title.split(':')[0])).size).toBe(3);
    const first = groupFindings(evaluation)[0]?.findings[0];
    expect(model.risks[0]).toMatchObject({ why: first?.why, help: `Remedy: ${first?.remedy}` });
  });

  test('a plan that holds says so and names what comes closest to a limit', () => {
    const report = reportOn(calmSite()).model;
    expect(report.verdict).toMatchObject({ level: 'holds', sentence: 'The plan holds: its flow is met and no limit is near.' });
    expect(report.risksTitle).toBe('No limit is violated or near; what comes closest');
    expect(report.risks.map((risk) => risk.title)).toEqual(['Least slack: ask', 'Fullest node: edge', 'Fullest link: wire 1']);
  });

  test('an empty site is open, not good', () => {
    const report = reportOn(new SiteBuilder().build()).model;
    expect(report.verdict.level).toBe('open');
    expect(report.risks).toEqual([]);
    expect(keyFigure(report, 'slack').value).toBe('–');
  });

  test('warnings alone leave a plan that holds with little to spare', () => {
    const calm = calmSite();
    const answer = evaluate(calm);
    const warned: Evaluation = {
      ...answer,
      findings: [finding('near', 0.8, 0.9, 'warning')],
      totals: { ...answer.totals, warnings: 1 },
    };
    expect(buildReport(calm, warned, reportOptions()).verdict.level).toBe('warns');
  });
});

describe('tables', () => {
  test('a table that leaves rows out says how many there are and where the rest is', () => {
    const table = tableOf(model, 'flows');
    expect(table.rows).toHaveLength(40);
    expect(table.note).toBe(`The first 40 of ${evaluation.flows.length}; all of them are in flows.csv.`);
    expect(tableOf(model, 'nodes').note).toContain(`The first 40 of ${evaluation.nodes.length}`);
    expect(tableOf(model, 'nodes').note).toContain('1 node is failed or retired');
    expect(tableOf(reportOn(calmSite()).model, 'flows').note).toBeNull();
  });

  test('workloads are counted in full and listed by priority up to the cap', () => {
    const builder = new SiteBuilder();
    for (let index = 0; index < 45; index += 1)
      builder.workload(`app-${index}`, { priority: index }).service(`part-${index}`, `app-${index}`);
    const table = tableOf(reportOn(builder.build()).model, 'workloads');
    expect(table.rows).toHaveLength(40);
    expect(table.note).toBe('The first 40 of 45.');
    expect(column(table, 4)).toEqual(Array.from({ length: 40 }, (_, index) => 44 - index));
    expect(column(table, 2)).toEqual(Array.from({ length: 40 }, () => 1));
  });

  test('each finding group shows its ten worst and counts all', () => {
    const findings = Array.from({ length: 25 }, (_, index) => finding(`f${index}`, 10, 20 + index, 'error'));
    const report = buildReport(site, { ...evaluation, findings }, reportOptions());
    const table = tableOf(report, 'findings-error-node-over-capacity');
    expect(table.caption).toContain('25 findings');
    expect(column(table, 1)).toEqual([44, 43, 42, 41, 40, 39, 38, 37, 36, 35]);
    expect(table.note).toBe('The first 10 of 25; all of them are in findings.csv.');
  });

  test('parts of a breakdown add up to the mean beside them', () => {
    for (const row of tableOf(model, 'breakdown').rows) {
      const figures = row.slice(1).map((cell) => cell.value ?? Number.NaN);
      const mean = figures.at(-1) ?? Number.NaN;
      expect(figures.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBeCloseTo(mean, 6);
    }
  });

  test('equal assumptions are one row that counts them', () => {
    const table = tableOf(model, 'assumptions');
    expect(table.rows).toHaveLength(2);
    expect(table.rows[0]?.[2]?.text).toBe('Cell 1, Cell 2, Cell 3 and 57 more');
    expect(table.caption).toContain('61 assumptions');
  });

  test('every citation leads to a source, and every source is numbered once', () => {
    const blocks: Block[] = model.sections.flatMap((section) => section.blocks);
    const numbers = blocks.flatMap((block) => (block.kind === 'sources' ? block.items.map((item) => item.number) : []));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const cited = Array.from(JSON.stringify(blocks).matchAll(/\[(\d+)\]"/g), (match) => Number(match[1]));
    expect(cited.length).toBeGreaterThan(0);
    for (const number of cited) expect(numbers).toContain(number);
  });

  test('every row has a cell for each column', () => {
    for (const block of model.sections.flatMap((section) => section.blocks)) {
      if (block.kind !== 'table') continue;
      for (const row of [...block.rows, ...block.totals]) expect(row, block.name).toHaveLength(block.columns.length);
    }
  });
});

describe('figures', () => {
  test('bars show the flows with the least slack that have figures and an objective', () => {
    const chart = model.sections
      .flatMap((section) => section.blocks)
      .find((block) => block.kind === 'chart' && block.chart.type === 'percentiles');
    if (chart?.kind !== 'chart' || chart.chart.type !== 'percentiles') throw new Error('no bars');
    const ratios = chart.chart.rows.map((row) => row.p99Ms / row.objectiveMs);
    const all = evaluation.flows
      .map((flow: FlowResult) => (flow.slack === null ? -Infinity : 1 - flow.slack))
      .toSorted((a, b) => b - a);
    for (const [index, ratio] of ratios.entries()) expect(ratio).toBeCloseTo(all[index] ?? Number.NaN, 9);
    expect(ratios).toHaveLength(12);
    expect(chart.caption).toContain(`${ratios.filter((ratio) => ratio > 1).length} of the 12 tightest flows are too late`);
  });

  test('slack counts every flow that has one', () => {
    const chart = model.sections
      .flatMap((section) => section.blocks)
      .find((block) => block.kind === 'chart' && block.chart.type === 'slack');
    if (chart?.kind !== 'chart' || chart.chart.type !== 'slack') throw new Error('no distribution');
    expect(chart.chart.slacks).toHaveLength(evaluation.flows.filter((flow) => flow.slack !== null).length);
    expect(chart.caption).toContain(`${evaluation.flows.filter((flow) => flow.status === 'missed').length} of`);
  });
});

test('a picture that is not a base64 image is a bug of the caller', () => {
  for (const picture of [
    'https://example.org/a.png',
    'data:image/svg+xml;base64,AAAA',
    'data:image/png;base64,AA" onload="x',
    '',
  ]) {
    expect(() => buildReport(site, evaluation, reportOptions({ picture }))).toThrow('picture');
  }
});

function finding(id: string, limit: number, value: number, severity: Finding['severity']): Finding {
  const kind = severity === 'error' ? 'node-over-capacity' : 'near-limit';
  return {
    id,
    kind,
    severity,
    subject: 'nodes/room-1',
    limit,
    value,
    unit: 'GiB',
    why: `why ${id}`,
    remedy: '',
    text: { code: 'none', parameters: {} },
  };
}

function calmSite(): Site {
  return new SiteBuilder()
    .node('edge')
    .node('gate')
    .link('wire-1', 'gate', 'edge', { name: 'wire 1', lengthM: 100 })
    .group('sensors', 'gate')
    .workload('app')
    .service('answer', 'app', { work: { computeMs: 1, variability: 1 } })
    .deploy('answer', 'edge')
    .flow('ask', 'app', 'sensors', 'answer', { requestBytes: 100, responseBytes: 100, objectiveP99Ms: 50 })
    .build();
}
