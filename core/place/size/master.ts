import { enclosing } from '../../evaluate/place-capacity.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Milp } from '../milp.ts';
import type { Alike } from './alike.ts';
import type { Bill, Piece } from './build.ts';
import { inOrder } from './build.ts';
import type { Host } from './offers.ts';
import type { SizeProblem } from './problem.ts';
import { isPool } from './problem.ts';
import type { Shares } from './seed.ts';
import type { Entry, MasterAsk } from './master-columns.ts';
import { MasterColumns, one } from './master-columns.ts';
import { addRedundancy } from './master-redundancy.ts';
import type { Showroom } from './showroom.ts';
import type { Stand } from './stands.ts';

/** A program whose whole solutions are bills, and the way back from its columns. */
export interface Master {
  readonly milp: Milp;
  billOf(columns: Float64Array): Bill;
  /** Replicas that the solution puts on a lot or a fixed node. */
  sharesOf(columns: Float64Array): Shares;
}

const PLACE_LIMITS = [
  { limit: 'power', of: 'powerW' },
  { limit: 'cooling', of: 'coolingW' },
  { limit: 'rack-units', of: 'rackUnits' },
  { limit: 'floor-load', of: 'floorLoadKg' },
] as const;

/**
 * [P5] Bills of materials as a mixed-integer program. Whole: pieces by type and stand, and replicas of each service there and on what stays where one of them is dear; continuous: other replicas. It says that
 * capacity of each kind of node covers its replicas, that these answer all requests in time, each group of requests where it can be, that places hold what
 * stands in them, and with redundancy that the rest suffices without any one piece. Queues, ways and whole replicas are left to the placement, so that with
 * boldness 1 it is a relaxation: no bill that works is cheaper than its bound.
 */
export function masterProgram(problem: SizeProblem, showroom: Showroom, ask: MasterAsk): Master {
  const builder = new Builder(problem, showroom, ask);
  builder.stands();
  builder.places();
  builder.services();
  builder.capacities();
  builder.pools();
  builder.spares();
  builder.budget();
  if (!ask.lifted.has('redundancy')) addRedundancy(builder);
  for (const bill of ask.tried) builder.exclude(bill);
  return builder.finish();
}

class Builder extends MasterColumns {
  stands(): void {
    const byStand = new Map<Stand, number[]>();
    for (const [at, { stand }] of this.showroom.offers.entries()) byStand.set(stand, [...(byStand.get(stand) ?? []), at]);
    for (const group of this.groups) {
      const [stand] = group;
      if (stand === undefined) continue;
      const columns = this.columnsOf(byStand.get(stand) ?? []);
      const least = stand.isRequired ? group.length : 0;
      if (columns.length > 1 || stand.isRequired) this.rows.add(least, stand.most * group.length, columns.map(one));
    }
  }

  places(): void {
    const { bare, types } = this.problem;
    const inside = new Map<string, { readonly pieces: number[]; powerW: number; rackUnits: number; weightKg: number }>();
    const at = (placeId: string): { readonly pieces: number[]; powerW: number; rackUnits: number; weightKg: number } => {
      const known = inside.get(placeId) ?? { pieces: [], powerW: 0, rackUnits: 0, weightKg: 0 };
      inside.set(placeId, known);
      return known;
    };
    for (const [index, { stand }] of this.showroom.offers.entries())
      for (const { id } of enclosing(bare, stand.placeId)) at(id).pieces.push(index);
    for (const node of listRecords(bare, 'nodes')) {
      const type = types.get(node.typeId);
      if (type === undefined || node.status === 'retired') continue;
      for (const { id } of enclosing(bare, node.placeId)) {
        const sum = at(id);
        sum.powerW += type.power.maxW;
        sum.rackUnits += type.rackUnits ?? 0;
        sum.weightKg += type.weightKg ?? 0;
      }
    }
    for (const [placeId, { pieces, ...taken }] of inside) {
      const place = getRecord(bare, 'places', placeId);
      if (place === undefined || pieces.length === 0) continue;
      const free = 1 - (place.reservedShare ?? 0);
      for (const { limit, of } of PLACE_LIMITS) {
        const most = place.limits[of];
        if (most === null || this.ask.lifted.has(limit)) continue;
        const used = limit === 'rack-units' ? taken.rackUnits : limit === 'floor-load' ? taken.weightKg : taken.powerW;
        const entries = pieces.map((index): Entry => {
          const { type } = this.offer(index);
          const each = limit === 'rack-units' ? type.rackUnits : limit === 'floor-load' ? type.weightKg : type.power.maxW;
          return [this.piece(index), each ?? 0];
        });
        this.rows.add(-Infinity, Math.max(0, most * free - used), entries);
      }
    }
  }

