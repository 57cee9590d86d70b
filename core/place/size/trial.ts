import type { Evaluation, Finding } from '../../evaluate/result.ts';
import type { Evaluated } from '../../evaluate/evaluate.ts';
import { ownShares } from '../../evaluate/shared-pool.ts';
import { reverseDiff } from '../../site/diff.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { nearestFirst } from '../site/insert.ts';
import { DEFAULT_PLACE_OPTIONS } from '../site/options.ts';
import { NO_BOUND } from '../site/growing-bound.ts';
import { searchSite } from '../site/search.ts';
import type { PlaceOptions } from '../site/options.ts';
import type { PlanValue } from '../site/value.ts';
import { compareValues } from '../site/value.ts';
import { Workbench } from '../site/workbench.ts';
import { arrange } from './arrange.ts';
import type { Bill } from './build.ts';
import { siteWith } from './build.ts';
import type { WeakNetwork } from './dependability.ts';
import type { Failover } from './failover.ts';
import type { SizeProblem } from './problem.ts';
import { isPool } from './problem.ts';
import { sparesFor } from './options.ts';
import type { Shares } from './seed.ts';
import type { Showroom } from './showroom.ts';

/** What a bill would lack: by how it is told. */
export interface Lack {
  readonly kind: 'limit' | 'unserved' | 'missed' | 'redundancy' | 'availability' | 'autonomy' | 'budget';
  /** Record it is about, as `collection/id`. */
  readonly subject: string;
  /** Services that more hardware would have to be for. */
  readonly serviceIds: readonly string[];
  readonly limit: number | null;
  readonly value: number | null;
}

/** A bill with services placed on it by the real model. */
export interface Trial {
  readonly bill: Bill;
  /** Workloads whose requests go to all their replicas. */
  readonly spread: ReadonlySet<string>;
  readonly site: Site;
  readonly placements: readonly Placement[];
  /** Price of what is bought with its spares, and of the pools' shares, in the site's currency. */
  readonly price: number;
  readonly value: PlanValue;
  /** Mean over the flows of p99 / objective. */
  readonly latency: number;
  readonly powerW: number;
  /** Empty where everything holds that has been looked at. */
  readonly lacks: readonly Lack[];
  readonly failovers: readonly Failover[];
  /** Targets that the network alone misses. */
  readonly weakNetworks: readonly WeakNetwork[];
}

/** Moves of services that a bill is given to hold everything; fewer where there are more flows than these, each of which makes a move dearer. */
const INNER_MOVES = 60;
const MOVES_FOR = 200;
/** Lacks that moves of services may cure, and the same as a share of all flows: more ask for another bill. */
const MOST_TO_CURE = 12;
const MOST_SHARE_TO_CURE = 0.03;
/** Moves home that are tried. */
const MOST_HOMEWARD = 40;
/** Of what is placed, cost counts most: what pools of the cloud charge. */
const WEIGHTS = { cost: 0.6, performance: 0.2, energy: 0.2 } as const;

/** Where services are placed from. */
export interface Start {
  readonly placements: Iterable<Placement>;
  /** Workloads whose requests are spread. */
  readonly spread: ReadonlySet<string>;
  /** How a program of bills shares services out; null: only what is missing is placed. */
  readonly shares: Shares | null;
}

/** No program has said anything: each service goes where it is nearest. */
const NO_SHARES: Shares = () => 0;

export interface Placed {
  readonly trial: Trial;
  readonly bench: Workbench;
}

/**
 * [P5] Places the services on a bill's hardware, on the real model, until everything holds or the moves are used: first by demand, as `arrange` finds it, then by moves where little is
 * lacking. Without shares of a program it starts from what runs, and spreads workloads where requests pile up on one node although there are others, if that serves more.
 * Yields between moves.
 */
