import loadHighs from 'highs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { capacityPrices } from '../../core/place/capacity-prices.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { highsMilp } from '../../core/place/highs.ts';
import { configurationMilp } from '../../core/place/pattern/configuration-milp.ts';
import { ItemPrices, wholeOf } from '../../core/place/pattern/item-prices.ts';
import { PatternKnapsack } from '../../core/place/pattern/pattern-knapsack.ts';
import { isSeparable, type Separable, separable } from '../../core/place/pattern/separable.ts';
import { asSeparable, solveSeparable } from '../../core/place/pattern/solve-separable.ts';
import { placementMilp } from '../../core/place/placement-milp.ts';
import { type PlacementProblem, placementProblem } from '../../core/place/problem.ts';
import { searchSteps } from '../../core/place/progress.ts';
import { reachOf } from '../../core/place/reach.ts';

const milp = highsMilp(await loadHighs());

/** Items of two resources, some alike and some of one shape, in bins that cost when opened; a part has to be placed. */
function problemOf(seed: number, rows = 8, bins = 5): PlacementProblem {
  const random = createRandom(seed, 'separable');
  const items = 2 * rows;
  const shapes = [1, 2, 3].map(() => [1 + Math.floor(4 * random()), 1 + Math.floor(4 * random())] as const);
  return placementProblem({
    itemIds: Array.from({ length: items }, (_, item) => `i${item}`),
    binIds: Array.from({ length: bins }, (_, bin) => `b${bin}`),
    resources: ['vCPU', 'memory'].map((name) => ({ name, transient: false })),
    capacity: Float64Array.from({ length: bins * 2 }, () => 4 + Math.floor(8 * random())),
    rowOf: Int32Array.from({ length: items }, (_, item) => (item < rows ? item : Math.floor(rows * random()))),
    rows,
    cost: Float64Array.from({ length: rows * bins }, () => (random() < 0.3 ? Infinity : Math.ceil(20 * random()))),
    demand: Float64Array.from(Array.from({ length: rows }, () => shapes[Math.floor(3 * random())] as readonly number[]).flat()),
    openCost: Float64Array.from({ length: bins }, () => Math.floor(15 * random())),
    leaveOutCost: Float64Array.from({ length: items }, () => (random() < 0.2 ? 30 : 60)),
  });
}

function optimumOf(problem: PlacementProblem): number {
  const { status, objective } = milp(placementMilp(problem).milp, { seconds: 30 });
  expect(status).toBe('optimal');
  return objective ?? NaN;
}

/** Most worth of a bin, every amount of every pair tried. */
function bruteWorth(form: Separable, bin: number, worths: Float64Array, left: Int32Array): number {
  const room = [...form.limit.subarray(bin * form.kinds, (bin + 1) * form.kinds)];
  const visit = (pair: number): number => {
    if (pair === form.ofBin[bin + 1]) return 0;
    const each = form.classOfPair[pair] as number;
    let most = 0;
    const before = [...room];
    for (let amount = 0; amount <= (left[each] as number) && room.every((free) => free >= 0); amount += 1) {
      most = Math.max(most, amount * ((worths[each] as number) - (form.cost[pair] as number)) + visit(pair + 1));
      for (const kind of room.keys()) room[kind] = (room[kind] as number) - (form.demand[pair * form.kinds + kind] as number);
    }
    for (const [kind, free] of before.entries()) room[kind] = free;
    return most;
  };
  return visit(form.ofBin[bin] as number);
}