  services(): void {
    for (const { service, required, load } of this.showroom.needs) {
      const hosts = this.replicas.get(service.id) ?? [];
      const rate = load.requestsPerSecond * (this.ask.inflated.get(service.id) ?? 1);
      // Replicas are whole, and none does more than the best of them.
      const best = Math.max(0, ...hosts.map(({ host }) => this.most(host)));
      const needed = best > 0 && best < Infinity ? Math.ceil(rate / best - 1e-6) : 0;
      const least = Math.max(required, needed);
      if (least > 0)
        this.rows.add(
          least,
          Infinity,
          hosts.map(({ column }) => [column, 1]),
        );
      const isLimited = !this.ask.lifted.has('replica-maximum');
      if (hosts.length > 0 && isLimited)
        this.rows.add(
          -Infinity,
          service.replicas.max,
          hosts.map(({ column }) => [column, 1]),
        );
      this.answer(hosts, rate);
      for (const { at, column, host } of hosts) {
        // A node holds whole replicas only.
        if (at < this.lots.length)
          this.rows.add(-Infinity, 0, [
            [column, 1],
            [this.lot(at), -host.fit],
          ]);
        else this.upper[column] = host.fit;
      }
    }
    for (const { serviceId, requestsPerSecond, from } of this.showroom.classes) {
      const hosts = (this.replicas.get(serviceId) ?? []).filter(({ at }) => from.has(at));
      const inflated = requestsPerSecond * (this.ask.inflated.get(serviceId) ?? 1);
      if (inflated > 0 && hosts.length === 0) this.rows.add(1, Infinity, []);
      else this.answer(hosts, inflated);
    }
  }

  capacities(): void {
    for (const [at, offer] of this.all.entries()) {
      const rows = new Map<string, Entry[]>();
      for (const [serviceId, host] of offer.hosts) {
        const column = this.replicas.get(serviceId)?.find((one) => one.at === at)?.column;
        if (column === undefined) continue;
        for (const dimension of new Set([...host.takes.keys(), ...host.once.keys()])) {
          // What a placement takes once is spread over what fits, or with less boldness taken by each replica.
          const once = (host.once.get(dimension) ?? 0) * (1 - this.ask.boldness + this.ask.boldness / host.fit);
          const list = rows.get(dimension) ?? [];
          list.push([column, (host.takes.get(dimension) ?? 0) + once]);
          rows.set(dimension, list);
        }
      }
      const storages = [...rows].filter(([dimension]) => dimension.startsWith('storage-')).flatMap(([, entries]) => entries);
      if (storages.length > 0 && rows.has('storage')) rows.set('storage', [...(rows.get('storage') ?? []), ...storages]);
      for (const [dimension, entries] of rows) {
        const available = offer.available.get(dimension) ?? 0;
        if (at < this.lots.length) this.rows.add(-Infinity, 0, [...entries, [this.lot(at), -available]]);
        else this.rows.add(-Infinity, available, entries);
      }
    }
  }

  /** [K1] Of a pool of the cloud the share counts that is booked most. */
  pools(): void {
    for (const [index, offer] of this.showroom.fixed.entries()) {
      const { price } = offer.type;
      if (!isPool(this.problem.site, offer.node) || offer.node.status !== 'planned') continue;
      if (price?.currency !== this.problem.site.header.currency) continue;
      const share = this.column(price.amount, 1, false);
      this.pooled.add(share);
      const rows = new Map<string, Entry[]>();
      for (const hosts of this.replicas.values())
        for (const { at, column, host } of hosts)
          if (at === this.lots.length + index)
            for (const [dimension, each] of host.takes) rows.set(dimension, [...(rows.get(dimension) ?? []), [column, each]]);
      for (const [dimension, entries] of rows)
        if (!dimension.startsWith('acceleratorMemory'))
          this.rows.add(-Infinity, 0, [...entries, [share, -(offer.available.get(dimension) ?? 0)]]);
    }
  }

