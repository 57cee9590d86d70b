import { enclosing } from '../../evaluate/place-capacity.ts';
import { listRecords } from '../../site/site.ts';
import type { MilpSolver } from '../milp.ts';
import type { Candidate, ProgramBudget } from './hunt.ts';
import { Hunt } from './hunt.ts';
import type { MasterLimit } from './master-columns.ts';
import type { Offered, SizeProblem } from './problem.ts';
import { sizeProblem } from './problem.ts';
import { repairOf } from './repair.ts';
import type { SizeConflict, SizeLimit, SizeRemedy } from './result.ts';
import { showroomOf } from './showroom.ts';
import type { Trial } from './trial.ts';
import { priceOfBill } from './trial.ts';

const MASTER_LIMITS: readonly MasterLimit[] = [
  'budget',
  'redundancy',
  'replica-maximum',
  'power',
  'cooling',
  'rack-units',
  'floor-load',
];
type LimitField = 'powerW' | 'coolingW' | 'rackUnits' | 'floorLoadKg';
const FIELDS: { readonly [Limit in SizeLimit]?: LimitField } = {
  power: 'powerW',
  cooling: 'coolingW',
  'rack-units': 'rackUnits',
  'floor-load': 'floorLoadKg',
};
const LACKS_TOLD = 8;
/** Whether there is a solution is all that is asked. */
const ANY_GAP = 0.5;
/** Bills that a remedy is tried with. */
const TRIES = 8;

/** Groups of devices that nothing connects: their flows reach nobody, whatever is bought. */
export function unconnected(problem: SizeProblem): string[] {
  const asked = new Set<string>(
    listRecords(problem.site, 'flows').flatMap(({ from }) => (from.kind === 'device-group' ? [from.id] : [])),
  );
  return listRecords(problem.site, 'deviceGroups').flatMap(({ id, attachment }) =>
    attachment === null && asked.has(id) ? [id] : [],
  );
}

/**
 * [P3, P5] Why no bill keeps everything: a set of limits in conflict by the deletion filter on the program of bills, and for each limit what it would have to be, as far as there is time, found by solving
 * without it and tried out on the real model.
 */
export function* conflictIn(
  hunt: Hunt,
  offered: Offered,
  milp: MilpSolver,
  budget: ProgramBudget,
  isOver: () => boolean,
): Generator<void, SizeConflict> {
  const { problem, showroom } = hunt;
  const groups = unconnected(problem);
  if (groups.length > 0 && problem.outOfReach.length > 0 && groups.length === listRecords(problem.site, 'deviceGroups').length)
    return {
      limits: groups.slice(0, 20).map((id) => ({ limit: 'no-access', subject: `deviceGroups/${id}` })),
      remedies: [],
      isProven: true,
    };
  const wider = widened(problem, offered);
  const homeless = showroom.needs.filter(
    ({ service, required }) =>
      required > 0 && ![...showroom.offers, ...showroom.fixed].some(({ hosts }) => hosts.has(service.id)),
  );
  const remedies: SizeRemedy[] = [];
  if (homeless.length > 0) {
    const limits = homeless.map(({ service }) => ({ limit: 'no-host' as SizeLimit, subject: `services/${service.id}` }));
    for (const { limit, problem: other } of wider)
      remedies.push(...(yield* tried(new Hunt(other, showroomOf(other), milp), limit, budget, isOver)));
    return { limits, remedies, isProven: true };
  }
  const isProven = hunt.solve({}, budget, ANY_GAP).result.status === 'infeasible';
  yield;
  const limits = isProven ? yield* conflictOf(hunt, budget) : [];
  for (const limit of isProven ? limits : MASTER_LIMITS.slice(0, 2)) {
    if (limit === 'redundancy' && problem.redundant.size === 0) continue;
    if (limit === 'budget' && problem.options.budget === null) continue;
    const other = lifted(problem, limit);
    const room = limit === 'replica-maximum' ? showroomOf(other) : showroom;
    remedies.push(...(yield* tried(new Hunt(other, room, milp), limit, budget, isOver)));
  }
  for (const { limit, problem: other } of wider)
    remedies.push(...(yield* tried(new Hunt(other, showroomOf(other), milp), limit, budget, isOver)));
  // What is not proven is blamed on what, lifted, lets a plan be found; else on what the nearest plan lacks.
  const blamed = isProven ? limits : [...new Set(remedies.map(({ limit }) => limit))];
  const told = blamed.map((limit): SizeConflict['limits'][number] => ({ limit, subject: null }));
  if (told.length > 0) return { limits: told, remedies, isProven };
  const missed = (hunt.nearest?.lacks ?? []).slice(0, LACKS_TOLD);
  const lacking = missed.map(({ kind, subject }): SizeConflict['limits'][number] => ({
    limit: kind === 'redundancy' ? 'redundancy' : 'objectives',
    subject,
  }));
  return { limits: lacking, remedies, isProven };
}

