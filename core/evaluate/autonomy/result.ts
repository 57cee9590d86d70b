import type { Tier } from '../../site/schema/common.ts';
import type { Finding } from '../result.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

/** [A3] What is cut off. Everything else goes on by itself. */
export type Cut =
  /** All links that lead to the nodes of these tiers. */
  | { readonly kind: 'tiers'; readonly tiers: readonly Tier[] }
  | { readonly kind: 'records'; readonly nodeIds: readonly string[]; readonly linkIds: readonly string[] };

export interface AutonomyOptions {
  /** By default the cloud: the tiers regional and central. */
  readonly cut: Cut;
  /** Whether the mains fail as well, so that places live on their UPS. */
  readonly power: 'kept' | 'lost';
}

/** Why a workload ends, or cannot go on at all. */
export type AutonomyEnd =
  | { readonly kind: 'storage-full'; readonly nodeId: string }
  | { readonly kind: 'ups-empty'; readonly placeId: string }
  | { readonly kind: 'needs-service'; readonly serviceId: string; readonly flowId: string }
  | { readonly kind: 'access-down'; readonly nodeId: string }
  | { readonly kind: 'saturated'; readonly subject: string };

/** Buffer of a node: what is written there and cannot leave. */
export interface NodeBuffer {
  readonly nodeId: string;
  /** Room: free storage, and what services reserved beyond their hot data. */
  readonly freeGB: number;
  readonly ingestGBPerH: number;
  /** Until it is full; null where nothing accumulates. */
  readonly hours: number | null;
  /** Hours of data that the node can hold in all, hot ones included; null where nothing is written. */
  readonly holdsH: number | null;
}

export interface WorkloadAutonomy {
  readonly workloadId: string;
  readonly name: string;
  /** `partly`: only some of its devices are still served. */
  readonly status: 'goes-on' | 'partly' | 'stops' | 'not-affected';
  /** Devices served without the centre, of all. */
  readonly devicesServed: number;
  readonly devices: number;
  /** How long; null: without end. 0 when it stops at once. */
  readonly hours: number | null;
  readonly end: AutonomyEnd | null;
  /** Why those devices stop that are not served without the centre. */
  readonly stoppedBy: readonly AutonomyEnd[];
  /** Until the first buffer is full; null: never. */
  readonly storageH: number | null;
  /** Hours of the shortest UPS on the way, whether the mains fail or not; null where some place has none. */
  readonly upsH: number | null;
  /** Longest autonomy that one of its services asks for. */
  readonly requiredH: number;
  /** Longest hot retention of its services: what the buffers should hold. */
  readonly retentionH: number;
  readonly verdict: 'met' | 'missed' | 'not-required';
  readonly retentionVerdict: 'met' | 'missed' | 'not-required';
  /** Asynchronous flows that wait for the centre, buffered meanwhile. */
  readonly bufferedFlowIds: readonly string[];
  readonly buffers: readonly NodeBuffer[];
}

/** [A3] */
export interface AutonomyAssessment {
  readonly cut: Cut;
  readonly power: 'kept' | 'lost';
  readonly cutNodeIds: readonly string[];
  readonly cutLinkIds: readonly string[];
  readonly workloads: readonly WorkloadAutonomy[];
  readonly findings: readonly Finding[];
  readonly assumptions: readonly StatedAssumption[];
}

/** Why the centre cannot take a placement over. */
export type TakeoverRefusal =
  | { readonly kind: 'misfit'; readonly why: string }
  | { readonly kind: 'no-capacity'; readonly dimension: string; readonly missing: number; readonly unit: string }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'no-centre' };

export interface PlacementTakeover {
  readonly placementId: string;
  readonly serviceId: string;
  readonly fromNodeId: string;
  readonly replicas: number;
  readonly status: 'taken' | 'refused';
  readonly toNodeId: string | null;
  readonly refusal: TakeoverRefusal | null;
  /** Detection, image and model over the way from the registry, state, start; they add up. Null when refused. */
  readonly seconds: {
    readonly detection: number;
    readonly transfer: number;
    readonly start: number;
    readonly total: number;
  } | null;
}

/** A flow as it would be answered once the centre has taken over. */
export interface TakeoverFlow {
  readonly flowId: string;
  readonly p99BeforeMs: number | null;
  readonly p99AfterMs: number | null;
  readonly objectiveP99Ms: number | null;
  readonly status: 'met' | 'missed' | 'saturated' | 'no-route' | 'unplaced';
}

/** [A4] */
export interface TakeoverAssessment {
  readonly offlineNodeIds: readonly string[];
  readonly centreNodeIds: readonly string[];
  readonly placements: readonly PlacementTakeover[];
  readonly flows: readonly TakeoverFlow[];
  /** Device groups that hang on an offline node and reach nobody. */
  readonly strandedGroupIds: readonly string[];
  /** Of the replicas on offline nodes. */
  readonly takenShare: number;
  /** Until the last placement runs again; null when nothing was taken. */
  readonly totalSeconds: number | null;
  readonly assumptions: readonly StatedAssumption[];
}

export interface TakeoverOptions {
  /** Empty: all nodes whose status is failed; if there are none, all of device, on-site and near edge. */
  readonly offlineNodeIds: readonly string[];
  /** Regional and central unless stated. */
  readonly centreTiers: readonly Tier[];
}
