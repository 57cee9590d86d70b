import type { Site } from '../../site/site.ts';
import type { MilpSolver } from '../milp.ts';
import { cheaperThan } from './cheaper.ts';
import { checkSize } from './check.ts';
import { conflictIn } from './conflict.ts';
import { frontOf } from './front.ts';
import type { Candidate, ProgramBudget } from './hunt.ts';
import { Hunt } from './hunt.ts';
import type { Bill } from './build.ts';
import { inOrder } from './build.ts';
import { DEFAULT_SIZE_OPTIONS } from './options.ts';
import type { SizeOptions } from './options.ts';
import { planOf } from './plan.ts';
import type { Offered, SizeProblem } from './problem.ts';
import { sizeProblem } from './problem.ts';
import type { CheaperPlan, SizeConflict, SizePlan, SizeProgress, SizeResult, SizeStatus } from './result.ts';
import { easedProblem } from './ease.ts';
import { repairOf } from './repair.ts';
import { showroomOf } from './showroom.ts';

/** Shares of the budget until which the cheapest is looked for, and then other plans of the front. */
const UNTIL = { search: 0.7, front: 0.8, cheaper: 0.9 } as const;
/** Times the bound from which a bill is not worth placing services on. */
const POOR = 1.5;
/** Share of the search, and repairs of a bill, after which what so few flows lack is let go, and how often. */
const UNTIL_EASED = 0.35;
const FIRST_REPAIRS = 2;
const LET_GO = 3;
/** Longest a program may hold up everything else where the clock counts, s: half of the silence after which the app takes its worker for hung. */
const BLOCK_S = 4;
/** Longest for the bound, which is worth more of it and is asked for twice at most. */
const BOUND_S = 6;
/** Of its time that is left to tell why there is no plan, as a share of all. */
const CONFLICT_SHARE = 0.5;
/** What counts as cheaper, as a share: less nobody would look for. */
const CHEAPER = 1e-6;
/** Nodes of a program's tree: more rarely make a better bill. */
const TREE_NODES = 400;
const BOUND_NODES = 4000;
/** Rounds without a new bill after which there is none. */
const IDLE_ROUNDS = 12;
/** Prices of a watt, in the site's currency, under which other bills of the front are the cheapest: energy of some years at usual prices. */
const WATT_PRICES = [3, 10, 30, 100];
/** More demand than there is: bills with room, on which everything waits less. */
const ROOMIER = [1.3, 1.7, 2.5];

/**
 * [P5] The cheapest bill of materials on which everything holds: a proven bound by the program of bills, bills by the same program with what it has learned, services placed on each
 * by the real model, improved by moves of hardware; then the front, and what cheaper plans would lose. Each `next` takes the milliseconds that went by; Infinity
 * ends it with the best so far.
 */
export function* sizeInSteps(
  site: Site,
  wanted: Partial<SizeOptions>,
  offered: Offered,
  milp: MilpSolver,
): Generator<SizeProgress, SizeResult, number | undefined> {
  const options: SizeOptions = { ...DEFAULT_SIZE_OPTIONS, ...wanted };
  const desk = new Desk(options);
  yield* desk.tell();
  let problem = sizeProblem(site, options, offered);
  yield* desk.tell();
  let hunt = new Hunt(problem, showroomOf(problem), milp);
  let conflict: SizeConflict | null = null;
  yield* lookOn(hunt, desk, []);
  // What is still late in the nearest plan is let go, so that there is a plan for all the rest.
  for (let time = 0; time < LET_GO && hunt.best === null && !desk.isStopped; time += 1) {
    const { nearest } = hunt;
    const eased = nearest === null ? null : easedProblem(problem, nearest);
    if (nearest === null || eased === null) break;
    problem = eased;
    hunt = new Hunt(problem, showroomOf(problem), milp);
    yield* lookOn(hunt, desk, [{ bill: nearest.bill, shares: null, from: nearest }]);
  }
  let cheaper: readonly CheaperPlan[] = [];
  desk.stage = 'cheaper';
  while (hunt.best !== null && !desk.isStopped && desk.used < UNTIL.cheaper) {
    const found = yield* desk.through(
      cheaperThan(hunt, hunt.best, desk.budget(), () => desk.isStopped || desk.used >= UNTIL.cheaper),
    );
    cheaper = found.plans;
    if (found.better === null) break;
    hunt.adopt(found.better);
  }
  if (hunt.best === null) {
    const untilUsed = desk.used + CONFLICT_SHARE;
    const isOver = (): boolean => desk.isStopped || (options.milliseconds !== null && desk.used > untilUsed);
    conflict = yield* desk.through(conflictIn(hunt, offered, milp, desk.budget(), isOver));
  }
  return yield* resultOf(site, problem, offered, hunt, desk, cheaper, conflict);
}

