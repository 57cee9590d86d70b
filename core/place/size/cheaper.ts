import type { Bill } from './build.ts';
import { inOrder } from './build.ts';
import { dependabilityOf } from './dependability.ts';
import { failoversOf } from './failover.ts';
import type { Hunt, ProgramBudget } from './hunt.ts';
import { bomOf } from './plan.ts';
import type { CheaperPlan } from './result.ts';
import type { Trial } from './trial.ts';
import { placeOn, trialOf } from './trial.ts';

interface CheaperPlans {
  readonly plans: readonly CheaperPlan[];
  readonly better: Trial | null;
}

/** Cheaper bills that are tried, and told. */
const TRIED = 10;
const TOLD = 4;

/**
 * [P5] What the next cheaper plans would lose: the best bill with a piece less, or with one of the next cheaper type, the least saving first; services placed on each as
 * well as can be found; of those that lose the same the one that saves most. What turns out to lose nothing is a better plan, and is given as such.
 */
export function* cheaperThan(
  hunt: Hunt,
  best: Trial,
  budget: ProgramBudget,
  isOver: () => boolean,
): Generator<void, CheaperPlans> {
  const { problem, showroom } = hunt;
  const { seed } = problem.options;
  const plans = new Map<string, CheaperPlan>();
  const bills = [...withoutRedundancy(hunt, budget), ...cheaperBills(hunt, best.bill)];
  for (const bill of bills.slice(0, TRIED)) {
    if (isOver()) break;
    const start = { placements: best.placements, spread: best.spread, shares: null };
    const { trial, bench } = yield* placeOn(problem, showroom, bill, start, seed);
    hunt.remember(bill);
    let loses = trial.lacks;
    if (loses.length === 0) {
      const { lacks, weakNetworks } = yield* dependabilityOf(problem, bench, trial.site);
      const settled = trialOf(problem, bill, trial.spread, bench);
      const { lacks: broken, failovers } = yield* failoversOf(problem, settled, seed, true);
      loses = [...lacks, ...broken];
      if (loses.length === 0 && settled.price < best.price * (1 - 1e-9))
        return { plans: [], better: { ...settled, failovers, weakNetworks } };
    }
    if (trial.price >= best.price || loses.length === 0) continue;
    const key = loses.map(({ kind, subject }) => `${kind} ${subject}`).join();
    const saves = best.price - trial.price;
    if (saves > (plans.get(key)?.saves ?? 0)) plans.set(key, { bom: bomOf(bill), price: trial.price, saves, loses });
  }
  const told = [...plans.values()].toSorted((a, b) => a.loses.length - b.loses.length || b.saves - a.saves).slice(0, TOLD);
  return { plans: told.toSorted((a, b) => a.saves - b.saves), better: null };
}

/** Where something has to be redundant: the cheapest bill by the program that does without. */
function withoutRedundancy(hunt: Hunt, budget: ProgramBudget): Bill[] {
  if (hunt.problem.redundant.size === 0) return [];
  const { master, result } = hunt.solve({ lifted: new Set(['redundancy']), boldness: 0.5 }, budget);
  return result.columns === null ? [] : [master.billOf(result.columns)];
}

/** By the price saved, the least first; of pieces alike in one place one stands for all. */
function cheaperBills({ showroom }: Hunt, bill: Bill): Bill[] {
  const bills: { readonly bill: Bill; readonly saves: number }[] = [];
  const seen = new Set<string>();
  for (const piece of bill) {
    const { stand, type } = piece;
    const key = `${stand.placeId} ${stand.isRequired} ${type.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const price = type.price?.amount ?? 0;
    const rest = bill.filter((one) => one !== piece);
    if (!stand.isRequired) bills.push({ bill: rest, saves: price });
    const others = showroom.offers
      .filter((offer) => offer.stand === stand && offer.price < price)
      .toSorted((a, b) => b.price - a.price);
    for (const { type: other, price: less } of others.slice(0, 2))
      bills.push({ bill: inOrder([...rest, { ...piece, type: other }]), saves: price - less });
  }
  return bills.toSorted((a, b) => a.saves - b.saves).map((one) => one.bill);
}