/** By the deletion filter (Chinneck and Dravnieks 1991), one program a step: limits without any one of which there could be a bill. */
function* conflictOf(hunt: Hunt, budget: ProgramBudget): Generator<void, MasterLimit[]> {
  const kept = new Set(MASTER_LIMITS);
  for (const limit of MASTER_LIMITS) {
    kept.delete(limit);
    const lifted = new Set(MASTER_LIMITS.filter((one) => !kept.has(one)));
    if (hunt.solve({ lifted }, budget, ANY_GAP).result.status !== 'infeasible') kept.add(limit);
    yield;
  }
  return [...kept];
}

/** The problem with all types, and with all places, where fewer were named. */
function widened(problem: SizeProblem, offered: Offered): { readonly limit: SizeLimit; readonly problem: SizeProblem }[] {
  const { given, options } = problem;
  return [
    ...(options.typeIds === null
      ? []
      : [{ limit: 'types' as const, problem: sizeProblem(given, { ...options, typeIds: null }, offered) }]),
    ...(options.placeIds === null
      ? []
      : [{ limit: 'places' as const, problem: sizeProblem(given, { ...options, placeIds: null }, offered) }]),
  ];
}

/** The problem without a limit: in the site itself, so that the real model lifts it as well. */
function lifted(problem: SizeProblem, limit: MasterLimit): SizeProblem {
  const { options, site, bare } = problem;
  if (limit === 'budget') return { ...problem, options: { ...options, budget: null } };
  if (limit === 'redundancy') return { ...problem, options: { ...options, redundancy: { kind: 'none' } }, redundant: new Set() };
  if (limit === 'replica-maximum') {
    const services = Object.fromEntries(
      Object.entries(site.services).map(([id, one]) => [id, { ...one, replicas: { ...one.replicas, max: 100_000 } }]),
    );
    return { ...problem, site: { ...site, services }, bare: { ...bare, services } };
  }
  const field = FIELDS[limit];
  if (field === undefined) return problem;
  const places = Object.fromEntries(
    Object.entries(site.places).map(([id, place]) => [id, { ...place, limits: { ...place.limits, [field]: null } }]),
  );
  return { ...problem, site: { ...site, places }, bare: { ...bare, places } };
}

/** A few bills without a limit; the first on which everything holds tells what the limit would have to be. */
function* tried(hunt: Hunt, limit: SizeLimit, budget: ProgramBudget, isOver: () => boolean): Generator<void, SizeRemedy[]> {
  let repaired: Candidate | null = null;
  for (let round = 0; round < TRIES && !isOver(); round += 1) {
    const candidate: Candidate | null = repaired ?? hunt.next(budget);
    yield;
    if (candidate === null) return [];
    const trial = yield* hunt.attempt(candidate);
    if (trial.lacks.length > 0) {
      repaired = repairOf(hunt, candidate, trial);
      continue;
    }
    if (limit === 'budget')
      return [{ limit, subject: null, needed: priceOfBill(hunt.problem, trial.bill), given: null, price: trial.price }];
    return limitsNeeded(hunt.problem, trial, limit);
  }
  return [];
}

function limitsNeeded({ given }: SizeProblem, trial: Trial, limit: SizeLimit): SizeRemedy[] {
  const field = FIELDS[limit];
  if (field === undefined) return [{ limit, subject: null, needed: null, given: null, price: trial.price }];
  const remedies = listRecords(given, 'places').flatMap((place): SizeRemedy[] => {
    const most = place.limits[field];
    if (most === null) return [];
    const needed = Object.values(trial.site.nodes).reduce((sum, node) => {
      const type = trial.site.hardwareTypes[node.typeId];
      if (type === undefined || !enclosing(given, node.placeId).some(({ id }) => id === place.id)) return sum;
      return (
        sum + (field === 'rackUnits' ? (type.rackUnits ?? 0) : field === 'floorLoadKg' ? (type.weightKg ?? 0) : type.power.maxW)
      );
    }, 0);
    const free = 1 - (place.reservedShare ?? 0);
    return needed > most * free
      ? [{ limit, subject: `places/${place.id}`, needed: needed / free, given: most, price: trial.price }]
      : [];
  });
  return remedies.length > 0 ? remedies : [{ limit, subject: null, needed: null, given: null, price: trial.price }];
}
