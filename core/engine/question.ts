import type { Evaluated } from '../evaluate/evaluate.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { ExplainSubject } from '../evaluate/explain/explain.ts';
import { explain } from '../evaluate/explain/explain.ts';
import type { Explanation } from '../evaluate/explain/explanation.ts';
import type { Comparison } from '../explore/compare.ts';
import { compare } from '../explore/compare.ts';
import type { SimulationOptions } from '../simulate/options.ts';
import type { Simulation } from '../simulate/result.ts';
import { simulateInSteps } from '../simulate/simulate.ts';
import type { Site } from '../site/site.ts';
import type { Assessment, AssessmentName, AssessOptions, QuestionStep } from './assessments.ts';
import { assess } from './assessments.ts';

/** What can be asked about the document beside its evaluation. Nothing of it is computed until it is asked. */
export type Question =
  | { readonly kind: 'explain'; readonly subject: ExplainSubject }
  | { readonly kind: 'simulate'; readonly options: Partial<SimulationOptions> }
  | { readonly kind: 'assess'; readonly assessment: AssessmentName; readonly options: AssessOptions }
  /** What another site answers differently. */
  | { readonly kind: 'compare'; readonly site: Site };

export type Answer =
  | { readonly kind: 'explain'; readonly explanation: Explanation | null }
  | { readonly kind: 'simulate'; readonly simulation: Simulation }
  | { readonly kind: 'assess'; readonly assessment: Assessment }
  | { readonly kind: 'compare'; readonly comparison: Comparison };

/** Answers in steps, between which a caller may show progress or stop. */
export function* answerQuestion(evaluated: Evaluated, question: Question): Generator<QuestionStep, Answer> {
  switch (question.kind) {
    case 'explain':
      return { kind: 'explain', explanation: explain(evaluated, question.subject) };
    case 'simulate':
      return { kind: 'simulate', simulation: yield* simulation(evaluated.model.site, question.options) };
    case 'assess':
      return { kind: 'assess', assessment: yield* assess(evaluated, question.assessment, question.options) };
    default:
      return { kind: 'compare', comparison: compare(evaluated.evaluation, evaluate(question.site)) };
  }
}

function* simulation(site: Site, options: Partial<SimulationOptions>): Generator<QuestionStep, Simulation> {
  const steps = simulateInSteps(site, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { stage: 'simulate', done: step.value.simulatedMs, total: step.value.totalMs };
  }
}
