import type { BatchCommand, SimpleCommand } from '../../site/commands/schema.ts';
import type { NodeScore } from './node-score.ts';
import type { Weights } from './options.ts';
import type { Limit, LimitKind } from './problem.ts';
import type { ObjectiveParts, PlanValue } from './value.ts';

/** What a plan changes of one placement. */
export interface PlaceChange {
  readonly kind: 'place' | 'move' | 'resize' | 'remove';
  readonly placementId: string;
  readonly serviceId: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Replicas. */
  readonly before: number;
  readonly after: number;
  /** Model variant that runs afterwards; null: the service's own figures. */
  readonly variant: string | null;
}

/** [P6] One step on the way. `stop` before its `start` is an interruption. */
export interface MoveStep {
  readonly kind: 'start' | 'stop';
  readonly serviceId: string;
  readonly nodeId: string;
  readonly replicas: number;
  /** It stops before it runs elsewhere, because there is no room for both. */
  readonly interrupts: boolean;
}

/** Figures of a site to hold beside each other. */
export interface PlanFigures {
  readonly value: PlanValue;
  readonly flowsMet: number;
  readonly flows: number;
  readonly errors: number;
  readonly powerW: number;
  /** Mean p99 of flows that have one before and after, ms. */
  readonly meanP99Ms: number | null;
  readonly worstSlack: number | null;
}

/** Another node for something that was placed. */
export interface Alternative extends NodeScore {
  /** What rules it out; empty where it would do, only worse. */
  readonly limits: readonly Limit[];
  /** Objective with it there instead, less that of the plan; null where a limit rules it out. */
  readonly objectiveMore: number | null;
}

/** [P2] Why something is where it is. */
export interface Choice {
  readonly serviceId: string;
  readonly nodeId: string;
  readonly score: NodeScore;
  readonly alternatives: readonly Alternative[];
}

/** A change of the site with the plan that would let a service in, tried out. */
export interface Admission {
  readonly limits: readonly LimitKind[];
  readonly nodeId: string;
  readonly commands: readonly SimpleCommand[];
  readonly says: readonly string[];
}

/** [P3] A service that does not run as it should. */
export interface Refused {
  readonly serviceId: string;
  /** `unplaced`: too few replicas run; `missed`: it runs, and an objective is missed. */
  readonly problem: 'unplaced' | 'missed';
  /** Limits that cannot all be kept with everything else where it is; without any one of them they could. Empty where it is not known. */
  readonly conflict: readonly LimitKind[];
  /** By node, the first few: what keeps it away. */
  readonly refusals: readonly { readonly nodeId: string; readonly limits: readonly Limit[] }[];
  readonly admissions: readonly Admission[];
}

/** [P3] `optimal` where the bound is reached; `incomplete` where something is not served or a limit does not hold. */
export type PlaceStatus = 'optimal' | 'feasible' | 'incomplete';

/** [P1–P4, P6] The answer to "place this for me". */
export interface PlaceResult {
  readonly status: PlaceStatus;
  readonly objective: number;
  /** No plan that serves everything has a lower objective. */
  readonly bound: number;
  /** (objective − bound) / objective; null where something is not served, which the bound does not speak of. */
  readonly gap: number | null;
  readonly parts: ObjectiveParts;
  readonly boundParts: ObjectiveParts;
  /** What the parts are measured by. */
  readonly scale: {
    readonly costUnit: string;
    readonly costOfAll: number;
    readonly maxW: number;
    readonly pricesEstimated: number;
  };
  readonly weights: Weights;
  readonly seed: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly before: PlanFigures;
  readonly after: PlanFigures;
  readonly changes: readonly PlaceChange[];
  readonly command: BatchCommand;
  readonly steps: readonly MoveStep[];
  readonly choices: readonly Choice[];
  readonly refused: readonly Refused[];
  /** What the independent checker found wrong; always empty unless there is a bug. */
  readonly checker: readonly string[];
}
