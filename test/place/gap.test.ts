import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { asGap, type Gap } from '../../core/place/gap/gap.ts';
import { Knapsack } from '../../core/place/gap/knapsack.ts';
import { Lagrangian } from '../../core/place/gap/lagrangian.ts';
import { solveGap } from '../../core/place/gap/solve-gap.ts';
import { noDecisions } from '../../core/place/gap/tree.ts';
import type { PlacementProblem } from '../../core/place/problem.ts';
import { type SearchProgress, searchFor, searchSteps } from '../../core/place/progress.ts';
import { readGapFolder } from '../bench/place/read-gap.ts';
import { describeSharedData } from '../helpers/shared-data.ts';
import { bruteForce, randomGapProblem } from './random-problem.ts';

describe('generalised assignment', () => {
  test('[P3] the optimum of random problems is that of brute force, proven, and passes the checker', () => {
    let infeasible = 0;
    for (let seed = 0; seed < 150; seed += 1) {
      const problem = randomGapProblem(seed, 6, 3, seed % 2);
      const truth = bruteForce(problem);
      const result = searchSteps(solveGap(gapOf(problem), seed), 5000);
      if (truth === null) {
        expect(result.status).toBe('infeasible');
        infeasible += 1;
        continue;
      }
      expect(result.status).toBe('optimal');
      expect(result.objective).toBeCloseTo(truth.objective, 6);
      expect(result.bound).toBeLessThanOrEqual(truth.objective + 1e-9);
      const checked = checkPlacement(problem, result.assignment ?? new Int32Array());
      expect(checked.violations).toEqual([]);
      expect(checked.objective).toBeCloseTo(truth.objective, 6);
    }
    expect(infeasible).toBeGreaterThan(5);
    expect(infeasible).toBeLessThan(100);
  });

  test('[P4] stopped at any step: the placement never gets worse, the bound never falls, and both are sound', () => {
    const problem = randomGapProblem(3, 40, 5, 0, 0.8);
    const optimum = searchSteps(solveGap(gapOf(problem), 1), 100_000);
    expect(optimum.status).toBe('optimal');
    let last: SearchProgress = { objective: Infinity, bound: -Infinity, assignment: null };
    searchSteps(solveGap(gapOf(problem), 2), 400, (progress) => {
      expect(progress.bound).toBeGreaterThanOrEqual(last.bound);
      expect(progress.bound).toBeLessThanOrEqual(optimum.objective ?? NaN);
      expect(progress.objective ?? Infinity).toBeLessThanOrEqual(last.objective ?? Infinity);
      if (progress.assignment !== null) expect(checkPlacement(problem, progress.assignment).violations).toEqual([]);
      last = progress;
    });
    const stopped = searchSteps(solveGap(gapOf(problem), 2), 3);
    expect(stopped.steps).toBe(3);
    expect(stopped.status).toBe('feasible');
  });

  test('[P4] the same seed and steps give the same placement; a clock only decides where it stops', () => {
    const gap = gapOf(randomGapProblem(5, 60, 6, 0, 0.8));
    const first = searchSteps(solveGap(gap, 7), 300);
    expect(searchSteps(solveGap(gap, 7), 300)).toEqual(first);
    let time = 0;
    const byClock = searchFor(solveGap(gap, 7), 300, () => time++);
    expect(byClock.assignment).toEqual(first.assignment);
  });

  test('[P3] the Lagrangian bound at any prices is below every solution, and so is each penalty below every solution with its pair', () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const problem = randomGapProblem(seed, 5);
      const gap = gapOf(problem);
      const lagrangian = new Lagrangian(gap);
      const random = createRandom(seed, 'prices');
      for (let job = 0; job < gap.jobs; job += 1) lagrangian.prices[job] = 30 * random();
      const bound = lagrangian.penalties(noDecisions(gap));
      for (let agent = 0; agent < gap.agents; agent += 1) {
        for (let job = 0; job < gap.jobs; job += 1) {
          const forced = bruteForce({ ...problem, cost: onlyPair(problem, job, agent) });
          const rise = lagrangian.rise[agent * gap.jobs + job] as number;
          const fits = (gap.weight[agent * gap.jobs + job] as number) <= (gap.capacity[agent] as number);
          if (fits) expect(bound + rise).toBeLessThanOrEqual((forced?.objective ?? Infinity) + 1e-9);
          else expect(forced).toBeNull();
        }
      }
    }
  });

  test('[P3] a knapsack and what each of its items is worth are those of trying all fillings', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = createRandom(seed, 'knapsack');
      const knapsack = new Knapsack();
      const count = 1 + Math.floor(random() * 7);
      const capacity = 5 + Math.floor(random() * 20);
      for (let item = 0; item < count; item += 1) {
        knapsack.weights[item] = 1 + Math.floor(random() * 5);
        knapsack.profits[item] = 0.1 + random() * 9;
      }
      const best = (mustHave: number, mustNot: number): number => {
        let most = -Infinity;
        for (let set = 0; set < 1 << count; set += 1) {
          if ((mustHave !== -1 && (set & (1 << mustHave)) === 0) || (mustNot !== -1 && (set & (1 << mustNot)) !== 0)) continue;
          let weight = 0;
          let profit = 0;
          for (let item = 0; item < count; item += 1) {
            if ((set & (1 << item)) === 0) continue;
            weight += knapsack.weights[item] as number;
            profit += knapsack.profits[item] as number;
          }
          if (weight <= capacity) most = Math.max(most, profit);
        }
        return most;
      };
      const value = knapsack.solveWithLosses(count, capacity);
      expect(value).toBeCloseTo(best(-1, -1), 9);
      for (let item = 0; item < count; item += 1) {
        const other = knapsack.taken[item] === 1 ? best(-1, item) : best(item, -1);
        expect(knapsack.losses[item]).toBeCloseTo(value - other, 9);
      }
    }
  });

  test('[P3] only plain problems of numbers that scale to whole ones take this form', () => {
    const problem = randomGapProblem(1);
    expect(asGap({ ...problem, openCost: problem.openCost.with(0, 1) })).toBeNull();
    expect(asGap({ ...problem, demand: problem.demand.with(0, Math.PI) })).toBeNull();
    expect(asGap({ ...problem, demand: problem.demand.with(0, 1.125) })?.capacity[0]).toBe(
      1000 * (problem.capacity[0] as number),
    );
  });
});

describeSharedData('gap', 'published instances of generalised assignment', (folder) => {
  const instances = readGapFolder(folder, (name) => ['gap12-1', 'b10100', 'c10100', 'e05100'].includes(name));
  test.each(instances)('[P3] $name comes to its published optimum, proven', ({ problem, optimum }) => {
    const result = searchSteps(solveGap(gapOf(problem), 1), 20_000);
    expect(result).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum });
    expect(checkPlacement(problem, result.assignment ?? new Int32Array())).toMatchObject({ violations: [], objective: optimum });
  });
});

function gapOf(problem: PlacementProblem): Gap {
  const gap = asGap(problem);
  if (gap === null) throw new Error('not a generalised assignment problem');
  return gap;
}

/** Costs under which the job may only be with the agent. */
function onlyPair(problem: PlacementProblem, job: number, agent: number): Float64Array {
  const agents = problem.binIds.length;
  return problem.cost.map((cost, at) => (Math.floor(at / agents) === job && at % agents !== agent ? Infinity : cost));
}
