import { autonomyAssessment } from '../autonomy/autonomy.ts';
import type { NodeBuffer } from '../autonomy/result.ts';
import type { Evaluated, EvaluationStep } from '../evaluate.ts';
import { rolloutInSteps } from '../rollout/rollout.ts';
import type { RolloutOptions } from '../rollout/result.ts';
import { runwayInSteps } from '../runway/runway.ts';
import { trainingAssessment } from '../training/training.ts';
import { differenceOf, headerInput, input, nameOf, productOf, quotientOf, step, sumOf } from './build.ts';
import type { DataFigure } from './data.ts';
import type { ExplainSubject } from './explain.ts';
import { explainData } from './data.ts';
import type { Explanation } from './explanation.ts';

/** Figures of assessments, which are worked out again to be explained. */
export type AssessedSubject =
  /** Hours that a workload goes on without the centre. */
  | { readonly kind: 'autonomy'; readonly id: string }
  | { readonly kind: 'data'; readonly id: string; readonly figure: DataFigure }
  /** Time to train a workload. */
  | { readonly kind: 'training'; readonly id: string }
  /** Time of the fastest rollout of services. */
  | { readonly kind: 'rollout'; readonly options: Partial<RolloutOptions> & Pick<RolloutOptions, 'serviceIds'> }
  /** Month in which a limit breaks, `subject dimension`. */
  | { readonly kind: 'runway'; readonly id: string };

/** Whatever can be explained. */
export type AnySubject = ExplainSubject | AssessedSubject;

const ASSESSED: ReadonlySet<string> = new Set<AssessedSubject['kind']>(['autonomy', 'data', 'training', 'rollout', 'runway']);

export function isAssessed(subject: AnySubject): subject is AssessedSubject {
  return ASSESSED.has(subject.kind);
}

/** [A3, C2, D1, R1, R2] The derivation of a figure of an assessment, in steps. Null for what it does not have. */
export function* explainAssessed(
  evaluated: Evaluated,
  subject: AssessedSubject,
): Generator<Pick<EvaluationStep, 'done' | 'total'>, Explanation | null> {
  switch (subject.kind) {
    case 'autonomy':
      return explainAutonomy(evaluated, subject.id);
    case 'data':
      return explainData(evaluated, subject.id, subject.figure);
    case 'training':
      return explainTraining(evaluated, subject.id);
    case 'rollout':
      return yield* explainRollout(evaluated, subject.options);
    default:
      return yield* explainRunway(evaluated, subject.id);
  }
}

function explainAutonomy(evaluated: Evaluated, id: string): Explanation | null {
  const one = autonomyAssessment(evaluated).workloads.find(({ workloadId }) => workloadId === id);
  if (one === undefined) return null;
  const remarks = { unit: 'h', rule: 'A3', parameters: { name: one.name } };
  const filling = one.buffers.filter(({ hours }) => hours !== null).map((buffer) => bufferHours(evaluated, buffer));
  if (one.end?.kind === 'storage-full')
    return step('autonomy', 'least', filling, one.hours, { ...remarks, formula: 'first buffer that is full' });
  const formula = one.end === null ? 'no buffer fills' : `ends at once: ${one.end.kind}`;
  return step('autonomy', 'formula', filling, one.hours, { ...remarks, formula });
}

function bufferHours({ model: { site } }: Evaluated, { nodeId, freeGB, ingestGBPerH, hours }: NodeBuffer): Explanation {
  const parameters = { name: nameOf(site, 'nodes', nodeId) };
  const free = step('freeRoom', 'formula', [], freeGB, {
    unit: 'GB',
    rule: 'A3',
    formula: 'free storage + what services reserved − their hot data',
    parameters,
  });
  const ingest = step('ingest', 'formula', [], ingestGBPerH, {
    unit: 'GB/h',
    rule: 'A3',
    formula: 'kept data that would move on + messages that wait for the centre, mean of a day',
    parameters,
  });
  return quotientOf('buffer', free, ingest, { unit: 'h', rule: 'A3', parameters, value: hours });
}

