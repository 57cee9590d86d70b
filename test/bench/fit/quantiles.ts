/** A distribution in which every group counts the same, however many values it has. Values of a group in rising order. */
export type Mixture = readonly Float64Array[];

/** The part of a distribution that is told: quartiles and the middle nine tenths. */
export interface Spread {
  readonly q05: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly q95: number;
}

/** Halvings of the range until it is below the precision of a number. */
const STEPS = 80;

export function mixtureOf(groups: readonly (readonly number[])[]): Mixture {
  return groups.filter((values) => values.length > 0).map((values) => Float64Array.from(values).toSorted());
}

/** Least value that the share `p` of all weight does not exceed. */
export function quantile(mixture: Mixture, p: number): number {
  let low = Math.min(...mixture.map((values) => values[0] ?? Infinity));
  let high = Math.max(...mixture.map((values) => values.at(-1) ?? -Infinity));
  if (shareUpTo(mixture, low) >= p) return low;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (shareUpTo(mixture, middle) >= p) high = middle;
    else low = middle;
  }
  return high;
}

export function spreadOf(mixture: Mixture): Spread {
  const at = (p: number): number => quantile(mixture, p);
  return { q05: at(0.05), q25: at(0.25), median: at(0.5), q75: at(0.75), q95: at(0.95) };
}

/** A hundred values that stand for the distribution. */
export function hundredths(mixture: Mixture): number[] {
  return Array.from({ length: 100 }, (_, at) => quantile(mixture, (at + 0.5) / 100));
}

function shareUpTo(mixture: Mixture, value: number): number {
  return mixture.reduce((total, values) => total + countUpTo(values, value) / values.length, 0) / mixture.length;
}

function countUpTo(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