describe('bins that depend on each other through items alone', () => {
  test('[P3] the best filling of a bin is the best of all', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const form = separable(problemOf(seed));
      const random = createRandom(seed, 'worths');
      const worths = Float64Array.from({ length: form.classes }, () => 40 * random());
      const left = wholeOf(form).left.map((amount) => Math.floor(random() * (amount + 1)));
      const knapsack = new PatternKnapsack(form);
      for (let bin = 0; bin < form.bins; bin += 1) {
        knapsack.solve(bin, worths, left);
        const truth = bruteWorth(form, bin, worths, left);
        expect(knapsack.worth).toBeCloseTo(truth, 8);
        expect(knapsack.bound).toBeGreaterThanOrEqual(truth - 1e-9);
        let worth = 0;
        const used = new Float64Array(form.kinds);
        for (let pair = form.ofBin[bin] as number; pair < (form.ofBin[bin + 1] as number); pair += 1) {
          const taken = knapsack.taken[pair - (form.ofBin[bin] as number)] as number;
          const each = form.classOfPair[pair] as number;
          expect(taken).toBeLessThanOrEqual(left[each] as number);
          worth += taken * ((worths[each] as number) - (form.cost[pair] as number));
          for (const kind of used.keys())
            used[kind] = (used[kind] as number) + taken * (form.demand[pair * form.kinds + kind] as number);
        }
        expect(worth).toBeCloseTo(knapsack.worth, 8);
        for (const [kind, amount] of used.entries())
          expect(amount).toBeLessThanOrEqual(form.limit[bin * form.kinds + kind] as number);
      }
    }
  });

  test('[P3] prices of items never prove more than the optimum, and more than prices of capacity', () => {
    let higher = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const problem = problemOf(seed);
      const optimum = optimumOf(problem);
      const form = separable(problem);
      const prices = new ItemPrices(form, form.leaveOut);
      for (let step = 0; step < 150 && !prices.isSettled; step += 1) {
        prices.step(optimum);
        expect(prices.bound).toBeLessThanOrEqual(optimum + 1e-6);
      }
      if (prices.bound > capacityPrices(problem, optimum, 300).bound + 1e-3) higher += 1;
    }
    expect(higher).toBeGreaterThan(30);
  });

  test('[P3] the program over configurations has the same optimum and a tighter relaxation', () => {
    let tighter = 0;
    for (let seed = 0; seed < 25; seed += 1) {
      const problem = problemOf(seed);
      const form = separable(problem);
      const everything = { remainder: wholeOf(form), prices: form.leaveOut, mostLoss: Infinity, hasPair: () => true };
      const program = configurationMilp(form, everything);
      if (program === null) throw new Error('too many configurations');
      expect(milp(program.milp, { seconds: 30 }).objective).toBeCloseTo(optimumOf(problem), 6);
      const plain = milp(placementMilp(problem).milp, { seconds: 30, relaxed: true }).bound;
      if (milp(program.milp, { seconds: 30, relaxed: true }).bound > plain + 1e-6) tighter += 1;
    }
    expect(tighter).toBeGreaterThan(15);
  });

  test('[P3, P4] with a solver it ends at the optimum and proves it; without one it is never below its bound, and by seed the same', () => {
    for (let seed = 0; seed < 15; seed += 1) {
      const problem = problemOf(seed);
      expect(isSeparable(problem)).toBe(true);
      const optimum = optimumOf(problem);
      const reach = reachOf(problem);
      const form = asSeparable(problem, reach);
      if (form === null) throw new Error('not separable');
      const options = { seed, start: null, milp, milpSeconds: 20, seconds: Infinity, bound: -Infinity };
      const exact = searchSteps(solveSeparable(form, reach, options), 400);
      expect(exact.objective).toBeCloseTo(optimum, 6);
      expect(exact.bound).toBeLessThanOrEqual(optimum + 1e-6);
      expect(checkPlacement(problem, exact.assignment ?? new Int32Array()).violations).toEqual([]);
      const [first, second] = [1, 2].map(() => searchSteps(solveSeparable(form, reach, { ...options, milp: undefined }), 1000));
      if (first === undefined) throw new Error('nothing ran');
      expect(second).toEqual(first);
      expect(first.bound).toBeLessThanOrEqual(optimum + 1e-6);
      expect(first.objective ?? NaN).toBeLessThanOrEqual(1.02 * optimum);
      const checked = checkPlacement(problem, first.assignment ?? new Int32Array());
      expect(checked.violations).toEqual([]);
      expect(checked.objective).toBeCloseTo(first.objective ?? NaN, 6);
    }
  });
});
