import type { Calls } from './calls.ts';
import type { AcceleratorPlan } from './plan.ts';

/** [L6] Accelerators that take together what waits, up to their batch: lines of calls and batches under way, as linked lists of rows. */
export class Batching {
  /** By accelerator: first and last call in line, −1 when empty; length of the line; servers that are idle. */
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly waiting: Int32Array;
  private readonly idle: readonly Int32Array[];
  private readonly idleCount: Int32Array;
  /** By server: first call of its batch, and the accelerator it belongs to. */
  private readonly batch: Int32Array;
  private readonly ownerOf: Int32Array;
  private readonly plans: readonly AcceleratorPlan[];
  private readonly calls: Calls;

  constructor(plans: readonly AcceleratorPlan[], servers: number, calls: Calls) {
    this.plans = plans;
    this.calls = calls;
    this.head = new Int32Array(plans.length).fill(-1);
    this.tail = new Int32Array(plans.length).fill(-1);
    this.waiting = new Int32Array(plans.length);
    this.batch = new Int32Array(servers).fill(-1);
    this.ownerOf = new Int32Array(servers);
    this.idle = plans.map((plan) =>
      Int32Array.from({ length: plan.servers }, (_, at) => plan.firstServer + plan.servers - 1 - at),
    );
    this.idleCount = Int32Array.from(plans, (plan) => plan.servers);
    for (const plan of plans) this.ownerOf.fill(plan.index, plan.firstServer, plan.firstServer + plan.servers);
  }

  owner(server: number): AcceleratorPlan {
    return this.plans[this.ownerOf[server] as number] as AcceleratorPlan;
  }

  enqueue(accelerator: number, call: number): void {
    this.calls.next[call] = -1;
    const last = this.tail[accelerator] as number;
    if (last < 0) this.head[accelerator] = call;
    else this.calls.next[last] = call;
    this.tail[accelerator] = call;
    this.waiting[accelerator] = (this.waiting[accelerator] as number) + 1;
  }

  /** An idle server to start a batch on; −1 when none is, or nothing waits. */
  takeIdle(accelerator: number): number {
    const count = this.idleCount[accelerator] as number;
    if (count === 0 || (this.head[accelerator] as number) < 0) return -1;
    this.idleCount[accelerator] = count - 1;
    return (this.idle[accelerator] as Int32Array)[count - 1] as number;
  }

  giveBack(accelerator: number, server: number): void {
    const count = this.idleCount[accelerator] as number;
    (this.idle[accelerator] as Int32Array)[count] = server;
    this.idleCount[accelerator] = count + 1;
  }

  /** Moves the first of the line, as many as fit, into the batch of a server. Returns how many. */
  load(accelerator: number, server: number): number {
    const { maxBatch } = this.plans[accelerator] as AcceleratorPlan;
    const first = this.head[accelerator] as number;
    this.batch[server] = first;
    const size = Math.min(maxBatch, this.waiting[accelerator] as number);
    let last = first;
    for (let at = 1; at < size; at += 1) last = this.calls.next[last] as number;
    const rest = this.calls.next[last] as number;
    this.calls.next[last] = -1;
    this.head[accelerator] = rest;
    if (rest < 0) this.tail[accelerator] = -1;
    this.waiting[accelerator] = (this.waiting[accelerator] as number) - size;
    return size;
  }

  /** First call of the batch that a server has finished; the others follow by `calls.next`. */
  unload(server: number): number {
    const first = this.batch[server] as number;
    this.batch[server] = -1;
    return first;
  }
}
