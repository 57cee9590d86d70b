import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../core/cli/load-catalog.ts';
import { assess } from '../../core/engine/assessments.ts';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import { renderReport } from '../../core/report/html.ts';
import { buildReport } from '../../core/report/model.ts';
import type { ReportAssessments } from '../../core/report/section-assessments.ts';
import { readSample } from '../helpers/read-sample.ts';
import { parsePage } from './parse-page.ts';
import { TEXTS } from './sample.ts';

const QUESTIONS = ['availability', 'autonomy', 'cost', 'comparison', 'energy', 'runway'] as const;
const SECTIONS = ['availability', 'autonomy', 'totalCost', 'energy', 'runway'];

function last<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const site = readSample('car-factory-qc');
const evaluated = last(evaluateInSteps(site));
const catalog = loadCatalog();
const hardwareTypes = catalog.status === 'ok' ? [...catalog.value.hardwareTypes.values()] : [];
const assessments = Object.fromEntries(
  QUESTIONS.map((name) => [name, last(assess(evaluated, name, { hardwareTypes })).result]),
) as ReportAssessments;

const report = (language: 'en' | 'zh-CN', given: ReportAssessments): ReturnType<typeof buildReport> =>
  buildReport(site, evaluated.evaluation, {
    language,
    texts: TEXTS[language],
    picture: null,
    generatedAt: null,
    applicationVersion: '0',
    assessments: given,
  });

describe.each(['en', 'zh-CN'] as const)('sections of assessments in %s', (language) => {
  const model = report(language, assessments);

  test('are there, each with its finding, and leave nothing open', () => {
    expect(model.sections.map(({ name }) => name).filter((name) => SECTIONS.includes(name))).toEqual(SECTIONS);
    for (const { name, title, blocks } of model.sections.filter((one) => SECTIONS.includes(one.name))) {
      expect(title, name).toMatch(language === 'en' ? /\w/ : /\p{Script=Han}/u);
      expect(blocks.length, name).toBeGreaterThan(0);
    }
    expect(parsePage(renderReport(model, { fontDataUrl: null })).text).not.toMatch(/\{\{|\}\}|undefined|NaN|\[object/);
  });

  test('only what was asked makes a section', () => {
    const names = report(language, assessments.energy === undefined ? {} : { energy: assessments.energy }).sections.map(
      ({ name }) => name,
    );
    expect(names.filter((name) => SECTIONS.includes(name))).toEqual(['energy']);
  });

  test('the parts of the cost add up to its present value', () => {
    const table = model.sections.find(({ name }) => name === 'totalCost')?.blocks.find((block) => block.kind === 'table');
    if (table?.kind !== 'table') throw new Error('no table of cost');
    for (const column of [1, 2, 3]) {
      const parts = table.rows.reduce((total, row) => total + (row[column]?.value ?? 0), 0);
      expect(Math.abs(parts - (table.totals[0]?.[column]?.value ?? NaN))).toBeLessThanOrEqual(table.rows.length);
    }
  });
});
