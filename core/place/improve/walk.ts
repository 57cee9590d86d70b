import type { RandomStream } from '../../base/random.ts';
import type { SearchState } from '../state.ts';

/** Single moves and swaps that are tried in one step. */
const TRIES = 2000;
const SHARE_OF_MOVES = 0.6;

/** Random single moves and swaps; each stands by the rule of Metropolis. `keep` is told of what might be the best so far. */
export function walk(state: SearchState, random: RandomStream, heat: number, keep: () => void): void {
  const { items, bins, binOf } = state;
  let least = state.cost;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const item = Math.floor(random() * items);
    const from = binOf[item] as number;
    if (from === -1 || random() < SHARE_OF_MOVES) {
      // One draw more than there are bins: out, where that is allowed.
      const drawn = Math.floor(random() * (bins + 1));
      const bin = drawn === bins ? -1 : drawn;
      if (bin === from || !(bin === -1 ? mayBeOut(state, item) : state.canPlace(item, bin))) continue;
      const change = state.moveCost(item, bin);
      if (change > 0 && random() >= Math.exp(-change / heat)) continue;
      // On the way up from a record, the record is kept first.
      if (change > 0 && state.cost <= least) keep();
      state.move(item, bin);
    } else {
      const other = Math.floor(random() * items);
      const bin = binOf[other] as number;
      if (bin === -1 || bin === from || !state.canPlace(item, bin, other) || !state.canPlace(other, from, item)) continue;
      const change = state.swapCost(item, other);
      if (change > 0 && random() >= Math.exp(-change / heat)) continue;
      if (change > 0 && state.cost <= least) keep();
      state.swap(item, other);
    }
    if (state.cost < least) least = state.cost;
  }
}

function mayBeOut(state: SearchState, item: number): boolean {
  return state.problem.leaveOutCost[item] !== Infinity;
}
