import { createRandom } from '../../base/random.ts';
import { reverseDiff } from '../../site/diff.ts';
import type { Placement } from '../../site/schema/placement.ts';
import { AdaptiveChoice } from '../improve/adaptive-choice.ts';
import type { BoundSource } from './growing-bound.ts';
import { insert, insertionOrder } from './insert.ts';
import { MOVE_NAMES, MOVES, Ranking } from './moves.ts';
import type { PlaceOptions } from './options.ts';
import type { Seat } from './plan.ts';
import { repairLate } from './repair.ts';
import type { PlanValue } from './value.ts';
import { compareValues } from './value.ts';
import type { Workbench } from './workbench.ts';

/** How much worse than the best, as a share, a plan may be that the search goes on from; falls to 0 (record-to-record travel, Dueck 1993). */
const DEVIATION = 0.01;
/** Searches for enough replicas after construction, at most so many a service on average. */
const GROWTHS_EACH = 4;
/** What a move earns: for the best plan so far, for a better one, for one that is gone on from. */
const EARNED = { best: 4, better: 2, taken: 0.5, nothing: 0 } as const;

export interface PlaceProgress {
  readonly iteration: number;
  /** Null where there is no end but the time. */
  readonly iterations: number | null;
  readonly objective: number;
  readonly bound: number;
  readonly broken: number;
  readonly unserved: number;
  readonly missed: number;
  readonly findings: number;
}

/** Best plan found, on the bench when the search ends. */
export interface Found {
  readonly value: PlanValue;
  readonly iterations: number;
  readonly evaluations: number;
  readonly last: PlaceProgress;
  /** What each move earned lately, by name. */
  readonly operators: { readonly [move: string]: number };
}

/**
 * [P4] Constructs what is missing and improves the plan until the budget is used. `next` takes the milliseconds that went by. What stands on the bench at
 * its end is never worse than `start`, by the order of limits, service, objectives, objective. `visit` sees each plan that is tried.
 */
export function* searchSite(
  bench: Workbench,
  options: PlaceOptions,
  start: { readonly value: PlanValue; readonly placements: readonly Placement[] },
  bound: BoundSource,
  visit: (bench: Workbench) => void = () => undefined,
): Generator<PlaceProgress, Found, number | undefined> {
  const random = createRandom(options.seed, 'place site');
  let best = start;
  let iteration = 0;
  let evaluations = 0;
  let elapsedMs = 0;
  const keepBest = (): boolean => {
    visit(bench);
    if (compareValues(bench.value, best.value) >= 0) return false;
    best = { value: bench.value, placements: bench.plan.all() };
    return true;
  };
  const progress = (): PlaceProgress => {
    bound.advance();
    return standing();
  };
  const standing = (): PlaceProgress => ({
    iteration,
    iterations: options.iterations,
    objective: best.value.objective,
    bound: bound.value.objective,
    broken: best.value.broken,
    unserved: best.value.unserved,
    missed: best.value.missed,
    findings: bench.evaluated.evaluation.totals.errors,
  });
  const used = (): number =>
    Math.max(
      elapsedMs === Infinity ? 1 : 0,
      options.iterations === null ? 0 : iteration / options.iterations,
      options.milliseconds === null ? 0 : elapsedMs / options.milliseconds,
    );
  for (const open of insertionOrder(bench)) {
    if (insert(bench, open) === null) continue;
    evaluations += 1;
    keepBest();
    elapsedMs = (yield progress()) ?? elapsedMs;
    if (elapsedMs === Infinity) break;
  }
  for (let left = GROWTHS_EACH * bench.problem.open.size; left > 0 && used() < 1; left -= 1) {
    const grown = growSaturated(bench);
    if (grown === 0) break;
    evaluations += grown;
    keepBest();
    elapsedMs = (yield progress()) ?? elapsedMs;
  }
  if (options.repairs && used() < 1)
    for (const repaired of repairLate(bench)) {
      evaluations += repaired;
      keepBest();
      elapsedMs = (yield progress()) ?? elapsedMs;
      if (used() >= 1) break;
    }
  const ranking = new Ranking();
  const choice = new AdaptiveChoice(
    MOVES.length,
    options.operators === null ? [] : MOVE_NAMES.map((name) => options.operators?.[name] ?? 1),
  );
  let current = bench.value;
  while (used() < 1) {
    iteration += 1;
    const index = choice.pick(random);
    const diff = MOVES[index]?.(bench, random, ranking) ?? null;
    if (diff === null) choice.reward(index, EARNED.nothing);
    else {
      evaluations += 1;
      const isBest = keepBest();
      const isBetter = compareValues(bench.value, current) < 0;
      if (isBest || isBetter || isNear(bench.value, current, best.value, DEVIATION * (1 - used()))) {
        choice.reward(index, isBest ? EARNED.best : isBetter ? EARNED.better : EARNED.taken);
        current = bench.value;
      } else {
        choice.reward(index, EARNED.nothing);
        bench.take(reverseDiff(diff));
      }
    }
    elapsedMs = (yield progress()) ?? elapsedMs;
  }
  bench.apply(seatsTo(bench, best.placements));
  for (const undone of undoIdle(bench, start.placements)) {
    evaluations += undone;
    keepBest();
    yield progress();
  }
  // Who stops it has what was proven until then.
  while (!bound.isDone && elapsedMs !== Infinity) elapsedMs = (yield progress()) ?? elapsedMs;
  const operators = Object.fromEntries(MOVE_NAMES.map((name, index) => [name, choice.weights[index] ?? 1]));
  return { value: best.value, iterations: iteration, evaluations, last: standing(), operators };
}

