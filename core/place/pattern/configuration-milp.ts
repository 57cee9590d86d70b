import { type Milp, MilpRows } from '../milp.ts';
import type { Assignment } from '../problem.ts';
import type { Remainder } from './item-prices.ts';
import type { Separable } from './separable.ts';

/** Configurations of one bin, and of all, beyond which the program is not worth its size. */
const MOST_OF_BIN = 400;
const MOST_OF_ALL = 20_000;

/** A program over configurations, and the way back from its columns. */
export interface ConfigurationMilp {
  readonly milp: Milp;
  /** Pair of each of the first columns. */
  readonly pairs: readonly number[];
}

/** What is to be decided, which pairs the program has, and which configurations of a bin: by the loss against its best filling at `prices`, at most `mostLoss`. */
export interface Restriction {
  readonly remainder: Remainder;
  readonly hasPair: (pair: number) => boolean;
  readonly prices: Float64Array;
  readonly mostLoss: number;
}

interface Shape {
  readonly demand: readonly number[];
  readonly pairs: number[];
}

/**
 * The program over how many items of each shape (classes that take the same) a bin holds: a whole column says which of the largest such configurations it is, the
 * items are then distributed by a transport problem, whose columns need not be asked to be whole. Its relaxation is the program over whole fillings.
 * Null where shapes make too many configurations.
 */
export function configurationMilp(form: Separable, restriction: Restriction): ConfigurationMilp | null {
  const builder = new Builder(form, restriction);
  for (let bin = 0; bin < form.bins; bin += 1) if (restriction.remainder.isOpen[bin] === 1 && !builder.addBin(bin)) return null;
  return builder.finish();
}

/** Takes a solution over: the items of the classes, `free`, go where it has them; −1 where it leaves them out. */
export function takeConfigurations(
  form: Separable,
  { pairs }: ConfigurationMilp,
  columns: Float64Array,
  free: readonly (readonly number[])[],
  binOf: Assignment,
): void {
  const next = new Int32Array(form.classes);
  for (const items of free) for (const item of items) binOf[item] = -1;
  for (const [column, pair] of pairs.entries()) {
    const each = form.classOfPair[pair] as number;
    for (let amount = Math.round(columns[column] as number); amount > 0; amount -= 1) {
      const item = free[each]?.[next[each] as number];
      if (item === undefined) break;
      binOf[item] = form.binOfPair[pair] as number;
      next[each] = (next[each] as number) + 1;
    }
  }
}

class Builder {
  private readonly form: Separable;
  private readonly restriction: Restriction;
  private readonly cost: number[] = [];
  private readonly upper: number[] = [];
  private readonly whole: number[] = [];
  private readonly rows = new MilpRows();
  private readonly pairs: number[] = [];
  private readonly columnOf: Int32Array;
  private configurations = 0;

  constructor(form: Separable, restriction: Restriction) {
    this.form = form;
    this.restriction = restriction;
    this.columnOf = new Int32Array(form.cost.length).fill(-1);
    for (let pair = 0; pair < form.cost.length; pair += 1) {
      const { left, isOpen } = restriction.remainder;
      const most = Math.min(form.most[pair] as number, left[form.classOfPair[pair] as number] as number);
      if (most === 0 || isOpen[form.binOfPair[pair] as number] === 0 || !restriction.hasPair(pair)) continue;
      this.columnOf[pair] = this.column(form.cost[pair] as number, most, false);
      this.pairs.push(pair);
    }
    for (let each = 0; each < form.classes; each += 1) this.addClass(each);
  }

  /** Shapes and configurations of a bin; false where there are too many. */
  addBin(bin: number): boolean {
    const { form, rows } = this;
    const shapes = this.shapesOf(bin);
    if (shapes.length === 0) return true;
    const all = configurationsOf(
      shapes.map(({ demand, pairs }) => ({ demand, most: this.amountOf(pairs) })),
      [...form.limit.subarray(bin * form.kinds, (bin + 1) * form.kinds)],
    );
    if (all === null) return false;
    const promising = this.promising(shapes, all);
    this.configurations += promising.length;
    if (this.configurations > MOST_OF_ALL) return false;
    const columns = promising.map(() => this.column(form.problem.openCost[bin] as number, 1, true));
    rows.add(
      -Infinity,
      1,
      columns.map((column) => [column, 1] as const),
    );
    for (const [shape, { pairs }] of shapes.entries())
      rows.add(-Infinity, 0, [
        ...pairs.map((pair) => [this.columnOf[pair] as number, 1] as const),
        ...columns.map((column, at) => [column, -(promising[at]?.[shape] as number)] as const),
      ]);
    return true;
  }

