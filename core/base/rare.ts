import { exp } from './elementary.ts';
import type { Moments } from './moments.ts';
import { distributionOf, mixture, NO_DELAY, quantile, sometimes, sum } from './moments.ts';
import type { WeightedMoments } from './quick-mixture.ts';
import { QuickMixture } from './quick-mixture.ts';

/** Something that happens to a delay now and then, apart from all else: how often, and what it then adds. */
export interface Rare {
  readonly probability: number;
  readonly extra: Moments;
}

export const NOTHING_RARE: readonly Rare[] = Object.freeze([]);

/** More of them are put together, those of like size first. */
const APART_AT_MOST = 3;
/** Share of all cases below which a case is not looked at by itself. */
const LEAST_WEIGHT = 1e-4;
/** What adds less than this many deviations of the rest leaves no mark of its own on a percentile. */
const LEAST_DEVIATIONS = 0.75;

/** Cumulants of what happens now and then. */
export function momentsOfRare(rare: readonly Rare[]): Moments {
  let moments = NO_DELAY;
  for (const { probability, extra } of rare) moments = sum(moments, sometimes(probability, extra));
  return moments;
}

export function without(whole: Moments, rare: readonly Rare[]): Moments {
  if (rare.length === 0) return whole;
  const part = momentsOfRare(rare);
  return {
    mean: whole.mean - part.mean,
    variance: Math.max(0, whole.variance - part.variance),
    third: whole.third - part.third,
    minimum: whole.minimum,
    maximum: whole.maximum,
  };
}

/** All of both lists, those of like size put together where there are too many. */
export function joinedRare(a: readonly Rare[], b: readonly Rare[]): readonly Rare[] {
  if (b.length === 0) return a;
  if (a.length === 0 && b.length <= APART_AT_MOST) return b;
  const all = [...a, ...b].toSorted((one, other) => one.extra.mean - other.extra.mean || one.probability - other.probability);
  while (all.length > APART_AT_MOST) {
    let at = 0;
    let least = Infinity;
    for (let index = 0; index + 1 < all.length; index += 1) {
      const ratio = (all[index + 1] as Rare).extra.mean / Math.max(1e-12, (all[index] as Rare).extra.mean);
      if (ratio >= least) continue;
      least = ratio;
      at = index;
    }
    all.splice(at, 2, either(all[at] as Rare, all[at + 1] as Rare));
  }
  return all;
}

/** That one of two happens, or both. */
function either(a: Rare, b: Rare): Rare {
  const both = a.probability * b.probability;
  const extra = mixture([
    { share: a.probability - both, moments: a.extra },
    { share: b.probability - both, moments: b.extra },
    { share: both, moments: sum(a.extra, b.extra) },
  ]);
  return { probability: a.probability + b.probability - both, extra };
}

/** What is left of something rare where `gapMs` of it go unnoticed: as if it were its least value and an exponential. */
export function beyond(rare: Rare, gapMs: number): Rare | null {
  const { probability, extra } = rare;
  const fixedMs = Math.max(0, extra.mean - Math.sqrt(extra.variance));
  if (gapMs <= 0) return rare;
  if (gapMs <= fixedMs)
    return { probability, extra: { ...extra, mean: extra.mean - gapMs, minimum: Math.max(0, extra.minimum - gapMs) } };
  const meanMs = extra.mean - fixedMs;
  if (meanMs <= 0) return null;
  const left = probability * exp(-(gapMs - fixedMs) / meanMs);
  return left < LEAST_WEIGHT ? null : { probability: left, extra: { ...extra, mean: meanMs, minimum: 0 } };
}

/**
 * Quantile of a delay with cumulants `whole`, of which `rare` is a part: of the mixture of what may have happened, each case with the distribution of
 * `quantile` in `moments.ts`. Non-decreasing in `p`, but for rounding.
 */
export function quantileWithRare(whole: Moments, rare: readonly Rare[]): (p: number) => number {
  const marked = markedOf(whole, rare);
  if (marked.length === 0) return (p) => quantile(whole, p);
  const cases = casesOf(without(whole, marked), marked);
  if (cases.length <= 1) return (p) => quantile(whole, p);
  const mixed = new QuickMixture(cases);
  return (p) => mixed.quantile(p, quantile(whole, p));
}

/** What leaves a mark of its own on percentiles. */
function markedOf(whole: Moments, rare: readonly Rare[]): readonly Rare[] {
  const least = LEAST_DEVIATIONS * Math.sqrt(without(whole, rare).variance);
  return rare.filter(({ probability, extra }) => probability > LEAST_WEIGHT && probability < 1 && extra.mean > least);
}

function casesOf(base: Moments, rare: readonly Rare[]): readonly WeightedMoments[] {
  let cases: WeightedMoments[] = [{ weight: 1, moments: base }];
  for (const { probability, extra } of rare) {
    const next: WeightedMoments[] = [];
    for (const { weight, moments } of cases) {
      const happens = weight * probability < LEAST_WEIGHT ? 0 : probability;
      next.push({ weight: weight * (1 - happens), moments });
      if (happens > 0) next.push({ weight: weight * happens, moments: sum(moments, extra) });
    }
    cases = next;
  }
  return cases;
}

/** P(delay ≤ x) under the distribution of `quantileWithRare`. */
export function distributionWithRare(whole: Moments, rare: readonly Rare[]): (x: number) => number {
  const marked = markedOf(whole, rare);
  const cases = marked.length === 0 ? [{ weight: 1, moments: whole }] : casesOf(without(whole, marked), marked);
  const each = cases.map(({ weight, moments }) => ({ weight, below: distributionOf(moments) }));
  return (x) => each.reduce((total, { weight, below }) => total + weight * below(x), 0);
}
