import { describe, expect, test } from 'vitest';
import { autonomyAssessment } from '../../core/evaluate/autonomy/autonomy.ts';
import { dataAssessment } from '../../core/evaluate/data/data.ts';
import { TEMPERATURES } from '../../core/evaluate/data/result.ts';
import type { AssessedSubject } from '../../core/evaluate/explain/assessed.ts';
import { explainAssessed } from '../../core/evaluate/explain/assessed.ts';
import type { Explanation } from '../../core/evaluate/explain/explanation.ts';
import { rolloutInSteps } from '../../core/evaluate/rollout/rollout.ts';
import { runwayInSteps } from '../../core/evaluate/runway/runway.ts';
import { trainingAssessments } from '../../core/evaluate/training/training.ts';
import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { phraseOf } from '../../core/cli/phrase.ts';
import { remade, walk } from '../helpers/explanation-tree.ts';
import { readSample } from '../helpers/read-sample.ts';
import { evaluated, finish } from '../helpers/run-steps.ts';

/** Every figure of the assessments that are asked for, as told. */
function* toldBy(answer: Evaluated): Generator<readonly [AssessedSubject, number | null]> {
  for (const { workloadId, hours } of autonomyAssessment(answer).workloads) yield [{ kind: 'autonomy', id: workloadId }, hours];
  const { total, services, storage, boundaries } = dataAssessment(answer);
  yield [{ kind: 'data', id: 'site', figure: 'kept' }, total.keptGBPerDay];
  for (const figure of TEMPERATURES) yield [{ kind: 'data', id: 'site', figure }, total.storedGB[figure]];
  for (const { serviceId, keptGBPerDay } of services) yield [{ kind: 'data', id: serviceId, figure: 'kept' }, keptGBPerDay];
  for (const { nodeId, class: of, filledShare } of storage)
    if (filledShare !== null) yield [{ kind: 'data', id: `${nodeId} ${of}`, figure: 'filled' }, filledShare];
  for (const { tier, planGBPerDay } of boundaries) yield [{ kind: 'data', id: tier, figure: 'boundary' }, planGBPerDay];
  for (const training of trainingAssessments(answer))
    if (training.status === 'ok') yield [{ kind: 'training', id: training.workloadId }, training.totalS];
  const serviceIds = [...answer.model.placements.keys()].toSorted().slice(0, 1);
  const rollout = finish(rolloutInSteps(answer, { serviceIds }));
  if (rollout.status === 'ok') yield [{ kind: 'rollout', options: { serviceIds } }, rollout.plan.totalS];
}

function check(subject: AssessedSubject, told: number | null, tree: Explanation | null): void {
  const about = JSON.stringify(subject);
  expect(tree, about).not.toBeNull();
  expect(tree?.value, about).toBe(told);
  if (tree === null) return;
  walk(tree, (one, path) => {
    const where = `${about} ${path}`;
    expect(phraseOf(one), where).not.toContain('{{');
    const made = remade(one);
    if (made !== undefined && one.value !== null)
      expect(Math.abs(made - Number(one.value)), where).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(made)));
    if (one.children.length > 0 || one.value === 0 || one.value === null) return;
    if (one.operation === 'input') expect(one.source?.subject, where).toMatch(/\w/);
    else if (one.operation === 'constant') expect(one.source?.title ?? one.label.code, where).toMatch(/\w/);
    else if (one.operation !== 'rest') expect(one.rule, where).toMatch(/^[A-Z]\d$/);
  });
}

describe.each(['car-factory-qc', 'city-traffic', 'mec-region', 'connected-vehicles'])('assessments of %s', (name) => {
  const answer = evaluated(readSample(name));

  test('[A3] [D1] [R1] [R2] [F1] every figure is explained: its value, what makes it, and where leaves come from', () => {
    const figures = [...toldBy(answer)];
    expect(figures.length).toBeGreaterThan(8);
    // Of a large site a part, spread over all of it.
    const every = Math.ceil(figures.length / 40);
    for (const [subject, told] of figures.filter((_, at) => at % every === 0 || at >= figures.length - 8))
      check(subject, told, finish(explainAssessed(answer, subject)));
  });
});

test('[C2] [F1] the month of a limit, found in closed form and by bisection', () => {
  const answer = evaluated(readSample('car-factory-qc'));
  const { limits } = finish(runwayInSteps(answer));
  const chosen = [limits.find(({ method }) => method === 'closed-form'), limits.find(({ method }) => method === 'bisection')];
  for (const one of chosen) {
    expect(one).toBeDefined();
    if (one === undefined) continue;
    const subject = { kind: 'runway', id: `${one.subject} ${one.dimension}` } as const;
    check(subject, one.month, finish(explainAssessed(answer, subject)));
  }
});

test('what is not there has no explanation', () => {
  const answer = evaluated(readSample('car-factory-qc'));
  for (const subject of [
    { kind: 'autonomy', id: 'nothing' },
    { kind: 'data', id: 'nothing', figure: 'kept' },
    { kind: 'data', id: 'nothing ssd', figure: 'filled' },
    { kind: 'data', id: 'nothing', figure: 'boundary' },
    { kind: 'rollout', options: { serviceIds: ['nothing'] } },
  ] as const)
    expect(finish(explainAssessed(answer, subject)), JSON.stringify(subject)).toBeNull();
});
