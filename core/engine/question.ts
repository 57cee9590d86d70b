import type { Evaluated } from '../evaluate/evaluate.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { AnySubject } from '../evaluate/explain/assessed.ts';
import { explainAssessed, isAssessed } from '../evaluate/explain/assessed.ts';
import type { RuleReport } from '../evaluate/rule-report.ts';
import { reportRules } from '../evaluate/rule-report.ts';
import { explain } from '../evaluate/explain/explain.ts';
import type { Explanation } from '../evaluate/explain/explanation.ts';
import type { Comparison } from '../explore/compare.ts';
import { compare } from '../explore/compare.ts';
import type { MilpSolver } from '../place/milp.ts';
import type { SizeOptions } from '../place/size/options.ts';
import type { Offered } from '../place/size/problem.ts';
import type { SizeResult } from '../place/size/result.ts';
import { sizeInSteps } from '../place/size/size.ts';
import type { PlaceOptions } from '../place/site/options.ts';
import type { PlaceResult } from '../place/site/result.ts';
import type { LearnedPolicy } from '../place/arrivals/learned-policy.ts';
import type { LearnOptions } from '../place/arrivals/learn-site.ts';
import { learnSite } from '../place/arrivals/learn-site.ts';
import type { OnlineOptions, OnlineResult } from '../place/arrivals/online-site.ts';
import { onlineSite } from '../place/arrivals/online-site.ts';
import type { ParetoResult } from '../place/site/pareto.ts';
import { paretoInSteps } from '../place/site/pareto.ts';
import { placeInSteps } from '../place/site/place.ts';
import type { Why, WhyOptions } from '../place/site/why.ts';
import { whyInSteps } from '../place/site/why.ts';
import type { WhatIf } from '../place/site/what-if.ts';
import { siteIf } from '../place/site/what-if.ts';
import type { SimulationOptions } from '../simulate/options.ts';
import type { Simulation } from '../simulate/result.ts';
import { simulateInSteps } from '../simulate/simulate.ts';
import type { Site } from '../site/site.ts';
import type { Assessment, AssessmentName, AssessOptions, QuestionStep } from './assessments.ts';
import { assess } from './assessments.ts';

/** What can be asked about the document beside its evaluation. Nothing of it is computed until it is asked. */
export type Question =
  | { readonly kind: 'explain'; readonly subject: AnySubject }
  | { readonly kind: 'simulate'; readonly options: Partial<SimulationOptions> }
  | { readonly kind: 'assess'; readonly assessment: AssessmentName; readonly options: AssessOptions }
  /** Which rules of tiers hold for what, and what breaks them. */
  | { readonly kind: 'rules' }
  /** Where services should run, or run better; after failures or growth where that is asked. */
  | { readonly kind: 'place'; readonly options: Partial<PlaceOptions>; readonly whatIf: WhatIf }
  /** Placements of which none is better in all of cost, latency, energy and moves. */
  | { readonly kind: 'pareto'; readonly options: Partial<PlaceOptions> }
  /** Why a service is where it is, or does not run as it should. */
  | { readonly kind: 'why'; readonly options: WhyOptions }
  /** What has to be bought of what the catalog offers. */
  | { readonly kind: 'size'; readonly options: Partial<SizeOptions>; readonly offered: Offered }
  /** What schedulers make of services that arrive one by one. */
  | { readonly kind: 'online'; readonly options: OnlineOptions }
  /** A policy from the history of the site. */
  | { readonly kind: 'learn'; readonly options: Partial<LearnOptions> }
  /** What another site answers differently. */
  | { readonly kind: 'compare'; readonly site: Site };

export type Answer =
  | { readonly kind: 'explain'; readonly explanation: Explanation | null }
  | { readonly kind: 'simulate'; readonly simulation: Simulation }
  | { readonly kind: 'assess'; readonly assessment: Assessment }
  | { readonly kind: 'rules'; readonly rules: readonly RuleReport[] }
  | { readonly kind: 'place'; readonly placement: PlaceResult }
  | { readonly kind: 'pareto'; readonly pareto: ParetoResult }
  | { readonly kind: 'why'; readonly why: Why | null }
  | { readonly kind: 'size'; readonly size: SizeResult }
  | { readonly kind: 'online'; readonly online: OnlineResult }
  | { readonly kind: 'learn'; readonly learned: LearnedPolicy }
  | { readonly kind: 'compare'; readonly comparison: Comparison };

/** What answers need that the core does not bring. */
export interface QuestionTools {
  /** Solver of mixed-integer programs; null while it loads. Throws where it cannot be loaded. */
  milp(): MilpSolver | null;
}

