import type { RandomStream } from '../../base/random.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { SiteDiff } from '../../site/diff.ts';
import { squashDiffs } from '../../site/diff.ts';
import { draftInsertion, insert, nearestFirst } from './insert.ts';
import type { Seat } from './plan.ts';
import type { OpenService } from './problem.ts';
import type { Workbench } from './workbench.ts';

/** Changes the plan on the bench and gives what it changed; null where nothing came of it. */
export type Move = (bench: Workbench, random: RandomStream, ranking: Ranking) => SiteDiff | null;

/** Moves after which the order of nodes by delay is made anew: what a service talks to may have moved. */
const RANKING_LASTS = 200;
/** Bias towards the first of a list: the index is its length × u³. */
const BIAS = 3;
const MOST_REBUILT = 4;

/** Nodes of each service, the nearest to its sources first, remembered for a while. */
export class Ranking {
  private readonly known = new Map<string, { readonly nodeIds: readonly string[]; uses: number }>();

  of(bench: Workbench, open: OpenService): readonly string[] {
    let entry = this.known.get(open.service.id);
    if (entry === undefined || entry.uses >= RANKING_LASTS) {
      entry = { nodeIds: nearestFirst(bench, open), uses: 0 };
      this.known.set(open.service.id, entry);
    }
    entry.uses += 1;
    return entry.nodeIds;
  }
}

/** What the search may do, each from its own side. */
export const MOVES: readonly Move[] = [relieve, relieve, shift, swap, add, drop, grow, shrink, rebuildWorkload, rebuildNode];
/** Names of the moves, in their order. */
export const MOVE_NAMES = [
  'relieve',
  'relieve-again',
  'shift',
  'swap',
  'add',
  'drop',
  'grow',
  'shrink',
  'rebuild-workload',
  'rebuild-node',
] as const;

function attempt(bench: Workbench, seats: readonly Seat[]): SiteDiff | null {
  return bench.allows(seats) ? bench.apply(seats) : null;
}

/** Something about a flow that is not as it should be. */
function relieve(bench: Workbench, random: RandomStream, ranking: Ranking): SiteDiff | null {
  const { flows } = bench.evaluated.evaluation;
  const flow = anyOf(
    flows.filter((one) => one.status !== 'met'),
    random,
  );
  if (flow === null) return null;
  const [kind, id = ''] = (flow.blockedBy ?? '').split('/');
  if (flow.status === 'unplaced' && kind === 'services') {
    const open = bench.problem.open.get(id);
    return open === undefined ? null : insert(bench, open);
  }
  const record = bench.site.flows[flow.id];
  if (record === undefined) return null;
  const placement = kind === 'placements' ? bench.plan.all().find((one) => one.id === id) : undefined;
  const serviceId = placement?.serviceId ?? (record.to.kind === 'service' ? record.to.id : record.from.id);
  const open = bench.problem.open.get(serviceId);
  if (open === undefined) return null;
  const at = placement ?? bench.plan.at(serviceId, flow.servedBy ?? '') ?? anyOf(bench.running(serviceId), random);
  if (at === null || at === undefined) return insert(bench, open);
  const chance = random();
  if (chance < 0.4) return attempt(bench, [{ ...seatOf(at), replicas: at.replicas + enough(bench, at, random) }]);
  if (chance < 0.7 && !at.pinned) return shiftTo(bench, at, ranking.of(bench, open), random);
  const source = bench.evaluated.demand.legs.get(flow.id)?.[0]?.source;
  return addNear(bench, open, source ?? null, ranking, random);
}

/** Replicas that a saturated placement lacks, or one. */
function enough(bench: Workbench, at: Placement, random: RandomStream): number {
  const found = bench.evaluated.evaluation.findings.find(
    (one) => one.kind === 'service-saturated' && one.subject === `placements/${at.id}`,
  );
  if (found?.limit && found.value !== null)
    return Math.max(1, Math.ceil((at.replicas * found.value) / found.limit) - at.replicas);
  return random() < 0.7 ? 1 : 2;
}

function shift(bench: Workbench, random: RandomStream, ranking: Ranking): SiteDiff | null {
  const at = anyPlacement(bench, random);
  const open = at === null ? undefined : bench.problem.open.get(at.serviceId);
  return at === null || open === undefined ? null : shiftTo(bench, at, ranking.of(bench, open), random);
}

function shiftTo(bench: Workbench, at: Placement, nearest: readonly string[], random: RandomStream): SiteDiff | null {
  const nodeId = biased(nearest, random);
  if (nodeId === null || nodeId === at.nodeId) return null;
  const there = bench.plan.at(at.serviceId, nodeId)?.replicas ?? 0;
  return attempt(bench, [
    { ...seatOf(at), replicas: 0 },
    { serviceId: at.serviceId, nodeId, replicas: there + at.replicas, ...(there === 0 ? { variant: at.variant } : {}) },
  ]);
}

