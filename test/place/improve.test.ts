import { describe, expect, test } from 'vitest';
import { combinatorialBound, softBound } from '../../core/place/bound.ts';
import { capacityPrices } from '../../core/place/capacity-prices.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { createRandom } from '../../core/base/random.ts';
import { improvePlacement } from '../../core/place/improve/improve.ts';
import { OutItems } from '../../core/place/improve/out-items.ts';
import { searchFor, type SearchProgress, searchSteps } from '../../core/place/progress.ts';
import { solvePlacement } from '../../core/place/solve.ts';
import { SearchState } from '../../core/place/state.ts';
import { bruteForce, randomGapProblem, randomProblem } from './random-problem.ts';

describe('adaptive search', () => {
  test('[P4] items that are out are known, and none that is in counts as one', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const problem = randomProblem(seed, 12, 3);
      const state = new SearchState(problem, new Int32Array(problem.itemIds.length).fill(-1));
      const out = new OutItems(state);
      const random = createRandom(seed, 'out');
      const seen = new Set(Array.from({ length: 400 }, () => out.pick(random)));
      expect(seen).toEqual(new Set(problem.itemIds.keys()));
      for (const item of problem.itemIds.keys()) {
        const bin = [...problem.binIds.keys()].find((one) => state.costIn(item, one) !== Infinity && state.canPlace(item, one));
        if (bin === undefined) continue;
        state.move(item, bin);
        for (let draw = 0; draw < 40; draw += 1) expect(out.pick(random)).not.toBe(item);
      }
    }
  });

  test('[P4] finds the optimum of small problems with every part, and its placements pass the checker', () => {
    const found = { optimal: 0, feasible: 0 };
    for (let seed = 0; seed < 60; seed += 1) {
      const problem = randomProblem(seed);
      // Nothing may leave a bin for good in this search, so that the two agree on what is allowed.
      const open = { ...problem, initial: new Int32Array(problem.itemIds.length).fill(-1) };
      const truth = bruteForce(open);
      const result = searchSteps(improvePlacement(open, { seed }), 60);
      if (truth === null) {
        expect(result.objective).toBeNull();
        continue;
      }
      found.feasible += 1;
      const checked = checkPlacement(open, result.assignment ?? new Int32Array(open.itemIds.length).fill(-1));
      expect(checked.violations).toEqual([]);
      expect(checked.objective).toBeCloseTo(result.objective ?? NaN, 6);
      if (checked.objective <= truth.objective + 1e-6) found.optimal += 1;
    }
    expect(found.feasible).toBeGreaterThan(20);
    expect(found.optimal).toBe(found.feasible);
  });

  test('[P4, P6] what runs is where it starts: never worse at any step, and limits on the way hold', () => {
    let better = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const problem = randomProblem(seed, 6, 3);
      const truth = bruteForce(problem);
      if (truth === null) continue;
      const from = checkPlacement(problem, problem.initial);
      const isRunning = from.violations.length === 0;
      let last: SearchProgress | null = null;
      const result = searchSteps(solvePlacement(problem, { seed, start: problem.initial }), 40, (progress) => {
        expect(progress.objective ?? Infinity).toBeLessThanOrEqual(last?.objective ?? Infinity);
        last = progress;
      });
      if (result.assignment !== null) expect(checkPlacement(problem, result.assignment).violations).toEqual([]);
      if (!isRunning) continue;
      expect(result.objective ?? Infinity).toBeLessThanOrEqual(from.objective);
      if ((result.objective ?? Infinity) < from.objective) better += 1;
    }
    expect(better).toBeGreaterThan(0);
  });

  test('[P4] the same seed and steps give the same bytes; a clock only decides where it stops', () => {
    const problem = randomProblem(4, 30, 8);
    const first = searchSteps(improvePlacement(problem, { seed: 3 }), 80);
    expect(searchSteps(improvePlacement(problem, { seed: 3 }), 80)).toEqual(first);
    let time = 0;
    expect(searchFor(improvePlacement(problem, { seed: 3 }), 80, () => time++).assignment).toEqual(first.assignment);
  });

  test('[P3] what may be nowhere is proven infeasible', () => {
    const problem = { ...randomProblem(1), leaveOutCost: new Float64Array(5).fill(Infinity) };
    const nowhere = { ...problem, cost: problem.cost.map((cost, at) => (at < problem.binIds.length ? Infinity : cost)) };
    expect(searchSteps(solvePlacement(nowhere, { seed: 1 }), 5)).toMatchObject({ status: 'infeasible', objective: null });
  });

  test('[P3] the bound of capacity prices is below every placement, and above the combinatorial one at times', () => {
    let higher = 0;
    for (let seed = 0; seed < 120; seed += 1) {
      const problem = seed % 2 === 0 ? randomGapProblem(seed, 5) : randomProblem(seed);
      const truth = bruteForce(problem);
      if (truth === null) continue;
      const bound = capacityPrices(problem, 1.1 * truth.objective + 1, 100).bound + softBound(problem);
      expect(bound).toBeLessThanOrEqual(truth.objective + 1e-9 * Math.max(1, truth.objective));
      if (bound > combinatorialBound(problem) + 1e-6) higher += 1;
    }
    expect(higher).toBeGreaterThan(20);
  });

  test('[P3] the combinatorial bound is below every placement', () => {
    let tight = 0;
    for (let seed = 0; seed < 120; seed += 1) {
      const problem = seed % 3 === 0 ? randomGapProblem(seed, 5) : randomProblem(seed);
      const truth = bruteForce(problem);
      if (truth === null) continue;
      const bound = combinatorialBound(problem);
      expect(bound).toBeLessThanOrEqual(truth.objective + 1e-9);
      if (bound > 0.5 * truth.objective) tight += 1;
    }
    expect(tight).toBeGreaterThan(10);
  });
});
