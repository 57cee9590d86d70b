import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { orderMoves } from '../../core/place/move-order.ts';
import { demandOf, type PlacementProblem, placementProblem } from '../../core/place/problem.ts';
import { bruteForce, randomProblem } from './random-problem.ts';

/** Violations of a problem whose moves are done one by one. */
function violations(problem: PlacementProblem, assignment: Int32Array): readonly { readonly kind: string }[] {
  return checkPlacement({ ...problem, initial: new Int32Array(problem.itemIds.length).fill(-1) }, assignment).violations;
}

/** `count` bins of two units; items of one unit each. */
function bins(count: number, items: number): PlacementProblem {
  return placementProblem({
    itemIds: Array.from({ length: items }, (_, item) => `i${item}`),
    binIds: Array.from({ length: count }, (_, bin) => `b${bin}`),
    resources: [{ name: 'cpu', transient: false }],
    capacity: new Float64Array(count).fill(2),
    cost: new Float64Array(count * items),
    demand: new Float64Array(items).fill(1),
  });
}

describe('the order of moves', () => {
  test('[P6] moves in a ring need one parked elsewhere, and are told as blocked where there is no room at all', () => {
    const from = Int32Array.of(0, 0, 1, 1);
    const to = Int32Array.of(1, 1, 0, 0);
    expect(orderMoves(bins(2, 4), from, to)).toEqual({ status: 'blocked', moves: [], stuck: [0, 1, 2, 3] });
    const order = orderMoves(bins(3, 4), from, to);
    expect(order.status).toBe('ordered');
    expect(order.moves.filter(({ isParking }) => isParking)).toHaveLength(1);
    expect(order.moves).toHaveLength(5);
  });

  test('[P6] from any feasible placement to another: each step is feasible, with what moves on both ends, and the last is the other', () => {
    const counts = { ordered: 0, steps: 0 };
    for (let seed = 0; seed < 200; seed += 1) {
      const problem = randomProblem(seed, 5, 3);
      const goal = bruteForce(problem)?.assignment;
      const random = createRandom(seed, 'start');
      const candidates = Array.from({ length: 300 }, () => Int32Array.from({ length: 5 }, () => Math.floor(random() * 3)));
      const start = candidates.find((each) => violations(problem, each).length === 0);
      if (goal === undefined || start === undefined || violations(problem, goal).length > 0) continue;
      const order = orderMoves(problem, start, goal);
      const now = start.slice();
      for (const { item, from, to } of order.moves) {
        expect(now[item]).toBe(from);
        for (const resource of to === -1 ? [] : problem.resources.keys()) {
          const used = [...now].reduce((sum, bin, other) => sum + (bin === to ? demandOf(problem, other, to, resource) : 0), 0);
          expect(used + demandOf(problem, item, to, resource)).toBeLessThanOrEqual(problem.capacity[to * 2 + resource] ?? NaN);
        }
        now[item] = to;
        expect(violations(problem, now)).toEqual([]);
        counts.steps += 1;
      }
      if (order.status !== 'ordered') continue;
      expect(now).toEqual(goal);
      counts.ordered += 1;
    }
    expect(counts.ordered).toBeGreaterThan(25);
    expect(counts.steps).toBeGreaterThan(60);
  });
});
