import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated, EvaluationStep } from '../evaluate.ts';
import { EvaluationState } from '../evaluate.ts';
import { phase } from '../phases.ts';
import type { FlowResult } from '../result.ts';
import { demandDiff } from '../scaled-demand.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { demandFactor, monthOfUse, amountAt, withDemand } from './growth.ts';
import type { LinearLimit } from './linear-limits.ts';
import { linearLimits, loadOf } from './linear-limits.ts';
import type { RunwayAssessment, RunwayLimit, RunwayOptions } from './result.ts';

export interface RunwayProgress {
  readonly stage: 'runway';
  readonly done: number;
  readonly total: number;
}

/**
 * [C2] When each limit breaks as demand grows: in closed form where use grows along lines, by bisection over whole evaluations for latency,
 * which does not. All flows share the months that are evaluated, one after the other by a state that takes in how demand differs: since all
 * of it does, a month costs nearly what an evaluation from scratch costs without its network.
 */
export function* runwayInSteps(
  evaluated: Evaluated,
  options: Partial<RunwayOptions> = {},
): Generator<RunwayProgress, RunwayAssessment> {
  const { site } = evaluated.model;
  const growth = options.growthPerYear ?? site.header.growthPerYear;
  const years = options.years ?? site.header.years;
  const months = years * 12;
  const flows = evaluated.evaluation.flows.filter(({ objectiveP99Ms }) => objectiveP99Ms !== null);
  const one = loadOf(evaluated);
  const search = new MonthSearch(flows, months);
  let factor = 2;
  const state = yield* told(EvaluationState.inSteps(withDemand(site, factor)), 0, 1 + search.left);
  const limits = linearLimits(evaluated, one, loadOf(state.evaluated)).map((limit) => closedForm(limit, growth, months));
  for (let month = search.next(); growth > 0 && month !== null; month = search.next()) {
    const before = factor;
    factor = demandFactor(growth, month);
    const diff = demandDiff(
      site,
      () => before,
      () => factor,
    );
    const done = 1 + search.evaluations;
    const { evaluation } = yield* told(state.updateInSteps(diff), done, done + search.left);
    search.answer(month, evaluation.flows);
  }
  for (const flow of flows) limits.push(latencyLimit(site, flow, search));
  limits.sort(
    (a, b) =>
      (a.month ?? Infinity) - (b.month ?? Infinity) ||
      (a.exactMonths ?? Infinity) - (b.exactMonths ?? Infinity) ||
      (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.dimension < b.dimension ? -1 : 1),
  );
  const assumptions = new AssumptionList();
  const say = (code: string, text: string): void => assumptions.add(code, text, 'simplification');
  say('demand-grows-evenly', 'All device groups ask and stream more by the same factor; what services send on their own stays.');
  say(
    'replicas-as-placed',
    'Latency is that of the replicas as placed; reservations grow with services that scale by utilisation.',
  );
  say('hardware-grows', 'Places fill as if hardware were added in proportion to demand.');
  const first = limits[0];
  return {
    growthPerYear: growth,
    years,
    months,
    limits,
    firstToBreak: first === undefined || first.month === null ? null : first,
    demandFactors: Array.from({ length: years + 1 }, (_, year) => demandFactor(growth, year * 12)),
    evaluations: search.evaluations + 1,
    assumptions: assumptions.list(),
  };
}

function closedForm(limit: LinearLimit, growth: number, months: number): RunwayLimit {
  const { use, reaching, ...rest } = limit;
  const usedNow = amountAt(use, 1);
  return {
    ...rest,
    usedNow,
    utilisationNow: limit.limit > 0 ? usedNow / limit.limit : null,
    ...monthOfUse(use, limit.limit, growth, months, reaching),
    method: 'closed-form',
    blockedBy: null,
  };
}

/** Bisection for all flows together: of each flow a month in which it is met and a later one in which it is not are known. */
class MonthSearch {
  evaluations = 0;
  private readonly ranges = new Map<string, { met: number; broken: number; by: string | null }>();
  private readonly horizon: number;
  private asked = false;

  constructor(flows: readonly FlowResult[], months: number) {
    this.horizon = months + 1;
    for (const flow of flows) {
      const met = flow.status === 'met';
      this.ranges.set(flow.id, { met: met ? 0 : -1, broken: met ? this.horizon : 0, by: met ? null : flow.blockedBy });
    }
  }

  /** Flows that are not settled yet. */
  get left(): number {
    let open = 0;
    for (const { met, broken } of this.ranges.values()) if (broken - met > 1) open += 1;
    return Math.min(open, this.horizon);
  }

  /** The month to evaluate next: the last one first, since who holds then holds throughout; null when all is settled. */
  next(): number | null {
    for (const { met, broken } of this.ranges.values()) {
      if (broken - met <= 1) continue;
      return this.asked ? Math.floor((met + broken) / 2) : this.horizon - 1;
    }
    return null;
  }

  answer(month: number, flows: readonly FlowResult[]): void {
    this.asked = true;
    this.evaluations += 1;
    for (const flow of flows) {
      const range = this.ranges.get(flow.id);
      if (range === undefined) continue;
      if (flow.status === 'met') range.met = Math.max(range.met, month);
      else if (month < range.broken) {
        range.broken = month;
        range.by = flow.blockedBy;
      }
    }
  }

  month(flowId: string): { readonly month: number | null; readonly by: string | null } {
    const range = this.ranges.get(flowId);
    return range === undefined || range.broken >= this.horizon
      ? { month: null, by: null }
      : { month: range.broken, by: range.by };
  }
}

function latencyLimit(site: Site, flow: FlowResult, search: MonthSearch): RunwayLimit {
  const { month, by } = search.month(flow.id);
  const limit = flow.objectiveP99Ms ?? 0;
  return {
    subject: `flows/${flow.id}`,
    name: getRecord(site, 'flows', flow.id)?.name ?? flow.id,
    kind: 'latency',
    dimension: 'p99',
    unit: 'ms',
    usedNow: flow.p99Ms,
    utilisationNow: flow.p99Ms === null || limit === 0 ? null : flow.p99Ms / limit,
    limit,
    month,
    exactMonths: null,
    method: 'bisection',
    blockedBy: by,
  };
}

function* told<Value>(steps: Generator<EvaluationStep, Value>, at: number, total: number): Generator<RunwayProgress, Value> {
  const phases = phase(steps, at, total);
  for (;;) {
    const step = phases.next();
    if (step.done === true) return step.value;
    yield { stage: 'runway', ...step.value };
  }
}