/** No limit, service or objective is worse than now, and the objective not much worse than the best. */
function isNear(value: PlanValue, current: PlanValue, best: PlanValue, deviation: number): boolean {
  const leveled = { ...value, objective: 0 };
  return (
    compareValues(leveled, { ...current, objective: 0 }) <= 0 &&
    value.objective <= best.objective + deviation * Math.abs(best.objective)
  );
}

/** Takes back, service by service, what changed since the start and is not needed: keeps what runs. Yields evaluations made. */
function* undoIdle(bench: Workbench, start: readonly Placement[]): Generator<number> {
  for (const serviceId of bench.problem.open.keys()) {
    const before = start.filter((one) => one.serviceId === serviceId);
    const nodeIds = new Set<string>([...before, ...bench.plan.of(serviceId)].map((one) => one.nodeId));
    const single = [...nodeIds].map((nodeId) => [seatAt(before, serviceId, nodeId)]);
    for (const seats of [single.flat(), ...single]) {
      if (!bench.allows(seats)) continue;
      const value = bench.value;
      const diff = bench.apply(seats);
      if (compareValues(bench.value, value) > 0) bench.take(reverseDiff(diff));
      yield 1;
    }
  }
}

function seatAt(placements: readonly Placement[], serviceId: string, nodeId: string): Seat {
  const there = placements.find((one) => one.nodeId === nodeId);
  return { serviceId, nodeId, replicas: there?.replicas ?? 0, ...(there === undefined ? {} : { variant: there.variant }) };
}

/** Gives placements that cannot keep up the replicas that can, as far as there is room; how many it changed. */
function growSaturated(bench: Workbench): number {
  let grown = 0;
  for (const { kind, subject, limit, value } of bench.evaluated.evaluation.findings) {
    if (kind !== 'service-saturated' || limit === null || limit <= 0 || value === null) continue;
    const placement = bench.plan.all().find((one) => `placements/${one.id}` === subject);
    if (placement === undefined) continue;
    const { serviceId, nodeId, replicas } = placement;
    const seats: Seat[] = [{ serviceId, nodeId, replicas: Math.max(replicas + 1, Math.ceil((replicas * value) / limit)) }];
    if (!bench.allows(seats)) continue;
    const before = bench.value;
    const diff = bench.apply(seats);
    if (compareValues(bench.value, before) < 0) grown += 1;
    else bench.take(reverseDiff(diff));
  }
  return grown;
}

/** Seats that lead from what is on the bench to these placements. */
export function seatsTo(bench: Workbench, placements: readonly Placement[]): Seat[] {
  const wanted = new Map(placements.map((one) => [`${one.serviceId} ${one.nodeId}`, one]));
  const gone = bench.plan
    .all()
    .filter((one) => !wanted.has(`${one.serviceId} ${one.nodeId}`))
    .map(({ serviceId, nodeId }) => ({ serviceId, nodeId, replicas: 0 }));
  return [...gone, ...placements.map(({ serviceId, nodeId, replicas, variant }) => ({ serviceId, nodeId, replicas, variant }))];
}
