import type { Assignment } from '../problem.ts';
import { ItemPrices, type Remainder, wholeOf } from './item-prices.ts';
import type { Separable } from './separable.ts';

/** Rounds in which bins are filled for good, and steps of the prices of what remains between two of them. */
const ROUNDS = 10;
const STEPS_BETWEEN = 3;
const HOPE = 0.02;

/**
 * A placement near the relaxed one: in each round the bins whose best filling agrees most with the mean of relaxed fillings are filled for good, then the prices follow
 * what remains. Items that are in no filling stay out. Yields after each round.
 */
export function* dive(form: Separable, from: ItemPrices): Generator<undefined, Assignment, unknown> {
  const remainder = wholeOf(form);
  const prices = new ItemPrices(form, from.best, remainder, from.mean);
  const binOf: Assignment = new Int32Array(form.classOf.length).fill(-1);
  const nextItem = form.itemsFrom.slice();
  let waiting = [...remainder.isOpen.keys()].filter((bin) => (form.ofBin[bin + 1] as number) > (form.ofBin[bin] as number));
  for (let round = 0; round < ROUNDS && waiting.length > 0; round += 1) {
    const amount = Math.ceil(waiting.length / (ROUNDS - round));
    const ranked = waiting
      .map((bin) => ({ bin, agreement: agreement(form, prices, remainder, bin) }))
      .toSorted((a, b) => b.agreement - a.agreement || a.bin - b.bin);
    for (const { bin } of ranked.slice(0, amount)) {
      fill(form, prices, remainder, bin, binOf, nextItem);
      remainder.isOpen[bin] = 0;
    }
    waiting = ranked.slice(amount).map(({ bin }) => bin);
    prices.forgetBound();
    for (let step = 0; step < STEPS_BETWEEN && !prices.isSettled && waiting.length > 0; step += 1)
      prices.step(step === 0 ? 0 : prices.bound + HOPE * Math.abs(prices.bound));
    yield;
  }
  return binOf;
}

/** Share of a bin's best filling that the running mean has, too; a bin that stays empty in both agrees. */
function agreement(form: Separable, { knapsack, mean, best }: ItemPrices, { left }: Remainder, bin: number): number {
  knapsack.solve(bin, best, left);
  const start = form.ofBin[bin] as number;
  let same = 0;
  let all = 0;
  for (let pair = start; pair < (form.ofBin[bin + 1] as number); pair += 1) {
    const taken = knapsack.taken[pair - start] as number;
    same += Math.min(taken, mean[pair] as number);
    all += Math.max(taken, mean[pair] as number);
  }
  return all === 0 ? 1 : same / all;
}

/** Fills a bin with what is worth most of what is left. */
function fill(
  form: Separable,
  { knapsack, best, mean }: ItemPrices,
  { left }: Remainder,
  bin: number,
  binOf: Assignment,
  nextItem: Int32Array,
): void {
  const start = form.ofBin[bin] as number;
  knapsack.solve(bin, best, left);
  const isUsed = knapsack.worth > (form.problem.openCost[bin] as number);
  for (let pair = start; pair < (form.ofBin[bin + 1] as number); pair += 1) {
    mean[pair] = 0;
    const each = form.classOfPair[pair] as number;
    for (let amount = isUsed ? (knapsack.taken[pair - start] as number) : 0; amount > 0; amount -= 1) {
      const at = nextItem[each] as number;
      binOf[form.items[at] as number] = bin;
      nextItem[each] = at + 1;
      left[each] = (left[each] as number) - 1;
    }
  }
}
