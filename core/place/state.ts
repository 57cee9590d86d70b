import { GroupLedger } from './group-ledger.ts';
import type { Assignment, PlacementProblem } from './problem.ts';
import { type Reach, reachOf } from './reach.ts';

/** Sums of decimal demands may exceed a capacity by rounding alone. */
const ROUNDING = 1e-9;

/**
 * A placement that is being searched, with everything that a move changes kept up to date. Capacity, forbidden pairs and "apart" always hold;
 * an item may be out for a while, and spread and nearness may be short: each at `penalty`, more than any placement can save by it.
 */
export class SearchState {
  readonly problem: PlacementProblem;
  readonly items: number;
  readonly bins: number;
  readonly kinds: number;
  readonly binOf: Assignment;
  readonly used: Float64Array;
  /** Items in each bin. */
  readonly count: Int32Array;
  readonly penalty: number;
  /** Objective plus penalties. */
  cost = 0;
  /** Bins that a row of items may be in at all. */
  readonly reach: Reach;
  /** Placements that were weighed so far: the measure of work. */
  work = 0;
  /** Items that are out though they have to be placed. */
  missing = 0;
  private readonly groups: GroupLedger;
  /** Items that moved since `copyMoved`, some of them more than once; all of them where there are more than `moved` holds. */
  private readonly moved: Int32Array;
  private movedCount = 0;
  /** Items of each bin as a doubly linked list; −1 ends it. */
  private readonly first: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** Transient resources of what is not at its home: what is out for a while keeps them, so that it may go anywhere later. */
  private readonly leaving: Float64Array;
  private readonly limit: Float64Array;
  private readonly binCost: Float64Array;
  /** Use of one bin while a change is weighed. */
  private readonly use: Float64Array;
  private readonly isTransient: Uint8Array;
  private readonly hasTransient: boolean;
  private readonly hasSoft: boolean;

  constructor(problem: PlacementProblem, start: Assignment | null = null, reach = reachOf(problem)) {
    this.problem = problem;
    this.items = problem.itemIds.length;
    this.bins = problem.binIds.length;
    this.kinds = problem.resources.length;
    this.binOf = new Int32Array(this.items).fill(-1);
    this.moved = new Int32Array(this.items);
    this.used = new Float64Array(this.bins * this.kinds);
    this.leaving = new Float64Array(this.bins * this.kinds);
    this.first = new Int32Array(this.bins).fill(-1);
    this.next = new Int32Array(this.items).fill(-1);
    this.previous = new Int32Array(this.items).fill(-1);
    this.use = new Float64Array(this.kinds);
    this.isTransient = Uint8Array.from(problem.resources, ({ transient }) => (transient ? 1 : 0));
    this.count = new Int32Array(this.bins);
    this.limit = problem.capacity.map((each) => each + ROUNDING * Math.max(1, Math.abs(each)));
    this.hasTransient = problem.resources.some(({ transient }) => transient) && problem.initial.some((bin) => bin !== -1);
    this.hasSoft = problem.balances.length > 0 || problem.overloadCost.some((each) => each !== 0);
    this.reach = reach;
    this.penalty = penaltyOf(problem, reach);
    this.groups = new GroupLedger(problem);
    this.binCost = Float64Array.from({ length: this.bins }, (_, bin) => this.softCost(bin, -1, 0));
    this.cost = this.binCost.reduce((total, each) => total + each, 0);
    for (let item = 0; item < this.items; item += 1) {
      this.cost += this.outCost(item);
      if (problem.leaveOutCost[item] === Infinity) this.missing += 1;
    }
    this.cost += this.penalty * this.groups.short;
    if (this.hasTransient) for (let item = 0; item < this.items; item += 1) this.reserveAtHome(item, 1);
    for (const [item, bin] of start?.entries() ?? []) if (bin !== -1 && this.canPlace(item, bin)) this.move(item, bin);
  }

  /** Items that are missing and what groups are short of spread and nearness. */
  get shortfall(): number {
    return this.missing + this.groups.short;
  }

  /** Whether nothing is missing and no group is short: the cost is the objective. */
  get isSound(): boolean {
    return this.shortfall === 0;
  }

  /** Cost of leaving the item out. */
  outCost(item: number): number {
    const cost = this.problem.leaveOutCost[item] as number;
    return cost === Infinity ? this.penalty : cost;
  }

  costIn(item: number, bin: number): number {
    return this.problem.cost[(this.problem.rowOf[item] as number) * this.bins + bin] as number;
  }

  demand(item: number, bin: number, kind: number): number {
    const row = this.problem.rowOf[item] as number;
    return this.problem.demand[(this.problem.demandByBin ? row * this.bins + bin : row) * this.kinds + kind] as number;
  }

  room(bin: number, kind: number): number {
    const at = bin * this.kinds + kind;
    return (this.limit[at] as number) - (this.used[at] as number) - (this.leaving[at] as number);
  }

