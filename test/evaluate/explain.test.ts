import { describe, expect, test } from 'vitest';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { costAssessment } from '../../core/evaluate/cost/cost.ts';
import { energyAssessment } from '../../core/evaluate/energy/energy.ts';
import type { ExplainSubject } from '../../core/evaluate/explain/explain.ts';
import { explain } from '../../core/evaluate/explain/explain.ts';
import type { LabelCode } from '../../core/evaluate/explain/explanation.ts';
import { LABELS } from '../../core/evaluate/explain/explanation.ts';
import { getRecord } from '../../core/site/site.ts';
import type { CollectionName, Site } from '../../core/site/site.ts';
import english from '../../assets/locales/en.json';
import { phraseOf } from '../../core/cli/phrase.ts';
import { remade, walk } from '../helpers/explanation-tree.ts';
import { randomSite } from '../helpers/random-site.ts';
import { readSample } from '../helpers/read-sample.ts';

function evaluated(site: Site): Evaluated {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Everything of an answer that can be asked for. */
function subjectsOf({ evaluation }: Evaluated): ExplainSubject[] {
  return [
    ...evaluation.flows.flatMap(({ id }) =>
      (['mean', 'p50', 'p95', 'p99'] as const).map((figure) => ({ kind: 'flow', id, figure }) as const),
    ),
    ...evaluation.nodes.map(({ id }) => ({ kind: 'node', id, figure: null }) as const),
    ...evaluation.links.map(({ id }) => ({ kind: 'link', id, figure: null }) as const),
    ...evaluation.places.flatMap(({ id, amounts }) =>
      Object.keys(amounts).map((figure) => ({ kind: 'place', id, figure }) as const),
    ),
    ...evaluation.findings.map(({ id }) => ({ kind: 'finding', id }) as const),
    { kind: 'total', figure: 'power' },
    { kind: 'total', figure: 'hardwareCost' },
  ];
}

/** What always follows from something: told alone it would explain nothing. */
const MADE_OF_PARTS: ReadonlySet<LabelCode> = new Set<LabelCode>([
  'accelerator',
  'acceleratorsBusy',
  'transport',
  'roundTrip',
  'serviceTime',
  'energy',
  'energyPart',
  'costPart',
  'costOf',
]);

const ALWAYS: readonly ExplainSubject[] = [
  { kind: 'energy', id: null, figure: 'energy' },
  { kind: 'energy', id: null, figure: 'carbon' },
  ...(['capex', 'opex', 'tco', 'npv'] as const).map((figure) => ({ kind: 'cost', figure }) as const),
];

/** Of a large site a part, spread over all of it. */
function some<Value>(list: readonly Value[], atMost: number): Value[] {
  const every = Math.max(1, Math.ceil(list.length / atMost));
  return list.filter((_, index) => index % every === 0);
}

const small = Array.from(
  { length: 12 },
  (_, seed) => [`random site ${seed}`, evaluated(randomSite(seed + 1, 4 + seed))] as const,
);
const samples = ['car-factory-qc', 'city-traffic'].map((name) => [name, evaluated(readSample(name))] as const);

describe.each([...small, ...samples])('explanations on %s', (_name, answer) => {
  const subjects = [...some(subjectsOf(answer), 120), ...ALWAYS];
  const trees = subjects.map((subject) => [subject, explain(answer, subject)] as const);

  test('[L6] [C1] [E1] every figure can be explained, and its tree starts with it', () => {
    const { flows, findings, totals } = answer.evaluation;
    for (const [subject, tree] of trees) {
      expect(tree, JSON.stringify(subject)).not.toBeNull();
      if (subject.kind === 'flow') {
        const flow = flows.find(({ id }) => id === subject.id);
        expect(tree?.value, JSON.stringify(subject)).toBe(flow?.[`${subject.figure}Ms`]);
      }
      if (subject.kind === 'finding') expect(tree?.value).toBe(findings.find(({ id }) => id === subject.id)?.value);
      if (subject.kind === 'total') expect(tree?.value).toBe(subject.figure === 'power' ? totals.powerW : totals.hardwareCost);
    }
  });

  test("[F1] a parent's figure follows from its children's", () => {
    let checked = 0;
    for (const [subject, tree] of trees) {
      if (tree === null) continue;
      walk(tree, (one, path) => {
        const made = remade(one);
        if (made === undefined || one.value === null) return;
        checked += 1;
        const where = `${JSON.stringify(subject)} ${path} ${JSON.stringify(one.label.parameters)}`;
        expect(Math.abs(made - Number(one.value)), `${where}: ${made} is not ${one.value}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(made)),
        );
      });
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('[F1] every leaf is a field that the record has with that value, a constant with its source, or a figure of a rule', () => {
    for (const [subject, tree] of trees) {
      if (tree === null) continue;
      walk(tree, (one, path) => {
        if (one.children.length > 0) return;
        const where = `${JSON.stringify(subject)} ${path}`;
        if (one.value !== 0) expect(MADE_OF_PARTS.has(one.label.code), `${where} is broken down`).toBe(false);
        if (one.operation === 'input') {
          const [collection = '', id = ''] = (one.source?.subject ?? '').split('/');
          if (collection === 'header') expect(Object.keys(answer.model.site.header)).toContain(one.source?.field);
          else expect(getRecord(answer.model.site, collection as CollectionName, id), where).toBeDefined();
          expect(one.source?.field, where).toMatch(/\w/);
        } else if (one.operation === 'constant' && one.label.code !== 'one') expect(one.source?.title, where).toMatch(/\w/);
        else if (one.operation !== 'constant' && one.operation !== 'rest' && one.value !== 0)
          expect(one.rule, where).toMatch(/^[A-Z]\d$/);
      });
    }
  });

  test('labels have words, and no figure is not a number', () => {
    const words: Readonly<Record<string, string>> = english.explain.label;
    for (const [subject, tree] of trees) {
      if (tree === null) continue;
      walk(tree, (one, path) => {
        expect(words[one.label.code], `${JSON.stringify(subject)} ${path}`).toMatch(/\S/);
        expect(phraseOf(one), `${JSON.stringify(subject)} ${path}`).not.toContain('{{');
        if (typeof one.value === 'number') expect(Number.isFinite(one.value), `${JSON.stringify(subject)} ${path}`).toBe(true);
      });
    }
  });
});

test('[L3] [L6] queues in a row are told pass by pass: what is spared and added follows from what was carried and the most there is', () => {
  const told: Record<string, number> = {};
  for (const [, answer] of [...small, ...samples])
    for (const { id } of some(answer.evaluation.flows, 60)) {
      const tree = explain(answer, { kind: 'flow', id, figure: 'p99' });
      if (tree === null) continue;
      walk(tree, (one, path) => {
        const { code } = one.label;
        if (!['pass', 'spared', 'added', 'again', 'dependent', 'interplay'].includes(code)) return;
        told[code] = (told[code] ?? 0) + 1;
        const [a = 0, b = 0] = one.children.map(({ value }) => Number(value));
        const where = `${id} ${path}`;
        if (code === 'spared') expect(one.value, where).toBeCloseTo((-a * b) / Math.hypot(a, b), 12);
        if (code === 'added') expect(one.value, where).toBeCloseTo((a * b) / (a + b), 12);
        if (code === 'spared' || code === 'added') expect(one.label.parameters['name'], where).toMatch(/\w/);
      });
    }
  for (const code of ['pass', 'spared', 'added', 'again']) expect(told[code] ?? 0, code).toBeGreaterThan(0);
});

test('labels and words are the same list', () => {
  expect(Object.keys(english.explain.label).toSorted()).toEqual([...LABELS].toSorted());
});

describe('explanations of assessments', () => {
  const answer = (samples[0] as (typeof samples)[number])[1];

  test('[E1] [K1] start with the figure of the assessment', () => {
    const energy = energyAssessment(answer);
    const cost = costAssessment(answer);
    const value = (subject: ExplainSubject): unknown => explain(answer, subject)?.value;
    expect(value({ kind: 'energy', id: null, figure: 'energy' })).toBe(energy.total.totalKWh);
    expect(value({ kind: 'energy', id: null, figure: 'carbon' })).toBe(energy.total.carbonKg);
    for (const { id, totalKWh } of energy.nodes.slice(0, 5))
      expect(value({ kind: 'energy', id, figure: 'energy' })).toBe(totalKWh);
    expect(value({ kind: 'cost', figure: 'capex' })).toBe(cost.capex);
    expect(value({ kind: 'cost', figure: 'tco' })).toBe(cost.tco);
    expect(value({ kind: 'cost', figure: 'npv' })).toBe(cost.presentCost);
  });

  test('[A1] a part of a workload is available MTBF / (MTBF + MTTR) of the time', () => {
    const workload = Object.keys(answer.model.site.workloads)[0] ?? '';
    const tree = explain(answer, { kind: 'availability', id: workload });
    expect(tree?.children.length).toBeGreaterThan(2);
    for (const part of tree?.children ?? []) {
      if (part.operation !== 'quotient') continue;
      expect(Math.abs((remade(part) ?? 0) - Number(part.value))).toBeLessThan(1e-12);
      for (const leaf of [part.children[0], ...(part.children[1]?.children ?? [])])
        expect(leaf?.source?.title ?? leaf?.source?.subject).toMatch(/\w/);
    }
  });
});

test('what is not there has no explanation', () => {
  const answer = small[0]?.[1];
  if (answer === undefined) throw new Error('no site');
  for (const subject of [
    { kind: 'flow', id: 'nothing', figure: 'p99' },
    { kind: 'node', id: 'nothing', figure: null },
    { kind: 'node', id: answer.evaluation.nodes[0]?.id ?? '', figure: 'storage-tape' },
    { kind: 'link', id: 'nothing', figure: 'up' },
    { kind: 'place', id: 'p1', figure: 'colour' },
    { kind: 'finding', id: 'nothing' },
    { kind: 'energy', id: 'nothing', figure: 'energy' },
    { kind: 'availability', id: 'nothing' },
  ] as const)
    expect(explain(answer, subject), JSON.stringify(subject)).toBeNull();
});
