import type { EventQueue } from './event-queue.ts';
import type { SharingPlan, StationPlan } from './plan.ts';

/** One replica that works on all its requests at once. */
interface Shared {
  readonly servers: number;
  /** Work that each request under way has got since the start, ms of one server. */
  gotMs: number;
  atMs: number;
  /** When the next request is done; an event at another time is out of date. */
  nextMs: number;
  /** Share of it that is booked. */
  booked: number;
  /** Requests under way as a heap by what each will have got when it is done. */
  readonly doneAtMs: number[];
  readonly calls: number[];
  readonly books: number[];
}

/** A billionth of slack keeps sums of fractions such as 5 × 0.2 from tipping over. */
const FULL = 1 + 1e-9;

/**
 * [X6] Processor sharing with limited room: all requests of a replica get equal shares of its servers, none more than one. A request that finds no room for
 * what it books is refused. Work is kept in the time that every request has got alike, so that a change of pace costs nothing.
 */
export class Sharing {
  private readonly replicas: Shared[] = [];
  /** By station: its first replica, and where the last request went. */
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly queue: EventQueue;
  private readonly kind: number;

  /** @param kind of the events that are pushed, with the replica as id. */
  constructor(stations: readonly StationPlan[], queue: EventQueue, kind: number) {
    this.queue = queue;
    this.kind = kind;
    this.first = new Int32Array(stations.length);
    this.last = new Int32Array(stations.length).fill(-1);
    for (const station of stations) {
      this.first[station.index] = this.replicas.length;
      const count = station.sharing?.replicas ?? 0;
      for (let at = 0; at < count; at += 1) this.replicas.push(idle(station.servers / count));
    }
  }

  /** Takes a request in; false where there is no room. */
  enter(station: StationPlan, call: number, workMs: number, books: number): boolean {
    const at = this.choose(station, books);
    if (at < 0) return false;
    const shared = this.replicas[at] as Shared;
    this.advance(shared);
    shared.booked += books;
    this.insert(shared, shared.gotMs + workMs, call, books);
    this.schedule(shared, at);
    return true;
  }

  /** The request that is done now at a replica; −1 where the event is out of date. */
  leave(at: number): number {
    const shared = this.replicas[at] as Shared;
    if (shared.nextMs !== this.queue.nowMs) return -1;
    this.advance(shared);
    const call = shared.calls[0] as number;
    shared.gotMs = shared.doneAtMs[0] as number;
    shared.booked = shared.calls.length === 1 ? 0 : shared.booked - (shared.books[0] as number);
    this.removeFirst(shared);
    this.schedule(shared, at);
    return call;
  }

  /** The replica that a request goes to; −1 where none has room. */
  private choose(station: StationPlan, books: number): number {
    const { replicas, pick } = station.sharing as SharingPlan;
    const first = this.first[station.index] as number;
    if (pick === 'roomiest') return this.roomiest(first, replicas, books);
    for (let tried = 0; tried < replicas; tried += 1) {
      const next = ((this.last[station.index] as number) + 1) % replicas;
      this.last[station.index] = next;
      if ((this.replicas[first + next] as Shared).booked + books <= FULL) return first + next;
    }
    return -1;
  }

  private roomiest(first: number, replicas: number, books: number): number {
    let best = -1;
    let least = Infinity;
    for (let at = first; at < first + replicas; at += 1) {
      const { booked } = this.replicas[at] as Shared;
      if (booked + books > FULL || booked >= least) continue;
      best = at;
      least = booked;
    }
    return best;
  }

  private advance(shared: Shared): void {
    const count = shared.calls.length;
    const { nowMs } = this.queue;
    if (count > 0) shared.gotMs += (nowMs - shared.atMs) * Math.min(1, shared.servers / count);
    else shared.gotMs = 0;
    shared.atMs = nowMs;
  }

  private schedule(shared: Shared, at: number): void {
    const count = shared.calls.length;
    if (count === 0) {
      shared.nextMs = Infinity;
      return;
    }
    const leftMs = Math.max(0, (shared.doneAtMs[0] as number) - shared.gotMs);
    shared.nextMs = this.queue.nowMs + leftMs / Math.min(1, shared.servers / count);
    this.queue.push(shared.nextMs, this.kind, at);
  }

  private insert(shared: Shared, doneAtMs: number, call: number, books: number): void {
    let at = shared.calls.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((shared.doneAtMs[parent] as number) <= doneAtMs) break;
      copyRow(shared, parent, at);
      at = parent;
    }
    setRow(shared, at, doneAtMs, call, books);
  }

  private removeFirst(shared: Shared): void {
    const { doneAtMs, calls, books } = shared;
    const last = calls.length - 1;
    const [time, call, share] = [doneAtMs.pop() as number, calls.pop() as number, books.pop() as number];
    if (last === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && (doneAtMs[child + 1] as number) < (doneAtMs[child] as number)) child += 1;
      if ((doneAtMs[child] as number) >= time) break;
      copyRow(shared, child, at);
      at = child;
    }
    setRow(shared, at, time, call, share);
  }
}

function idle(servers: number): Shared {
  return { servers, gotMs: 0, atMs: 0, nextMs: Infinity, booked: 0, doneAtMs: [], calls: [], books: [] };
}

function copyRow(shared: Shared, from: number, to: number): void {
  setRow(shared, to, shared.doneAtMs[from] as number, shared.calls[from] as number, shared.books[from] as number);
}

function setRow(shared: Shared, at: number, doneAtMs: number, call: number, books: number): void {
  shared.doneAtMs[at] = doneAtMs;
  shared.calls[at] = call;
  shared.books[at] = books;
}
