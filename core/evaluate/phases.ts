import type { EvaluationStep } from './evaluate.ts';

/** How far some evaluations after one another are. */
export interface PhaseStep {
  readonly done: number;
  readonly total: number;
}

const STAGES: readonly EvaluationStep['stage'][] = ['network', 'demand', 'flows', 'capacity'];

/** One evaluation of several, told as a part of all: `at` of them are done. */
export function* phase<Value>(steps: Generator<EvaluationStep, Value>, at: number, total: number): Generator<PhaseStep, Value> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const { stage, done, total: all } = step.value;
    yield { done: at + (STAGES.indexOf(stage) + (all > 0 ? Math.min(1, done / all) : 0)) / STAGES.length, total };
  }
}
