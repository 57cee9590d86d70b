import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import type { Site } from '../../core/site/site.ts';

/** The whole evaluation of a site, as assessments take it. */
export function evaluatedSite(site: Site): Evaluated {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
