import { type Assignment, costOf, demandOf, type PlacementProblem } from './problem.ts';

/** A limit that a placement breaks. Indices are those of the problem. */
export type Violation =
  | { readonly kind: 'capacity' | 'transient-capacity'; readonly bin: number; readonly resource: number; readonly over: number }
  | { readonly kind: 'not-allowed'; readonly item: number; readonly bin: number }
  | { readonly kind: 'not-placed'; readonly item: number }
  | { readonly kind: 'not-a-bin'; readonly item: number; readonly bin: number }
  | { readonly kind: 'shares'; readonly item: number; readonly sum: number }
  | { readonly kind: 'apart'; readonly group: number; readonly bin: number }
  | { readonly kind: 'spread'; readonly group: number; readonly zones: number; readonly needed: number }
  | { readonly kind: 'near'; readonly group: number; readonly other: number; readonly area: number };

export interface Checked {
  readonly violations: readonly Violation[];
  /** Sum of the parts. */
  readonly objective: number;
  readonly parts: ObjectiveParts;
}

export interface ObjectiveParts {
  readonly assignment: number;
  readonly open: number;
  readonly leftOut: number;
  readonly overload: number;
  readonly balance: number;
  readonly mostMoved: number;
}

/** A share of an item in a bin. */
export interface Share {
  readonly item: number;
  readonly bin: number;
  readonly share: number;
}

/** Capacities are sums of decimal demands: what rounding adds to them is no violation. */
const RELATIVE_ROUNDING = 1e-9;

/**
 * Rule P1 and the objective of a placement, from the statement of the problem alone: every sum is formed anew and nothing is taken
 * from a solver. The independent witness of every placement.
 */
export function checkPlacement(problem: PlacementProblem, assignment: Assignment): Checked {
  const shares = [...assignment].flatMap((bin, item) => (bin === -1 ? [] : [{ item, bin, share: 1 }]));
  return checkShares({ ...problem, divisible: false }, shares);
}

/** The same where items are served in shares. */
export function checkShares(problem: PlacementProblem, shares: readonly Share[]): Checked {
  const violations: Violation[] = [];
  const placed = shares.filter(({ item, bin, share }) => {
    const isBin = Number.isInteger(bin) && bin >= 0 && bin < problem.binIds.length;
    if (!isBin) violations.push({ kind: 'not-a-bin', item, bin });
    return isBin && share !== 0;
  });
  for (const { item, bin } of placed) {
    if (!Number.isFinite(costOf(problem, item, bin))) violations.push({ kind: 'not-allowed', item, bin });
  }
  const sums = new Map<number, number>();
  for (const { item, share } of placed) {
    sums.set(item, (sums.get(item) ?? 0) + share);
    if (!(share > 0) || (!problem.divisible && share !== 1)) violations.push({ kind: 'shares', item, sum: share });
  }
  let leftOut = 0;
  for (const item of problem.itemIds.keys()) {
    const sum = sums.get(item) ?? 0;
    if (Math.abs(sum - 1) <= RELATIVE_ROUNDING) continue;
    if (sum !== 0) violations.push({ kind: 'shares', item, sum });
    else if (problem.leaveOutCost[item] === Infinity) violations.push({ kind: 'not-placed', item });
    else leftOut += problem.leaveOutCost[item] as number;
  }
  const used = usedOf(problem, placed);
  violations.push(...capacityViolations(problem, placed, used), ...groupViolations(problem, placed));
  const parts = {
    assignment: placed.reduce((total, { item, bin, share }) => total + share * costOf(problem, item, bin), 0),
    open: [...new Set(placed.map(({ bin }) => bin))].reduce((total, bin) => total + (problem.openCost[bin] as number), 0),
    leftOut,
    overload: overloadOf(problem, used),
    balance: balanceOf(problem, used),
    mostMoved: problem.mostMovedCost * mostMoved(problem, placed),
  };
  return { violations, objective: Object.values(parts).reduce((total, part) => total + part, 0), parts };
}

