import loadHighs from 'highs';
import { expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { highsMilp } from '../../core/place/highs.ts';
import { improveByMilp, isSeparable } from '../../core/place/milp-neighbourhood.ts';
import { placementMilp } from '../../core/place/placement-milp.ts';
import type { PlacementProblem } from '../../core/place/problem.ts';
import { placementProblem } from '../../core/place/problem.ts';
import { searchSteps } from '../../core/place/progress.ts';

const milp = highsMilp(await loadHighs());

function problemOf(seed: number): PlacementProblem {
  const random = createRandom(seed, 'separable');
  const items = 16;
  const bins = 5;
  return placementProblem({
    itemIds: Array.from({ length: items }, (_, item) => `i${item}`),
    binIds: Array.from({ length: bins }, (_, bin) => `b${bin}`),
    resources: ['vCPU', 'memory'].map((name) => ({ name, transient: false })),
    capacity: Float64Array.from({ length: bins * 2 }, () => 4 + Math.floor(8 * random())),
    cost: Float64Array.from({ length: items * bins }, () => (random() < 0.3 ? Infinity : Math.ceil(20 * random()))),
    demand: Float64Array.from({ length: items * 2 }, () => 1 + Math.floor(4 * random())),
    openCost: Float64Array.from({ length: bins }, () => Math.ceil(15 * random())),
    leaveOutCost: new Float64Array(items).fill(60),
  });
}

test('[P3, P4] parts by mixed-integer programs lead from nothing to the optimum, never above where they were, never below the bound', () => {
  for (let seed = 0; seed < 12; seed += 1) {
    const problem = problemOf(seed);
    expect(isSeparable(problem)).toBe(true);
    const optimum = milp(placementMilp(problem).milp, { seconds: 20 }).objective ?? NaN;
    const start = new Int32Array(problem.itemIds.length).fill(-1);
    const { objective } = checkPlacement(problem, start);
    let last = objective;
    const search = improveByMilp(problem, milp, { seed, start, objective, bound: -Infinity, secondsEach: 20 });
    const result = searchSteps(search, 25, (progress) => {
      expect(progress.objective).toBeLessThanOrEqual(last);
      last = progress.objective ?? NaN;
    });
    const checked = checkPlacement(problem, result.assignment ?? start);
    expect(checked.violations).toEqual([]);
    expect(checked.objective).toBeCloseTo(result.objective ?? NaN, 6);
    expect(result.objective).toBeCloseTo(optimum, 6);
    expect(result.bound).toBeLessThanOrEqual(optimum + 1e-6);
  }
});
