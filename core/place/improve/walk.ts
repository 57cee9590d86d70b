import type { RandomStream } from '../../base/random.ts';
import type { SearchState } from '../state.ts';
import { drawBin } from './draw-bin.ts';
import { eject } from './eject.ts';

/** Single moves and swaps that are tried in one step. */
const TRIES = 2000;
const SHARE_OF_MOVES = 0.55;
const SHARE_OF_CHAINS = 0.01;

/** Random single moves and swaps; each stands by the rule of Metropolis. `keep` is told of what might be the best so far. */
export function walk(state: SearchState, random: RandomStream, heat: number, keep: () => void): void {
  const { items, binOf } = state;
  let least = state.cost;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const item = Math.floor(random() * items);
    const from = binOf[item] as number;
    const kind = from === -1 ? SHARE_OF_MOVES * (1 - 2 * random()) : random() - SHARE_OF_CHAINS;
    if (kind < 0) {
      const to = drawBin(state, random, item, false);
      if (to === from || to === -1) continue;
      if (state.cost <= least) keep();
      eject(state, random, item, to, heat);
      if (state.cost < least) least = state.cost;
      continue;
    }
    const isMove = kind < SHARE_OF_MOVES;
    const to = drawBin(state, random, item, isMove);
    if (to === from) continue;
    if (isMove) {
      if (to !== -1 && !state.canPlace(item, to)) continue;
      const change = state.moveCost(item, to);
      if (change > 0 && random() >= Math.exp(-change / heat)) continue;
      // On the way up from a record, the record is kept first.
      if (change > 0 && state.cost <= least) keep();
      state.move(item, to);
    } else {
      if (to === -1 || state.count[to] === 0) continue;
      const other = state.itemAt(to, random());
      if (!state.canPlace(item, to, other) || !state.canPlace(other, from, item)) continue;
      const change = state.swapCost(item, other);
      if (change > 0 && random() >= Math.exp(-change / heat)) continue;
      if (change > 0 && state.cost <= least) keep();
      state.swap(item, other);
    }
    if (state.cost < least) least = state.cost;
  }
}