  spares(): void {
    const { each, share } = this.problem.options.spares;
    if (each === 0 && share === 0) return;
    const byType = this.byType();
    for (const indices of byType.values()) {
      const { type, price } = this.offer(indices[0] ?? 0);
      const spare = this.column(price, Infinity, true);
      const columns = this.columnsOf(indices);
      const most = columns.reduce((sum, column) => sum + (this.upper[column] ?? 0), 0);
      const pieces = columns.map(one);
      if (share > 0) this.rows.add(-Infinity, 0, [...pieces.map(([column]): Entry => [column, share]), [spare, -1]]);
      if (each > 0)
        this.rows.add(-Infinity, 0, [
          [this.isBought(type.id, pieces, most), each],
          [spare, -1],
        ]);
    }
  }

  budget(): void {
    const { budget } = this.problem.options;
    const priced = (isMeant: (column: number) => boolean): Entry[] =>
      this.cost.flatMap((cost, column): Entry[] => {
        const price = this.priceOf.get(column) ?? cost;
        return price > 0 && isMeant(column) ? [[column, price]] : [];
      });
    // What is bought is paid for at once; shares of pools are not.
    if (budget !== null && !this.ask.lifted.has('budget'))
      this.rows.add(
        -Infinity,
        budget,
        priced((column) => !this.pooled.has(column)),
      );
    if (this.ask.most !== null)
      this.rows.add(
        -Infinity,
        this.ask.most,
        priced(() => true),
      );
  }

  exclude(bill: Bill): void {
    const indexOf = new Map(this.showroom.offers.map(({ stand, type }, index) => [`${stand.id} ${type.id}`, index]));
    const counts = new Map<number, number>();
    for (const { stand, type } of bill) {
      const index = indexOf.get(`${stand.id} ${type.id}`);
      if (index !== undefined) counts.set(this.piece(index), (counts.get(this.piece(index)) ?? 0) + 1);
    }
    const more: Entry[] = [];
    for (const column of new Set(this.pieces)) {
      const count = counts.get(column) ?? 0;
      if (count < (this.upper[column] ?? 0)) more.push([this.isMore(column, count + 1), 1]);
    }
    this.rows.add(1, Infinity, more);
  }

  finish(): Master {
    const milp: Milp = {
      cost: Float64Array.from(this.cost),
      lower: Float64Array.from(this.lower),
      upper: Float64Array.from(this.upper),
      whole: Uint8Array.from(this.whole),
      ...this.rows.finish(),
    };
    return {
      milp,
      billOf: (columns) => inOrder(this.groups.flatMap((group) => this.piecesOf(group, columns))),
      sharesOf: (columns) => (serviceId, holder) => {
        const at =
          'lot' in holder
            ? holder.lot
            : this.lots.length + this.showroom.fixed.findIndex(({ node }) => node.id === holder.fixedId);
        const column = this.replicas.get(serviceId)?.find((one) => one.at === at)?.column;
        return column === undefined ? 0 : (columns[column] ?? 0);
      },
    };
  }

  /** What a solution puts into stands that are alike: the dearest where most is asked for. */
  private piecesOf(group: Alike, columns: Float64Array): Piece[] {
    const [first] = group;
    const offers = this.showroom.offers.flatMap(({ stand, type, price }, index) =>
      stand === first ? [{ type, price, count: Math.round(columns[this.piece(index)] ?? 0) }] : [],
    );
    const pieces = offers
      .toSorted((a, b) => b.price - a.price)
      .flatMap(({ type, count }) => Array.from({ length: count }, () => type));
    const most = first?.most ?? 1;
    return pieces.flatMap((type, index): Piece[] => {
      const stand = group[Math.floor(index / most)];
      return stand === undefined
        ? []
        : [{ stand, slot: index % most, type: stand.types.find(({ id }) => id === type.id) ?? type }];
    });
  }

  /** Hosts answer so many requests per second together. */
  private answer(hosts: readonly { readonly column: number; readonly host: Host }[], rate: number): void {
    if (rate <= 0 || hosts.some(({ host }) => this.most(host) === Infinity)) return;
    this.rows.add(
      1,
      Infinity,
      hosts.map(({ column, host }): Entry => [column, this.most(host) / rate]),
    );
  }

  private byType(): Map<string, number[]> {
    const byType = new Map<string, number[]>();
    for (const [index, { type }] of this.showroom.offers.entries()) byType.set(type.id, [...(byType.get(type.id) ?? []), index]);
    return byType;
  }
}
