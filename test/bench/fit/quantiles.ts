/** One value with its weight in a distribution. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** The part of a distribution that is told: quartiles and the middle nine tenths. */
export interface Spread {
  readonly q05: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly q95: number;
}

/** Value below which the share `p` of all weight lies. */
export function weightedQuantile(values: readonly Weighted[], p: number): number {
  return quantilesOf(values, [p])[0] ?? Number.NaN;
}

export function spreadOf(values: readonly Weighted[]): Spread {
  const [q05 = NaN, q25 = NaN, median = NaN, q75 = NaN, q95 = NaN] = quantilesOf(values, [0.05, 0.25, 0.5, 0.75, 0.95]);
  return { q05, q25, median, q75, q95 };
}

/** Every group counts the same, however many values it has. */
export function evenly(groups: readonly (readonly number[])[]): Weighted[] {
  return groups.flatMap((values) => values.map((value) => ({ value, weight: 1 / values.length })));
}

/** Values below which shares of all weight lie; `shares` in rising order. */
export function quantilesOf(values: readonly Weighted[], shares: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const whole = sorted.reduce((total, { weight }) => total + weight, 0);
  const found: number[] = [];
  let below = 0;
  let at = -1;
  for (const share of shares) {
    while (below < share * whole && at + 1 < sorted.length) below += sorted[++at]?.weight ?? 0;
    found.push(sorted[Math.max(0, at)]?.value ?? Number.NaN);
  }
  return found;
}