/**
 * Answers in steps, between which a caller may show progress or stop. `next` takes the milliseconds since the start, for what keeps to a time; after
 * Infinity what can do so ends with the best it has.
 */
export function* answerQuestion(
  evaluated: Evaluated,
  question: Question,
  tools: QuestionTools,
): Generator<QuestionStep, Answer, number | undefined> {
  switch (question.kind) {
    case 'explain':
      return { kind: 'explain', explanation: yield* explanation(evaluated, question.subject) };
    case 'simulate':
      return { kind: 'simulate', simulation: yield* simulation(evaluated.model.site, question.options) };
    case 'assess':
      return { kind: 'assess', assessment: yield* assess(evaluated, question.assessment, question.options) };
    case 'rules':
      return { kind: 'rules', rules: reportRules(evaluated) };
    case 'place':
      return { kind: 'place', placement: yield* placement(siteIf(evaluated.model.site, question.whatIf), question.options) };
    case 'pareto':
      return { kind: 'pareto', pareto: yield* pareto(evaluated.model.site, question.options) };
    case 'why':
      return { kind: 'why', why: yield* counted('why', whyInSteps(evaluated.model.site, question.options)) };
    case 'size':
      return { kind: 'size', size: yield* sizing(evaluated.model.site, question, tools) };
    case 'online':
      return { kind: 'online', online: yield* shared('online', onlineSite(evaluated.model.site, question.options)) };
    case 'learn':
      return { kind: 'learn', learned: yield* shared('learn', learnSite(evaluated.model.site, question.options)) };
    default:
      return { kind: 'compare', comparison: compare(evaluated.evaluation, evaluate(question.site)) };
  }
}

function* explanation(evaluated: Evaluated, subject: AnySubject): Generator<QuestionStep, Explanation | null> {
  return isAssessed(subject) ? yield* counted('explain', explainAssessed(evaluated, subject)) : explain(evaluated, subject);
}

/** Whether the answer is there at once, so that it may rest on what the next preview changes. */
export function isAtOnce(question: Question): boolean {
  return question.kind === 'explain' ? !isAssessed(question.subject) : question.kind === 'compare' || question.kind === 'rules';
}

function* simulation(site: Site, options: Partial<SimulationOptions>): Generator<QuestionStep, Simulation> {
  const steps = simulateInSteps(site, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { stage: 'simulate', done: step.value.simulatedMs, total: step.value.totalMs };
  }
}

function* placement(site: Site, options: Partial<PlaceOptions>): Generator<QuestionStep, PlaceResult, number | undefined> {
  const steps = placeInSteps(site, options);
  let elapsedMs: number | undefined;
  for (;;) {
    const step = steps.next(elapsedMs);
    if (step.done === true) return step.value;
    const { iteration, iterations } = step.value;
    elapsedMs = yield { stage: 'place', done: iteration, total: iterations ?? 0, place: step.value };
  }
}

function* pareto(site: Site, options: Partial<PlaceOptions>): Generator<QuestionStep, ParetoResult, number | undefined> {
  const steps = paretoInSteps(site, options);
  let elapsedMs: number | undefined;
  for (;;) {
    const step = steps.next(elapsedMs);
    if (step.done === true) return step.value;
    const { share, place, front } = step.value;
    elapsedMs = yield { stage: 'pareto', done: Math.round(share * 1000), total: 1000, place, front };
  }
}

function* sizing(
  site: Site,
  { options, offered }: Extract<Question, { kind: 'size' }>,
  tools: QuestionTools,
): Generator<QuestionStep, SizeResult, number | undefined> {
  let milp = tools.milp();
  for (; milp === null; milp = tools.milp()) yield { stage: 'size', done: 0, total: 0 };
  const steps = sizeInSteps(site, options, offered, milp);
  let elapsedMs: number | undefined;
  for (;;) {
    const step = steps.next(elapsedMs);
    if (step.done === true) return step.value;
    const { iteration, iterations } = step.value;
    elapsedMs = yield { stage: 'size', done: iteration, total: iterations ?? 0, size: step.value };
  }
}

function* counted<Result>(
  stage: string,
  steps: Generator<{ readonly done: number; readonly total: number }, Result>,
): Generator<QuestionStep, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { stage, ...step.value };
  }
}

function* shared<Result>(stage: string, steps: Generator<number, Result>): Generator<QuestionStep, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { stage, done: Math.round(step.value * 1000), total: 1000 };
  }
}
