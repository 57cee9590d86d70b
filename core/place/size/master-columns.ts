import type { Offer } from './offers.ts';
import type { Host } from './offers.ts';
import { MilpRows } from '../milp.ts';
import type { Bill } from './build.ts';
import type { SizeProblem } from './problem.ts';
import { isPool } from './problem.ts';
import type { Showroom } from './showroom.ts';

/** What a program of bills is asked, beside the problem itself. */
export interface MasterAsk {
  /** 0: what one replica alone does in time; 1: what it does with as many beside it as the node holds, which no placement exceeds. */
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
    for (const { price, type, stand } of showroom.offers) {
      // Of equal bills the one that leaves more as it is: told apart by less than any price.
      const change = ask.perWatt === 0 || stand.node?.typeId === type.id ? 0 : CHANGE_PRICE;
      this.pieces.push(this.column(price + ask.perWatt * type.power.maxW + change, stand.most, true));
    }
    for (const { members } of showroom.lots) {
      if (members.length === 1) {
        this.lots.push(this.piece(members[0] ?? 0));
        continue;
      }
      const most = members.reduce((sum, index) => sum + this.offer(index).stand.most, 0);
      const column = this.column(0, most, true);
      this.lots.push(column);
      this.rows.add(0, 0, [...members.map((index): Entry => [this.piece(index), 1]), [column, -1]]);
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

  /** Column that can be 1 only where there are at least so many pieces of an offer. */
  isMore(index: number, count: number, most: number): number {
    const key = `${index} ${count}`;
    const known = this.atLeast.get(key);
    if (known !== undefined) return known;
    const column = this.column(0, 1, true);
    this.atLeast.set(key, column);
    this.rows.add(0, most, [
      [this.piece(index), 1],
      [column, -count],
    ]);
    return column;
  }

  isLotBought(at: number): number {
    const most = this.upper[this.lot(at)] ?? 0;
    return this.isBought(`lot ${at}`, [[this.lot(at), 1]], most);
  }

  most({ most, mostAlone }: Host): number {
    return most === Infinity ? Infinity : mostAlone + (most - mostAlone) * this.ask.boldness;
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
