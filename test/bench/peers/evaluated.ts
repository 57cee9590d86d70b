import type { Evaluated } from '../../../core/evaluate/evaluate.ts';
import { evaluateInSteps } from '../../../core/evaluate/evaluate.ts';
import type { Site } from '../../../core/site/site.ts';

/** The whole answer to a site, with what it rests on. */
export function evaluated(site: Site): Evaluated {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
