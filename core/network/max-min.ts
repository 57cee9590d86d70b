import { IndexHeap } from '../base/heap.ts';

/** An arc that a transfer runs over, with the share of its rate that goes there (below 1 where a way is balanced over several). */
export interface Passage {
  readonly arc: number;
  readonly weight: number;
}

export interface Rates {
  /** By transfer; Infinity where it crosses nothing. */
  readonly mbps: Float64Array;
  /** Arc that holds each back; −1 where none does. */
  readonly bottleneck: Int32Array;
}

/**
 * [R1] Max–min fair rates by progressive filling (Bertsekas and Gallager, Data Networks, 2nd edition, 6.5.2): all rates rise together until an arc
 * is full; those that cross it stay, the others rise on. Transfers without `active` get nothing. Cost O(passages × log arcs).
 */
export function maxMinRates(
  transfers: readonly (readonly Passage[])[],
  capacityMbps: (arc: number) => number,
  active: (transfer: number) => boolean = () => true,
): Rates {
  const mbps = new Float64Array(transfers.length);
  const bottleneck = new Int32Array(transfers.length).fill(-1);
  const arcs = new Map<number, ArcState>();
  for (const [transfer, passages] of transfers.entries()) {
    if (!active(transfer)) continue;
    mbps[transfer] = Infinity;
    for (const { arc, weight } of passages) {
      let state = arcs.get(arc);
      if (state === undefined)
        arcs.set(arc, (state = { capacity: capacityMbps(arc), taken: 0, weight: 0, rising: 0, transfers: [] }));
      state.weight += weight;
      state.rising += 1;
      state.transfers.push(transfer);
    }
  }
  const heap = new IndexHeap();
  for (const [arc, state] of arcs) heap.push(arc, levelOf(state));
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const state = arcs.get(next.item);
    if (state === undefined || state.rising === 0) continue;
    const level = levelOf(state);
    // Its level has risen since because others were held back elsewhere.
    if (level > next.key) {
      heap.push(next.item, level);
      continue;
    }
    for (const transfer of state.transfers) {
      if (mbps[transfer] !== Infinity) continue;
      mbps[transfer] = level;
      bottleneck[transfer] = next.item;
      for (const { arc, weight } of transfers[transfer] ?? []) {
        const other = arcs.get(arc);
        if (other === undefined) continue;
        other.taken += level * weight;
        other.weight -= weight;
        other.rising -= 1;
      }
    }
  }
  return { mbps, bottleneck };
}

interface ArcState {
  readonly capacity: number;
  /** By transfers that no longer rise, Mbps. */
  taken: number;
  /** Weights of those that do, and how many they are. */
  weight: number;
  rising: number;
  readonly transfers: number[];
}

/** Common rate at which the arc is full. */
function levelOf({ capacity, taken, weight }: ArcState): number {
  return weight <= 0 ? Infinity : Math.max(0, capacity - taken) / weight;
}