export function* placeOn(
  problem: SizeProblem,
  showroom: Showroom,
  bill: Bill,
  start: Start,
  seed: number,
): Generator<void, Placed> {
  const flows = Object.keys(problem.site.flows).length;
  const iterations = Math.ceil(INNER_MOVES * Math.min(1, MOVES_FOR / Math.max(1, flows)));
  const options = { ...DEFAULT_PLACE_OPTIONS, seed, iterations, repairs: false, keep: 0, weights: WEIGHTS };
  const open = (spread: ReadonlySet<string>): Workbench =>
    new Workbench(siteWith(problem, bill, start.placements, spread), options, problem.variants);
  let bench = open(start.spread);
  let { spread } = start;
  const isCharged = (one: Workbench): boolean => priceOfPlan(problem, bill, one.evaluated) > priceOfBill(problem, bill);
  if (!isWhole(bench) || isCharged(bench)) {
    const pinned = [...start.placements].filter((one) => one.pinned);
    const found = yield* arrange(problem, showroom, bill, { pinned, spread, shares: start.shares ?? NO_SHARES }, options);
    const order = compareValues({ ...found.bench.value, objective: 0 }, { ...bench.value, objective: 0 });
    const price = (one: Workbench): number => priceOfPlan(problem, bill, one.evaluated);
    if (order < 0 || (order === 0 && price(found.bench) < price(bench))) {
      bench = found.bench;
      spread = found.arrangement.spread;
    }
  }
  const best = yield* polished(problem, bill, bench, spread, options);
  if (start.shares !== null || best.trial.lacks.length === 0) return best;
  const crowded = crowdedWorkloads(best.trial, spread);
  if (crowded.size === 0) return best;
  const wider = new Set([...spread, ...crowded]);
  const other = yield* polished(problem, bill, open(wider), wider, options);
  return compareValues(other.trial.value, best.trial.value) < 0 ? other : best;
}

/** Improved by moves where so little is lacking that they may cure it. */
function* polished(
  problem: SizeProblem,
  bill: Bill,
  bench: Workbench,
  spread: ReadonlySet<string>,
  options: PlaceOptions,
): Generator<void, Placed> {
  yield;
  const seeded = trialOf(problem, bill, spread, bench);
  const most = Math.max(MOST_TO_CURE, MOST_SHARE_TO_CURE * bench.evaluated.evaluation.flows.length);
  if (seeded.lacks.length > most) return { trial: seeded, bench };
  const search = searchSite(bench, options, { value: bench.value, placements: bench.plan.all() }, NO_BOUND);
  let elapsedMs = isWhole(bench) ? Infinity : 0;
  for (;;) {
    const step = search.next(elapsedMs);
    // What comes after its moves would put services back to where they ran before, which is worth nothing here.
    if (step.done === true || elapsedMs === Infinity) break;
    const { broken, unserved, missed, iteration } = step.value;
    if (broken + unserved + missed === 0 || iteration >= (options.iterations ?? 0)) elapsedMs = Infinity;
    yield;
  }
  if (isWhole(bench)) yield* bringHome(problem, bench);
  return { trial: trialOf(problem, bill, spread, bench), bench };
}

/** Moves services from pools that charge for them to hardware of one's own, where that harms nothing. */
function* bringHome(problem: SizeProblem, bench: Workbench): Generator<void, void> {
  const charging = new Set<string>(
    problem.fixed.filter((node) => isPool(problem.site, node) && node.status === 'planned').map(({ id }) => id),
  );
  let left = MOST_HOMEWARD;
  for (const open of bench.problem.open.values())
    for (const away of bench.running(open.service.id)) {
      if (!charging.has(away.nodeId) || away.pinned) continue;
      for (const nodeId of nearestFirst(bench, open)) {
        if (charging.has(nodeId)) continue;
        const there = bench.plan.at(open.service.id, nodeId)?.replicas ?? 0;
        const seats = [
          { serviceId: open.service.id, nodeId: away.nodeId, replicas: 0 },
          { serviceId: open.service.id, nodeId, replicas: there + away.replicas },
        ];
        if (!bench.allows(seats)) continue;
        if (left <= 0) return;
        left -= 1;
        const before = bench.value;
        const diff = bench.apply(seats);
        yield;
        if (compareValues({ ...bench.value, objective: 0 }, { ...before, objective: 0 }) <= 0) break;
        bench.take(reverseDiff(diff));
      }
    }
}

function isWhole({ value }: Workbench): boolean {
  return value.broken + value.unserved + value.missed === 0;
}

/** Workloads of services that are asked too much in one place, and run or could run in others. */
function crowdedWorkloads({ site, lacks }: Trial, spread: ReadonlySet<string>): Set<string> {
  const workloads = new Set<string>();
  for (const { kind, subject, serviceIds } of lacks) {
    if (kind !== 'missed' && kind !== 'unserved' && !(kind === 'limit' && subject.startsWith('placements/'))) continue;
    for (const id of serviceIds) {
      const workloadId = getRecord(site, 'services', id)?.workloadId;
      if (workloadId !== undefined && !spread.has(workloadId)) workloads.add(workloadId);
    }
  }
  return workloads;
}

