import type { Evaluation } from '../../evaluate/result.ts';
import { apply } from '../../site/commands/apply.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import type { Checked } from './check.ts';
import { batchOf, changesBetween } from './commands.ts';
import type { LimitKind, OpenService } from './problem.ts';
import { relaxations } from './relax.ts';
import type { Admission } from './result.ts';
import { isWorking } from './room.ts';
import type { TrialSite } from './trial.ts';
import type { Way } from './ways.ts';
import type { Workbench } from './workbench.ts';

/** Changes told of one service, and tried. */
const TOLD = 3;
const TRIED = 12;

/**
 * [P3] The smallest changes that would let a service in: on each node what keeps it away is lifted just as far as it must, fewest limits first, one node for
 * each set of limits. Each was tried: the plan and the change carried out, the site evaluated, the service runs in time and nothing else breaks.
 */
export function* admissionsOf(
  bench: Workbench,
  planned: Checked,
  trial: TrialSite,
  open: OpenService,
  ways: readonly Way[],
  late: Placement | null,
): Generator<void, Admission[]> {
  const told: Admission[] = [];
  let tried = 0;
  for (const way of ways.toSorted((a, b) => a.limits.length - b.limits.length || lateness(a) - lateness(b))) {
    const limits = [...new Set(way.limits.map(({ kind }) => kind))].toSorted();
    // What needs more than something that was told is no smallest change.
    if (limits.length === 0 || told.some((one) => one.limits.every((limit) => limits.includes(limit)))) continue;
    if (told.length === TOLD || tried === TRIED) break;
    tried += 1;
    const admission = tryWay(bench, planned, trial, open, way, limits, late);
    if (admission !== null) told.push(admission);
    yield;
  }
  return told;
}

function lateness({ lateMs }: Way): number {
  return [...lateMs.values()].reduce((most, ms) => Math.max(most, ms), 0);
}

function tryWay(
  bench: Workbench,
  planned: Checked,
  trial: TrialSite,
  open: OpenService,
  way: Way,
  limits: readonly LimitKind[],
  late: Placement | null,
): Admission | null {
  const { site } = planned;
  const relaxed = relaxations(site, bench.plan, open.service, way);
  if (relaxed === null) return null;
  const { id: serviceId } = open.service;
  const standing = listRecords(site, 'placements');
  const kept = standing.filter(
    (one) => one.serviceId !== serviceId || (one.nodeId !== way.nodeId && one.nodeId !== late?.nodeId),
  );
  const here = standing.find((one) => one.serviceId === serviceId && one.nodeId === way.nodeId);
  const placement = {
    ...(here ?? { pinned: false, variant: late?.variant ?? null }),
    serviceId,
    nodeId: way.nodeId,
    replicas: way.replicas,
  };
  const changes = changesBetween(site, [...kept, placement as Placement]);
  const commands: SimpleCommand[] = [...relaxed.commands, ...batchOf(site, changes).commands];
  const diff = apply(site, { kind: 'batch', label: 'admit', commands });
  if (diff.status === 'failed') return null;
  const isIn = trial.with(diff.value, (changed, evaluation) => isAdmitted(planned, open, changed, evaluation, way));
  return isIn ? { limits, nodeId: way.nodeId, commands, says: relaxed.says } : null;
}

function isAdmitted(planned: Checked, open: OpenService, site: Site, evaluation: Evaluation, way: Way): boolean {
  const running = Object.values(site.placements)
    .filter((one) => one.serviceId === open.service.id && isWorking(site, one.nodeId))
    .reduce((sum, one) => sum + one.replicas, 0);
  if (running < open.required) return false;
  const known = new Set(planned.evaluation.findings.map((one) => one.id));
  const isClean = evaluation.findings.every(
    ({ id, severity, kind }) =>
      severity !== 'error' || known.has(id) || kind === 'objective-missed' || kind === 'service-saturated',
  );
  return isClean && evaluation.flows.every((flow) => !way.lateMs.has(flow.id) || flow.status === 'met');
}