/** What is used of each bin: one list of resources a bin. */
function usedOf(problem: PlacementProblem, shares: readonly Share[]): number[][] {
  const used = problem.binIds.map(() => problem.resources.map(() => 0));
  for (const { item, bin, share } of shares) {
    const row = used[bin] ?? [];
    for (const resource of row.keys()) row[resource] = (row[resource] ?? 0) + share * demandOf(problem, item, bin, resource);
  }
  return used;
}

function capacityViolations(problem: PlacementProblem, shares: readonly Share[], used: number[][]): Violation[] {
  const moved = shares.filter(({ item, bin }) => {
    const from = problem.initial[item] as number;
    return from !== -1 && from !== bin;
  });
  const leaving = usedOf(
    problem,
    moved.map(({ item, share }) => ({ item, share, bin: problem.initial[item] as number })),
  );
  return used.flatMap((row, bin) =>
    row.flatMap((amount, resource): Violation[] => {
      const limit = problem.capacity[bin * problem.resources.length + resource] as number;
      const allowed = limit + RELATIVE_ROUNDING * Math.max(1, Math.abs(limit));
      if (amount > allowed) return [{ kind: 'capacity', bin, resource, over: amount - limit }];
      const both = amount + (problem.resources[resource]?.transient === true ? (leaving[bin]?.[resource] ?? 0) : 0);
      return both > allowed ? [{ kind: 'transient-capacity', bin, resource, over: both - limit }] : [];
    }),
  );
}

function groupViolations(problem: PlacementProblem, shares: readonly Share[]): Violation[] {
  const binsOf = new Map<number, number[]>();
  for (const { item, bin } of shares) binsOf.set(item, [...(binsOf.get(item) ?? []), bin]);
  const bins = problem.groups.map((group) => group.items.flatMap((item) => binsOf.get(item) ?? []));
  const areas = bins.map((of) => new Set(of.map((bin) => problem.areaOf[bin] as number)));
  return problem.groups.flatMap((group, index): Violation[] => {
    const of = bins[index] ?? [];
    const found: Violation[] = [];
    if (group.apart) {
      const twice = new Set(of.filter((bin, at) => of.indexOf(bin) !== at));
      for (const bin of twice) found.push({ kind: 'apart', group: index, bin });
    }
    const zones = new Set(of.map((bin) => problem.zoneOf[bin])).size;
    if (zones < group.spread) found.push({ kind: 'spread', group: index, zones, needed: group.spread });
    for (const area of areas[index] ?? []) {
      for (const other of group.near)
        if (areas[other]?.has(area) !== true) found.push({ kind: 'near', group: index, other, area });
    }
    return found;
  });
}

function overloadOf(problem: PlacementProblem, used: number[][]): number {
  let total = 0;
  for (const [bin, row] of used.entries()) {
    for (const [resource, amount] of row.entries()) {
      const soft = problem.softCapacity[bin * row.length + resource] as number;
      if (amount > soft) total += (amount - soft) * (problem.overloadCost[resource] as number);
    }
  }
  return total;
}

function balanceOf(problem: PlacementProblem, used: number[][]): number {
  let total = 0;
  for (const { plenty, scarce, ratio, cost } of problem.balances) {
    for (const [bin, row] of used.entries()) {
      const free = (resource: number): number =>
        (problem.capacity[bin * row.length + resource] as number) - (row[resource] as number);
      total += cost * Math.max(0, ratio * free(plenty) - free(scarce));
    }
  }
  return total;
}

/** Most items of one group that are somewhere else than before. */
function mostMoved(problem: PlacementProblem, shares: readonly Share[]): number {
  const moved = new Set<number>();
  for (const { item, bin } of shares) {
    const from = problem.initial[item] as number;
    if (from !== -1 && from !== bin) moved.add(item);
  }
  return Math.max(0, ...problem.groups.map((group) => group.items.filter((item) => moved.has(item)).length));
}
