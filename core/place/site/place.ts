import { evaluate } from '../../evaluate/evaluate.ts';
import type { Site } from '../../site/site.ts';
import { explainChoices } from './choices.ts';
import { GrowingBound } from './growing-bound.ts';
import { DEFAULT_PLACE_OPTIONS } from './options.ts';
import type { PlaceOptions } from './options.ts';
import { planResult } from './plan-result.ts';
import { explainRefused } from './refusals.ts';
import type { PlaceResult } from './result.ts';
import type { PlaceProgress } from './search.ts';
import { searchSite } from './search.ts';
import { Workbench } from './workbench.ts';

/**
 * [P1–P4, P6] Places the services of a site on the nodes it has, or places them better: constructs, improves on the real model, proves a bound, explains. Each
 * `next` takes the milliseconds that went by; Infinity stops it with the best so far. Cost: an evaluation of what changes for each move tried.
 */
export function* placeInSteps(
  site: Site,
  given: Partial<PlaceOptions> = {},
): Generator<PlaceProgress, PlaceResult, number | undefined> {
  const options = { ...DEFAULT_PLACE_OPTIONS, ...given };
  const before = evaluate(site);
  const bench = new Workbench(site, options);
  const start = { value: bench.value, placements: bench.plan.all() };
  const bound = new GrowingBound(bench);
  if (options.fresh)
    bench.apply(
      start.placements.flatMap(({ serviceId, nodeId, pinned }) =>
        pinned || !bench.problem.open.has(serviceId) ? [] : [{ serviceId, nodeId, replicas: 0 }],
      ),
    );
  const found = yield* searchSite(bench, options, start, bound);
  const searched = {
    site,
    before,
    startValue: start.value,
    bound: bound.value,
    seed: options.seed,
    iterations: found.iterations,
    evaluations: found.evaluations,
  };
  const { result, checked } = planResult(bench, searched, bench.plan.all(), found.value.objective);
  return {
    ...result,
    choices: yield* told(explainChoices(bench, result.changes), found.last),
    refused: yield* told(explainRefused(bench, checked), found.last),
  };
}

/** Steps of an explanation, with how far the search got. */
function* told<Value>(steps: Generator<void, Value>, last: PlaceProgress): Generator<PlaceProgress, Value> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield last;
  }
}
