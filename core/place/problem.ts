/**
 * The one form of every placement question: items (services, users, processes) go to bins (nodes, sites, machines) that offer
 * several resources. Assignment, sizing (bins cost when used), re-placement (moves cost) and facility location are this with some parts empty.
 * Tables are flat typed arrays; an item reads the row `rowOf[item]`, so that items alike share one.
 */
export interface PlacementProblem {
  readonly itemIds: readonly string[];
  readonly binIds: readonly string[];
  readonly resources: readonly ResourceKind[];
  /** What a bin offers: `[bin × resources + resource]`. */
  readonly capacity: Float64Array;
  /** Row of each item in `cost` and `demand`. */
  readonly rowOf: Int32Array;
  readonly rows: number;
  /** Cost of an item of this row in this bin, moves included: `[row × bins + bin]`; Infinity where it may not be (tiers, residency, pins). */
  readonly cost: Float64Array;
  /** What an item takes: `[row × resources + resource]`, or with `demandByBin` `[(row × bins + bin) × resources + resource]`. */
  readonly demand: Float64Array;
  readonly demandByBin: boolean;
  /** Cost of a bin that holds anything at all. */
  readonly openCost: Float64Array;
  /** Cost of leaving an item out; Infinity: it has to be placed. */
  readonly leaveOutCost: Float64Array;
  /** Items may be served by several bins in shares that add up to one. */
  readonly divisible: boolean;
  /** Zone of each bin (fault domain) for `Group.spread`, and area for `Group.near`. */
  readonly zoneOf: Int32Array;
  readonly areaOf: Int32Array;
  readonly groups: readonly Group[];
  /** Bin where each item runs now; −1 where it is new. */
  readonly initial: Int32Array;
  /** Cost per item moved of the group with most items moved. */
  readonly mostMovedCost: number;
  /** Soft limit of a bin, `[bin × resources + resource]`: use beyond it costs `overloadCost[resource]` a unit. */
  readonly softCapacity: Float64Array;
  readonly overloadCost: Float64Array;
  readonly balances: readonly Balance[];
}

export interface ResourceKind {
  readonly name: string;
  /** Taken on both ends of a move at once: what leaves a bin still counts against its capacity. */
  readonly transient: boolean;
}

/** Items that belong together, such as the replicas of one service. An item is in one group at most. */
export interface Group {
  readonly items: readonly number[];
  /** No two of them in one bin. */
  readonly apart: boolean;
  /** They use at least so many zones. */
  readonly spread: number;
  /** Groups of which one item has to be in each area that this group uses. */
  readonly near: readonly number[];
}

/** Of `scarce` some has to stay free for each unit of `plenty` that is free: Σ over bins of max(0, ratio × free(plenty) − free(scarce)) × cost. */
export interface Balance {
  readonly plenty: number;
  readonly scarce: number;
  readonly ratio: number;
  readonly cost: number;
}

/** Bin of each item; −1: left out. */
export type Assignment = Int32Array;

/** A problem with only the parts that are given; everything else is empty or free. `cost` and `demand` have a row an item unless `rowOf` says else. */
export function placementProblem(
  given: Pick<PlacementProblem, 'itemIds' | 'binIds' | 'resources' | 'capacity' | 'cost' | 'demand'> & Partial<PlacementProblem>,
): PlacementProblem {
  const items = given.itemIds.length;
  const bins = given.binIds.length;
  const kinds = given.resources.length;
  return {
    rowOf: Int32Array.from({ length: items }, (_, item) => item),
    rows: items,
    demandByBin: false,
    openCost: new Float64Array(bins),
    leaveOutCost: new Float64Array(items).fill(Infinity),
    divisible: false,
    zoneOf: Int32Array.from({ length: bins }, (_, bin) => bin),
    areaOf: new Int32Array(bins),
    groups: [],
    initial: new Int32Array(items).fill(-1),
    mostMovedCost: 0,
    softCapacity: new Float64Array(bins * kinds).fill(Infinity),
    overloadCost: new Float64Array(kinds),
    balances: [],
    ...given,
  };
}

/** What an item takes of a resource in a bin. */
export function demandOf(problem: PlacementProblem, item: number, bin: number, resource: number): number {
  const row = problem.rowOf[item] as number;
  const at = problem.demandByBin ? row * problem.binIds.length + bin : row;
  return problem.demand[at * problem.resources.length + resource] as number;
}

export function costOf(problem: PlacementProblem, item: number, bin: number): number {
  return problem.cost[(problem.rowOf[item] as number) * problem.binIds.length + bin] as number;
}