/** The bound, then bills, the given ones first. */
function* lookOn(hunt: Hunt, desk: Desk, given: readonly Candidate[]): Generator<SizeProgress, void, number | undefined> {
  desk.hunt = hunt;
  desk.stage = 'bound';
  yield* desk.tell();
  const relaxed = hunt.solve({}, desk.boundBudget(), 0);
  desk.bound = relaxed.result.status === 'infeasible' ? Infinity : Math.max(0, relaxed.result.bound);
  if (relaxed.result.status === 'infeasible') return;
  // A bill far above the bound is only the first that the solver came across: a program that need not be proven finds a better one sooner.
  const isPoor = (relaxed.result.objective ?? Infinity) > POOR * desk.bound;
  const first = isPoor ? null : relaxed.result.columns;
  const shares = first === null ? null : { bill: relaxed.master.billOf(first), shares: relaxed.master.sharesOf(first) };
  yield* search(hunt, desk, [...given, ...(shares === null ? [] : [shares])]);
  if (!desk.isStopped) yield* prove(hunt, desk);
  if (hunt.best !== null && !desk.isStopped) yield* widen(hunt, desk);
}

/** The budget, and what is told of it. */
class Desk {
  hunt: Hunt | null = null;
  stage: SizeProgress['stage'] = 'prepare';
  bound = 0;
  iteration = 0;
  private readonly options: SizeOptions;
  private elapsedMs = 0;

  constructor(options: SizeOptions) {
    this.options = options;
  }

  get isStopped(): boolean {
    return this.elapsedMs === Infinity;
  }

  get used(): number {
    const { iterations, milliseconds } = this.options;
    return Math.max(
      this.isStopped ? 1 : 0,
      iterations === null ? 0 : this.iteration / Math.max(1, iterations),
      milliseconds === null ? 0 : this.elapsedMs / milliseconds,
    );
  }

  budget(): ProgramBudget {
    return { seconds: this.options.milliseconds === null ? 600 : BLOCK_S, nodes: TREE_NODES };
  }

  boundBudget(): ProgramBudget {
    return { seconds: this.options.milliseconds === null ? 600 : BOUND_S, nodes: BOUND_NODES };
  }

  *tell(): Generator<SizeProgress, void, number | undefined> {
    const best = this.hunt?.best ?? null;
    this.elapsedMs =
      (yield {
        stage: this.stage,
        iteration: this.iteration,
        iterations: this.options.iterations,
        objective: best?.price ?? null,
        bound: this.bound,
        pieces: best?.bill.length ?? 0,
      }) ?? this.elapsedMs;
  }

  /** Work in steps, between which is told how it stands. */
  *through<Value>(steps: Generator<void, Value>): Generator<SizeProgress, Value, number | undefined> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      yield* this.tell();
    }
  }
}

function* search(hunt: Hunt, desk: Desk, first: readonly Candidate[]): Generator<SizeProgress, void, number | undefined> {
  desk.stage = 'search';
  const present = presentBill(hunt.problem);
  const given: Candidate[] = [...first, ...(present === null ? [] : [{ bill: present, shares: null }])];
  const began = desk.used;
  let idle = 0;
  // What was placed before and lacked but what was let go is a plan at once, however late it is.
  const isDue = (): boolean => !desk.isStopped && given[0]?.from !== undefined;
  while ((desk.used < UNTIL.search || isDue()) && idle < IDLE_ROUNDS) {
    if (hunt.best !== null && hunt.best.price <= desk.bound * (1 + 1e-9)) return;
    const isRepairDue = (given[0]?.repairs ?? Infinity) <= FIRST_REPAIRS;
    const isLong = desk.used - began > (UNTIL.search - began) * UNTIL_EASED;
    if (hunt.best === null && hunt.isEasable && isLong && !isRepairDue) return;
    const candidate = given.shift() ?? hunt.next(desk.budget());
    yield* desk.tell();
    if (candidate === null || hunt.knows(candidate.bill)) {
      idle += 1;
      continue;
    }
    idle = 0;
    desk.iteration += 1;
    const trial = yield* desk.through(hunt.attempt(candidate));
    const repaired = repairOf(hunt, candidate, trial);
    if (repaired !== null) given.unshift(repaired);
  }
}

