import type { RandomStream } from '../../base/random.ts';
import type { SearchState } from '../state.ts';
import { drawBin } from './draw-bin.ts';

/** Items that a chain moves at most, and bins that are tried for the last of them. */
const MOST_LINKS = 4;
const TRIES = 6;

/**
 * An ejection chain (Glover): the item goes to the bin though there may be no room, one of those inside goes out for it and on to another bin in the
 * same way, until one finds room or stays out. What came of it stands by the rule of Metropolis. True when it stands.
 */
export function eject(state: SearchState, random: RandomStream, item: number, to: number, heat: number): boolean {
  const { cost } = state;
  const trail: { readonly item: number; readonly from: number }[] = [{ item, from: state.binOf[item] as number }];
  let moving = item;
  let bin = to;
  state.move(moving, -1);
  for (let link = 0; link < MOST_LINKS && bin !== -1; link += 1) {
    if (state.canPlace(moving, bin)) {
      state.move(moving, bin);
      break;
    }
    if (state.count[bin] === 0) break;
    const other = state.itemAt(bin, random());
    if (trail.some((each) => each.item === other) || !state.canPlace(moving, bin, other)) break;
    trail.push({ item: other, from: bin });
    state.move(other, -1);
    state.move(moving, bin);
    moving = other;
    bin = roomiest(state, random, other);
  }
  const worse = state.cost - cost;
  if (worse <= 0 || random() < Math.exp(-worse / heat)) return true;
  for (const each of trail) state.move(each.item, -1);
  for (const each of trail) state.move(each.item, each.from);
  state.cost = cost;
  return false;
}

/** Of some of its bins the cheapest with room, else any; −1 when it has none. */
function roomiest(state: SearchState, random: RandomStream, item: number): number {
  let best = -1;
  let least = Infinity;
  let any = -1;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const bin = drawBin(state, random, item, false);
    any = bin;
    if (bin === -1 || !state.canPlace(item, bin)) continue;
    const change = state.moveCost(item, bin);
    if (change >= least) continue;
    least = change;
    best = bin;
  }
  return best === -1 ? any : best;
}
