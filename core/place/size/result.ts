import type { BatchCommand } from '../../site/commands/schema.ts';
import type { Tier } from '../../site/schema/common.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { WeakNetwork } from './dependability.ts';
import type { Failover } from './failover.ts';
import type { SizeOptions } from './options.ts';
import type { OutOfReach } from './out-of-reach.ts';
import type { Lack } from './trial.ts';

/** [K2] A type in a place, and how many of it. */
export interface BomLine {
  readonly typeId: string;
  readonly name: string;
  readonly placeId: string | null;
  readonly tier: Tier;
  readonly nodeIds: readonly string[];
  readonly count: number;
  /** Of them planned already, and left as they are. */
  readonly kept: number;
  readonly unitPrice: number;
  /** Of all of them: greatest power, height in racks. */
  readonly maxW: number;
  readonly rackUnits: number;
}

export interface SpareLine {
  readonly typeId: string;
  readonly name: string;
  readonly count: number;
  readonly unitPrice: number;
}

/** Figures of a plan, from evaluations from scratch. */
export interface SizeFigures {
  /** What is bought with its spares, and the share of the clouds' pools: what is minimised. */
  readonly price: number;
  /** [K1] Of the whole site: hardware at the start, first year, all years. */
  readonly capex: number;
  readonly opexFirstYear: number;
  readonly tco: number;
  readonly costIsComplete: boolean;
  /** [E1] Of the whole site. */
  readonly energyKWhPerYear: number;
  readonly powerW: number;
  /** Mean over the flows of p99 / objective, and the worst of those that have one. */
  readonly latency: number;
  readonly worstRatio: number | null;
  readonly flowsMet: number;
  readonly flows: number;
  /** Lowest of the workloads that have a target; null without any. */
  readonly availability: number | null;
  readonly nodes: number;
}

/** A verified plan, whole. */
export interface SizePlan {
  readonly bom: readonly BomLine[];
  readonly spares: readonly SpareLine[];
  /** Nodes that stand now and go, and those that another type takes the position of. */
  readonly removed: readonly string[];
  readonly replaced: readonly { readonly nodeId: string; readonly fromTypeId: string; readonly toTypeId: string }[];
  readonly placements: readonly Placement[];
  readonly failovers: readonly Failover[];
  /** Targets that its network misses with hardware that never fails. */
  readonly weakNetworks: readonly WeakNetwork[];
  readonly figures: SizeFigures;
  /** Carries it out on the site as given, as one step. */
  readonly command: BatchCommand;
}

/** A plan that costs less, and what it would lose. */
export interface CheaperPlan {
  readonly bom: readonly BomLine[];
  readonly price: number;
  readonly saves: number;
  readonly loses: readonly Lack[];
}

export type SizeLimit =
  | 'budget'
  | 'redundancy'
  | 'power'
  | 'cooling'
  | 'rack-units'
  | 'floor-load'
  | 'types'
  | 'places'
  | 'no-host'
  | 'replica-maximum'
  | 'no-access'
  | 'objectives';

/** A change of what was asked under which there is a plan, tried out. */
export interface SizeRemedy {
  readonly limit: SizeLimit;
  /** Record it is about, where it is about one. */
  readonly subject: string | null;
  /** What the limit would have to be, and what it is; null where it is not a figure. */
  readonly needed: number | null;
  readonly given: number | null;
  /** Price of the plan that it admits. */
  readonly price: number | null;
}

/** Why there is no plan. */
export interface SizeConflict {
  /** Limits that cannot all be kept; without any one of them they could, as far as the program tells. */
  readonly limits: readonly { readonly limit: SizeLimit; readonly subject: string | null }[];
  readonly remedies: readonly SizeRemedy[];
  /** Proven by the relaxation, or not found in the time given. */
  readonly isProven: boolean;
}

/** `optimal`: the price is that of the bound. `infeasible`: nothing keeps every limit that was asked. */
export type SizeStatus = 'optimal' | 'feasible' | 'infeasible';

/** [P5] The answer to "what must I buy". */
export interface SizeResult {
  readonly status: SizeStatus;
  readonly options: SizeOptions;
  readonly currency: string;
  /** No plan that keeps everything has a lower price. */
  readonly bound: number;
  /** (price − bound) / price; null without a plan. */
  readonly gap: number | null;
  readonly plan: SizePlan | null;
  /** The cheapest first; none is worse than another in price, latency and energy. */
  readonly front: readonly SizePlan[];
  readonly cheaper: readonly CheaperPlan[];
  readonly conflict: SizeConflict | null;
  /** What no hardware cures, or none that was tried; the plan keeps everything else, and the bound is that of the rest. */
  readonly outOfReach: readonly OutOfReach[];
  /** Those of the plan. */
  readonly weakNetworks: readonly WeakNetwork[];
  readonly unpriced: readonly string[];
  readonly iterations: number;
  /** What the independent checker found wrong; always empty unless there is a bug. */
  readonly checker: readonly string[];
}

/** Where a search for a bill stands. */
export interface SizeProgress {
  readonly stage: 'prepare' | 'bound' | 'search' | 'front' | 'cheaper';
  readonly iteration: number;
  /** Null where there is no end but the time. */
  readonly iterations: number | null;
  /** Price of the best plan; null while there is none. */
  readonly objective: number | null;
  readonly bound: number;
  /** Pieces of the best plan. */
  readonly pieces: number;
}
