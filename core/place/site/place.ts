import type { Evaluation } from '../../evaluate/result.ts';
import { evaluate } from '../../evaluate/evaluate.ts';
import type { Site } from '../../site/site.ts';
import { siteBound } from './bound.ts';
import { checkPlan } from './check.ts';
import { batchOf, changesBetween, withoutStranded } from './commands.ts';
import { explainChoices } from './choices.ts';
import { DEFAULT_PLACE_OPTIONS } from './options.ts';
import type { PlaceOptions } from './options.ts';
import { orderOfMoves } from './order.ts';
import { SitePlan } from './plan.ts';
import { nodePrices } from './prices.ts';
import { explainRefused } from './refusals.ts';
import type { PlaceResult, PlaceStatus, PlanFigures } from './result.ts';
import type { PlaceProgress } from './search.ts';
import { searchSite } from './search.ts';
import type { PlanValue } from './value.ts';
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
  const boundParts = siteBound(bench);
  const bound = bench.appraiser.objective(boundParts);
  if (options.fresh)
    bench.apply(
      start.placements.flatMap(({ serviceId, nodeId, pinned }) =>
        pinned || !bench.problem.open.has(serviceId) ? [] : [{ serviceId, nodeId, replicas: 0 }],
      ),
    );
  const found = yield* searchSite(bench, options, start, bound);
  const plan = withoutStranded(site, bench.plan.all(), (id) => bench.problem.open.get(id)?.required ?? 0);
  const changes = changesBetween(site, plan);
  const command = batchOf(site, changes);
  const checked = checkPlan(site, before, command);
  const value = bench.appraiser.value(checked.evaluation, new SitePlan(checked.site));
  const prices = nodePrices(site, bench.problem.workingNodeIds);
  const isWhole = value.broken === 0 && value.unserved === 0;
  const gap = isWhole ? (value.objective - bound) / Math.max(1e-9, Math.abs(value.objective)) : null;
  const wrong = Math.abs(value.objective - found.value.objective) > 1e-6 ? ['the objective is another one from scratch'] : [];
  return {
    status: statusOf(isWhole, gap),
    objective: value.objective,
    bound,
    gap,
    parts: value.parts,
    boundParts,
    scale: { costUnit: prices.unit, costOfAll: prices.total, maxW: prices.maxW, pricesEstimated: prices.estimated },
    weights: bench.problem.weights,
    seed: options.seed,
    iterations: found.iterations,
    evaluations: found.evaluations,
    before: figuresOf(before, start.value, checked.evaluation),
    after: figuresOf(checked.evaluation, value, before),
    changes,
    command,
    steps: orderOfMoves(site, changes),
    choices: yield* told(explainChoices(bench, changes), found.last),
    refused: yield* told(explainRefused(bench, checked), found.last),
    checker: [...checked.wrong, ...wrong],
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

function statusOf(isWhole: boolean, gap: number | null): PlaceStatus {
  if (!isWhole) return 'incomplete';
  return gap !== null && gap <= 1e-9 ? 'optimal' : 'feasible';
}

function figuresOf(evaluation: Evaluation, value: PlanValue, other: Evaluation): PlanFigures {
  const others = new Map(other.flows.map((flow) => [flow.id, flow.p99Ms]));
  const both = evaluation.flows.filter((flow) => flow.p99Ms !== null && (others.get(flow.id) ?? null) !== null);
  const slacks = evaluation.flows.flatMap(({ slack }) => (slack === null ? [] : [slack]));
  return {
    value,
    flowsMet: evaluation.totals.flowsMet,
    flows: evaluation.flows.length,
    errors: evaluation.totals.errors,
    powerW: evaluation.totals.powerW,
    meanP99Ms: both.length === 0 ? null : both.reduce((sum, flow) => sum + (flow.p99Ms ?? 0), 0) / both.length,
    worstSlack: slacks.length === 0 ? null : Math.min(...slacks),
  };
}
