import { describe, expect, test } from 'vitest';
import { checkPlacement, checkShares } from '../../core/place/check.ts';
import { placementProblem } from '../../core/place/problem.ts';
import { bruteForce, randomProblem } from './random-problem.ts';

/** Two nodes of 4 units, two items of 2 and 3 units. */
const small = placementProblem({
  itemIds: ['a', 'b'],
  binIds: ['x', 'y'],
  resources: [{ name: 'cpu', transient: false }],
  capacity: Float64Array.of(4, 4),
  cost: Float64Array.of(1, 2, 3, Infinity),
  demand: Float64Array.of(2, 3),
});

describe('the checker', () => {
  test('[P1] names capacity with what is over, an item that may not be there, one left out and a bin that does not exist', () => {
    expect(checkPlacement(small, Int32Array.of(1, 0))).toMatchObject({ violations: [], objective: 5 });
    expect(checkPlacement(small, Int32Array.of(0, 0)).violations).toEqual([{ kind: 'capacity', bin: 0, resource: 0, over: 1 }]);
    expect(checkPlacement(small, Int32Array.of(0, 1)).violations).toEqual([{ kind: 'not-allowed', item: 1, bin: 1 }]);
    expect(checkPlacement(small, Int32Array.of(0, -1)).violations).toEqual([{ kind: 'not-placed', item: 1 }]);
    expect(checkPlacement(small, Int32Array.of(1, 7)).violations).toContainEqual({ kind: 'not-a-bin', item: 1, bin: 7 });
  });

  test('[P1] groups keep apart, spread over zones and stay near what they need', () => {
    const problem = {
      ...small,
      cost: new Float64Array(4),
      capacity: Float64Array.of(9, 9),
      areaOf: Int32Array.of(0, 1),
      groups: [{ items: [0, 1], apart: true, spread: 2, near: [] }],
    };
    expect(checkPlacement(problem, Int32Array.of(0, 1)).violations).toEqual([]);
    expect(checkPlacement(problem, Int32Array.of(1, 1)).violations).toEqual([
      { kind: 'apart', group: 0, bin: 1 },
      { kind: 'spread', group: 0, zones: 1, needed: 2 },
    ]);
    const pair = {
      ...problem,
      groups: [
        { items: [0], apart: false, spread: 0, near: [1] },
        { items: [1], apart: false, spread: 0, near: [] },
      ],
    };
    expect(checkPlacement(pair, Int32Array.of(0, 1)).violations).toEqual([{ kind: 'near', group: 0, other: 1, area: 0 }]);
    expect(checkPlacement(pair, Int32Array.of(1, 1)).violations).toEqual([]);
  });

  test('[P6] what leaves a bin still takes its transient resources', () => {
    const problem = { ...small, cost: new Float64Array(4), initial: Int32Array.of(0, -1) };
    const transient = { ...problem, resources: [{ name: 'disk', transient: true }] };
    expect(checkPlacement(problem, Int32Array.of(1, 0)).violations).toEqual([]);
    expect(checkPlacement(transient, Int32Array.of(1, 0)).violations).toEqual([
      { kind: 'transient-capacity', bin: 0, resource: 0, over: 1 },
    ]);
  });

  test('[P2] the objective is the sum of its parts, each by hand', () => {
    const problem = {
      ...small,
      cost: Float64Array.of(1, 2, 3, 4),
      openCost: Float64Array.of(10, 20),
      softCapacity: Float64Array.of(1, 9),
      overloadCost: Float64Array.of(5),
      balances: [{ plenty: 0, scarce: 0, ratio: 3, cost: 1 }],
      groups: [{ items: [0, 1], apart: false, spread: 0, near: [] }],
      initial: Int32Array.of(1, 1),
      mostMovedCost: 7,
    };
    // Use 2 and 3 of 4: free 2 and 1; short (3 − 1) × free.
    expect(checkPlacement(problem, Int32Array.of(0, 1)).parts).toEqual({
      assignment: 5,
      open: 30,
      leftOut: 0,
      overload: 5,
      balance: 6,
      mostMoved: 7,
    });
  });

  test('[P5] shares of a divisible item add up to one', () => {
    const divisible = { ...small, divisible: true, cost: new Float64Array(4) };
    const shares = [
      { item: 0, bin: 0, share: 1 },
      { item: 1, bin: 0, share: 0.25 },
      { item: 1, bin: 1, share: 0.75 },
    ];
    expect(checkShares(divisible, shares).violations).toEqual([]);
    expect(checkShares(divisible, shares.slice(0, 2)).violations).toEqual([{ kind: 'shares', item: 1, sum: 0.25 }]);
    expect(checkShares(small, shares).violations).toContainEqual({ kind: 'shares', item: 1, sum: 0.25 });
  });

  test('[P1] a mutant of a feasible placement that breaks a limit is caught: the limit is broken by hand', () => {
    let caught = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const problem = randomProblem(seed);
      const found = bruteForce(problem);
      if (found === null) continue;
      expect(checkPlacement(problem, found.assignment).violations).toEqual([]);
      // With one unit less than is used, the same placement must be refused, and by one unit.
      const used = [...found.assignment].reduce(
        (sum, bin, item) => sum + (bin === 0 ? (problem.demand[2 * item] as number) : 0),
        0,
      );
      if (used === 0) continue;
      const tight = { ...problem, capacity: problem.capacity.with(0, used - 1), balances: [] };
      expect(checkPlacement(tight, found.assignment).violations).toContainEqual({
        kind: 'capacity',
        bin: 0,
        resource: 0,
        over: 1,
      });
      caught += 1;
    }
    expect(caught).toBeGreaterThan(15);
  });
});
