import type { Placement } from '../../site/schema/placement.ts';
import { admissionsOf } from './admissions.ts';
import type { Checked } from './check.ts';
import { conflictOf } from './conflict.ts';
import type { LimitKind, OpenService } from './problem.ts';
import { rulesAgainst } from './problem.ts';
import type { Refused } from './result.ts';
import type { Way } from './ways.ts';
import { findRoom, waysIn, waysInTime } from './ways.ts';
import type { Workbench } from './workbench.ts';

/** Services that are explained; nodes whose refusals are told; evaluations that ways in time may take in all. */
const SERVICES_TOLD = 12;
const NODES_TOLD = 8;
const EVALUATIONS = 400;

/** [P3] For each service that lacks replicas or comes late: the limits in conflict, and the smallest changes that would let it in, tried out. */
export function* explainRefused(bench: Workbench, planned: Checked): Generator<void, Refused[]> {
  const refused: Refused[] = [];
  for (const open of bench.problem.open.values()) {
    if (refused.length === SERVICES_TOLD) return refused;
    const missing = open.required - bench.replicas(open.service.id);
    if (missing > 0) refused.push(unplaced(bench, planned, open, missing));
    yield;
  }
  let left = EVALUATIONS;
  for (const open of bench.problem.open.values()) {
    if (refused.length === SERVICES_TOLD) return refused;
    const late = lateAt(bench, open);
    if (late === null || late.at.pinned) continue;
    left -= 3 * withProcessor(bench, open);
    if (left >= 0) refused.push(yield* missed(bench, planned, open, late));
    else refused.push({ serviceId: open.service.id, problem: 'missed', conflict: [], refusals: [], admissions: [] });
  }
  return refused;
}

/** [P3] The same for one service; null where it runs as it should. */
export function* explainRefusal(bench: Workbench, planned: Checked, open: OpenService): Generator<void, Refused | null> {
  const missing = open.required - bench.replicas(open.service.id);
  if (missing > 0) return unplaced(bench, planned, open, missing);
  const late = lateAt(bench, open);
  return late === null || late.at.pinned ? null : yield* missed(bench, planned, open, late);
}

function* missed(bench: Workbench, planned: Checked, open: OpenService, { at, flowId, enough }: Late): Generator<void, Refused> {
  const ways = yield* waysInTime(bench, open, at, [flowId], enough);
  const admits = (kept: ReadonlySet<LimitKind>): boolean => ways.some((way) => way.limits.every(({ kind }) => !kept.has(kind)));
  return {
    serviceId: open.service.id,
    problem: 'missed',
    conflict: conflictOf(limitKinds(ways), admits),
    refusals: refusalsOf(ways),
    admissions: admissionsOf(bench, planned, open, ways, at),
  };
}

function withProcessor(bench: Workbench, { service }: OpenService): number {
  const able = bench.problem.workingNodeIds.filter((id) =>
    rulesAgainst(bench.problem, service, id).every(({ kind }) => kind !== 'no-processor'),
  );
  return able.length;
}

interface Late {
  readonly flowId: string;
  readonly at: Placement;
  readonly enough: number;
}

/** A flow to the service that comes late, or that its placement cannot keep up with, and the replicas that would. */
function lateAt(bench: Workbench, { service }: OpenService): Late | null {
  const { flows, findings } = bench.evaluated.evaluation;
  for (const flow of flows) {
    if (flow.status === 'missed' && flow.to === service.id) {
      const at = bench.plan.at(service.id, flow.servedBy ?? '');
      if (at !== undefined) return { flowId: flow.id, at, enough: at.replicas };
    }
    if (flow.status !== 'saturated') continue;
    const at = bench.plan.of(service.id).find((one) => flow.blockedBy === `placements/${one.id}`);
    if (at === undefined) continue;
    const found = findings.find(({ kind, subject }) => kind === 'service-saturated' && subject === `placements/${at.id}`);
    const enough =
      found?.limit && found.value !== null ? Math.ceil((at.replicas * found.value * 1.0001) / found.limit) : at.replicas;
    return { flowId: flow.id, at, enough };
  }
  return null;
}

function unplaced(bench: Workbench, planned: Checked, open: OpenService, missing: number): Refused {
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
    admissions: admissionsOf(bench, planned, open, whole, null),
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
