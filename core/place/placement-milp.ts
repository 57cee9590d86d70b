import { type Milp, MilpRows } from './milp.ts';
import { type Assignment, costOf, demandOf, type PlacementProblem } from './problem.ts';

/** A placement problem as a program, and the way back from its columns. */
export interface PlacementMilp {
  readonly milp: Milp;
  /** Item and bin of each of the first columns. */
  readonly pairs: readonly { readonly item: number; readonly bin: number }[];
}

/** Most rows that tie an item to a bin's opening one by one, which makes the relaxation tighter and the program larger. */
const MOST_LINK_ROWS = 20_000;

/**
 * The whole problem (rule P1 and its objective) as a linear program over "this item in this bin" (whole, or a share where items are
 * divisible), with columns for what is opened, left out, overloaded, out of balance, near, spread and moved.
 */
export function placementMilp(problem: PlacementProblem): PlacementMilp {
  const builder = new Builder(problem);
  builder.assign();
  builder.capacities();
  builder.groups();
  builder.softTerms();
  return builder.finish();
}

/** Bin of each item in a solution; −1 where it is left out. */
export function assignmentOf({ pairs }: PlacementMilp, columns: Float64Array, items: number): Assignment {
  const assignment: Assignment = new Int32Array(items).fill(-1);
  for (const [column, { item, bin }] of pairs.entries()) if ((columns[column] as number) > 0.5) assignment[item] = bin;
  return assignment;
}

class Builder {
  private readonly problem: PlacementProblem;
  private readonly cost: number[] = [];
  private readonly upper: number[] = [];
  private readonly whole: number[] = [];
  private readonly rows = new MilpRows();
  private readonly pairs: { readonly item: number; readonly bin: number }[] = [];
  private readonly columnsOfItem: number[][];
  private readonly columnsOfBin: number[][];
  private readonly openColumn: Int32Array;

  constructor(problem: PlacementProblem) {
    this.problem = problem;
    this.columnsOfItem = problem.itemIds.map(() => []);
    this.columnsOfBin = problem.binIds.map(() => []);
    for (const item of problem.itemIds.keys()) {
      for (const bin of problem.binIds.keys()) {
        const cost = costOf(problem, item, bin);
        if (!Number.isFinite(cost)) continue;
        const column = this.column(cost, 1, !problem.divisible);
        this.pairs.push({ item, bin });
        this.columnsOfItem[item]?.push(column);
        this.columnsOfBin[bin]?.push(column);
      }
    }
    this.openColumn = Int32Array.from(problem.openCost, (cost) => (cost === 0 ? -1 : this.column(cost, 1, true)));
  }

  assign(): void {
    for (const [item, columns] of this.columnsOfItem.entries()) {
      const leaveOut = this.problem.leaveOutCost[item] as number;
      const out = Number.isFinite(leaveOut) ? [this.column(leaveOut, 1, true)] : [];
      this.rows.add(1, 1, [...columns, ...out].map(one));
    }
    const isLinked = this.openColumn.some((column) => column !== -1) && this.pairs.length <= MOST_LINK_ROWS;
    if (!isLinked) return;
    for (const [column, { bin }] of this.pairs.entries()) {
      const open = this.openColumn[bin] as number;
      if (open !== -1)
        this.rows.add(-Infinity, 0, [
          [column, 1],
          [open, -1],
        ]);
    }
  }

  capacities(): void {
    const { problem } = this;
    for (const [bin, columns] of this.columnsOfBin.entries()) {
      for (const [resource, { transient }] of problem.resources.entries()) {
        const limit = problem.capacity[bin * problem.resources.length + resource] as number;
        const entries = columns.map((column): Entry => [column, this.demand(column, resource)]);
        const open = this.openColumn[bin] as number;
        if (Number.isFinite(limit)) {
          this.rows.add(-Infinity, open === -1 ? limit : 0, open === -1 ? entries : [...entries, [open, -limit]]);
        }
        if (!transient || !Number.isFinite(limit)) continue;
        // What goes elsewhere from here still counts.
        const leaving = this.columnsAway(bin).map(([column, item]): Entry => [column, demandOf(problem, item, bin, resource)]);
        this.rows.add(-Infinity, limit, [...entries, ...leaving]);
      }
      const open = this.openColumn[bin] as number;
      const isUnlimited = problem.resources.every(
        (_, resource) => !Number.isFinite(problem.capacity[bin * problem.resources.length + resource]),
      );
      if (open !== -1 && (isUnlimited || this.pairs.length > MOST_LINK_ROWS)) {
        this.rows.add(-Infinity, 0, [...columns.map(one), [open, -columns.length]]);
      }
    }
  }

