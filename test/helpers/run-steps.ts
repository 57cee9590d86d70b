import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import type { Site } from '../../core/site/site.ts';

/** Runs a generator to its end and gives what it returns. */
export function finish<Value>(steps: Generator<unknown, Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

export function evaluated(site: Site): Evaluated {
  return finish(evaluateInSteps(site));
}