  /** Whether the item may go to the bin as it is; `without` is an item that leaves the bin at the same time, −1 for none. */
  canPlace(item: number, bin: number, without = -1): boolean {
    this.work += 1;
    const { problem, kinds, used, leaving, limit } = this;
    const row = problem.rowOf[item] as number;
    if (problem.cost[row * this.bins + bin] === Infinity) return false;
    const isHome = problem.initial[item] === bin;
    const start = (problem.demandByBin ? row * this.bins + bin : row) * kinds;
    const other = without === -1 ? -1 : (problem.rowOf[without] as number);
    const otherStart = (problem.demandByBin ? other * this.bins + bin : other) * kinds;
    const otherStays = without !== -1 && problem.initial[without] === bin;
    for (let kind = 0; kind < kinds; kind += 1) {
      const at = bin * kinds + kind;
      let sum = (used[at] as number) + (leaving[at] as number);
      const isTransient = this.hasTransient && this.isTransient[kind] === 1;
      // At home its transient resources are counted already, and another that leaves its home goes on counting.
      if (!isTransient || !isHome) sum += problem.demand[start + kind] as number;
      if (other !== -1 && !(isTransient && otherStays)) sum -= problem.demand[otherStart + kind] as number;
      if (sum > (limit[at] as number)) return false;
    }
    return this.groups.mayBeApart(item, bin, without);
  }

  /** Change of cost when the item goes to the bin; −1 takes it out. */
  moveCost(item: number, to: number): number {
    const from = this.binOf[item] as number;
    if (from === to) return 0;
    let change = 0;
    if (from === -1) change -= this.outCost(item);
    else change += this.changeWithout(item, from) - this.costIn(item, from);
    if (to === -1) change += this.outCost(item);
    else change += this.changeWith(item, to) + this.costIn(item, to);
    return change + this.groupChange(item, from, to);
  }

  /** Change of cost when two items in different bins change places. */
  swapCost(a: number, b: number): number {
    const inA = this.binOf[a] as number;
    const inB = this.binOf[b] as number;
    let change = this.costIn(a, inB) - this.costIn(a, inA) + this.costIn(b, inA) - this.costIn(b, inB);
    if (this.hasSoft) {
      change += this.softCost(inA, b, 1, a, -1) - (this.binCost[inA] as number) + this.openCost(inA);
      change += this.softCost(inB, a, 1, b, -1) - (this.binCost[inB] as number) + this.openCost(inB);
    }
    const first = this.groupChange(a, inA, inB);
    if (!this.groups.isTracked(a) && !this.groups.isTracked(b)) return change + first + this.groupChange(b, inB, inA);
    this.groups.move(a, inA, inB);
    const second = this.groupChange(b, inB, inA);
    this.groups.move(a, inB, inA);
    return change + first + second;
  }

  /** Takes the item to the bin, −1 for out. It has to be allowed there. */
  move(item: number, to: number): void {
    const from = this.binOf[item] as number;
    if (from === to) return;
    this.cost += this.moveCost(item, to);
    if (from !== -1) this.add(item, from, -1);
    if (to !== -1) this.add(item, to, 1);
    this.groups.move(item, from, to);
    if (this.problem.leaveOutCost[item] === Infinity) this.missing += (to === -1 ? 1 : 0) - (from === -1 ? 1 : 0);
    this.binOf[item] = to;
    if (this.movedCount < this.items) this.moved[this.movedCount] = item;
    this.movedCount += 1;
    if (this.hasTransient) this.moveTransient(item, from, to);
    if (from !== -1) this.binCost[from] = this.costOfBin(from);
    if (to !== -1) this.binCost[to] = this.costOfBin(to);
  }

  swap(a: number, b: number): void {
    const inA = this.binOf[a] as number;
    const inB = this.binOf[b] as number;
    const cost = this.cost + this.swapCost(a, b);
    this.move(a, -1);
    this.move(b, inA);
    this.move(a, inB);
    this.cost = cost;
  }

  /** One of the items of a bin that is not empty, by a draw from [0, 1). */
  itemAt(bin: number, draw: number): number {
    let item = this.first[bin] as number;
    for (let left = Math.floor(draw * (this.count[bin] as number)); left > 0; left -= 1) item = this.next[item] as number;
    return item;
  }

  /** Items of a bin, the last that came first. */
  itemsIn(bin: number): number[] {
    const items: number[] = [];
    for (let item = this.first[bin] as number; item !== -1; item = this.next[item] as number) items.push(item);
    return items;
  }

  /** Brings a copy up to date that was up to date at the last call. Cost: what moved in between. */
  copyMoved(copy: Assignment): void {
    if (this.movedCount > this.items) copy.set(this.binOf);
    else
      for (let at = 0; at < this.movedCount; at += 1) {
        const item = this.moved[at] as number;
        copy[item] = this.binOf[item] as number;
      }
    this.movedCount = 0;
  }

  private groupChange(item: number, from: number, to: number): number {
    return (
      this.groups.shortChange(item, from, to) * this.penalty +
      this.groups.mostMovedChange(item, from, to) * this.problem.mostMovedCost
    );
  }

