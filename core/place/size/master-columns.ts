import type { Offer } from './offers.ts';
import type { Host } from './offers.ts';
import type { Alike } from './alike.ts';
import { alikeStands } from './alike.ts';
import { MilpRows } from '../milp.ts';
import type { Bill } from './build.ts';
import type { SizeProblem } from './problem.ts';
import { isPool } from './problem.ts';
import type { Showroom } from './showroom.ts';

/** What a program of bills is asked, beside the problem itself. */
export interface MasterAsk {
  /** 0: what one replica does of the most urgent requests in time; 1: what it does with as many beside it as the node holds, which no placement exceeds. */
  readonly boldness: number;
  /** Requests of a service times this; absent: 1. */
  readonly inflated: ReadonlyMap<string, number>;
  /** Bills that have been tried: some stand has to hold more of something than in each. */
  readonly tried: readonly Bill[];
  /** What a watt of greatest power counts in the price. */
  readonly perWatt: number;
  /** Most that the bill may cost, pools included; null: as the problem says. */
  readonly most: number | null;
  /** Limits that do not count. */
  readonly lifted: ReadonlySet<MasterLimit>;
}

export type MasterLimit = 'budget' | 'redundancy' | 'replica-maximum' | 'power' | 'cooling' | 'rack-units' | 'floor-load';

/** Far below the price of any hardware. */
const CHANGE_PRICE = 0.01;

export type Entry = readonly [column: number, value: number];

/** Columns of a program of bills, and what tells them apart. */
export class MasterColumns {
  readonly problem: SizeProblem;
  readonly showroom: Showroom;
  readonly ask: MasterAsk;
  /** What holds replicas: lots, then fixed nodes. */
  readonly all: readonly Offer[];
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly whole: number[] = [];
  readonly rows = new MilpRows();
  /** Stands that share columns. */
  readonly groups: readonly Alike[];
  /** Price of a column where its cost is more than that. */
  readonly priceOf = new Map<number, number>();
  /** Columns of pieces by offer, and of all of a lot together. */
  readonly pieces: number[] = [];
  readonly lots: number[] = [];
  /** Columns of replicas by service: index of the lot or fixed node, and column. */
  readonly replicas = new Map<string, { readonly at: number; readonly column: number; readonly host: Host }[]>();
  readonly pooled = new Set<number>();
  readonly atLeast = new Map<string, number>();

  constructor(problem: SizeProblem, showroom: Showroom, ask: MasterAsk) {
    this.problem = problem;
    this.showroom = showroom;
    this.ask = ask;
    this.all = [...showroom.lots.map(({ offer }) => offer), ...showroom.fixed];
    this.groups = alikeStands(problem, showroom);
    const groupOf = new Map(this.groups.flatMap((group, at) => group.map((stand) => [stand, at] as const)));
    const lotOf = new Map(showroom.lots.flatMap(({ members }, lot) => members.map((index) => [index, lot] as const)));
    const shared = new Map<string, number>();
    for (const [index, { price, type, stand }] of showroom.offers.entries()) {
      const group = groupOf.get(stand) ?? -1;
      const key = `${group} ${lotOf.get(index)}`;
      let column = shared.get(key);
      if (column === undefined) {
        // Of equal bills the one that leaves more as it is: told apart by less than any price.
        const change = ask.perWatt === 0 || stand.node?.typeId === type.id ? 0 : CHANGE_PRICE;
        const most = stand.most * (this.groups[group]?.length ?? 1);
        column = this.column(price + ask.perWatt * type.power.maxW + change, most, true);
        this.priceOf.set(column, price);
        shared.set(key, column);
      }
      this.pieces.push(column);
    }
    for (const { members } of showroom.lots) {
      const columns = this.columnsOf(members);
      if (columns.length === 1) {
        this.lots.push(columns[0] ?? 0);
        continue;
      }
      const most = columns.reduce((sum, column) => sum + (this.upper[column] ?? 0), 0);
      const column = this.column(0, most, true);
      this.lots.push(column);
      this.rows.add(0, 0, [...columns.map(one), [column, -1]]);
    }
    for (const need of showroom.needs) {
      const hosts = this.all.flatMap((offer, at) => {
        const host = offer.hosts.get(need.service.id);
        if (host === undefined) return [];
        // Replicas are whole. It matters where one of them is dear: a share of a pool, an accelerator.
        const isDear = need.service.accelerator !== null || isPool(problem.site, offer.node);
        return [{ at, host, column: this.column(0, Infinity, isDear) }];
      });
      this.replicas.set(need.service.id, hosts);
    }
  }

  /** Column that is 1 where any of these pieces is bought. */
  isBought(key: string, pieces: readonly Entry[], most: number): number {
    const known = this.atLeast.get(`any ${key}`);
    if (known !== undefined) return known;
    const column = this.column(0, 1, true);
    this.atLeast.set(`any ${key}`, column);
    this.rows.add(-Infinity, 0, [...pieces, [column, -most]]);
    return column;
  }

  /** Column that can be 1 only where there are at least so many pieces in a column. */
  isMore(pieces: number, count: number): number {
    const key = `more ${pieces} ${count}`;
    const known = this.atLeast.get(key);
    if (known !== undefined) return known;
    const column = this.column(0, 1, true);
    this.atLeast.set(key, column);
    this.rows.add(0, this.upper[pieces] ?? 0, [
      [pieces, 1],
      [column, -count],
    ]);
    return column;
  }

  /** Columns of some offers, each once. */
  columnsOf(indices: readonly number[]): number[] {
    return [...new Set(indices.map((index) => this.piece(index)))];
  }

  isLotBought(at: number): number {
    const most = this.upper[this.lot(at)] ?? 0;
    return this.isBought(`lot ${at}`, [[this.lot(at), 1]], most);
  }

  most({ most, prompt }: Host): number {
    if (this.ask.boldness === 1) return most;
    return most === Infinity ? prompt : prompt + (most - prompt) * this.ask.boldness;
  }

  offer(index: number): Showroom['offers'][number] {
    return this.showroom.offers[index] as Showroom['offers'][number];
  }

  piece(index: number): number {
    return this.pieces[index] as number;
  }

  lot(index: number): number {
    return this.lots[index] as number;
  }

  column(cost: number, upper: number, isWhole: boolean): number {
    this.cost.push(cost);
    this.lower.push(0);
    this.upper.push(upper);
    this.whole.push(isWhole ? 1 : 0);
    return this.cost.length - 1;
  }
}

export function one(column: number): Entry {
  return [column, 1];
}
