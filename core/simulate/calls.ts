import { enlarged } from './event-queue.ts';

const START_CAPACITY = 1024;

/** Calls under way, as columns. A call is named by its row; rows are used again. */
export class Calls {
  /** Index of its leg and of the target it went to. */
  leg = new Int32Array(START_CAPACITY);
  target = new Int32Array(START_CAPACITY);
  /** Call that waits for it; −1 when none does. */
  parent = new Int32Array(START_CAPACITY);
  /** Next hop of the way it is on. */
  cursor = new Int32Array(START_CAPACITY);
  /** 0 on its way there, 1 on its way back. */
  returning = new Uint8Array(START_CAPACITY);
  startMs = new Float64Array(START_CAPACITY);
  /** Which device it is from or for, as a share of all from 0 to 1. */
  device = new Float64Array(START_CAPACITY);
  /** Next stage of what it sets off, and calls of the present one that are not back. */
  stage = new Int32Array(START_CAPACITY);
  pending = new Int32Array(START_CAPACITY);
  /** Further calls of the same kind to make, one after the other. */
  again = new Int32Array(START_CAPACITY);
  /** Whether something it waits for could not be done, or nobody waits for it any more. */
  failed = new Uint8Array(START_CAPACITY);
  /** When its caller gives it up, ms; Infinity for never. How often the caller then tries again. */
  deadlineMs = new Float64Array(START_CAPACITY);
  retries = new Int32Array(START_CAPACITY);
  /** Next in the line or batch it is in, or in the list of free rows. */
  next = new Int32Array(START_CAPACITY);
  /** Rows in use. */
  live = 0;
  private used = 0;
  private free = -1;

  take(): number {
    this.live += 1;
    if (this.free >= 0) {
      const row = this.free;
      this.free = this.next[row] as number;
      return row;
    }
    if (this.used === this.leg.length) this.grow();
    this.used += 1;
    return this.used - 1;
  }

  /** A row for another attempt at the same call. */
  takeCopy(row: number): number {
    const copy = this.take();
    this.leg[copy] = this.leg[row] as number;
    this.parent[copy] = this.parent[row] as number;
    this.again[copy] = this.again[row] as number;
    this.device[copy] = this.device[row] as number;
    this.startMs[copy] = this.startMs[row] as number;
    return copy;
  }

  release(row: number): void {
    this.next[row] = this.free;
    this.free = row;
    this.live -= 1;
  }

  private grow(): void {
    const size = this.leg.length * 2;
    this.leg = enlarged(this.leg, new Int32Array(size));
    this.target = enlarged(this.target, new Int32Array(size));
    this.parent = enlarged(this.parent, new Int32Array(size));
    this.cursor = enlarged(this.cursor, new Int32Array(size));
    this.returning = enlarged(this.returning, new Uint8Array(size));
    this.startMs = enlarged(this.startMs, new Float64Array(size));
    this.device = enlarged(this.device, new Float64Array(size));
    this.stage = enlarged(this.stage, new Int32Array(size));
    this.pending = enlarged(this.pending, new Int32Array(size));
    this.again = enlarged(this.again, new Int32Array(size));
    this.failed = enlarged(this.failed, new Uint8Array(size));
    this.deadlineMs = enlarged(this.deadlineMs, new Float64Array(size));
    this.retries = enlarged(this.retries, new Int32Array(size));
    this.next = enlarged(this.next, new Int32Array(size));
  }
}
