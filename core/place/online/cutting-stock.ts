/** What is left of a GPU and each size of request are worth, in whole GPUs. */
export interface PackingPrices {
  /** Worth of a size, by size. */
  readonly worth: ReadonlyMap<number, number>;
  /** Most worth that fits into a gap, by its size from 0 to the whole. */
  readonly gap: Float64Array;
}

const TOLERANCE = 1e-9;
/** Patterns that are tried before the prices are taken as they are: they settle far earlier. */
const MOST_PATTERNS = 2000;

/**
 * Shadow prices of the cutting-stock problem "pack these requests into least units of size `whole`", by Gilmore and Gomory's column
 * generation (Operations Research 9(6), 1961). No pattern is worth more than one unit, and those that an ideal packing uses are worth just one:
 * what a placement wastes is the worth of the gap before, less that of the gap after, less that of the request.
 */
export function packingPrices(counts: ReadonlyMap<number, number>, whole: number): PackingPrices {
  const sizes = [...counts.keys()].filter((size) => size > 0 && size <= whole).toSorted((a, b) => b - a);
  const demand = Float64Array.from(sizes, (size) => counts.get(size) ?? 0);
  const rows = sizes.length;
  // Basis inverse and basic amounts; at first each pattern repeats one size.
  const inverse = sizes.map((size, row) =>
    Float64Array.from({ length: rows }, (_, at) => (at === row ? 1 / Math.floor(whole / size) : 0)),
  );
  const amount = Float64Array.from(sizes, (size, row) => (demand[row] as number) / Math.floor(whole / size));
  let worth = new Float64Array(rows);
  let gap = new Float64Array(whole + 1);
  for (let step = 0; step < MOST_PATTERNS; step += 1) {
    worth = columnSums(inverse, rows);
    const best = bestPattern(sizes, worth, whole);
    gap = best.gap;
    if ((gap[whole] as number) <= 1 + TOLERANCE) break;
    pivot(inverse, amount, best.pattern);
  }
  return { worth: new Map(sizes.map((size, row) => [size, worth[row] as number])), gap };
}

function columnSums(inverse: readonly Float64Array[], rows: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(rows);
  for (const row of inverse) for (let at = 0; at < rows; at += 1) sums[at] = (sums[at] as number) + (row[at] as number);
  return sums;
}

/** Unbounded knapsack: the most worth in each gap, and how often each size is in the best filling of the whole. */
function bestPattern(
  sizes: readonly number[],
  worth: Float64Array,
  whole: number,
): { readonly gap: Float64Array<ArrayBuffer>; readonly pattern: Float64Array } {
  const gap = new Float64Array(whole + 1);
  const choice = new Int32Array(whole + 1).fill(-1);
  for (let room = 1; room <= whole; room += 1) {
    gap[room] = gap[room - 1] as number;
    for (const [row, size] of sizes.entries()) {
      if (size > room) continue;
      const value = (gap[room - size] as number) + (worth[row] as number);
      if (value <= (gap[room] as number) + TOLERANCE) continue;
      gap[room] = value;
      choice[room] = row;
    }
  }
  const pattern = new Float64Array(sizes.length);
  for (let room = whole; room > 0;) {
    const row = choice[room] as number;
    if (row === -1) room -= 1;
    else {
      pattern[row] = (pattern[row] as number) + 1;
      room -= sizes[row] as number;
    }
  }
  return { gap, pattern };
}

/** Brings the pattern into the basis for the one that runs out first. */
function pivot(inverse: Float64Array[], amount: Float64Array, pattern: Float64Array): void {
  const along = inverse.map((row) => row.reduce((sum, each, at) => sum + each * (pattern[at] as number), 0));
  let leaving = -1;
  let least = Infinity;
  for (const [row, rate] of along.entries()) {
    if (rate <= TOLERANCE || (amount[row] as number) / rate >= least) continue;
    least = (amount[row] as number) / rate;
    leaving = row;
  }
  const pivotRow = inverse[leaving];
  const rate = along[leaving];
  if (pivotRow === undefined || rate === undefined) return;
  for (let at = 0; at < pivotRow.length; at += 1) pivotRow[at] = (pivotRow[at] as number) / rate;
  amount[leaving] = least;
  for (const [row, line] of inverse.entries()) {
    const factor = along[row] as number;
    if (row === leaving || factor === 0) continue;
    for (let at = 0; at < line.length; at += 1) line[at] = (line[at] as number) - factor * (pivotRow[at] as number);
    amount[row] = (amount[row] as number) - factor * least;
  }
}
