import type { RandomStream } from '../../base/random.ts';
import { createRandom } from '../../base/random.ts';
import type { MilpResult, MilpSolver } from '../milp.ts';
import type { Bill } from './build.ts';
import { billKey } from './build.ts';
import { dependabilityOf } from './dependability.ts';
import { lateFlows } from './ease.ts';
import { failoversOf } from './failover.ts';
import type { Master } from './master.ts';
import type { MasterAsk } from './master-columns.ts';
import { masterProgram } from './master.ts';
import { neighbourOf } from './moves.ts';
import type { SizeProblem } from './problem.ts';
import type { Shares } from './seed.ts';
import type { Showroom } from './showroom.ts';
import type { Lack, Trial } from './trial.ts';
import { placeOn, priceOfBill, trialOf } from './trial.ts';

/** How long one program of bills may take: seconds where the clock counts, nodes of its tree always. */
export interface ProgramBudget {
  readonly seconds: number;
  readonly nodes: number;
}

/** A program that is solved to this share of its bound is good enough to try its bill. */
const TRY_GAP = 0.01;
/** How far demand is inflated at once where a bill lacks something, and at most in all. */
const INFLATE = { least: 1.1, most: 1.5, all: 8 } as const;
/** Bills that a program is told of: older ones are forgotten, so that it stays small. */
const TOLD = 30;
/** Share of bills that come from a program while the best is improved. */
const PROGRAMS = 0.5;

export interface Candidate {
  readonly bill: Bill;
  readonly shares: Shares | null;
  /** What was placed on it before; absent: as the best plan has it. */
  readonly from?: Trial;
  /** How often it was repaired. */
  readonly repairs?: number;
}

/** Looks for the cheapest bill on which everything holds, one bill a step. */
export class Hunt {
  readonly problem: SizeProblem;
  readonly showroom: Showroom;
  best: Trial | null = null;
  /** Of those that lack something, the one that lacks least. */
  nearest: Trial | null = null;
  /** Whether that lacks but a few objectives. */
  isEasable = false;
  /** All that holds, for the front. */
  readonly held: Trial[] = [];
  private readonly milp: MilpSolver;
  private readonly random: RandomStream;
  private readonly tried = new Map<string, Bill>();
  private readonly inflated = new Map<string, number>();
  private rounds = 0;

  constructor(problem: SizeProblem, showroom: Showroom, milp: MilpSolver) {
    this.problem = problem;
    this.showroom = showroom;
    this.milp = milp;
    this.random = createRandom(problem.options.seed, 'size site');
  }

  knows(bill: Bill): boolean {
    return this.tried.has(billKey(bill));
  }

  solve(ask: Partial<MasterAsk>, budget: ProgramBudget, gap = TRY_GAP): { readonly master: Master; readonly result: MilpResult } {
    const whole: MasterAsk = { boldness: 1, inflated: new Map(), tried: [], perWatt: 0, lifted: new Set(), most: null, ...ask };
    const master = masterProgram(this.problem, this.showroom, whole);
    return { master, result: this.milp(master.milp, { ...budget, gap }) };
  }

  /** The next bill to try; null where nothing is left to try. */
  next(budget: ProgramBudget): Candidate | null {
    this.rounds += 1;
    const { best } = this;
    if (best === null) return this.fromProgram(this.rounds % 2 === 1 ? 1 : 0, this.inflated, budget);
    if (this.random() < PROGRAMS) {
      const calmed = new Map([...this.inflated].map(([id, factor]) => [id, 1 + (factor - 1) * this.random()]));
      const found = this.fromProgram(this.random(), calmed, budget, best.price * (1 - 1e-6));
      if (found !== null) return found;
    }
    const bill = neighbourOf(this.problem, this.showroom, best.bill, this.random, (one) => {
      return !this.knows(one) && priceOfBill(this.problem, one) < best.price * (1 - 1e-9);
    });
    return bill === null ? null : { bill, shares: null };
  }

  fromProgram(
    boldness: number,
    inflated: ReadonlyMap<string, number>,
    budget: ProgramBudget,
    most: number | null = null,
    perWatt = PER_WATT,
  ): Candidate | null {
    const tried = [...this.tried.values()].slice(-TOLD);
    const { master, result } = this.solve({ boldness, inflated, tried, perWatt, most }, budget);
    if (result.columns === null) return null;
    const bill = master.billOf(result.columns);
    return this.knows(bill) ? null : { bill, shares: master.sharesOf(result.columns) };
  }

  /** Tries a bill in full; learns from what it lacks. Yields between moves of services. */
  *attempt({ bill, shares, from }: Candidate): Generator<void, Trial> {
    const { problem, showroom, best } = this;
    const { seed } = problem.options;
    this.tried.set(billKey(bill), bill);
    const before = from ?? best;
    const placements = before?.placements ?? Object.values(problem.site.placements);
    const start = { placements, spread: before?.spread ?? new Set<string>(), shares };
    const placed = yield* placeOn(problem, showroom, bill, start, seed);
    let { trial } = placed;
    if (trial.lacks.length === 0) {
      const dependable = yield* dependabilityOf(problem, placed.bench, trial.site);
      trial = trialOf(problem, bill, trial.spread, placed.bench);
      const lacks: Lack[] = [...trial.lacks, ...dependable.lacks];
      const { failovers, lacks: broken } =
        lacks.length > 0 ? { failovers: [], lacks: [] } : yield* failoversOf(problem, trial, seed);
      trial = { ...trial, lacks: [...lacks, ...broken], failovers, weakNetworks: dependable.weakNetworks };
      if (trial.lacks.length === 0) {
        this.held.push(trial);
        if (best === null || trial.price < best.price * (1 - 1e-9)) this.best = trial;
      }
    }
    if (trial.lacks.length > 0) this.learn(trial);
    return trial;
  }

  /** A better plan that was found elsewhere. */
  adopt(trial: Trial): void {
    this.held.push(trial);
    this.best = trial;
  }

  /** Remembers a bill that was tried elsewhere. */
  remember(bill: Bill): void {
    this.tried.set(billKey(bill), bill);
  }

  inflatedBy(factor: number): Map<string, number> {
    return new Map(this.showroom.needs.map(({ service }) => [service.id, factor * (this.inflated.get(service.id) ?? 1)]));
  }

  /** Who lacked something is taken to ask for more, so that the next program buys more for it. */
  private learn(trial: Trial): void {
    if (this.nearest === null || trial.lacks.length < this.nearest.lacks.length) {
      this.nearest = trial;
      this.isEasable = lateFlows(this.problem, trial) !== null;
    }
    const factors = new Map<string, number>();
    for (const { kind, serviceIds, limit, value } of trial.lacks) {
      const ratio = kind === 'limit' && limit !== null && value !== null && limit > 0 ? value / limit : INFLATE.least;
      const factor = Math.min(INFLATE.most, Math.max(INFLATE.least, ratio));
      for (const id of serviceIds) factors.set(id, Math.max(factors.get(id) ?? 1, factor));
    }
    if (this.best !== null) return;
    for (const [id, factor] of factors) this.inflated.set(id, Math.min(INFLATE.all, (this.inflated.get(id) ?? 1) * factor));
  }
}

/** Price of a watt of greatest power where nothing else tells bills apart. */
const PER_WATT = 1e-3;
