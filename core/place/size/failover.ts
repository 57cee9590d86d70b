import type { Placement } from '../../site/schema/placement.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { DEFAULT_PLACE_OPTIONS } from '../site/options.ts';
import { isWorking } from '../site/room.ts';
import { NO_BOUND } from '../site/growing-bound.ts';
import { searchSite } from '../site/search.ts';
import { Workbench } from '../site/workbench.ts';
import type { SizeProblem } from './problem.ts';
import { isPool } from './problem.ts';
import type { Lack, Trial } from './trial.ts';
import { lacksOf } from './trial.ts';

/** What starts where when a node is down, so that everything that has to be redundant holds. */
export interface Failover {
  readonly nodeId: string;
  /** Redundant services as they run then. */
  readonly placements: readonly Placement[];
}

/** Moves of services that a failure is given. */
const INNER_MOVES = 60;

/**
 * [P5, A2] Every compute node that holds a redundant service fails, one at a time: what ran there starts elsewhere, what runs elsewhere stays where its room allows, and every flow that
 * needs redundant services alone is answered in time. Pools of the cloud are many machines and do not fail as one. Stops at the first failure that does not hold unless `all`.
 */
export function* failoversOf(
  problem: SizeProblem,
  trial: Trial,
  seed: number,
  all = false,
): Generator<void, { readonly failovers: Failover[]; readonly lacks: Lack[] }> {
  const failovers: Failover[] = [];
  const lacks: Lack[] = [];
  if (problem.redundant.size === 0) return { failovers, lacks };
  const holding = new Set<string>(trial.placements.flatMap((one) => (problem.redundant.has(one.serviceId) ? [one.nodeId] : [])));
  const guarded = guardedFlows(problem);
  const attached = new Set<string>(listRecords(trial.site, 'deviceGroups').flatMap((one) => one.attachment?.nodeId ?? []));
  for (const nodeId of [...holding].toSorted()) {
    const node = getRecord(trial.site, 'nodes', nodeId);
    // What devices hang on is their access: without it they are cut off, whatever stands elsewhere.
    if (node === undefined || !isWorking(trial.site, nodeId) || attached.has(nodeId) || isPool(trial.site, node)) continue;
    const site = { ...trial.site, nodes: { ...trial.site.nodes, [nodeId]: { ...node, status: 'failed' as const } } };
    const options = { ...DEFAULT_PLACE_OPTIONS, seed, iterations: INNER_MOVES, repairs: false, keep: 0.5 };
    const bench = new Workbench(site, options, problem.variants);
    const search = searchSite(bench, options, { value: bench.value, placements: bench.plan.all() }, NO_BOUND);
    const left = (): Lack[] =>
      lacksOf(problem, site, bench.evaluated.evaluation).filter((one) => isGuarded(one, problem, guarded));
    let elapsedMs = 0;
    for (;;) {
      const step = search.next(elapsedMs);
      if (step.done === true) break;
      if (left().length === 0) elapsedMs = Infinity;
      yield;
    }
    const missing = left();
    if (missing.length > 0) {
      const serviceIds = [...new Set(missing.flatMap((one) => one.serviceIds))]
        .filter((id) => problem.redundant.has(id))
        .toSorted();
      lacks.push({ kind: 'redundancy', subject: `nodes/${nodeId}`, serviceIds, limit: 0, value: missing.length });
      if (!all) break;
    } else failovers.push({ nodeId, placements: bench.plan.all().filter((one) => isWorking(site, one.nodeId)) });
  }
  return { failovers, lacks };
}

/** Flows that lead to redundant services, and only wait for such. */
export function guardedFlows({ site, redundant }: SizeProblem): ReadonlySet<string> {
  const flows = listRecords(site, 'flows');
  const waits = new Map<string, string[]>();
  for (const { from, to, mode } of flows)
    if (from.kind === 'service' && to.kind === 'service' && mode === 'synchronous')
      waits.set(from.id, [...(waits.get(from.id) ?? []), to.id]);
  const holds = (id: string, seen: Set<string>): boolean => {
    if (seen.has(id)) return true;
    seen.add(id);
    return redundant.has(id) && (waits.get(id) ?? []).every((next) => holds(next, seen));
  };
  return new Set(flows.filter(({ to }) => to.kind === 'service' && holds(to.id, new Set())).map(({ id }) => id));
}

/** Whether something that is lacking concerns what has to be redundant. */
export function isGuarded(lack: Lack, problem: SizeProblem, guarded: ReadonlySet<string>): boolean {
  const [collection, id = ''] = lack.subject.split('/');
  if (collection === 'flows') return guarded.has(id);
  return lack.serviceIds.length === 0 ? false : lack.serviceIds.some((one) => problem.redundant.has(one));
}