/** What stands on the bench, as a trial. */
export function trialOf(problem: SizeProblem, bill: Bill, spread: ReadonlySet<string>, bench: Workbench): Trial {
  const { evaluated, value, plan } = bench;
  const placements = plan.all();
  const site = { ...bench.site, placements: Object.fromEntries(placements.map((one) => [one.id, one])) };
  return {
    bill,
    spread,
    site,
    placements,
    price: priceOfPlan(problem, bill, evaluated),
    value,
    latency: value.parts.objectiveUsed,
    powerW: value.parts.powerW,
    lacks: [...lacksOf(problem, site, evaluated.evaluation), ...budgetLack(problem, priceOfBill(problem, bill))],
    failovers: [],
    weakNetworks: [],
  };
}

/** [K1] What is bought, with spares, and the share of the clouds' pools. */
export function priceOfPlan(problem: SizeProblem, bill: Bill, evaluated: Evaluated): number {
  const shares = ownShares(evaluated);
  let price = priceOfBill(problem, bill);
  for (const node of problem.fixed) {
    const pool = problem.types.get(node.typeId)?.price;
    if (pool?.currency !== problem.site.header.currency || node.status !== 'planned' || !isPool(problem.site, node)) continue;
    price += pool.amount * (shares.get(node.id) ?? 0);
  }
  return price;
}

/** Of the pieces and their spares. */
export function priceOfBill({ options }: Pick<SizeProblem, 'options'>, bill: Bill): number {
  const counts = new Map<string, { pieces: number; readonly price: number }>();
  for (const { type } of bill) {
    const known = counts.get(type.id) ?? { pieces: 0, price: type.price?.amount ?? 0 };
    known.pieces += 1;
    counts.set(type.id, known);
  }
  let total = 0;
  for (const { pieces, price } of counts.values()) total += (pieces + sparesFor(options.spares, pieces)) * price;
  return total;
}

function budgetLack({ options }: SizeProblem, price: number): Lack[] {
  if (options.budget === null || price <= options.budget * (1 + 1e-9)) return [];
  return [{ kind: 'budget', subject: 'site', serviceIds: [], limit: options.budget, value: price }];
}

/** Errors of an evaluation that hardware is to blame for. */
export function lacksOf(problem: SizeProblem, site: Site, evaluation: Evaluation): Lack[] {
  const lacks: Lack[] = [];
  for (const finding of evaluation.findings) {
    if (finding.severity !== 'error' || isGiven(problem, finding)) continue;
    if (finding.kind === 'objective-missed' || finding.kind === 'no-route' || finding.kind === 'unplaced') continue;
    lacks.push({
      kind: 'limit',
      subject: finding.subject,
      serviceIds: servicesAt(site, finding.subject),
      limit: finding.limit,
      value: finding.value,
    });
  }
  const given = new Set(problem.outOfReach.filter(({ bestP99Ms }) => bestP99Ms === null).map(({ flowId }) => flowId));
  for (const flow of evaluation.flows) {
    if (flow.status === 'met' || given.has(flow.id)) continue;
    lacks.push({
      kind: flow.status === 'missed' ? 'missed' : 'unserved',
      subject: `flows/${flow.id}`,
      serviceIds: [flow.to, ...blockers(site, flow.blockedBy)]
        .map((one) => one.replace('services/', ''))
        .filter((id) => Object.hasOwn(site.services, id)),
      limit: flow.objectiveP99Ms,
      value: flow.p99Ms,
    });
  }
  return lacks;
}

/** What ideal hardware does not cure is not this hardware's fault: the same finding, at a record that was there before. */
function isGiven({ givenErrors }: SizeProblem, { id }: Finding): boolean {
  return givenErrors.has(id);
}

function blockers(site: Site, blockedBy: string | null): string[] {
  if (blockedBy === null) return [];
  if (blockedBy.startsWith('services/')) return [blockedBy];
  return servicesAt(site, blockedBy);
}

/** Services behind a record: of a placement, or all on a node. */
function servicesAt(site: Site, subject: string): string[] {
  const [collection, id] = subject.split('/');
  if (collection === 'services') return [id ?? ''];
  const found = listRecords(site, 'placements').filter((one) =>
    collection === 'placements' ? one.id === id : collection === 'nodes' && one.nodeId === id,
  );
  return [...new Set<string>(found.map(({ serviceId }) => serviceId))];
}
