import type { StatedAssumption } from '../stated-assumption.ts';

/** [C2] A limit, and the month in which growing demand breaks it. */
export interface RunwayLimit {
  /** `nodes/x`, `links/x`, `places/x`, `placements/x`, `flows/x`; of a shared access its node, else its device group. */
  readonly subject: string;
  readonly name: string;
  readonly kind: 'node' | 'link' | 'access' | 'place' | 'service' | 'latency';
  /** Dimension of a node or place, direction of a link or access, `cpu` or `accelerator` of a service, `p99` of a flow. */
  readonly dimension: string;
  readonly unit: string;
  /** Null where it has no figure: a flow that is not answered. */
  readonly usedNow: number | null;
  /** Null where a queue on the way is saturated already. */
  readonly utilisationNow: number | null;
  readonly limit: number;
  /** First month in which it no longer holds, 0 for already; null when it holds to the end. */
  readonly month: number | null;
  /** Real-valued time for limits that grow in closed form, months, beyond the last one too; null for those found by bisection, and where it never breaks. */
  readonly exactMonths: number | null;
  readonly method: 'closed-form' | 'bisection';
  /** What stops it, where it is not the limit itself: the saturated queue on a flow's way. */
  readonly blockedBy: string | null;
}

/** [C2] */
export interface RunwayAssessment {
  readonly growthPerYear: number;
  readonly years: number;
  readonly months: number;
  /** Earliest first; limits that hold to the end come last. */
  readonly limits: readonly RunwayLimit[];
  readonly firstToBreak: RunwayLimit | null;
  /** Demand factor at the end of each year, from year 0. */
  readonly demandFactors: readonly number[];
  /** Months for which the whole site was evaluated. */
  readonly evaluations: number;
  readonly assumptions: readonly StatedAssumption[];
}

export interface RunwayOptions {
  /** Null: the site's own. */
  readonly growthPerYear: number | null;
  readonly years: number | null;
}