function swap(bench: Workbench, random: RandomStream): SiteDiff | null {
  const a = anyPlacement(bench, random);
  const b = anyPlacement(bench, random);
  if (a === null || b === null || a.nodeId === b.nodeId || a.serviceId === b.serviceId) return null;
  return attempt(bench, [
    { ...seatOf(a), replicas: 0 },
    { ...seatOf(b), replicas: 0 },
    exchanged(bench, a, b.nodeId),
    exchanged(bench, b, a.nodeId),
  ]);
}

function exchanged(bench: Workbench, { serviceId, replicas, variant }: Placement, nodeId: string): Seat {
  const there = bench.plan.at(serviceId, nodeId)?.replicas ?? 0;
  return { serviceId, nodeId, replicas: replicas + there, ...(there === 0 ? { variant } : {}) };
}

/** One more placement of a service near one of its sources. */
function add(bench: Workbench, random: RandomStream, ranking: Ranking): SiteDiff | null {
  const open = anyOf([...bench.problem.open.values()], random);
  if (open === null) return null;
  const source = anyOf([...bench.near.sourcesOf(open.service.id).keys()], random);
  return addNear(bench, open, source, ranking, random);
}

function addNear(
  bench: Workbench,
  open: OpenService,
  source: number | null,
  ranking: Ranking,
  random: RandomStream,
): SiteDiff | null {
  const all = ranking.of(bench, open);
  const nearest =
    source === null
      ? all
      : all
          .map((nodeId) => ({ nodeId, delayMs: bench.near.delayMs(source, bench.near.slot(nodeId)) }))
          .toSorted((a, b) => (a.delayMs === b.delayMs ? 0 : a.delayMs - b.delayMs))
          .map((one) => one.nodeId);
  const nodeId = biased(nearest, random);
  if (nodeId === null) return null;
  const replicas = (bench.plan.at(open.service.id, nodeId)?.replicas ?? 0) + 1;
  return attempt(bench, [{ serviceId: open.service.id, nodeId, replicas }]);
}

function drop(bench: Workbench, random: RandomStream): SiteDiff | null {
  const at = anyPlacement(bench, random);
  const required = at === null ? 0 : (bench.problem.open.get(at.serviceId)?.required ?? 0);
  if (at === null || bench.replicas(at.serviceId) - at.replicas < required) return null;
  return attempt(bench, [{ ...seatOf(at), replicas: 0 }]);
}

function grow(bench: Workbench, random: RandomStream): SiteDiff | null {
  const at = anyPlacement(bench, random);
  return at === null ? null : attempt(bench, [{ ...seatOf(at), replicas: at.replicas + 1 }]);
}

function shrink(bench: Workbench, random: RandomStream): SiteDiff | null {
  const at = anyPlacement(bench, random);
  const required = at === null ? 0 : (bench.problem.open.get(at.serviceId)?.required ?? 0);
  if (at === null || at.replicas < 2 || bench.replicas(at.serviceId) <= required) return null;
  return attempt(bench, [{ ...seatOf(at), replicas: at.replicas - 1 }]);
}

function rebuildWorkload(bench: Workbench, random: RandomStream): SiteDiff | null {
  const open = anyOf([...bench.problem.open.values()], random);
  if (open === null) return null;
  const ids = [...bench.problem.open.values()]
    .filter((one) => one.service.workloadId === open.service.workloadId)
    .map((one) => one.service.id)
    .slice(0, MOST_REBUILT);
  return rebuild(bench, ids, random);
}

function rebuildNode(bench: Workbench, random: RandomStream): SiteDiff | null {
  const at = anyPlacement(bench, random);
  if (at === null) return null;
  return rebuild(
    bench,
    bench.plan
      .on(at.nodeId)
      .map((one) => one.serviceId)
      .slice(0, MOST_REBUILT),
    random,
  );
}

/** Takes services out where they may be moved and puts them back one after the other in a drawn order. */
function rebuild(bench: Workbench, serviceIds: readonly string[], random: RandomStream): SiteDiff | null {
  const opens = serviceIds.flatMap((id) => bench.problem.open.get(id) ?? []);
  const seats = opens.flatMap(({ service }) =>
    bench.running(service.id).flatMap((one) => (one.pinned ? [] : [{ ...seatOf(one), replicas: 0 }])),
  );
  if (seats.length === 0) return null;
  let done = bench.draft(seats);
  const order = opens.map((open) => ({ open, key: random() })).toSorted((a, b) => a.key - b.key);
  for (const { open } of order) {
    const diff = draftInsertion(bench, open);
    if (diff !== null) done = squashDiffs(done, diff);
  }
  return bench.settle(done);
}

function seatOf({ serviceId, nodeId, replicas }: Placement): Seat {
  return { serviceId, nodeId, replicas };
}

function anyPlacement(bench: Workbench, random: RandomStream): Placement | null {
  const open = anyOf([...bench.problem.open.values()], random);
  return open === null ? null : anyOf(bench.running(open.service.id), random);
}

function anyOf<Value>(list: readonly Value[], random: RandomStream): Value | null {
  return list[Math.floor(random() * list.length)] ?? null;
}

function biased<Value>(list: readonly Value[], random: RandomStream): Value | null {
  return list[Math.floor(list.length * random() ** BIAS)] ?? null;
}