  finish(): ConfigurationMilp {
    const milp: Milp = {
      cost: Float64Array.from(this.cost),
      lower: new Float64Array(this.cost.length),
      upper: Float64Array.from(this.upper),
      whole: Uint8Array.from(this.whole),
      ...this.rows.finish(),
    };
    return { milp, pairs: this.pairs };
  }

  /** Each item in one bin or left out. */
  private addClass(each: number): void {
    const { form } = this;
    const count = this.restriction.remainder.left[each] as number;
    if (count === 0) return;
    const entries: [number, number][] = [];
    for (let at = form.pairsFrom[each] as number; at < (form.pairsFrom[each + 1] as number); at += 1) {
      const column = this.columnOf[form.pairs[at] as number] as number;
      if (column !== -1) entries.push([column, 1]);
    }
    const leaveOut = form.leaveOut[each] as number;
    if (leaveOut !== Infinity) entries.push([this.column(leaveOut, count, false), 1]);
    this.rows.add(count, count, entries);
  }

  private shapesOf(bin: number): Shape[] {
    const { form } = this;
    const shapes = new Map<string, Shape>();
    for (let pair = form.ofBin[bin] as number; pair < (form.ofBin[bin + 1] as number); pair += 1) {
      if (this.columnOf[pair] === -1) continue;
      const demand = [...form.demand.subarray(pair * form.kinds, (pair + 1) * form.kinds)];
      const key = demand.join(' ');
      const shape = shapes.get(key);
      if (shape === undefined) shapes.set(key, { demand, pairs: [pair] });
      else shape.pairs.push(pair);
    }
    return [...shapes.values()];
  }

  private amountOf(pairs: readonly number[]): number {
    return pairs.reduce((sum, pair) => sum + (this.upper[this.columnOf[pair] as number] as number), 0);
  }

  /** Configurations that are worth little less than the best one, at the prices of items. */
  private promising(shapes: readonly Shape[], all: readonly (readonly number[])[]): (readonly number[])[] {
    const { prices, mostLoss } = this.restriction;
    const worths = shapes.map(({ pairs }) => {
      const gains = pairs
        .flatMap((pair) => {
          const gain = (prices[this.form.classOfPair[pair] as number] as number) - (this.form.cost[pair] as number);
          return Array.from({ length: this.upper[this.columnOf[pair] as number] as number }, () => Math.max(0, gain));
        })
        .toSorted((a, b) => b - a);
      let sum = 0;
      return [0, ...gains.map((gain) => (sum += gain))];
    });
    const worth = all.map((amounts) => amounts.reduce((sum, amount, shape) => sum + (worths[shape]?.[amount] as number), 0));
    const best = worth.reduce((most, each) => Math.max(most, each), 0);
    return all.filter((_, at) => best - (worth[at] as number) <= mostLoss);
  }

  private column(cost: number, upper: number, isWhole: boolean): number {
    this.cost.push(cost);
    this.upper.push(upper);
    this.whole.push(isWhole ? 1 : 0);
    return this.cost.length - 1;
  }
}

/** The largest amounts of shapes that fit together; null where there are too many. */
function configurationsOf(
  shapes: readonly { readonly demand: readonly number[]; readonly most: number }[],
  limit: readonly number[],
): (readonly number[])[] | null {
  const found: number[][] = [];
  const amounts = shapes.map(() => 0);
  const room = [...limit];
  let isOver = false;
  const visit = (at: number): void => {
    const shape = shapes[at];
    if (isOver) return;
    if (shape === undefined) {
      const isLargest = shapes.every(
        ({ demand, most }, other) => amounts[other] === most || demand.some((each, kind) => each > (room[kind] as number)),
      );
      if (isLargest) found.push([...amounts]);
      isOver = found.length > MOST_OF_BIN;
      return;
    }
    const taken = room.slice();
    for (let amount = 0; amount <= shape.most && room.every((each) => each >= 0); amount += 1) {
      amounts[at] = amount;
      visit(at + 1);
      for (const [kind, each] of shape.demand.entries()) room[kind] = (room[kind] as number) - each;
    }
    amounts[at] = 0;
    for (const [kind, each] of taken.entries()) room[kind] = each;
  };
  visit(0);
  return isOver ? null : found;
}
