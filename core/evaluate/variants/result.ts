import type { StatedAssumption } from '../stated-assumption.ts';

export type VariantRefusal = 'accelerator' | 'memory' | 'accuracy' | 'latency' | 'saturated';

/** One variant on one placement; the service's own figures have the name null. */
export interface VariantFit {
  readonly name: string | null;
  readonly precision: string | null;
  /** Null for the service's own figures: nobody stated it. */
  readonly accuracy: number | null;
  readonly memoryGiB: number;
  /** First reason why it may not run here; null where it may. */
  readonly refused: VariantRefusal | null;
  /** Time in the service at the busy hour; null when saturated or when it cannot run. */
  readonly meanMs: number | null;
  readonly p99Ms: number | null;
  /** Requests a second that the placement can take before it saturates, and within the latency budget. */
  readonly saturatesAtPerSecond: number | null;
  readonly withinBudgetPerSecond: number | null;
}

export interface PlacementVariants {
  readonly placementId: string;
  readonly serviceId: string;
  readonly nodeId: string;
  /** Runs now. */
  readonly current: string | null;
  readonly requestsPerSecond: number;
  readonly accuracyTarget: number | null;
  /** p99 left for the service by the tightest objective over it; null without one. */
  readonly budgetMs: number | null;
  readonly variants: readonly VariantFit[];
  /** Most accurate variant that fits and meets the budget; null where none does. */
  readonly best: { readonly name: string | null; readonly reason: 'most-accurate' | 'only-one' } | null;
  /** As load rises: which variant serves up to which rate. Past the last one requests have to be shed. */
  readonly degradation: readonly {
    readonly name: string | null;
    readonly accuracy: number | null;
    readonly upToPerSecond: number;
  }[];
}

/** [R3] */
export interface VariantAssessment {
  readonly placements: readonly PlacementVariants[];
  readonly assumptions: readonly StatedAssumption[];
}
