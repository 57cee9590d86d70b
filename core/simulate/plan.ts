import type { RandomStream } from '../base/random.ts';
import type { Law } from './draw.ts';
import type { SharingPolicy } from './options.ts';
import type { TransportPlan } from './transport-rounds.ts';

/** One queue that a message passes, or a mere delay. */
export interface Hop {
  /** Index of the channel; −1 for a mere delay. */
  readonly channel: number;
  /** First of its servers, and how many there are: one a device on a dedicated access medium. */
  readonly slot: number;
  readonly slots: number;
  /** Time this message is on the wire, and that of an acknowledgement. */
  readonly wireMs: number;
  readonly smallWireMs: number;
  /** Time this message keeps the channel busy; longer than on the wire under a duty cycle. */
  readonly occupancyMs: number;
  /** Base delay, propagation and forwarding. */
  readonly afterMs: number;
  /** [L4] Random part of the medium's delay. */
  readonly jitter: Law | null;
  /** Wait on a scheduled medium, which stands in for the queue; null: first come, first served. */
  readonly boundedWait: Law | null;
  /** Overlay: one of these instead. */
  readonly choice: Choice | null;
}

export interface Choice {
  readonly random: RandomStream;
  /** Cumulative shares, the last 1. */
  readonly below: readonly number[];
  readonly hops: readonly Hop[];
}

/** What a request meets at one of the places where its leg may go. */
export interface Target {
  readonly index: number;
  /** Cumulative share up to this target. */
  readonly below: number;
  readonly way: readonly Hop[];
  readonly back: readonly Hop[];
  readonly answers: boolean;
  readonly transport: TransportPlan | null;
  readonly station: StationPlan | null;
  /** Mean time at one server, and the stream and squared coefficient of variation of the draw. */
  readonly workMs: number;
  readonly variability: number;
  readonly workRandom: RandomStream;
  /** [X6] Share of a replica that a request books. */
  readonly books: number;
  readonly program: Program | null;
}

/** A flow from one source. */
export interface Leg {
  readonly index: number;
  /** Index of its statistics; −1 for packets of streams. */
  readonly statistic: number;
  readonly targets: readonly Target[];
  /** Draws the target where there are several. */
  readonly pick: RandomStream | null;
  /** Draws the device whose own channel is used, where that matters. */
  readonly device: RandomStream | null;
  /** [L7] After so long the caller gives up, ms; Infinity for never. So often it tries again. */
  readonly timeoutMs: number;
  readonly retries: number;
  /** [X7] Mean stay of the device that asks, ms, and the stream that its end is drawn on; null where it stays. */
  readonly stay: { readonly meanMs: number; readonly random: RandomStream } | null;
  /** What keeps it from ever being answered, as the evaluation would say it. */
  readonly blocked: Blocked | null;
}

export interface Blocked {
  readonly status: 'no-route' | 'unplaced' | 'saturated';
  readonly by: string;
}

/** [L7] What an arrival sets off at its target. */
export interface Program {
  readonly asynchronous: readonly Entry[];
  readonly stages: readonly (readonly Entry[])[];
}

export interface Entry {
  readonly leg: Leg;
  /** Calls always made, and the probability of one more. */
  readonly wholeCalls: number;
  readonly oneMore: number;
  readonly random: RandomStream;
}

/** Servers of one placement: CPU, then accelerator. Its indices point into the servers of the whole plan. */
export interface StationPlan {
  readonly index: number;
  readonly placementId: string;
  readonly firstServer: number;
  readonly servers: number;
  readonly accelerator: AcceleratorPlan | null;
  /** [X6] How replicas are chosen where each works on all its requests at once; null: first come, first served. */
  readonly sharing: SharingPlan | null;
  /** [L6] Null where instances always are warm. */
  readonly cold: ColdPlan | null;
}

export interface SharingPlan extends Pick<SharingPolicy, 'pick'> {
  readonly replicas: number;
}

export interface AcceleratorPlan {
  readonly index: number;
  readonly firstServer: number;
  readonly servers: number;
  readonly itemMs: number;
  readonly setupMs: number;
  readonly maxBatch: number;
}

export interface ColdPlan {
  readonly firstInstance: number;
  readonly instances: number;
  readonly startMs: number;
  /** Requests per ms at one instance, for the age of its last use at the start of the run. */
  readonly ratePerMs: number;
  readonly random: RandomStream;
}

/** What is told about a queue in the result. */
export interface QueueInfo {
  /** `links/id`, `deviceGroups/id`, `nodes/id` or `placements/id`. */
  readonly subject: string;
  readonly part: 'up' | 'down' | 'cpu' | 'accelerator';
  /** Servers that share the load. */
  readonly servers: number;
}

/** What sends requests by itself: a flow of a device group, a continuous stream, a timer of a service. */
export interface SourceInfo {
  readonly key: string;
  readonly kind: 'requests' | 'packets' | 'timer';
  /** Device group whose arrival process it follows; null for packets and timers. */
  readonly groupId: string | null;
  readonly flowId: string;
}

/** One source while one site holds. */
export interface SourceState {
  readonly leg: Leg;
  readonly ratePerMs: number;
  /** Senders with a period each: devices, or replicas of a timer's service. */
  readonly senders: number;
  readonly burstFactor: number;
}

/** What holds from one turn of the time line to the next. By index; null or 0 where the source or channel is not there. */
export interface Epoch {
  readonly fromMs: number;
  readonly sources: readonly (SourceState | null)[];
  readonly channelWorks: Uint8Array;
  /** By station: the one that its placement is now, as its replicas may be others; −1 where the placement is not there. */
  readonly stationNow: Int32Array;
}

/** A site made ready to run: static tables; what changes during a run lives in the simulator. */
export interface Plan {
  readonly epochs: readonly Epoch[];
  readonly sources: readonly SourceInfo[];
  readonly legs: readonly Leg[];
  readonly targets: readonly Target[];
  readonly channels: readonly QueueInfo[];
  readonly slots: number;
  readonly stations: readonly StationPlan[];
  readonly accelerators: readonly AcceleratorPlan[];
  readonly servers: number;
  readonly acceleratorServers: number;
  readonly coldInstances: number;
  readonly statistics: readonly StatisticInfo[];
}

export interface StatisticInfo {
  readonly flowId: string;
  /** Node where the flow enters the network; null when it is not attached. */
  readonly nodeId: string | null;
  readonly blocked: Blocked | null;
}
