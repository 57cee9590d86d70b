import { exp, log } from './elementary.ts';
import { assert } from './assert.ts';
import { PiecewiseChebyshev } from './chebyshev.ts';

/** Lanczos approximation with g = 7 and nine terms (Godfrey's coefficients); relative error below 1e-14 for x > 0. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  assert(x > 0, `logGamma of ${x}`);
  if (x < 0.5) return logGamma(x + 1) - log(x);
  let sum = LANCZOS[0] ?? 0;
  for (let index = 1; index < LANCZOS.length; index += 1) sum += (LANCZOS[index] ?? 0) / (x - 1 + index);
  const base = x + 6.5;
  return 0.5 * log(2 * Math.PI) + (x - 0.5) * log(base) - base + log(sum);
}

const RELATIVE = 1e-15;
const ROUGH = 1e-9;
/** Enough for shape 1e5, where about 6 √shape terms count. */
const TERMS = 5000;

/**
 * Regularised lower incomplete gamma function P(shape, x): the distribution function of a gamma variable with scale 1.
 * Series below shape + 1, continued fraction (Lentz) above; NIST DLMF 8.11.4 and 8.9.2. Absolute error below 1e-11 for shape ≤ 1e5.
 */
export function regularisedGammaP(shape: number, x: number): number {
  assert(shape > 0, `regularisedGammaP with shape ${shape}`);
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const front = exp(shape * log(x) - x - logGamma(shape));
  return x < shape + 1 ? front * lowerSeries(shape, x) : 1 - front * upperFraction(shape, x);
}

/** P(shape, x) for many x of one shape, absolute error below 1e-8. */
export function gammaDistribution(shape: number): (x: number) => number {
  const logShape = logGamma(shape);
  return (x) => {
    if (x <= 0) return 0;
    const front = exp(shape * log(x) - x - logShape);
    return x < shape + 1 ? front * lowerSeries(shape, x, ROUGH) : 1 - front * upperFraction(shape, x, ROUGH);
  };
}

function lowerSeries(shape: number, x: number, relative = RELATIVE): number {
  let term = 1 / shape;
  let sum = term;
  for (let index = 1; index < TERMS; index += 1) {
    term *= x / (shape + index);
    sum += term;
    if (term < sum * relative) break;
  }
  return sum;
}

function upperFraction(shape: number, x: number, relative = RELATIVE): number {
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / (b === 0 ? tiny : b);
  let fraction = d;
  for (let index = 1; index < TERMS; index += 1) {
    const a = -index * (index - shape);
    b += 2;
    d = a * d + b;
    d = 1 / (d === 0 ? tiny : d);
    c = b + a / c;
    if (c === 0) c = tiny;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < relative) break;
  }
  return fraction;
}

/** Quantiles already computed: a run asks for a handful of percentiles over and over. */
const knownQuantiles = new Map<number, number>();
const KNOWN_AT_MOST = 64;

/** Quantile of the standard normal distribution, 0 < p < 1. Newton on the complementary error function; error below 1e-12. */
export function normalQuantile(p: number): number {
  assert(p > 0 && p < 1, `normalQuantile of ${p}`);
  const known = knownQuantiles.get(p);
  if (known !== undefined) return known;
  const value = solveNormalQuantile(p);
  if (knownQuantiles.size < KNOWN_AT_MOST) knownQuantiles.set(p, value);
  return value;
}

function solveNormalQuantile(p: number): number {
  if (p === 0.5) return 0;
  // Start: Hastings' rational approximation (Abramowitz and Stegun 26.2.23), error below 4.5e-4.
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * log(tail));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step += 1) {
    const upper = 0.5 * (1 - regularisedGammaP(0.5, (z * z) / 2));
    z += (upper - tail) / (exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI));
  }
  return p < 0.5 ? -z : z;
}

/** Percentiles that are told of every answer: their quantiles come from tables over the logarithm of the shape, relative error below 1e-11. */
const TABULATED: readonly number[] = [0.5, 0.95, 0.99];
const TABLE_FROM = log(0.01);
const TABLE_TO = log(10_000);
const TABLE_PIECES = 128;
const tables = new Map<number, PiecewiseChebyshev>();

/** Quantile of a gamma variable with scale 1: the x with P(shape, x) = p. */
export function gammaQuantile(shape: number, p: number): number {
  if (!TABULATED.includes(p)) return solveGammaQuantile(shape, p);
  const logShape = log(shape);
  if (!(logShape > TABLE_FROM && logShape < TABLE_TO)) return solveGammaQuantile(shape, p);
  let table = tables.get(p);
  if (table === undefined) {
    table = new PiecewiseChebyshev(TABLE_FROM, TABLE_TO, TABLE_PIECES, (x) => log(solveGammaQuantile(exp(x), p)));
    tables.set(p, table);
  }
  return exp(table.at(logShape));
}

/**
 * The same to the last digits.
 * Start by Wilson and Hilferty (1931) or the leading term of the series, then Halley steps held inside a bracket.
 */
export function solveGammaQuantile(shape: number, p: number): number {
  assert(shape > 0 && p >= 0 && p < 1, `gammaQuantile with shape ${shape} of ${p}`);
  if (p === 0) return 0;
  let low = 0;
  let high = Infinity;
  let x = startOf(shape, p);
  const logFront = -logGamma(shape);
  for (let step = 0; step < 60; step += 1) {
    const error = regularisedGammaP(shape, x) - p;
    if (error > 0) high = Math.min(high, x);
    else low = Math.max(low, x);
    const density = exp(logFront + (shape - 1) * log(x) - x);
    const newton = error / density;
    const halley = newton / (1 - 0.5 * Math.max(-1, Math.min(1, newton * ((shape - 1) / x - 1))));
    let next = x - halley;
    if (Math.abs(next - x) <= 1e-13 * x) return next;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x + 1 : 0.5 * (low + high);
    if (Math.abs(next - x) <= 1e-13 * x || next === x) return next;
    x = next;
  }
  return x;
}

function startOf(shape: number, p: number): number {
  const small = exp((log(p) + logGamma(shape + 1)) / shape);
  if (shape < 0.5) return Math.max(small, Number.MIN_VALUE * 1e10);
  const z = normalQuantile(p);
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return cube > 0.1 ? shape * cube ** 3 : Math.max(small, Number.MIN_VALUE * 1e10);
}
