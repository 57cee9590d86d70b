import type { PlacementProblem } from './problem.ts';

/** Bins that each row may be in at all and what it costs there: entries `from[row]` up to `from[row + 1]`. Of a large table of costs few pairs are allowed. */
export interface Reach {
  readonly from: Int32Array;
  readonly bins: Int32Array;
  readonly cost: Float64Array;
}

/** Cost: one pass over the table of costs, the only one that a search makes. */
export function reachOf(problem: PlacementProblem): Reach {
  const width = problem.binIds.length;
  const from = new Int32Array(problem.rows + 1);
  let bins = new Int32Array(1024);
  let count = 0;
  for (let row = 0, at = 0; row < problem.rows; row += 1) {
    if (count + width > bins.length) {
      const larger = new Int32Array(2 * (count + width));
      larger.set(bins.subarray(0, count));
      bins = larger;
    }
    for (let bin = 0; bin < width; bin += 1, at += 1) {
      if (problem.cost[at] === Infinity) continue;
      bins[count] = bin;
      count += 1;
    }
    from[row + 1] = count;
  }
  const cost = new Float64Array(count);
  for (let row = 0; row < problem.rows; row += 1)
    for (let at = from[row] as number; at < (from[row + 1] as number); at += 1)
      cost[at] = problem.cost[row * width + (bins[at] as number)] as number;
  return { from, bins: bins.slice(0, count), cost };
}
