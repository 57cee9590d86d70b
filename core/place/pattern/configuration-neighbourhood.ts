import { createRandom, type RandomStream } from '../../base/random.ts';
import type { MilpSolver } from '../milp.ts';
import type { Assignment } from '../problem.ts';
import type { SearchProgress } from '../progress.ts';
import { configurationMilp, type Restriction, takeConfigurations } from './configuration-milp.ts';
import { type ItemPrices, type Remainder, wholeOf } from './item-prices.ts';
import type { Separable } from './separable.ts';

/** Loss of a configuration against the best one of its bin up to which a program has it, as a share of the mean price of an item. */
const LOSS_OF_PRICE = 0.1;
/** Bins of each class that a program has at least, the cheapest. */
const NEAREST_BINS = 3;
/** Bins that are filled anew together at first; by what share there are more where they were solved in time, and fewer where not. */
const FIRST_BINS = 24;
const GROW = 1.25;
const SHRINK = 0.8;
/** Time of one neighbourhood, as a share of that of the whole. */
const SHARE_OF_SECONDS = 0.25;
/** Neighbourhoods without a better placement, a bin, after which nothing more is expected. */
const PATIENCE_A_BIN = 0.4;

export interface ConfigurationOptions {
  readonly seed: number;
  /** Longest time of one program by the solver's clock, with so much of the budget of the search used. */
  readonly milpSeconds: (share: number) => number;
  /** Share of the budget that is used at the start. */
  readonly share: number;
  readonly assignment: Assignment;
  readonly objective: number;
  readonly bound: number;
}

/**
 * Improves a placement by programs over configurations: first the whole with what is promising at the prices of items, then bins that share
 * items, filled anew with all others held, drawn by seed; more of them as long as the solver manages. At last the whole with all that the gap leaves, which may prove
 * the placement the best. Never worse than its start. Null of the first program ends it: too many configurations.
 */
export function* improveByConfigurations(
  form: Separable,
  prices: ItemPrices,
  milp: MilpSolver,
  options: ConfigurationOptions,
): Generator<SearchProgress, SearchProgress, number> {
  const random = createRandom(options.seed, 'configurations');
  let { assignment, objective, bound } = options;
  const progress = (): SearchProgress => ({ objective, bound, assignment });
  /** Whether the program was solved to its end; null where there is none. */
  const attempt = (restriction: Restriction, seconds: number): { readonly isSolved: boolean; readonly bound: number } | null => {
    const program = configurationMilp(form, restriction);
    if (program === null) return null;
    const solved = milp(program.milp, { seconds });
    if (solved.columns !== null) {
      const placed = assignment.slice();
      takeConfigurations(form, program, solved.columns, freeItems(form, assignment, restriction.remainder), placed);
      const cost = costOf(form, placed);
      if (cost < objective - 1e-9 * Math.abs(objective)) {
        objective = cost;
        assignment = placed;
      }
    }
    return { isSolved: solved.status === 'optimal', bound: solved.bound };
  };
  const promising = promisingAt(form, prices);
  if (attempt({ ...promising, remainder: wholeOf(form) }, options.milpSeconds(options.share)) === null) return progress();
  let share = yield progress();
  let size = FIRST_BINS;
  for (let failed = 0; failed < PATIENCE_A_BIN * form.bins && objective > bound * (1 + 1e-9) && size < form.bins;) {
    const before = objective;
    const remainder = remainderOf(form, assignment, neighbours(form, random, Math.round(size)));
    const tried = attempt({ ...promising, hasPair: () => true, remainder }, SHARE_OF_SECONDS * options.milpSeconds(share));
    size *= tried?.isSolved === true ? GROW ** (1 / 4) : SHRINK;
    failed = objective < before ? 0 : failed + 1;
    share = yield progress();
  }
  // What is left out of this one costs no less than the best that is known.
  const all = { remainder: wholeOf(form), prices: prices.best, mostLoss: objective - prices.bound, hasPair: () => true };
  const last = attempt(all, options.milpSeconds(share));
  if (last !== null) bound = Math.max(bound, Math.min(last.bound, objective));
  return progress();
}

/** What bins took at some prices and the nearest bins of each class; configurations that lose little. */
function promisingAt(form: Separable, { best, wasTaken }: ItemPrices): Omit<Restriction, 'remainder'> {
  const isNear = new Uint8Array(form.cost.length);
  for (let each = 0; each < form.classes; each += 1) {
    const from = form.pairsFrom[each] as number;
    const to = Math.min(form.pairsFrom[each + 1] as number, from + NEAREST_BINS);
    for (const pair of form.pairs.subarray(from, to)) isNear[pair] = 1;
  }
  const mean = best.reduce((sum, price) => sum + price, 0) / form.classes;
  return { prices: best, mostLoss: LOSS_OF_PRICE * mean, hasPair: (pair) => wasTaken[pair] === 1 || isNear[pair] === 1 };
}

/** Bins around one that is drawn: those that share most items with what is chosen already come first. */
function neighbours(form: Separable, random: RandomStream, amount: number): number[] {
  const used = [...form.ofBin.subarray(0, form.bins).keys()].filter(
    (bin) => (form.ofBin[bin + 1] as number) > (form.ofBin[bin] as number),
  );
  const shared = new Float64Array(form.bins);
  const chosen: number[] = [];
  let bin = used[Math.floor(random() * used.length)];
  while (bin !== undefined && chosen.length < amount) {
    chosen.push(bin);
    shared[bin] = -Infinity;
    for (let pair = form.ofBin[bin] as number; pair < (form.ofBin[bin + 1] as number); pair += 1) {
      const each = form.classOfPair[pair] as number;
      for (let at = form.pairsFrom[each] as number; at < (form.pairsFrom[each + 1] as number); at += 1) {
        const other = form.binOfPair[form.pairs[at] as number] as number;
        shared[other] = (shared[other] as number) + random();
      }
    }
    bin = used.reduce<number | undefined>((most, each) => {
      const value = shared[each] as number;
      return value > 0 && value > (most === undefined ? 0 : (shared[most] as number)) ? each : most;
    }, undefined);
  }
  return chosen;
}

/** The chosen bins are to be filled anew with what is in them and what is out. */
function remainderOf(form: Separable, assignment: Assignment, chosen: readonly number[]): Remainder {
  const isOpen = new Uint8Array(form.bins);
  for (const bin of chosen) isOpen[bin] = 1;
  const left = new Int32Array(form.classes);
  for (const [item, bin] of assignment.entries()) {
    const each = form.classOf[item] as number;
    if (bin === -1 || isOpen[bin] === 1) left[each] = (left[each] as number) + 1;
  }
  return { left, isOpen };
}

/** By class, the items that are out or in a bin that is to be filled. */
function freeItems(form: Separable, assignment: Assignment, { isOpen }: Remainder): number[][] {
  const free: number[][] = Array.from({ length: form.classes }, () => []);
  for (const [item, bin] of assignment.entries())
    if (bin === -1 || isOpen[bin] === 1) free[form.classOf[item] as number]?.push(item);
  return free;
}

function costOf(form: Separable, assignment: Assignment): number {
  const { problem } = form;
  const used = new Uint8Array(form.bins);
  let cost = 0;
  for (const [item, bin] of assignment.entries()) {
    if (bin === -1) cost += problem.leaveOutCost[item] as number;
    else {
      cost += problem.cost[(problem.rowOf[item] as number) * form.bins + bin] as number;
      if (used[bin] === 0) cost += problem.openCost[bin] as number;
      used[bin] = 1;
    }
  }
  return cost;
}
