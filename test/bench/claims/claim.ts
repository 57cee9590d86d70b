import { must } from '../../../core/base/assert.ts';
import type { Evaluated } from '../../../core/evaluate/evaluate.ts';
import { evaluateInSteps } from '../../../core/evaluate/evaluate.ts';
import type { FlowResult } from '../../../core/evaluate/result.ts';
import type { RolloutAssessment, RolloutOptions, RolloutSummary } from '../../../core/evaluate/rollout/result.ts';
import { rolloutInSteps } from '../../../core/evaluate/rollout/rollout.ts';
import { siteOfScenario } from '../../../core/site/scenario.ts';
import type { Site } from '../../../core/site/site.ts';

/**
 * `reached`, `partly` (some of what it covers), `not reached`; `input`: the model takes it as given, with a source of its own; `not
 * modelled`: no figure answers it.
 */
export type Verdict = 'reached' | 'partly' | 'not reached' | 'input' | 'not modelled';

/** A claim of a reference scenario beside what the engine says of its sample. */
export interface Claim {
  readonly claim: string;
  /** Computed, never typed in; empty only where nothing is modelled. */
  readonly figure: string;
  readonly verdict: Verdict;
  /** What was asked of the engine, and what holds it back. */
  readonly how: string;
}

export function evaluated(site: Site): Evaluated {
  return finish(evaluateInSteps(site));
}

/** Runs an assessment that answers in steps. */
export function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The site as one of its scenarios makes it. */
export function scenario(site: Site, id: string): Site {
  const made = siteOfScenario(site, id);
  if (made.status === 'failed') throw new Error(made.error.message);
  return made.value;
}

/** Entry flows of a workload: those that devices start. */
export function entryFlows(answer: Evaluated, workloadId: string): FlowResult[] {
  const flows = answer.evaluation.flows.filter((flow) => flow.workload === workloadId && flow.objectiveP99Ms !== null);
  if (flows.length === 0) throw new Error(`no flow of ${workloadId} has an objective`);
  return flows;
}

export function range(values: readonly (number | null)[], unit = 'ms'): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return 'no figure';
  const [low, high] = [Math.min(...known), Math.max(...known)].map(told);
  return low === high ? `${low} ${unit}` : `${low} to ${high} ${unit}`;
}

/** Two significant digits below 100, three above: enough for a claim. */
export function told(value: number): string {
  if (value === 0) return '0';
  const digits = Math.abs(value) < 100 ? 2 : 3;
  return String(Number(value.toPrecision(digits)));
}

export function percent(share: number): string {
  return `${told(share * 100)} %`;
}

export function seconds(value: number): string {
  return value < 120 ? `${told(value)} s` : `${told(value / 60)} min`;
}

/** A rollout in one wave that nobody watches: the time that the work itself takes. */
export function rollout(
  answer: Evaluated,
  serviceId: string,
  drops: RolloutOptions['drops'] = null,
): Extract<RolloutAssessment, { status: 'ok' }> {
  const options = { serviceIds: [serviceId], waves: 1, canaryShare: 0, watchMinutes: 0, drops };
  const result = finish(rolloutInSteps(answer, options));
  if (result.status !== 'ok') throw new Error(`rollout of ${serviceId}: ${result.reason}`);
  return result;
}

/** One way of a rollout. */
export function way(
  { comparison }: Extract<RolloutAssessment, { status: 'ok' }>,
  method: RolloutSummary['method'],
  payload: RolloutSummary['payload'],
): RolloutSummary {
  return must(
    comparison.find((one) => one.method === method && one.payload === payload),
    `${method} ${payload}`,
  );
}

export function worst(values: readonly (number | null)[]): number {
  return Math.max(...values.map((value) => value ?? Infinity));
}
