import type { Assignment, PlacementProblem } from './problem.ts';
import { SearchState } from './state.ts';

/** One item goes from bin to bin; −1 is out: it starts or stops there. */
export interface Move {
  readonly item: number;
  readonly from: number;
  readonly to: number;
  /** It only makes room and goes on later. */
  readonly isParking: boolean;
}

export type MoveOrder =
  | { readonly status: 'ordered'; readonly moves: readonly Move[] }
  /** `moves` can be done; `stuck` items cannot get to their bins after that, one at a time. */
  | { readonly status: 'blocked'; readonly moves: readonly Move[]; readonly stuck: readonly number[] };

/** An item makes room for others at most so often. */
const MOST_PARKINGS = 2;

/**
 * Rule P6: an order of single moves from one placement to another in which no limit breaks on the way. While an item moves it takes its demand on
 * both ends; groups never get shorter of spread and nearness than they are. Where moves wait for one another in a ring, one of them is parked elsewhere.
 */
export function orderMoves(problem: PlacementProblem, from: Assignment, to: Assignment): MoveOrder {
  const state = new SearchState(oneAtATime(problem), from);
  const moves: Move[] = [];
  const parkings = new Uint8Array(state.items);
  const go = (item: number, bin: number, isParking: boolean): boolean => {
    const before = state.binOf[item] as number;
    if (bin !== -1 && !state.canPlace(item, bin)) return false;
    const short = state.shortfall - state.missing;
    state.move(item, bin);
    if (state.shortfall - state.missing > short) {
      state.move(item, before);
      return false;
    }
    moves.push({ item, from: before, to: bin, isParking });
    return true;
  };
  for (;;) {
    const pending = [...state.binOf.keys()].filter((item) => state.binOf[item] !== to[item]);
    if (pending.length === 0) return { status: 'ordered', moves };
    // What is parked is in nobody's way: it goes on when nothing else can.
    const isParked = (item: number): boolean => (parkings[item] as number) > 0;
    const stopping = pending.filter((item) => to[item] === -1);
    const waiting = pending.filter((item) => to[item] !== -1 && !isParked(item));
    const parkedBefore = pending.filter((item) => to[item] !== -1 && isParked(item));
    const goAll = (items: readonly number[]): boolean => items.filter((item) => go(item, to[item] as number, false)).length > 0;
    if (goAll([...stopping, ...waiting]) || goAll(parkedBefore)) continue;
    const targets = new Set(pending.map((item) => to[item] as number));
    const blocking = pending.filter(
      (item) => targets.has(state.binOf[item] as number) && (parkings[item] as number) < MOST_PARKINGS,
    );
    const parked = blocking.find((item) => {
      for (let bin = 0; bin < state.bins; bin += 1)
        if (bin !== state.binOf[item] && !targets.has(bin) && go(item, bin, true)) return true;
      for (let bin = 0; bin < state.bins; bin += 1) if (bin !== state.binOf[item] && go(item, bin, true)) return true;
      return false;
    });
    if (parked === undefined) return { status: 'blocked', moves, stuck: pending };
    parkings[parked] = (parkings[parked] as number) + 1;
  }
}

/** The same limits for moves one after another: what has left a bin is gone from it. */
function oneAtATime(problem: PlacementProblem): PlacementProblem {
  return {
    ...problem,
    resources: problem.resources.map(({ name }) => ({ name, transient: false })),
    initial: new Int32Array(problem.itemIds.length).fill(-1),
    mostMovedCost: 0,
  };
}
