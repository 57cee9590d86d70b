/** Kinds of an event take this many low bits of its payload. */
export const KIND_BITS = 4;
export const KIND_MASK = (1 << KIND_BITS) - 1;
/** Sequence numbers stay below this; with the kind above them an order is still an exact integer. */
const SEQUENCES = 2 ** 49;
const START_CAPACITY = 1024;

/**
 * [X1] Events by (time, priority, sequence): the kind of an event is its priority, the smaller first, and of equal kinds the one that was
 * pushed first. A heap with four children a node in typed arrays; nothing is allocated for an event.
 */
export class EventQueue {
  /** Time of the event that was popped last, ms. */
  nowMs = 0;
  private times = new Float64Array(START_CAPACITY);
  private orders = new Float64Array(START_CAPACITY);
  private payloads = new Int32Array(START_CAPACITY);
  private count = 0;
  private sequence = 0;
  /** Whether the event at the root has been popped. It leaves when the next one is pushed in its place, which saves half the sifting. */
  private rootIsGone = false;

  get size(): number {
    return this.rootIsGone ? this.count - 1 : this.count;
  }

  /** @param kind 0 to 15. @param id below 2^27. */
  push(timeMs: number, kind: number, id: number): void {
    const order = kind * SEQUENCES + this.sequence;
    this.sequence += 1;
    const payload = (id << KIND_BITS) | kind;
    if (this.rootIsGone) {
      this.rootIsGone = false;
      this.sinkFromRoot(timeMs, order, payload);
      return;
    }
    if (this.count === this.times.length) this.grow();
    this.rise(this.count, timeMs, order, payload);
    this.count += 1;
  }

  /** Payload of the earliest event, id × 16 + kind; −1 when there is none. Moves `nowMs` on. */
  pop(): number {
    if (this.rootIsGone) {
      this.rootIsGone = false;
      this.count -= 1;
      const last = this.count;
      if (last > 0) this.sinkFromRoot(this.times[last] as number, this.orders[last] as number, this.payloads[last] as number);
    }
    if (this.count === 0) return -1;
    this.nowMs = this.times[0] as number;
    this.rootIsGone = true;
    return this.payloads[0] as number;
  }

  private rise(from: number, timeMs: number, order: number, payload: number): void {
    const { times, orders, payloads } = this;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = times[parent] as number;
      if (above < timeMs || (above === timeMs && (orders[parent] as number) < order)) break;
      times[at] = above;
      orders[at] = orders[parent] as number;
      payloads[at] = payloads[parent] as number;
      at = parent;
    }
    times[at] = timeMs;
    orders[at] = order;
    payloads[at] = payload;
  }

  private sinkFromRoot(timeMs: number, order: number, payload: number): void {
    const { times, orders, payloads, count } = this;
    let at = 0;
    for (;;) {
      const first = at * 4 + 1;
      if (first >= count) break;
      let least = first;
      let leastTime = times[first] as number;
      const end = first + 4 < count ? first + 4 : count;
      for (let child = first + 1; child < end; child += 1) {
        const time = times[child] as number;
        if (time < leastTime || (time === leastTime && (orders[child] as number) < (orders[least] as number))) {
          least = child;
          leastTime = time;
        }
      }
      if (timeMs < leastTime || (timeMs === leastTime && order < (orders[least] as number))) break;
      times[at] = leastTime;
      orders[at] = orders[least] as number;
      payloads[at] = payloads[least] as number;
      at = least;
    }
    times[at] = timeMs;
    orders[at] = order;
    payloads[at] = payload;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    this.times = enlarged(this.times, new Float64Array(capacity));
    this.orders = enlarged(this.orders, new Float64Array(capacity));
    this.payloads = enlarged(this.payloads, new Int32Array(capacity));
  }
}

/** `larger` with the values of `array` at its start. */
export function enlarged<Values extends Float64Array | Int32Array | Uint8Array>(array: Values, larger: Values): Values {
  larger.set(array);
  return larger;
}
