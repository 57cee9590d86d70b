import loadHighs from 'highs';
import { describe, expect, test } from 'vitest';
import { checkPlacement } from '../../core/place/check.ts';
import { highsMilp } from '../../core/place/highs.ts';
import { assignmentOf, placementMilp } from '../../core/place/placement-milp.ts';
import { bruteForce, randomProblem } from './random-problem.ts';

const milp = highsMilp(await loadHighs());

describe('a placement problem as a program', () => {
  test('[P3] has the optimum of brute force, whatever parts of the form are in it, and the checker agrees', () => {
    const kinds = { feasible: 0, infeasible: 0 };
    for (let seed = 0; seed < 60; seed += 1) {
      const problem = randomProblem(seed);
      const truth = bruteForce(problem);
      const program = placementMilp(problem);
      const result = milp(program.milp, { seconds: 20 });
      if (truth === null) {
        expect(result.status).toBe('infeasible');
        kinds.infeasible += 1;
        continue;
      }
      kinds.feasible += 1;
      expect(result.status).toBe('optimal');
      expect(result.objective).toBeCloseTo(truth.objective, 5);
      const assignment = assignmentOf(program, result.columns ?? new Float64Array(), problem.itemIds.length);
      const checked = checkPlacement(problem, assignment);
      expect(checked.violations).toEqual([]);
      expect(checked.objective).toBeCloseTo(truth.objective, 5);
    }
    expect(kinds.feasible).toBeGreaterThan(20);
    expect(kinds.infeasible).toBeGreaterThan(5);
  });

  test('[P3] its relaxation is a bound', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const problem = randomProblem(seed);
      const truth = bruteForce(problem);
      const { bound } = milp(placementMilp(problem).milp, { seconds: 20, relaxed: true });
      expect(bound).toBeLessThanOrEqual((truth?.objective ?? Infinity) + 1e-6);
    }
  });
});