function explainTraining(evaluated: Evaluated, id: string): Explanation | null {
  const { site } = evaluated.model;
  const one = trainingAssessment(evaluated, id);
  if (one.status !== 'ok') return null;
  const name = nameOf(site, 'workloads', id);
  const part = (what: string, seconds: number, formula: string): Explanation =>
    step('training', 'formula', [], seconds, { unit: 's', rule: 'R2', formula, parameters: { name, what } });
  const remarks = (what: string) => ({ unit: 's', rule: 'R2', parameters: { name, what } });
  if (one.kind === 'federated') {
    const round = sumOf(
      'training',
      [
        part('down', one.downS, 'model / bandwidth to the slowest client'),
        part('compute', one.computeS, 'local epochs × samples / speed of the slowest client'),
        part('upload', one.upS, 'model / bandwidth of the slowest client'),
      ],
      { ...remarks('round'), value: one.roundS },
    );
    const rounds = input(site, 'workloads', id, 'training.rounds', one.rounds);
    return productOf('training', [rounds, round], { ...remarks('total'), value: one.totalS });
  }
  const epoch = productOf(
    'training',
    [
      step('training', 'formula', [], one.stepsPerEpoch, {
        rule: 'R2',
        formula: 'samples / (batch × workers), rounded up',
        parameters: { name, what: 'steps' },
      }),
      sumOf(
        'training',
        [
          part('compute', one.stepComputeS, 'batch / speed of the slowest worker'),
          part('exchange', one.stepExchangeS, 'ring all-reduce: 2 (n − 1) / n × model / slowest bandwidth'),
        ],
        remarks('step'),
      ),
    ],
    { ...remarks('epoch'), value: one.epochS },
  );
  const epochs = input(site, 'workloads', id, 'training.epochs', one.epochs);
  return productOf('training', [epochs, epoch], { ...remarks('total'), value: one.totalS });
}

function* explainRollout(
  evaluated: Evaluated,
  options: Extract<AssessedSubject, { kind: 'rollout' }>['options'],
): Generator<Pick<EvaluationStep, 'done' | 'total'>, Explanation | null> {
  const rollout = yield* rolloutInSteps(evaluated, options);
  if (rollout.status !== 'ok') return null;
  const name = rollout.serviceIds.map((id) => nameOf(evaluated.model.site, 'services', id)).join(', ');
  const waves = rollout.plan.waves.map(({ index, startS, transferredS, doneS, endS }) => {
    const part = (what: string, seconds: number, formula: string): Explanation =>
      step('wave', 'formula', [], seconds, { unit: 's', rule: 'R1', formula, parameters: { number: index, what } });
    const parts = [
      part('transfer', transferredS - startS, 'payload / max-min fair share of the bandwidth left, last node'),
      part('start', doneS - transferredS, 'load, unpack and start on the last node'),
      part('watch', endS - doneS, 'minutes a wave is watched'),
    ];
    return sumOf('wave', parts, { unit: 's', rule: 'R1', parameters: { number: index, what: 'whole' }, value: endS - startS });
  });
  return sumOf('rollout', waves, { unit: 's', rule: 'R1', formula: 'Σ waves', parameters: { name }, value: rollout.plan.totalS });
}

function* explainRunway(evaluated: Evaluated, id: string): Generator<Pick<EvaluationStep, 'done' | 'total'>, Explanation | null> {
  const { site } = evaluated.model;
  const runway = yield* runwayInSteps(evaluated);
  const one = runway.limits.find(({ subject, dimension }) => `${subject} ${dimension}` === id);
  if (one === undefined) return null;
  const parameters = { name: one.name, dimension: one.dimension };
  const limit = step('limit', 'formula', [], one.limit, {
    unit: one.unit,
    rule: one.kind === 'latency' ? 'L8' : 'C1',
    parameters,
  });
  const now = step('usedNow', 'formula', [], one.usedNow, {
    unit: one.unit,
    rule: one.kind === 'latency' ? 'L7' : 'C1',
    parameters,
  });
  const growth = headerInput(site, 'growthPerYear', site.header.growthPerYear, 'ratio');
  const slack = one.usedNow === null ? now : differenceOf('limit', [limit, now], { unit: one.unit, rule: 'C2', parameters });
  return step('runway', 'formula', [slack, growth], one.month, {
    unit: 'months',
    rule: 'C2',
    formula:
      one.method === 'closed-form'
        ? '12 · ln((limit − fixed) / growing) / ln(1 + g), the first whole month after it'
        : 'first month whose evaluation misses the objective, by bisection',
    parameters,
  });
}