  private add(item: number, bin: number, sign: number): void {
    for (let kind = 0; kind < this.kinds; kind += 1) {
      const at = bin * this.kinds + kind;
      this.used[at] = (this.used[at] as number) + sign * this.demand(item, bin, kind);
    }
    this.count[bin] = (this.count[bin] as number) + sign;
    if (sign === 1) this.link(item, bin);
    else this.unlink(item, bin);
    if (this.count[bin] === 0) this.used.fill(0, bin * this.kinds, (bin + 1) * this.kinds);
  }

  private link(item: number, bin: number): void {
    const head = this.first[bin] as number;
    this.next[item] = head;
    this.previous[item] = -1;
    if (head !== -1) this.previous[head] = item;
    this.first[bin] = item;
  }

  private unlink(item: number, bin: number): void {
    const before = this.previous[item] as number;
    const after = this.next[item] as number;
    if (before === -1) this.first[bin] = after;
    else this.next[before] = after;
    if (after !== -1) this.previous[after] = before;
  }

  private moveTransient(item: number, from: number, to: number): void {
    const home = this.problem.initial[item] as number;
    if (home === -1) return;
    const sign = (to === home ? 0 : 1) - (from === home ? 0 : 1);
    if (sign !== 0) this.reserveAtHome(item, sign);
  }

  private reserveAtHome(item: number, sign: number): void {
    const home = this.problem.initial[item] as number;
    if (home === -1) return;
    for (let kind = 0; kind < this.kinds; kind += 1) {
      if (this.problem.resources[kind]?.transient !== true) continue;
      const at = home * this.kinds + kind;
      this.leaving[at] = (this.leaving[at] as number) + sign * this.demand(item, home, kind);
    }
  }

  private changeWith(item: number, bin: number): number {
    const opened = this.count[bin] === 0 ? (this.problem.openCost[bin] as number) : 0;
    if (!this.hasSoft) return opened;
    return opened + this.softCost(bin, item, 1) - (this.binCost[bin] as number) + this.openCost(bin);
  }

  private changeWithout(item: number, bin: number): number {
    const closed = this.count[bin] === 1 ? (this.problem.openCost[bin] as number) : 0;
    if (!this.hasSoft) return -closed;
    return this.softCost(bin, item, -1) - (this.binCost[bin] as number) + this.openCost(bin) - closed;
  }

  private openCost(bin: number): number {
    return this.count[bin] === 0 ? 0 : (this.problem.openCost[bin] as number);
  }

  private costOfBin(bin: number): number {
    return this.openCost(bin) + this.softCost(bin, -1, 0);
  }

  /** Overload and imbalance of a bin with one item more or less (`sign`), and with another, too. */
  private softCost(bin: number, item: number, sign: number, other = -1, otherSign = 0): number {
    if (!this.hasSoft) return 0;
    const { problem, kinds, use } = this;
    const start = bin * kinds;
    for (let kind = 0; kind < kinds; kind += 1) use[kind] = this.used[start + kind] as number;
    if (item !== -1) this.addDemand(item, bin, sign);
    if (other !== -1) this.addDemand(other, bin, otherSign);
    let cost = 0;
    for (let kind = 0; kind < kinds; kind += 1) {
      const over = (use[kind] as number) - (problem.softCapacity[start + kind] as number);
      if (over > 0) cost += (problem.overloadCost[kind] as number) * over;
    }
    for (const { plenty, scarce, ratio, cost: price } of problem.balances) {
      const free = ratio * ((problem.capacity[start + plenty] as number) - (use[plenty] as number));
      const short = free - (problem.capacity[start + scarce] as number) + (use[scarce] as number);
      if (short > 0) cost += price * short;
    }
    return cost;
  }

  /** Adds an item's demand in the bin to `use`. */
  private addDemand(item: number, bin: number, sign: number): void {
    const { problem, kinds, use } = this;
    const row = problem.rowOf[item] as number;
    const start = (problem.demandByBin ? row * this.bins + bin : row) * kinds;
    for (let kind = 0; kind < kinds; kind += 1) {
      use[kind] = (use[kind] as number) + sign * (problem.demand[start + kind] as number);
    }
  }
}

/** More than one item more or less can change of everything else together. */
function penaltyOf(problem: PlacementProblem, { cost }: Reach): number {
  const most = (values: Float64Array): number =>
    values.reduce((top, each) => (Number.isFinite(each) ? Math.max(top, Math.abs(each)) : top), 0);
  const kinds = problem.resources.length;
  const demand = new Float64Array(kinds);
  for (const [at, each] of problem.demand.entries()) demand[at % kinds] = Math.max(demand[at % kinds] as number, each);
  let soft = 0;
  for (const [kind, price] of problem.overloadCost.entries()) soft += price * (demand[kind] as number);
  for (const { plenty, scarce, ratio, cost } of problem.balances) {
    soft += cost * (ratio * (demand[plenty] as number) + (demand[scarce] as number));
  }
  return 10 * (1 + most(cost) + most(problem.openCost) + most(problem.leaveOutCost) + problem.mostMovedCost + soft);
}
