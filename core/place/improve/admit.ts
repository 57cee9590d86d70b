import type { SearchState } from '../state.ts';

/** How many others may have to move on for one item, and placements weighed for it at most. */
const MOST_MOVED = 2;
const MOST_WORK = 20_000;

/** Lets in what is out, where that lowers the cost: with room made by others that move on, searched in full rather than drawn. */
export function admitAll(state: SearchState): void {
  for (let item = 0; item < state.items; item += 1) {
    if (state.binOf[item] !== -1) continue;
    const { work } = state;
    // The cheapest way first: no one moves, one, two.
    for (let moved = 0; moved <= MOST_MOVED && state.work - work < MOST_WORK; moved += 1)
      if (admit(state, item, moved, state.cost, work + MOST_WORK)) break;
  }
}

/** Places an item, with so many others moved on, so that the cost falls below a limit; false where all is as before. */
function admit(state: SearchState, item: number, others: number, below: number, mostWork: number): boolean {
  const row = state.problem.rowOf[item] as number;
  const start = state.reach.from[row] as number;
  const end = state.reach.from[row + 1] as number;
  if (others === 0) {
    let best = -1;
    let least = below - state.cost - 1e-9 * Math.abs(below);
    for (let at = start; at < end; at += 1) {
      const bin = state.reach.bins[at] as number;
      if (!state.canPlace(item, bin)) continue;
      const change = state.moveCost(item, bin);
      if (change >= least) continue;
      least = change;
      best = bin;
    }
    if (best !== -1) state.move(item, best);
    return best !== -1;
  }
  for (let at = start; at < end && state.work < mostWork; at += 1) {
    const bin = state.reach.bins[at] as number;
    for (const other of state.itemsIn(bin)) {
      if (!state.canPlace(item, bin, other)) continue;
      const { cost } = state;
      state.move(other, -1);
      state.move(item, bin);
      if (admit(state, other, others - 1, below, mostWork)) return true;
      state.move(item, -1);
      state.move(other, bin);
      state.cost = cost;
      if (state.work >= mostWork) break;
    }
  }
  return false;
}
