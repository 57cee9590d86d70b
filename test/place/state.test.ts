import { expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { checkPlacement } from '../../core/place/check.ts';
import { SearchState } from '../../core/place/state.ts';
import { randomProblem } from './random-problem.ts';

/** What the state says of itself, from the checker: objective, and penalties for what is out though it must not be, or short in a group. */
function costByChecker(state: SearchState): number {
  const { objective, violations } = checkPlacement(state.problem, state.binOf);
  let penalties = 0;
  for (const each of violations) {
    if (each.kind === 'not-placed' || each.kind === 'near') penalties += 1;
    else if (each.kind === 'spread') penalties += each.needed - each.zones;
    else throw new Error(`The state broke a hard limit: ${JSON.stringify(each)}`);
  }
  return objective + penalties * state.penalty;
}

test('[P4] a search’s running cost and limits are those of the checker after any moves and swaps, on problems with every part', () => {
  const done = { moves: 0, swaps: 0, refused: 0 };
  for (let seed = 0; seed < 120; seed += 1) {
    const problem = randomProblem(seed, 7, 4);
    const random = createRandom(seed, 'moves');
    const state = new SearchState(problem);
    expect(state.cost).toBeCloseTo(costByChecker(state), 6);
    for (let step = 0; step < 60; step += 1) {
      const item = Math.floor(random() * 7);
      const other = Math.floor(random() * 7);
      const bin = Math.floor(random() * 5) - 1;
      const inItem = state.binOf[item] as number;
      const inOther = state.binOf[other] as number;
      if (random() < 0.5 && inItem !== -1 && inOther !== -1 && inItem !== inOther) {
        if (!state.canPlace(item, inOther, other) || !state.canPlace(other, inItem, item)) continue;
        const expected = state.cost + state.swapCost(item, other);
        state.swap(item, other);
        expect(state.cost).toBeCloseTo(expected, 6);
        done.swaps += 1;
      } else {
        if (bin !== -1 && bin !== inItem && !state.canPlace(item, bin)) {
          // What is out keeps its transient resources at home, which the checker does not ask for.
          if (state.binOf.some((each, at) => each === -1 && problem.initial[at] !== -1)) continue;
          done.refused += 1;
          const tried = state.binOf.with(item, bin);
          const before = checkPlacement(problem, state.binOf).violations.length;
          const hard = checkPlacement(problem, tried).violations.filter(
            ({ kind }) => !['not-placed', 'near', 'spread'].includes(kind),
          );
          expect(hard.length, JSON.stringify({ seed, item, bin, before })).toBeGreaterThan(0);
          continue;
        }
        const expected = state.cost + state.moveCost(item, bin);
        state.move(item, bin);
        expect(state.cost).toBeCloseTo(expected, 6);
        done.moves += 1;
      }
      expect(state.cost).toBeCloseTo(costByChecker(state), 5);
    }
  }
  expect(done.moves).toBeGreaterThan(1000);
  expect(done.swaps).toBeGreaterThan(100);
  expect(done.refused).toBeGreaterThan(50);
});
