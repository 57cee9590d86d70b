import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Carrier } from './carriers.ts';
import { readCarriers } from './carriers.ts';
import type { Pair } from './pairs.ts';
import { detours } from './pairs.ts';
import type { Spread, Weighted } from './quantiles.ts';
import { evenly, quantilesOf, spreadOf, weightedQuantile } from './quantiles.ts';
import { brokenTriangles, readRoundTrips, relayed } from './round-trips.ts';
import type { Town } from './streets.ts';
import { readTowns } from './streets.ts';

/**
 * Cable over great circle between two neighbouring towns: ITU-T G.826, 6.2, and Y.1541, appendix III: 1.5 below 1,000 km of air
 * route, 1.25 beyond 1,200 km. No public map has the ducts themselves.
 */
export const SECTION_FACTOR = 1.5;
/** Folds of hosts for the cross-validated residual. */
const FOLDS = 5;

/** Error of a factor on data it was not fitted to: relative, of the predicted length against the true one. */
export interface Residual {
  readonly biasMedian: number;
  readonly absoluteMedian: number;
  readonly absoluteP90: number;
}

export interface Fit {
  readonly spread: Spread;
  /** Null where there is one map only, and none to predict from the others. */
  readonly residual: Residual | null;
  readonly pairs: number;
}

/** Carrier pairs of like distance. */
export interface Band {
  readonly fromKm: number;
  /** Infinite for the last. */
  readonly toKm: number;
  readonly spread: Spread;
  readonly pairs: number;
}

/** Edges of the bands, km. */
const BANDS_KM = [20, 100, 500, 2000, Infinity];

export interface RouteFactors {
  readonly streets: Fit & { readonly towns: readonly Town[] };
  readonly carrier: Fit & { readonly networks: readonly Carrier[]; readonly bands: readonly Band[] };
  readonly relay: Fit & { readonly hosts: number; readonly brokenTriangles: number };
  /** A line through one provider's network, and a path over the open Internet: products of the factors above. */
  readonly provider: Spread;
  readonly internet: Spread;
}

/** Data that the fit needs below a folder; null when all is there, else what is missing. */
export function missingData(folder: string): string | null {
  const needed = ['topology-zoo', 'netlatency/PlanetLabData_1.txt', 'osm'].map((name) => join(folder, name));
  return needed.find((path) => !existsSync(path)) ?? null;
}

/** How much longer ways are than straight lines, fitted from public maps and measurements. Every network and town counts the same. */
export function fitRouteFactors(folder: string): RouteFactors {
  const towns = readTowns(join(folder, 'osm'));
  const networks = readCarriers(join(folder, 'topology-zoo'));
  const trips = readRoundTrips(join(folder, 'netlatency/PlanetLabData_1.txt'));
  const ratios = relayed(trips);
  const inflation = ratios.map(({ ratio, from }) => ({ value: Math.max(1, ratio), from }));
  const carrier = weights(networks);
  const relay = inflation.map(({ value }) => ({ value, weight: 1 }));
  const byFold = Array.from({ length: FOLDS }, (_, fold) =>
    inflation.filter(({ from }) => from % FOLDS === fold).map(({ value }) => ({ straightM: 1, pathM: value })),
  );
  const section: Weighted[] = [{ value: SECTION_FACTOR, weight: 1 }];
  return {
    streets: { ...fitOf(towns), towns },
    carrier: { ...fitOf(networks), networks, bands: bandsOf(networks) },
    relay: {
      spread: spreadOf(relay),
      residual: leaveOneOut(byFold),
      pairs: relay.length,
      hosts: trips.hosts,
      brokenTriangles: brokenTriangles(trips),
    },
    provider: spreadOf(products(section, carrier)),
    internet: spreadOf(products(products(section, carrier), relay)),
  };
}

function fitOf(maps: readonly { readonly pairs: readonly Pair[] }[]): Fit {
  const pairs = maps.map((map) => map.pairs);
  return {
    spread: spreadOf(weights(maps)),
    residual: leaveOneOut(pairs),
    pairs: pairs.reduce((total, each) => total + each.length, 0),
  };
}

function bandsOf(networks: readonly Carrier[]): Band[] {
  return BANDS_KM.slice(1).map((toKm, index) => {
    const fromKm = BANDS_KM[index] ?? 0;
    const inside = networks.map(({ pairs }) =>
      pairs.filter(({ straightM }) => straightM >= fromKm * 1000 && straightM < toKm * 1000),
    );
    const known = inside.filter((pairs) => pairs.length > 0);
    return {
      fromKm,
      toKm,
      spread: spreadOf(evenly(known.map(detours))),
      pairs: known.reduce((total, pairs) => total + pairs.length, 0),
    };
  });
}

function weights(maps: readonly { readonly pairs: readonly Pair[] }[]): Weighted[] {
  return evenly(maps.map(({ pairs }) => detours(pairs)));
}

/** Each group in turn is predicted by the median of the others. */
function leaveOneOut(groups: readonly (readonly Pair[])[]): Residual | null {
  if (groups.length < 2) return null;
  const shapes = groups.map((pairs) => hundredths(evenly([detours(pairs)])));
  const errors = groups.map((held, index) => {
    const others = shapes.filter((_, other) => other !== index);
    const factor = weightedQuantile(evenly(others), 0.5);
    return held.map(({ straightM, pathM }) => (factor * straightM) / pathM - 1);
  });
  const signed = evenly(errors);
  const absolute = signed.map(({ value, weight }) => ({ value: Math.abs(value), weight }));
  return {
    biasMedian: weightedQuantile(signed, 0.5),
    absoluteMedian: weightedQuantile(absolute, 0.5),
    absoluteP90: weightedQuantile(absolute, 0.9),
  };
}

/** Distribution of the product of two independent factors, from hundredths of each. */
function products(a: readonly Weighted[], b: readonly Weighted[]): Weighted[] {
  const [left, right] = [hundredths(a), hundredths(b)];
  return left.flatMap((x) => right.map((y) => ({ value: x * y, weight: 1 })));
}

function hundredths(values: readonly Weighted[]): number[] {
  if (values.length === 1) return values.map(({ value }) => value);
  const shares = Array.from({ length: 100 }, (_, at) => (at + 0.5) / 100);
  return quantilesOf(values, shares);
}