/** Whether anything cheaper than the best is possible at all: where the program has no solution, the best is the bound; else its bound may be higher than before. */
function* prove(hunt: Hunt, desk: Desk): Generator<SizeProgress, void, number | undefined> {
  const { best } = hunt;
  if (best === null || best.price <= desk.bound * (1 + 1e-9)) return;
  desk.stage = 'bound';
  yield* desk.tell();
  const { result } = hunt.solve({ most: best.price * (1 - CHEAPER) }, desk.boundBudget(), 0);
  desk.bound = result.status === 'infeasible' ? best.price : Math.max(desk.bound, Math.min(best.price, result.bound));
  yield* desk.tell();
}

/** Other plans of the front: where energy is dear, and where there is room. */
function* widen(hunt: Hunt, desk: Desk): Generator<SizeProgress, void, number | undefined> {
  desk.stage = 'front';
  const asks = [
    ...WATT_PRICES.map((perWatt) => ({ perWatt, inflated: hunt.inflatedBy(1) })),
    ...ROOMIER.map((factor) => ({ perWatt: 0.01, inflated: hunt.inflatedBy(factor) })),
  ];
  for (const { perWatt, inflated } of asks) {
    if (desk.used >= UNTIL.front) return;
    const candidate = hunt.fromProgram(1, inflated, desk.budget(), null, perWatt);
    yield* desk.tell();
    if (candidate === null) continue;
    desk.iteration += 1;
    yield* desk.through(hunt.attempt(candidate));
  }
}

/** What is planned now; null where that is nothing, or a type is not among those allowed. */
function presentBill({ stands }: SizeProblem): Bill | null {
  const pieces = stands.flatMap((stand) => {
    const type = stand.types.find(({ id }) => id === stand.node?.typeId);
    return type === undefined ? [] : [{ stand, slot: 0, type }];
  });
  return pieces.length === 0 || pieces.length < stands.filter(({ isRequired }) => isRequired).length ? null : inOrder(pieces);
}

function* resultOf(
  site: Site,
  problem: SizeProblem,
  offered: Offered,
  hunt: Hunt,
  desk: Desk,
  cheaper: readonly CheaperPlan[],
  conflict: SizeConflict | null,
): Generator<SizeProgress, SizeResult, number | undefined> {
  const { best } = hunt;
  const plans: SizePlan[] = [];
  for (const trial of best === null ? [] : frontOf(hunt.held)) plans.push(yield* desk.through(planOf(problem, trial)));
  const plan =
    best === null
      ? null
      : (plans.find((one) => one.figures.price === best.price) ?? (yield* desk.through(planOf(problem, best))));
  const gap = plan === null ? null : Math.max(0, plan.figures.price - desk.bound) / Math.max(1e-9, plan.figures.price);
  const result: SizeResult = {
    status: statusOf(plan, gap),
    options: problem.options,
    currency: site.header.currency,
    bound: Number.isFinite(desk.bound) ? desk.bound : 0,
    gap: plan !== null && plan.figures.price <= desk.bound * (1 + 1e-9) ? 0 : gap,
    plan,
    front: plans,
    cheaper,
    conflict,
    outOfReach: problem.outOfReach,
    weakNetworks: plan?.weakNetworks ?? [],
    unpriced: problem.unpriced,
    iterations: desk.iteration,
    checker: [],
  };
  yield* desk.tell();
  return { ...result, checker: plans.flatMap((one) => checkSize(site, offered, result, one)) };
}

function statusOf(plan: SizePlan | null, gap: number | null): SizeStatus {
  if (plan === null) return 'infeasible';
  return gap !== null && gap <= 1e-9 ? 'optimal' : 'feasible';
}
