import type { Delay } from '../network/delay.ts';
import type { QueueView } from '../network/passes.ts';

/** Answer of a flow from one source, or what stops it: a record as `collection/id`. */
export type Outcome = Arrived | Blocked;

export interface Arrived {
  readonly status: 'ok';
  readonly delay: Delay;
  readonly servedBy: string | null;
  /** Queue of the CPU where a request arrives, which each leg that leads there passes at its own rate; null where nothing waits. */
  readonly cpu?: CpuQueue | null;
}

export interface Blocked {
  readonly status: 'saturated' | 'no-route' | 'unplaced';
  readonly by: string;
}

export interface CpuQueue {
  readonly view: QueueView;
  /** Mean time on a thread, and at the placement in all. */
  readonly workMs: number;
  readonly takesMs: number;
}
