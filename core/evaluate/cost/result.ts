import type { StatedAssumption } from '../stated-assumption.ts';

/** Parts of what a plan costs, in the site's currency. */
export interface CostParts {
  /** [K2] Hardware bought: at the start, and again when it is worn out; of shared pools the site's share. */
  readonly hardware: number;
  readonly energy: number;
  /** Capacity of links and accesses, by Mbps and month. */
  readonly bandwidth: number;
  /** Volume over links and accesses, by GB. */
  readonly traffic: number;
  readonly rent: number;
  /** Maintenance, repair and staff. */
  readonly operations: number;
}

/** Something whose price nobody stated in the site's currency. Totals leave it out: they are lower bounds. */
export interface UnknownPrice {
  /** `hardware`: a type without a price; `currency`: a price in another currency; `link`, `access`: no price a Mbps or GB; `rent`: a place. */
  readonly what: 'hardware' | 'currency' | 'link' | 'access' | 'rent';
  /** `hardwareTypes/id`, `media/id` or `places/id`. */
  readonly subject: string;
  readonly count: number;
}

export interface CostYear {
  /** 0: before anything runs. Costs of year n are paid at its end. */
  readonly year: number;
  readonly parts: CostParts;
  readonly total: number;
  /** (1 + rate)^−year. */
  readonly discountFactor: number;
  readonly discounted: number;
}

/** [K1] */
export interface CostAssessment {
  readonly currency: string;
  readonly years: number;
  readonly discountRate: number;
  readonly growthPerYear: number;
  /** Investment before anything runs: hardware that is planned and not yet there. */
  readonly capex: number;
  /** Cost of the first year. */
  readonly opexFirstYear: CostParts;
  readonly cashFlow: readonly CostYear[];
  /** Sum over all years, undiscounted, and its parts. */
  readonly tco: number;
  readonly tcoParts: CostParts;
  /** Present value of all costs at the discount rate, as a positive number, and its parts. */
  readonly presentCost: number;
  readonly presentParts: CostParts;
  /** `complete` where everything has a price, `lower-bound` where something has none, `unknown` where nothing has. */
  readonly status: 'complete' | 'lower-bound' | 'unknown';
  readonly unknown: readonly UnknownPrice[];
  readonly assumptions: readonly StatedAssumption[];
}

export interface BaselineHardware {
  readonly typeId: string;
  readonly quantity: number;
  /** What it is bought for. */
  readonly purpose: 'compute' | 'accelerator' | 'storage';
  /** Dimension that decides the quantity. */
  readonly decidedBy: string;
  readonly services: number;
}

/** What the baseline is made of, so that its fairness can be judged. */
export interface BaselineContents {
  /** Central node that the new hardware stands beside. */
  readonly centreNodeId: string;
  readonly services: number;
  /** Services that the centre cannot run, with the reason; they stay where they are. */
  readonly staying: readonly { readonly serviceId: string; readonly reason: 'accelerator' | 'architecture' | 'tier-device' }[];
  readonly bought: readonly BaselineHardware[];
  /** Nodes that are left out: nothing runs on them and no way leads over them. */
  readonly removedNodes: number;
  /** Nodes that devices or ways still need, by the cheapest network gear that carries them. */
  readonly replaced: readonly { readonly fromTypeId: string; readonly toTypeId: string; readonly quantity: number }[];
  /** Links made wider because raw data go to the centre. */
  readonly widened: readonly {
    readonly linkId: string;
    readonly direction: 'up' | 'down';
    readonly fromMbps: number;
    readonly toMbps: number;
  }[];
  /** Flows that miss their objective or cannot be served, in the plan and in the baseline. */
  readonly flowsMissed: { readonly plan: number; readonly baseline: number };
}

export interface Saving {
  /** Baseline − plan; negative where the plan costs more. */
  readonly tco: number;
  readonly presentCost: number;
  /** Of the baseline; null where the baseline costs nothing. */
  readonly presentCostShare: number | null;
  readonly parts: CostParts;
  readonly energyKWhPerYear: number;
  readonly carbonKgPerYear: number;
  /** GB a day that enter the central tier. */
  readonly upstreamGBPerDay: number;
  /** GB at rest on the central tier once retention is full. */
  readonly centralStorageGB: number;
}

/** [K1] The plan beside the same workloads and devices with everything in the centre. */
export type CostComparison = {
  readonly plan: CostAssessment;
} & (
  | {
      readonly status: 'compared';
      readonly baseline: CostAssessment;
      readonly contents: BaselineContents;
      readonly saving: Saving;
      readonly assumptions: readonly StatedAssumption[];
    }
  /** `no-centre`: the site has no working central node; `no-hardware`: nothing in the catalog carries what would be moved; `unchanged`: all runs in the centre already. */
  | { readonly status: 'no-centre' | 'no-hardware' | 'unchanged'; readonly reason: string }
);
