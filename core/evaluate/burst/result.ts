import type { StatedAssumption } from '../stated-assumption.ts';

/** Who takes a burst, in the order in which they are asked. */
export const ABSORBERS = ['local', 'neighbour', 'region', 'centre'] as const;
export type Absorber = (typeof ABSORBERS)[number];

export interface BurstOptions {
  /** Demand in the burst over demand now: 3 is a burst of 300 %. */
  readonly factor: number;
  /** Workloads that burst; empty: all. */
  readonly workloadIds: readonly string[];
}

/** What one absorber takes of a service's demand. */
export interface BurstShare {
  readonly absorber: Absorber;
  readonly requestsPerSecond: number;
  /** Of the service's demand in the burst. */
  readonly share: number;
  readonly replicasAdded: number;
  readonly nodeIds: readonly string[];
  /** Round trip that the detour adds, unloaded, ms; 0 for local. */
  readonly addedMs: number;
}

/** [C3] */
export interface ServiceBurst {
  readonly serviceId: string;
  readonly workloadId: string;
  readonly demandPerSecond: number;
  readonly shares: readonly BurstShare[];
  readonly absorbedPerSecond: number;
  readonly shedPerSecond: number;
}

export interface WorkloadBurst {
  readonly workloadId: string;
  readonly name: string;
  readonly priority: number;
  /** Requests of its devices in the burst. */
  readonly demandPerSecond: number;
  readonly absorbedPerSecond: number;
  readonly shedPerSecond: number;
  readonly absorbedShare: number;
  /** Service or link that sheds most; null when nothing is shed. */
  readonly limitedBy: string | null;
  /** By absorber, the worst p99 of an entry flow that is served there; null where nothing is, or where it has no figure. */
  readonly p99Ms: Readonly<Record<Absorber, number | null>>;
  readonly objectiveP99Ms: number | null;
}

/** [C3] */
export interface BurstAssessment {
  readonly factor: number;
  readonly workloads: readonly WorkloadBurst[];
  readonly services: readonly ServiceBurst[];
  /** Requests per second over all services: absorbed by each, and shed; they add up to demand. */
  readonly totals: Readonly<Record<Absorber | 'shed' | 'demand', number>>;
  readonly assumptions: readonly StatedAssumption[];
}
