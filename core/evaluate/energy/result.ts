import type { Tier } from '../../site/schema/common.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

/** [E1] Energy of a node or a sum of nodes over a year. `itKWh` is at the device; `facilityKWh` is what its place adds (PUE − 1). */
export interface YearEnergy {
  readonly idleKWh: number;
  /** By CPU time and traffic forwarded. */
  readonly workKWh: number;
  readonly acceleratorKWh: number;
  /** Cooling and power supply of the place: (PUE − 1) × the three above. */
  readonly facilityKWh: number;
  /** Sum of the four. */
  readonly totalKWh: number;
  readonly carbonKg: number;
}

export interface NodeEnergy extends YearEnergy {
  readonly id: string;
  readonly tier: Tier;
  readonly placeId: string | null;
  readonly pue: number;
  /** Where the PUE comes from: a place as `places/id`, or `header`. */
  readonly pueFrom: string;
  /** Of what it takes when idle: 1, or what the site books of a pool that others use too. */
  readonly share: number;
  /** Electrical power at the device that is the site's, mean over the day and in its busiest hour, W. */
  readonly meanW: number;
  readonly peakW: number;
  /** Hour of the day (0–23) with the highest power, first of equals. */
  readonly peakHour: number;
}

export interface EnergyShare extends YearEnergy {
  readonly id: string;
}

/** Energy of an operator's network that carries a link or an access and is not drawn as nodes of the site. */
export interface LinkEnergy {
  /** `links/id`, or `deviceGroups/id` for an access. */
  readonly subject: string;
  readonly mediumId: string;
  readonly gbPerYear: number;
  /** Null where no document gives a figure for this medium. */
  readonly kWhPerGB: number | null;
  readonly kWhPerYear: number | null;
}

/** [E1] */
export interface EnergyAssessment {
  /** Of all hardware that works; of pools in the region and the centre that others use too, the site's share. */
  readonly total: YearEnergy;
  /** Power of all nodes at the device, of pools the site's share, W: mean over the day, and in the busiest hour of the site. */
  readonly meanW: number;
  readonly peakW: number;
  readonly peakHour: number;
  /** Power of all nodes at the device, hour by hour, W. */
  readonly hourlyW: readonly number[];
  readonly nodes: readonly NodeEnergy[];
  readonly byTier: readonly (YearEnergy & { readonly tier: Tier })[];
  /** Sums over a place and all inside it; `id` is the place. */
  readonly byPlace: readonly EnergyShare[];
  /**
   * `id` is the workload; `''` is what belongs to none: network gear, spare capacity and platforms. Adds up to `total`.
   * Rule: idle energy by reserved vCPU over what the node has, CPU energy by CPU time, accelerator energy by time in use.
   */
  readonly byWorkload: readonly EnergyShare[];
  /** Operators' networks, beside `total` and not in it: an attribution by volume that nobody saves by sending less. */
  readonly network: {
    /** Null where no link has a known figure. */
    readonly knownKWhPerYear: number | null;
    readonly carbonKg: number | null;
    /** GB a year over links without a known figure. */
    readonly unknownGBPerYear: number;
    readonly links: readonly LinkEnergy[];
  };
  readonly assumptions: readonly StatedAssumption[];
}