  groups(): void {
    const { problem } = this;
    for (const group of problem.groups) {
      const columns = group.items.flatMap((item) => this.columnsOfItem[item] ?? []);
      if (group.apart) for (const inBin of this.by(columns, (bin) => bin).values()) this.rows.add(-Infinity, 1, inBin.map(one));
      if (group.spread > 1) this.spread(columns, group.spread);
      for (const other of group.near) {
        const others = (problem.groups[other]?.items ?? []).flatMap((item) => this.columnsOfItem[item] ?? []);
        const inArea = this.by(others, (bin) => problem.areaOf[bin] as number);
        for (const column of columns) {
          const area = problem.areaOf[this.pairs[column]?.bin ?? -1] as number;
          this.rows.add(-Infinity, 0, [[column, 1], ...(inArea.get(area) ?? []).map((each): Entry => [each, -1])]);
        }
      }
    }
  }

  softTerms(): void {
    const { problem } = this;
    const kinds = problem.resources.length;
    for (const [bin, columns] of this.columnsOfBin.entries()) {
      for (const resource of problem.resources.keys()) {
        const price = problem.overloadCost[resource] as number;
        const soft = problem.softCapacity[bin * kinds + resource] as number;
        if (price === 0 || !Number.isFinite(soft)) continue;
        const used = columns.map((column): Entry => [column, this.demand(column, resource)]);
        this.rows.add(-Infinity, soft, [...used, [this.column(price, Infinity, false), -1]]);
      }
      for (const { plenty, scarce, ratio, cost } of problem.balances) {
        const free = (resource: number): number => problem.capacity[bin * kinds + resource] as number;
        const short = this.column(cost, Infinity, false);
        // short ≥ ratio × (capacity − use)(plenty) − (capacity − use)(scarce)
        const entries = columns.map((column): Entry => [
          column,
          ratio * this.demand(column, plenty) - this.demand(column, scarce),
        ]);
        this.rows.add(ratio * free(plenty) - free(scarce), Infinity, [...entries, [short, 1]]);
      }
    }
    if (problem.mostMovedCost === 0) return;
    const most = this.column(problem.mostMovedCost, Infinity, false);
    for (const group of problem.groups) {
      const away = group.items.flatMap((item) => {
        const home = problem.initial[item] as number;
        return home === -1 ? [] : (this.columnsOfItem[item] ?? []).filter((column) => this.pairs[column]?.bin !== home);
      });
      if (away.length > 0) this.rows.add(-Infinity, 0, [...away.map(one), [most, -1]]);
    }
  }

  finish(): PlacementMilp {
    const milp: Milp = {
      cost: Float64Array.from(this.cost),
      lower: new Float64Array(this.cost.length),
      upper: Float64Array.from(this.upper),
      whole: Uint8Array.from(this.whole),
      ...this.rows.finish(),
    };
    return { milp, pairs: this.pairs };
  }

  /** A column a zone that is 1 only where the group has an item in it. */
  private spread(columns: readonly number[], needed: number): void {
    const zones: number[] = [];
    for (const inZone of this.by(columns, (bin) => this.problem.zoneOf[bin] as number).values()) {
      const isUsed = this.column(0, 1, true);
      this.rows.add(0, Infinity, [...inZone.map(one), [isUsed, -1]]);
      zones.push(isUsed);
    }
    this.rows.add(needed, Infinity, zones.map(one));
  }

  private column(cost: number, upper: number, isWhole: boolean): number {
    this.cost.push(cost);
    this.upper.push(upper);
    this.whole.push(isWhole ? 1 : 0);
    return this.cost.length - 1;
  }

  private demand(column: number, resource: number): number {
    const pair = this.pairs[column];
    return pair === undefined ? 0 : demandOf(this.problem, pair.item, pair.bin, resource);
  }

  /** Columns that take an item from its present bin to another. */
  private columnsAway(bin: number): (readonly [column: number, item: number])[] {
    const items = [...this.problem.initial.keys()].filter((item) => this.problem.initial[item] === bin);
    return items.flatMap((item) =>
      (this.columnsOfItem[item] ?? [])
        .filter((column) => this.pairs[column]?.bin !== bin)
        .map((column): readonly [number, number] => [column, item]),
    );
  }

  private by(columns: readonly number[], keyOf: (bin: number) => number): Map<number, number[]> {
    const groups = new Map<number, number[]>();
    for (const column of columns) {
      const key = keyOf(this.pairs[column]?.bin ?? -1);
      groups.set(key, [...(groups.get(key) ?? []), column]);
    }
    return groups;
  }
}

type Entry = readonly [column: number, value: number];

function one(column: number): Entry {
  return [column, 1];
}
