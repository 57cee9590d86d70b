import type { Passage } from './max-min.ts';
import { FairShares } from './max-min.ts';

export interface Transfer {
  readonly passages: readonly Passage[];
  readonly sizeMB: number;
}

export interface Finished {
  /** Seconds from the common start; null where an arc on the way has nothing to give. */
  readonly seconds: readonly (number | null)[];
  /** Arc that held each back when it finished; −1 where none did. */
  readonly bottleneck: Int32Array;
}

/** Transfers up to which each finish is told apart. */
const EXACT_UP_TO = 2000;
/** Beyond, finishes that lie this close together, relative to the time since the start, count as the last of them. */
const TOGETHER = 0.005;

/**
 * [R1] When transfers that start together are done, as a fluid: each has its max–min fair rate, and the rest rise when one is done. For equal
 * sizes the last one ends at the largest sum over an arc of size × transfers / bandwidth.
 */
export function finishTimes(transfers: readonly Transfer[], capacityMbps: (arc: number) => number): Finished {
  const leftMbit = Float64Array.from(transfers, (one) => one.sizeMB * 8);
  const seconds: (number | null)[] = transfers.map((one) => (one.sizeMB === 0 || one.passages.length === 0 ? 0 : null));
  const bottleneck = new Int32Array(transfers.length).fill(-1);
  const shares = new FairShares(
    transfers.map((one) => one.passages),
    capacityMbps,
  );
  const active = Uint8Array.from(seconds, (done) => (done === null ? 1 : 0));
  let open = seconds.flatMap((done, index) => (done === null ? [index] : []));
  const slack = transfers.length > EXACT_UP_TO ? TOGETHER : 0;
  let now = 0;
  while (open.length > 0) {
    shares.share(active);
    let soonest = Infinity;
    for (const index of open) {
      const rate = shares.mbps[index] ?? 0;
      if (rate > 0) soonest = Math.min(soonest, (leftMbit[index] ?? 0) / rate);
    }
    if (soonest === Infinity) break;
    const step = soonest + (now + soonest) * slack;
    now += step;
    const still: number[] = [];
    for (const index of open) {
      const rate = shares.mbps[index] ?? 0;
      const left = (leftMbit[index] ?? 0) - rate * step;
      leftMbit[index] = left;
      // What rounding leaves of a transfer is nothing.
      const isDone = left <= (transfers[index]?.sizeMB ?? 0) * 8e-9;
      if (!isDone && rate > 0) {
        still.push(index);
        continue;
      }
      active[index] = 0;
      if (!isDone) continue;
      seconds[index] = now;
      bottleneck[index] = shares.bottleneck[index] ?? -1;
    }
    open = still;
  }
  return { seconds, bottleneck };
}
