import type { Finding } from '../result.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

/** What can fail: hardware, a link, the access of a device group, a power feed, the UPS of a place. */
export type ComponentKind = 'node' | 'link' | 'access' | 'power-feed' | 'ups';

/** [A1] A part that fails and is repaired on its own. */
export interface Component {
  /** `nodes/x`, `links/x`, `deviceGroups/x` for an access, `places/x/feed name` and `places/x/ups`. */
  readonly id: string;
  readonly kind: ComponentKind;
  readonly name: string;
  readonly mtbfH: number;
  readonly mttrH: number;
  /** MTBF / (MTBF + MTTR); of a UPS the probability that it carries its place through an outage of all feeds. */
  readonly availability: number;
  /** Where the figures come from: the record itself, or the default by category or medium. */
  readonly basis: 'stated' | 'default';
}

/** How a probability was found. */
export type AvailabilityMethod =
  /** Factoring to the end; `errorBound` is what its last, improbable branches could change at most. */
  | { readonly kind: 'exact'; readonly terms: number; readonly errorBound: number }
  /** Factoring of the likely states and sampling of the rest; the interval holds with 99 % confidence. */
  | {
      readonly kind: 'monte-carlo';
      readonly terms: number;
      readonly samples: number;
      readonly seed: number;
      /** Probability of the states that were sampled instead of enumerated. */
      readonly sampledShare: number;
      readonly interval99: readonly [number, number];
    };

/** What a component means to one answer. */
export interface PartImportance {
  readonly componentId: string;
  readonly kind: ComponentKind;
  readonly name: string;
  readonly availability: number;
  /** Birnbaum: availability with it perfect less availability with it failed. */
  readonly birnbaum: number;
  /** Probability that it is down and decides, given that the workload is down; 0..1. */
  readonly criticality: number;
  /** Minutes a year won if it never failed. */
  readonly gainPerfectMinutes: number;
  /** Minutes a year won by a second one beside it; of a UPS by twice its hours. */
  readonly gainDoubledMinutes: number;
}

/** [A1] Availability as one source of a workload sees it. */
export interface SourceAvailability {
  /** Device group, or the node of a service that starts on its own; as `collection/id`. */
  readonly subject: string;
  readonly name: string;
  readonly devices: number;
  /** `down` when it is not served even while nothing has failed. */
  readonly status: 'ok' | 'down';
  readonly availability: number;
  readonly method: AvailabilityMethod;
  /** Components that the answer depends on. */
  readonly components: number;
}

export interface WorkloadAvailability {
  readonly workloadId: string;
  readonly name: string;
  /** `no-sources`: nothing ever asks it. `down`: some source is not served even while nothing has failed. */
  readonly status: 'ok' | 'down' | 'no-sources';
  /** Of several sources the worst is told; null without sources. */
  readonly availability: number | null;
  readonly minutesDownPerYear: number | null;
  readonly worstSource: string | null;
  readonly method: AvailabilityMethod | null;
  /** Mean over all devices; null without sources. */
  readonly meanAvailability: number | null;
  /** Probability that all sources are served at the same time; null without sources. */
  readonly allSourcesAvailability: number | null;
  readonly allSourcesMethod: AvailabilityMethod | null;
  readonly target: number | null;
  readonly verdict: 'met' | 'missed' | 'no-target';
  readonly sources: readonly SourceAvailability[];
  /** Of the worst source, the most critical first. */
  readonly weakestParts: readonly PartImportance[];
}

/** [A1] */
export interface AvailabilityAssessment {
  readonly workloads: readonly WorkloadAvailability[];
  /** Every component that some workload depends on. */
  readonly components: readonly Component[];
  /** Missed targets. */
  readonly findings: readonly Finding[];
  readonly assumptions: readonly StatedAssumption[];
}

export interface AvailabilityOptions {
  /** Empty: all. */
  readonly workloadIds: readonly string[];
  readonly seed: number;
  /** Branches factored before sampling takes over. */
  readonly maxTerms: number;
  readonly samples: number;
  /** Parts listed a workload. */
  readonly weakest: number;
}
