import { IndexHeap } from '../base/heap.ts';

/** An arc that a transfer runs over, with the share of its rate that goes there (below 1 where a way is balanced over several). */
export interface Passage {
  readonly arc: number;
  readonly weight: number;
}

/**
 * [R1] Max–min fair rates by progressive filling (Bertsekas and Gallager, Data Networks, 2nd edition, 6.5.2): all rates rise together until an arc
 * is full; those that cross it stay, the others rise on. Made once for a set of transfers, asked again as some of them end.
 */
export class FairShares {
  /** By transfer, Mbps: Infinity where it crosses nothing, 0 where it is not active. */
  readonly mbps: Float64Array;
  /** Arc that holds each back; −1 where none does. */
  readonly bottleneck: Int32Array;
  /** Arcs by their place here. */
  private readonly arcs: number[] = [];
  private readonly capacity: number[] = [];
  /** Passages of transfer t: `first[t]` to `first[t + 1]`, as places of arcs and weights. */
  private readonly first: Int32Array;
  private readonly place: Int32Array;
  private readonly weightOf: Float64Array;
  /** Transfers by the place of their arcs. */
  private readonly crossing: number[][] = [];
  /** Of the transfers that still rise: their weight on an arc and how many they are; and what the others take of it. */
  private readonly weight: Float64Array;
  private readonly rising: Int32Array;
  private readonly taken: Float64Array;

  constructor(transfers: readonly (readonly Passage[])[], capacityMbps: (arc: number) => number) {
    const placeOf = new Map<number, number>();
    const total = transfers.reduce((sum, passages) => sum + passages.length, 0);
    this.mbps = new Float64Array(transfers.length);
    this.bottleneck = new Int32Array(transfers.length);
    this.first = new Int32Array(transfers.length + 1);
    this.place = new Int32Array(total);
    this.weightOf = new Float64Array(total);
    let at = 0;
    for (const [transfer, passages] of transfers.entries()) {
      for (const { arc, weight } of passages) {
        let place = placeOf.get(arc);
        if (place === undefined) {
          place = this.arcs.length;
          placeOf.set(arc, place);
          this.arcs.push(arc);
          this.capacity.push(capacityMbps(arc));
          this.crossing.push([]);
        }
        this.crossing[place]?.push(transfer);
        this.place[at] = place;
        this.weightOf[at] = weight;
        at += 1;
      }
      this.first[transfer + 1] = at;
    }
    this.weight = new Float64Array(this.arcs.length);
    this.rising = new Int32Array(this.arcs.length);
    this.taken = new Float64Array(this.arcs.length);
  }

  /** Fills `mbps` and `bottleneck` for the active transfers. Cost O(their passages × log arcs). */
  share(active: Uint8Array): void {
    const { mbps, weight, rising, taken } = this;
    weight.fill(0);
    rising.fill(0);
    taken.fill(0);
    this.bottleneck.fill(-1);
    for (let transfer = 0; transfer < mbps.length; transfer += 1) {
      mbps[transfer] = active[transfer] === 1 ? Infinity : 0;
      if (active[transfer] === 1) this.each(transfer, (place, share) => this.count(place, share, 1));
    }
    const heap = new IndexHeap();
    for (let place = 0; place < this.arcs.length; place += 1) if ((rising[place] ?? 0) > 0) heap.push(place, this.level(place));
    for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
      const place = next.item;
      if ((rising[place] ?? 0) === 0) continue;
      const level = this.level(place);
      // Its level has risen since, because others were held back elsewhere.
      if (level > next.key) heap.push(place, level);
      else for (const transfer of this.crossing[place] ?? []) this.hold(transfer, place, level);
    }
  }

  /** A transfer that still rises stays at `level` from now on. */
  private hold(transfer: number, place: number, level: number): void {
    if (this.mbps[transfer] !== Infinity) return;
    this.mbps[transfer] = level;
    this.bottleneck[transfer] = this.arcs[place] ?? -1;
    this.each(transfer, (other, share) => {
      this.taken[other] = (this.taken[other] ?? 0) + level * share;
      this.count(other, -share, -1);
    });
  }

  private count(place: number, share: number, transfers: number): void {
    this.weight[place] = (this.weight[place] ?? 0) + share;
    this.rising[place] = (this.rising[place] ?? 0) + transfers;
  }

  /** Common rate at which an arc is full. */
  private level(place: number): number {
    const weight = this.weight[place] ?? 0;
    return weight <= 0 ? Infinity : Math.max(0, (this.capacity[place] ?? 0) - (this.taken[place] ?? 0)) / weight;
  }

  private each(transfer: number, visit: (place: number, share: number) => void): void {
    const end = this.first[transfer + 1] ?? 0;
    for (let at = this.first[transfer] ?? 0; at < end; at += 1) visit(this.place[at] ?? 0, this.weightOf[at] ?? 0);
  }
}

/** [R1] Fair rates of transfers that are all active. */
export function maxMinRates(
  transfers: readonly (readonly Passage[])[],
  capacityMbps: (arc: number) => number,
): Pick<FairShares, 'mbps' | 'bottleneck'> {
  const shares = new FairShares(transfers, capacityMbps);
  shares.share(new Uint8Array(transfers.length).fill(1));
  return shares;
}
