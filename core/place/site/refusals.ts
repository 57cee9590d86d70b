import { admissionsOf } from './admissions.ts';
import type { Checked } from './check.ts';
import { conflictInSteps, conflictOf } from './conflict.ts';
import type { LimitKind, OpenService } from './problem.ts';
import type { Refused } from './result.ts';
import type { Way } from './ways.ts';
import { TrialSite } from './trial.ts';
import { findRoom, waysIn } from './ways.ts';
import type { Late } from './late.ts';
import { lateAt } from './late.ts';
import type { EvaluationBudget } from './ways-in-time.ts';
import { WaysInTime } from './ways-in-time.ts';
import type { Workbench } from './workbench.ts';

/** Services that are explained; nodes whose refusals are told, and of which ways in time are looked at beyond what the conflict takes; evaluations for all of them. */
const SERVICES_TOLD = 12;
const NODES_TOLD = 8;
const EVALUATIONS = { each: 300, all: 600 };

/** [P3] For each service that lacks replicas or comes late: the limits in conflict, and the smallest changes that would let it in, tried out. */
export function* explainRefused(bench: Workbench, planned: Checked): Generator<void, Refused[]> {
  const refused: Refused[] = [];
  const trial = new TrialSite(planned.site);
  for (const open of bench.problem.open.values()) {
    if (refused.length === SERVICES_TOLD) return refused;
    const missing = open.required - bench.replicas(open.service.id);
    if (missing > 0) refused.push(yield* unplaced(bench, planned, trial, open, missing));
    yield;
  }
  let left = EVALUATIONS.all;
  for (const open of bench.problem.open.values()) {
    if (refused.length === SERVICES_TOLD) return refused;
    const late = lateAt(bench, open);
    if (late !== null && !late.at.pinned) {
      const own = Math.min(left, EVALUATIONS.each);
      const budget = { left: own };
      refused.push(yield* missed(bench, planned, trial, open, late, budget));
      left -= own - budget.left;
    }
    yield;
  }
  return refused;
}

/** [P3] The same for one service; null where it runs as it should. */
export function* explainRefusal(bench: Workbench, planned: Checked, open: OpenService): Generator<void, Refused | null> {
  const trial = new TrialSite(planned.site);
  const missing = open.required - bench.replicas(open.service.id);
  if (missing > 0) return yield* unplaced(bench, planned, trial, open, missing);
  const late = lateAt(bench, open);
  const budget = { left: EVALUATIONS.all };
  return late === null || late.at.pinned ? null : yield* missed(bench, planned, trial, open, late, budget);
}

function* missed(
  bench: Workbench,
  planned: Checked,
  trial: TrialSite,
  open: OpenService,
  late: Late,
  budget: EvaluationBudget,
): Generator<void, Refused> {
  const ways = new WaysInTime(bench, open, late, budget);
  const conflict = yield* conflictInSteps(ways.kinds, (kept) => ways.admits(kept));
  const looked = yield* ways.looked(NODES_TOLD);
  return {
    serviceId: open.service.id,
    problem: 'missed',
    conflict,
    refusals: refusalsOf(looked),
    admissions: yield* admissionsOf(bench, planned, trial, open, looked, late.at),
  };
}

function* unplaced(
  bench: Workbench,
  planned: Checked,
  trial: TrialSite,
  open: OpenService,
  missing: number,
): Generator<void, Refused> {
  const ways = waysIn(bench, open, missing);
  const conflict = conflictOf(limitKinds(ways), (kept) => findRoom(bench, open, ways, missing, kept));
  const whole = ways.filter(
    ({ nodeId, replicas }) => replicas - (bench.plan.at(open.service.id, nodeId)?.replicas ?? 0) === missing,
  );
  return {
    serviceId: open.service.id,
    problem: 'unplaced',
    conflict,
    refusals: refusalsOf(ways),
    admissions: yield* admissionsOf(bench, planned, trial, open, whole, null),
  };
}

function limitKinds(ways: readonly Way[]): Set<LimitKind> {
  return new Set(ways.flatMap(({ limits }) => limits.map(({ kind }) => kind)));
}

function refusalsOf(ways: readonly Way[]): Refused['refusals'] {
  const first = new Map<string, Way>();
  for (const way of ways) if (!first.has(way.nodeId)) first.set(way.nodeId, way);
  return [...first.values()]
    .toSorted((a, b) => a.limits.length - b.limits.length)
    .slice(0, NODES_TOLD)
    .map(({ nodeId, limits }) => ({ nodeId, limits }));
}
