import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../core/cli/load-catalog.ts';
import type { Assessment, AssessmentName } from '../../core/engine/assessments.ts';
import { assess, ASSESSMENT_NAMES } from '../../core/engine/assessments.ts';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { explain } from '../../core/evaluate/explain/explain.ts';
import type { Explanation } from '../../core/evaluate/explain/explanation.ts';
import type { Site } from '../../core/site/site.ts';
import english from '../../assets/locales/en.json';
import englishReport from '../../assets/locales/report.en.json';
import chineseReport from '../../assets/locales/report.zh-CN.json';
import chinese from '../../assets/locales/zh-CN.json';
import { presentAssessment } from '../../renderer/panels/assess/present-assessment.ts';
import { ninesText } from '../../renderer/panels/assess/present.ts';
import { allOf, explainRows, explanationAsText, openAtFirst } from '../../renderer/panels/explain/explain-rows.ts';
import { explanationText, formulaText } from '../../renderer/panels/explain/explanation-text.ts';
import { createFormatter } from '../../renderer/ui/format.ts';
import { randomSite } from '../helpers/random-site.ts';
import { readSample } from '../helpers/read-sample.ts';

function last<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const catalog = loadCatalog();
const hardwareTypes = catalog.status === 'ok' ? [...catalog.value.hardwareTypes.values()] : [];
const missing: string[] = [];
const words = createInstance();
void words.init({
  lng: 'en',
  initAsync: false,
  returnNull: false,
  saveMissing: true,
  missingKeyHandler: (_languages, namespace, key) => void missing.push(`${namespace}: ${key}`),
  interpolation: { escapeValue: false },
  resources: { en: { translation: english, report: englishReport }, 'zh-CN': { translation: chinese, report: chineseReport } },
});

const sites: readonly (readonly [string, Site])[] = [
  ['the car factory', readSample('car-factory-qc')],
  ['a random site', randomSite(7, 9)],
  ['a site with nothing that works', { ...randomSite(7, 9), placements: {}, links: {} }],
];
const answers = new Map<string, Evaluated>(sites.map(([name, site]) => [name, last(evaluateInSteps(site))]));
const kept = new Map<string, Assessment>();

function assessed(of: string, name: AssessmentName): Assessment {
  const key = `${of} ${name}`;
  const known = kept.get(key) ?? last(assess(answers.get(of) as Evaluated, name, { hardwareTypes }));
  kept.set(key, known);
  return known;
}

describe.each(['en', 'zh-CN'] as const)('assessments in %s', (language) => {
  const t = words.getFixedT(language);
  const format = createFormatter(language);

  test.each(sites.flatMap(([of, site]) => ASSESSMENT_NAMES.map((name) => [name, of, site] as const)))(
    '%s of %s is shown without a gap',
    (name, of, site) => {
      missing.length = 0;
      const presented = presentAssessment(assessed(of, name), { t, format, site, typeName: (id) => id });
      const text = JSON.stringify({ ...presented, assumptions: [] });
      expect(missing.filter((key) => !key.includes('sentence.'))).toEqual([]);
      expect(text).not.toMatch(/\{\{|undefined|NaN|Infinity|\[object|assess\.\w+\./);
      expect(presented.headline).toMatch(/\S/);
      if (language === 'zh-CN') expect(presented.headline).toMatch(/\p{Script=Han}/u);
      for (const { title, rows } of presented.sections) {
        expect(title).toMatch(/\S/);
        expect(new Set(rows.map((row) => row.key)).size, title).toBe(rows.length);
        for (const row of rows) {
          expect(row.name, title).toMatch(/\S/);
          for (const share of [row.share, row.portion]) if (typeof share === 'number') expect(share).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );
});

test('nines are cut, never rounded up to more than there is', () => {
  expect([0.9, 0.999, 0.99995, 0.99999999, 1, 0.5, 0].map(ninesText)).toEqual([
    '90.0',
    '99.90',
    '99.9950',
    '99.9999990',
    '100',
    '50.0',
    '0.0',
  ]);
  for (const availability of [0.99996, 0.9999949, 0.95])
    expect(Number(ninesText(availability))).toBeLessThanOrEqual(availability * 100);
});

describe('a derivation on the screen', () => {
  const answer = answers.get('the car factory') as Evaluated;
  const flow = answer.evaluation.flows.find((one) => one.status === 'missed')?.id ?? '';
  const root = explain(answer, { kind: 'flow', id: flow, figure: 'p99' }) as Explanation;
  const count = ({ children }: Explanation): number => 1 + children.reduce((total, child) => total + count(child), 0);

  test('folded shows the root, unfolded every step once, under its parent', () => {
    expect(explainRows(root, new Set()).map((row) => row.id)).toEqual(['0']);
    const rows = explainRows(root, allOf(root));
    expect(rows.length).toBe(count(root));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    const levels = new Map(rows.map((row) => [row.id, row.level]));
    for (const row of rows) if (row.parentId !== null) expect(row.level).toBe((levels.get(row.parentId) ?? 0) + 1);
  });

  test('opens along the greatest parts', () => {
    const open = openAtFirst(root);
    expect(open.has('0')).toBe(true);
    expect(explainRows(root, open).length).toBeGreaterThan(root.children.length);
  });

  test('shares of a sum add up to the whole', () => {
    const mean = explainRows(root, new Set(['0', '0.0'])).filter((row) => row.parentId === '0.0');
    expect(mean.reduce((total, row) => total + (row.share ?? 0), 0)).toBeCloseTo(1, 6);
  });

  test('has formulas whose words are Chinese where they are words', () => {
    const t = words.getFixedT('zh-CN');
    for (const { explanation } of explainRows(root, allOf(root))) {
      if (explanation.formula === null || !/[a-z]{4}/.test(explanation.formula)) continue;
      expect(formulaText(t, explanation.formula), explanation.formula).toMatch(/\p{Script=Han}/u);
    }
  });

  test.each(['en', 'zh-CN'] as const)('is copied as text in %s, line by line', (language) => {
    missing.length = 0;
    const t = words.getFixedT(language);
    const text = explanationAsText(root, (one) => explanationText(t, one));
    expect(text.split('\n').length).toBe(count(root));
    expect(text).not.toMatch(/\{\{|undefined|NaN/);
    expect(missing.filter((key) => key.includes('explain.label'))).toEqual([]);
  });
});
