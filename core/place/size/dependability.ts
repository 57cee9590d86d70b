import { availabilityInSteps } from '../../evaluate/availability/availability.ts';
import type { WorkloadAvailability } from '../../evaluate/availability/result.ts';
import { autonomyAssessment } from '../../evaluate/autonomy/autonomy.ts';
import { EvaluationState } from '../../evaluate/evaluate.ts';
import { reverseDiff } from '../../site/diff.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import { nearestFirst } from '../site/insert.ts';
import { compareValues } from '../site/value.ts';
import type { Workbench } from '../site/workbench.ts';
import type { SizeProblem } from './problem.ts';
import type { Lack } from './trial.ts';

/** A target of availability that is missed though compute hardware never failed: the network and its power are to blame. */
export interface WeakNetwork {
  readonly workloadId: string;
  readonly target: number;
  readonly availability: number | null;
  /** Names of the parts that it hangs on most. */
  readonly weakest: readonly string[];
}

export interface Dependability {
  readonly lacks: readonly Lack[];
  readonly weakNetworks: readonly WeakNetwork[];
}

/** Standing replicas added to reach targets of availability. */
const MOST_ADDED = 8;
const WEAKEST_TOLD = 3;
/** Hours between failures of hardware that never fails. */
const NEVER_H = 1e15;

/**
 * [A1, A3] Targets of availability, with standing replicas added beside those that hang on one node, and the hours without the cloud. The plan on the bench may
 * change, but not for the worse.
 */
export function* dependabilityOf(problem: SizeProblem, bench: Workbench, bare: Site): Generator<void, Dependability> {
  const siteNow = (): Site => ({ ...bare, placements: Object.fromEntries(bench.plan.all().map((one) => [one.id, one])) });
  const targets = listRecords(problem.site, 'workloads').filter(({ availabilityTarget }) => availabilityTarget !== null);
  const workloadIds = targets.map(({ id }) => id);
  const missed = yield* missedTargets(siteNow(), workloadIds);
  const perfect = yield* missedTargets(
    withPerfectNodes(siteNow()),
    missed.map(({ workloadId }) => workloadId),
  );
  const weakNetworks = perfect.map(({ workloadId, target, availability, weakestParts }): WeakNetwork => {
    const weakest = weakestParts.slice(0, WEAKEST_TOLD).map(({ name }) => name);
    return { workloadId, target: target ?? 1, availability, weakest };
  });
  // Only where nodes are to blame do more of them help.
  let ours = missed.filter(({ workloadId }) => perfect.every((one) => one.workloadId !== workloadId));
  const ourIds = ours.map(({ workloadId }) => workloadId);
  for (let added = 0; added < MOST_ADDED && ours.length > 0; added += 1) {
    const before = shortfall(ours);
    if (!addStandby(bench, ours)) break;
    const after = yield* missedTargets(siteNow(), ourIds);
    if (shortfall(after) >= before) break;
    ours = after;
  }
  const lacks = ours.map(({ workloadId, target, availability }): Lack => {
    const serviceIds = listRecords(problem.site, 'services').flatMap((one) => (one.workloadId === workloadId ? [one.id] : []));
    return { kind: 'availability', subject: `workloads/${workloadId}`, serviceIds, limit: target, value: availability };
  });
  yield;
  lacks.push(...autonomyLacks(problem, siteNow()));
  return { lacks, weakNetworks };
}

function* missedTargets(site: Site, workloadIds: readonly string[]): Generator<void, WorkloadAvailability[]> {
  if (workloadIds.length === 0) return [];
  const steps = availabilityInSteps(new EvaluationState(site).evaluated, { workloadIds });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.workloads.filter(({ verdict }) => verdict === 'missed');
    yield;
  }
}

function shortfall(missed: readonly WorkloadAvailability[]): number {
  return missed.reduce((sum, { target, availability }) => sum + (target ?? 0) - (availability ?? 0), 0);
}

/** One more standing replica of something that hangs on one node, on the nearest other that takes it without harm. */
function addStandby(bench: Workbench, missed: readonly WorkloadAvailability[]): boolean {
  for (const { workloadId, weakestParts } of missed)
    for (const { componentId, kind } of weakestParts) {
      if (kind !== 'node') continue;
      const nodeId = componentId.slice('nodes/'.length);
      for (const open of bench.problem.open.values()) {
        if (open.service.workloadId !== workloadId || bench.plan.at(open.service.id, nodeId) === undefined) continue;
        for (const other of nearestFirst(bench, open)) {
          if (other === nodeId || bench.plan.at(open.service.id, other) !== undefined) continue;
          const seats = [{ serviceId: open.service.id, nodeId: other, replicas: 1 }];
          if (!bench.allows(seats)) continue;
          const value = bench.value;
          const diff = bench.apply(seats);
          if (compareValues({ ...bench.value, objective: 0 }, { ...value, objective: 0 }) <= 0) return true;
          bench.take(reverseDiff(diff));
        }
      }
    }
  return false;
}

function withPerfectNodes(site: Site): Site {
  const hardwareTypes: Record<string, HardwareType> = {};
  for (const type of Object.values(site.hardwareTypes))
    hardwareTypes[type.id] = type.compute.threads === 0 ? type : { ...type, reliability: { mtbfH: NEVER_H, mttrH: 1 } };
  return { ...site, hardwareTypes };
}

function autonomyLacks(problem: SizeProblem, site: Site): Lack[] {
  const asked = listRecords(problem.site, 'services').some(({ autonomyH }) => autonomyH > 0);
  if (!asked) return [];
  return autonomyAssessment(new EvaluationState(site).evaluated).workloads.flatMap((one): Lack[] => {
    if (one.verdict !== 'missed') return [];
    const serviceIds = listRecords(problem.site, 'services').flatMap(({ id, workloadId }) =>
      workloadId === one.workloadId ? [id] : [],
    );
    return [
      { kind: 'autonomy', subject: `workloads/${one.workloadId}`, serviceIds, limit: one.requiredH, value: one.hours ?? 0 },
    ];
  });
}
