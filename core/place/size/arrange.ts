import { getRecord } from '../../site/site.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { PlaceOptions } from '../site/options.ts';
import { compareValues } from '../site/value.ts';
import { Workbench } from '../site/workbench.ts';
import type { Bill } from './build.ts';
import { siteWith } from './build.ts';
import type { SizeProblem } from './problem.ts';
import type { Shares } from './seed.ts';
import { seedByDemand } from './seed.ts';
import type { Showroom } from './showroom.ts';

/** How requests of workloads are met: where the program of bills has their services unless they are `nearby` or `spread`. */
export interface Arrangement {
  /** At the nearest node that holds the service. */
  readonly nearby: ReadonlySet<string>;
  /** Over all replicas, as behind a load balancer. */
  readonly spread: ReadonlySet<string>;
}

export interface Arranged {
  readonly bench: Workbench;
  readonly arrangement: Arrangement;
}

/** A flow that is not answered at all weighs as many that are late. */
const UNSERVED = 4;

/** Ways from sources to replicas that a spread workload may make: more are too slow to evaluate, and it is its nearest node that so many sources are for. */
const MOST_LEGS = 30_000;

/**
 * [P5] Services placed on a bill by demand in one pass, workload by workload in the way that leaves least unanswered: as the program has them, each at its nearest
 * node, or spread over all replicas. Costs at most four evaluations; yields between them.
 */
export function* arrange(
  problem: SizeProblem,
  showroom: Showroom,
  bill: Bill,
  start: { readonly pinned: readonly Placement[]; readonly spread: ReadonlySet<string>; readonly shares: Shares },
  options: PlaceOptions,
): Generator<void, Arranged> {
  const seed = (arrangement: Arrangement): Arranged & { readonly lacking: ReadonlyMap<string, number> } => {
    const bench = new Workbench(siteWith(problem, bill, start.pinned, arrangement.spread), options, problem.variants);
    seedByDemand(bench, showroom, bill, start.shares, arrangement.nearby);
    return { bench, arrangement, lacking: lackingOf(problem, bench) };
  };
  const better = (a: Arranged, b: Arranged): boolean => compareValues(a.bench.value, b.bench.value) < 0;
  const first = seed({ nearby: new Set(), spread: start.spread });
  let best = first;
  const tried = [first];
  yield;
  const failing = new Set([...first.lacking.keys()].filter((id) => !start.spread.has(id)));
  if (failing.size > 0) {
    const other = seed({ nearby: failing, spread: start.spread });
    tried.push(other);
    if (better(other, best)) best = other;
    yield;
  }
  const stubborn = [...failing].filter(
    (id) => tried.every(({ lacking }) => lacking.has(id)) && legsIfSpread(showroom, bill, id) <= MOST_LEGS,
  );
  if (stubborn.length > 0) {
    const eased = new Set([...failing].filter((id) => !stubborn.includes(id)));
    const other = seed({ nearby: eased, spread: new Set([...start.spread, ...stubborn]) });
    tried.push(other);
    if (better(other, best)) best = other;
    yield;
  }
  if (tried.length === 1 || best.lacking.size === 0) return best;
  const mixed = mixOf([...failing], tried);
  if (tried.some(({ arrangement }) => isSame(arrangement, mixed))) return best;
  const last = seed(mixed);
  yield;
  return better(last, best) ? last : best;
}

/** Ways from each source of a workload to each piece that can hold what it asks. */
function legsIfSpread(showroom: Showroom, bill: Bill, workloadId: string): number {
  const hostsOf = new Map(showroom.offers.map(({ stand, type, hosts }) => [`${stand.id} ${type.id}`, hosts]));
  return showroom.needs.reduce((sum, { service, rates }) => {
    if (service.workloadId !== workloadId) return sum;
    const able = bill.filter(({ stand, type }) => hostsOf.get(`${stand.id} ${type.id}`)?.has(service.id) === true);
    return sum + rates.length * able.length;
  }, 0);
}

/** Each workload as it was met best. */
function mixOf(
  workloadIds: readonly string[],
  tried: readonly (Arranged & { readonly lacking: ReadonlyMap<string, number> })[],
): Arrangement {
  const nearby = new Set<string>();
  const spread = new Set(tried[0]?.arrangement.spread);
  for (const id of workloadIds) {
    const [way] = tried.toSorted((a, b) => (a.lacking.get(id) ?? 0) - (b.lacking.get(id) ?? 0));
    if (way?.arrangement.nearby.has(id) === true) nearby.add(id);
    if (way?.arrangement.spread.has(id) === true) spread.add(id);
  }
  return { nearby, spread };
}

function isSame(a: Arrangement, b: Arrangement): boolean {
  return [...a.nearby].toSorted().join() === [...b.nearby].toSorted().join() && a.spread.size === b.spread.size;
}

/** Weight of what is not answered in time by workload; those that lack nothing are left out. */
function lackingOf(problem: SizeProblem, { evaluated }: Workbench): Map<string, number> {
  const given = new Set(problem.outOfReach.filter(({ bestP99Ms }) => bestP99Ms === null).map(({ flowId }) => flowId));
  const lacking = new Map<string, number>();
  for (const flow of evaluated.evaluation.flows) {
    if (flow.status === 'met' || given.has(flow.id)) continue;
    const workloadId = getRecord(problem.site, 'flows', flow.id)?.workloadId;
    if (workloadId === undefined) continue;
    lacking.set(workloadId, (lacking.get(workloadId) ?? 0) + (flow.status === 'missed' ? 1 : UNSERVED));
  }
  return lacking;
}
