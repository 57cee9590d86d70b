import type { FlowStatus } from '../result.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

/** [A2] One thing that fails, and what goes down with it. */
export interface Failure {
  /** `nodes/x`, `links/x`, `places/x`, `places/x/feed name`. */
  readonly id: string;
  readonly kind: 'node' | 'link' | 'place' | 'power-feed';
  readonly name: string;
  readonly nodeIds: readonly string[];
  readonly linkIds: readonly string[];
  /** Hours until the effect sets in: the UPS of the places behind a feed, the shortest of them; 0 otherwise. */
  readonly afterH: number;
}

/** A flow that is answered more slowly, or by somebody else, or no longer. */
export interface FlowChange {
  readonly flowId: string;
  readonly workloadId: string;
  readonly before: FlowStatus;
  readonly after: FlowStatus;
  readonly objectiveP99Ms: number | null;
  readonly p99BeforeMs: number | null;
  readonly p99AfterMs: number | null;
  /** p99 beyond its objective; null where it has none, meets it, or has no figures. */
  readonly missedByMs: number | null;
  readonly requestsPerSecond: number;
  readonly blockedBy: string | null;
}

export interface Failover {
  readonly flowId: string;
  readonly fromNodeId: string;
  readonly toNodeId: string;
}

export interface Saturation {
  readonly subject: string;
  readonly utilisation: number;
}

/** [A2] What one failure does, against the site without it. */
export interface FailureImpact {
  readonly failure: Failure;
  /** Answered before, and no longer: no route, nothing placed, or saturated. */
  readonly lost: readonly FlowChange[];
  /** Still answered, later than its objective, which it met before. */
  readonly degraded: readonly FlowChange[];
  readonly workloadsLost: readonly string[];
  readonly workloadsDegraded: readonly string[];
  readonly failovers: readonly Failover[];
  /** Links and nodes that are asked for more than they can do, and were not before. */
  readonly saturated: readonly Saturation[];
  /** Of the requests of all device groups per second, the share lost; likewise degraded. */
  readonly lostShare: number;
  readonly degradedShare: number;
  /** Rank, 1 for the worst: by lost share weighted with the priorities of workloads, then degraded share, then failovers. */
  readonly rank: number;
}

/** [A2] */
export interface FailureAssessment {
  /** Worst first. */
  readonly impacts: readonly FailureImpact[];
  /** Failures that change no flow. */
  readonly harmless: readonly Failure[];
  /** Failures that lose some flow: single points of failure. */
  readonly singlePointsOfFailure: readonly string[];
  readonly assumptions: readonly StatedAssumption[];
}

export interface FailureProgress {
  readonly stage: 'failures';
  readonly done: number;
  readonly total: number;
}
