import type { Evaluation } from '../../evaluate/result.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import type { SiteBound } from './bound.ts';
import type { Checked } from './check.ts';
import { checkPlan } from './check.ts';
import { batchOf, changesBetween, withoutStranded } from './commands.ts';
import { orderOfMoves } from './order.ts';
import { SitePlan } from './plan.ts';
import { nodePrices } from './prices.ts';
import type { PlaceResult, PlaceStatus, PlanFigures } from './result.ts';
import type { PlanValue } from './value.ts';
import type { Workbench } from './workbench.ts';

/** A search as its result tells it. */
export interface Searched {
  readonly site: Site;
  readonly before: Evaluation;
  /** Of the site as it is. */
  readonly startValue: PlanValue;
  readonly bound: SiteBound;
  readonly seed: number;
  readonly iterations: number;
  readonly evaluations: number;
}

export type PlanResult = Omit<PlaceResult, 'choices' | 'refused'>;

/** [P1–P4, P6] All that is told of a plan but its reasons: carried out and evaluated from scratch, valued anew, its moves in order. `claimed` is its objective as the search knows it. */
export function planResult(
  bench: Workbench,
  searched: Searched,
  placements: readonly Placement[],
  claimed: number,
): { readonly result: PlanResult; readonly checked: Checked } {
  const { site, before, startValue, seed, iterations, evaluations } = searched;
  const { parts: boundParts, objective: bound } = searched.bound;
  const plan = withoutStranded(site, placements, (id) => bench.problem.open.get(id)?.required ?? 0);
  const changes = changesBetween(site, plan);
  const command = batchOf(site, changes);
  const checked = checkPlan(site, before, command);
  const value = bench.appraiser.value(checked.evaluation, new SitePlan(checked.site));
  const prices = nodePrices(site, bench.problem.workingNodeIds);
  const isWhole = value.broken === 0 && value.unserved === 0;
  const gap = isWhole ? (value.objective - bound) / Math.max(1e-9, Math.abs(value.objective)) : null;
  const wrong = Math.abs(value.objective - claimed) > 1e-6 ? ['the objective is another one from scratch'] : [];
  const result = {
    status: statusOf(isWhole, gap),
    objective: value.objective,
    bound,
    gap,
    parts: value.parts,
    boundParts,
    scale: { costUnit: prices.unit, costOfAll: prices.total, maxW: prices.maxW, pricesEstimated: prices.estimated },
    weights: bench.problem.weights,
    seed,
    iterations,
    evaluations,
    before: figuresOf(before, startValue, checked.evaluation),
    after: figuresOf(checked.evaluation, value, before),
    changes,
    command,
    steps: orderOfMoves(site, changes),
    checker: [...checked.wrong, ...wrong],
  };
  return { result, checked };
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
