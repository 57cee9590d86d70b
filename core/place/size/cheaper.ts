import type { Bill } from './build.ts';
import { inOrder } from './build.ts';
import { dependabilityOf } from './dependability.ts';
import { failoversOf } from './failover.ts';
import type { Hunt } from './hunt.ts';
import { bomOf } from './plan.ts';
import type { CheaperPlan } from './result.ts';
import type { Trial } from './trial.ts';
import { placeOn } from './trial.ts';

/** Cheaper bills that are tried, and told. */
const TRIED = 10;
const TOLD = 4;

/**
 * [P5] What the next cheaper plans would lose: the best bill with a piece less, or with one of the next cheaper type, the least saving first; services placed on each as
 * well as can be found. What turns out to lose nothing is a better plan, and is given as such.
 */
export function* cheaperThan(
  hunt: Hunt,
  best: Trial,
): Generator<void, { readonly plans: CheaperPlan[]; readonly better: Trial | null }> {
  const { problem, showroom } = hunt;
  const { seed } = problem.options;
  const plans: CheaperPlan[] = [];
  const told = new Set<string>();
  for (const bill of cheaperBills(hunt, best.bill).slice(0, TRIED)) {
    const start = { placements: best.placements, spread: best.spread, shares: null };
    const { trial, bench } = yield* placeOn(problem, showroom, bill, start, seed);
    hunt.remember(bill);
    let loses = trial.lacks;
    if (loses.length === 0) {
      const { lacks } = yield* dependabilityOf(problem, bench, trial.site);
      const { lacks: broken, failovers } = yield* failoversOf(problem, trial, seed, true);
      loses = [...lacks, ...broken];
      if (loses.length === 0 && trial.price < best.price * (1 - 1e-9)) return { plans, better: { ...trial, failovers } };
    }
    if (trial.price >= best.price) continue;
    const key = loses.map(({ kind, subject }) => `${kind} ${subject}`).join();
    if (told.has(key)) continue;
    told.add(key);
    plans.push({ bom: bomOf(bill), price: trial.price, saves: best.price - trial.price, loses });
    if (plans.length === TOLD) break;
  }
  return { plans: plans.toSorted((a, b) => a.saves - b.saves), better: null };
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
