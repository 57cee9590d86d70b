import type { RandomStream } from '../../base/random.ts';
import type { SearchState } from '../state.ts';

/** One of the bins that the item may be in; for a move also −1, out, where that is allowed. */
export function drawBin(state: SearchState, random: RandomStream, item: number, isMove: boolean): number {
  const row = state.problem.rowOf[item] as number;
  const start = state.reach.from[row] as number;
  const count = (state.reach.from[row + 1] as number) - start;
  const mayBeOut = isMove && state.problem.leaveOutCost[item] !== Infinity;
  const drawn = Math.floor(random() * (count + (mayBeOut ? 1 : 0)));
  return drawn < count ? (state.reach.bins[start + drawn] as number) : mayBeOut ? -1 : (state.binOf[item] as number);
}
