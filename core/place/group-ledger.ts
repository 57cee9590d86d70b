import type { PlacementProblem } from './problem.ts';

/** Counts of groups by bin, zone and area, kept while items move, and from them what spread and nearness are short of. */
export class GroupLedger {
  /** Missing zones, and areas without a group that has to be near, over all groups. */
  short = 0;
  private readonly problem: PlacementProblem;
  private readonly groupOf: Int32Array;
  private readonly bins: number;
  private readonly zones: number;
  private readonly areas: number;
  private readonly inBin: Uint16Array;
  private readonly inZone: Uint16Array;
  private readonly inArea: Uint16Array;
  private readonly zonesUsed: Int32Array;
  /** Groups that need this one near. */
  private readonly neededBy: readonly number[][];
  private readonly hasNear: boolean;
  private readonly moved: Int32Array;
  /** Number of groups by number of moved items. */
  private readonly groupsWithMoved: Int32Array;
  private mostMoved = 0;

  constructor(problem: PlacementProblem) {
    this.problem = problem;
    const { groups } = problem;
    this.groupOf = new Int32Array(problem.itemIds.length).fill(-1);
    for (const [group, { items }] of groups.entries()) for (const item of items) this.groupOf[item] = group;
    this.bins = problem.binIds.length;
    this.zones = 1 + Math.max(0, ...problem.zoneOf);
    this.areas = 1 + Math.max(0, ...problem.areaOf);
    this.hasNear = groups.some(({ near }) => near.length > 0);
    const hasSpread = groups.some(({ spread }) => spread > 0);
    this.inBin = new Uint16Array(groups.some(({ apart }) => apart) ? groups.length * this.bins : 0);
    this.inZone = new Uint16Array(hasSpread ? groups.length * this.zones : 0);
    this.inArea = new Uint16Array(this.hasNear ? groups.length * this.areas : 0);
    this.zonesUsed = new Int32Array(groups.length);
    const neededBy: number[][] = groups.map(() => []);
    for (const [group, { near }] of groups.entries()) for (const other of near) neededBy[other]?.push(group);
    this.neededBy = neededBy;
    this.moved = new Int32Array(groups.length);
    this.groupsWithMoved = new Int32Array(problem.itemIds.length + 2);
    this.groupsWithMoved[0] = groups.length;
    for (const { spread } of groups) this.short += spread;
  }

  /** Whether the item's group has limits that two moves of the group can have in common. */
  isTracked(item: number): boolean {
    return this.groupOf[item] !== -1;
  }

  mayBeApart(item: number, bin: number, without: number): boolean {
    const group = this.groupOf[item] as number;
    if (group === -1 || this.problem.groups[group]?.apart !== true) return true;
    const own = this.inBin[group * this.bins + bin] as number;
    return own === 0 || (own === 1 && without !== -1 && this.groupOf[without] === group);
  }

  /** Change of `short` by a move. */
  shortChange(item: number, from: number, to: number): number {
    const index = this.groupOf[item] as number;
    const group = this.problem.groups[index];
    if (group === undefined) return 0;
    let change = 0;
    if (group.spread > 0) {
      const before = this.zonesUsed[index] as number;
      change += Math.max(0, group.spread - this.zonesAfter(index, before, from, to)) - Math.max(0, group.spread - before);
    }
    if (this.hasNear && (group.near.length > 0 || (this.neededBy[index]?.length ?? 0) > 0))
      change += this.nearChange(index, from, to);
    return change;
  }

  mostMovedChange(item: number, from: number, to: number): number {
    const sign = this.movedSign(item, from, to);
    if (sign === 0) return 0;
    const moved = this.moved[this.groupOf[item] as number] as number;
    if (sign > 0) return moved === this.mostMoved ? 1 : 0;
    return moved === this.mostMoved && this.groupsWithMoved[moved] === 1 ? -1 : 0;
  }

  move(item: number, from: number, to: number): void {
    const index = this.groupOf[item] as number;
    const group = this.problem.groups[index];
    if (group === undefined) return;
    this.short += this.shortChange(item, from, to);
    const sign = this.movedSign(item, from, to);
    if (sign !== 0) this.countMoved(index, sign);
    if (group.spread > 0) this.zonesUsed[index] = this.zonesAfter(index, this.zonesUsed[index] as number, from, to);
    if (from !== -1) this.count(index, from, -1);
    if (to !== -1) this.count(index, to, 1);
  }

  private count(group: number, bin: number, sign: number): void {
    const bump = (counts: Uint16Array, at: number): void => {
      if (counts.length > 0) counts[at] = (counts[at] as number) + sign;
    };
    bump(this.inBin, group * this.bins + bin);
    bump(this.inZone, group * this.zones + (this.problem.zoneOf[bin] as number));
    bump(this.inArea, group * this.areas + (this.problem.areaOf[bin] as number));
  }

  private zonesAfter(group: number, before: number, from: number, to: number): number {
    const zoneFrom = from === -1 ? -1 : (this.problem.zoneOf[from] as number);
    const zoneTo = to === -1 ? -1 : (this.problem.zoneOf[to] as number);
    if (zoneFrom === zoneTo) return before;
    const counts = this.inZone;
    let after = before;
    if (zoneFrom !== -1 && counts[group * this.zones + zoneFrom] === 1) after -= 1;
    if (zoneTo !== -1 && counts[group * this.zones + zoneTo] === 0) after += 1;
    return after;
  }

  /** Areas that come or go for the group: what it needs near there, and who needs it there. */
  private nearChange(group: number, from: number, to: number): number {
    const areaFrom = from === -1 ? -1 : (this.problem.areaOf[from] as number);
    const areaTo = to === -1 ? -1 : (this.problem.areaOf[to] as number);
    if (areaFrom === areaTo) return 0;
    let change = 0;
    if (areaFrom !== -1 && this.inArea[group * this.areas + areaFrom] === 1) change -= this.shortIn(group, areaFrom);
    if (areaTo !== -1 && this.inArea[group * this.areas + areaTo] === 0) change += this.shortIn(group, areaTo);
    return change;
  }

  /** What using the area adds to `short`: groups that the group misses there, less those there that miss it. */
  private shortIn(group: number, area: number): number {
    let short = 0;
    for (const other of this.problem.groups[group]?.near ?? []) {
      if (other !== group && this.inArea[other * this.areas + area] === 0) short += 1;
    }
    for (const other of this.neededBy[group] ?? []) {
      if (other !== group && (this.inArea[other * this.areas + area] as number) > 0) short -= 1;
    }
    return short;
  }

  private movedSign(item: number, from: number, to: number): number {
    const home = this.problem.initial[item] as number;
    if (home === -1 || this.groupOf[item] === -1) return 0;
    return (to !== -1 && to !== home ? 1 : 0) - (from !== -1 && from !== home ? 1 : 0);
  }

  private countMoved(group: number, sign: number): void {
    const before = this.moved[group] as number;
    const after = before + sign;
    this.moved[group] = after;
    this.groupsWithMoved[before] = (this.groupsWithMoved[before] as number) - 1;
    this.groupsWithMoved[after] = (this.groupsWithMoved[after] as number) + 1;
    if (after > this.mostMoved) this.mostMoved = after;
    while (this.mostMoved > 0 && this.groupsWithMoved[this.mostMoved] === 0) this.mostMoved -= 1;
  }
}
