import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Carrier } from './carriers.ts';
import { readCarriers } from './carriers.ts';
import type { Pair } from './pairs.ts';
import { detours } from './pairs.ts';
import type { Mixture, Spread } from './quantiles.ts';
import { hundredths, mixtureOf, quantile, spreadOf } from './quantiles.ts';
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
  const carrier = mixture(networks);
  const relay = mixtureOf([inflation.map(({ value }) => value)]);
  const byFold = Array.from({ length: FOLDS }, (_, fold) =>
    inflation.filter(({ from }) => from % FOLDS === fold).map(({ value }) => ({ straightM: 1, pathM: value })),
  );
  const section = mixtureOf([[SECTION_FACTOR]]);
  return {
    streets: { ...fitOf(towns), towns },
    carrier: { ...fitOf(networks), networks, bands: bandsOf(networks) },
    relay: {
      spread: spreadOf(relay),
      residual: leaveOneOut(byFold),
      pairs: inflation.length,
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
    spread: spreadOf(mixture(maps)),
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
      spread: spreadOf(mixtureOf(known.map(detours))),
      pairs: known.reduce((total, pairs) => total + pairs.length, 0),
    };
  });
}

function mixture(maps: readonly { readonly pairs: readonly Pair[] }[]): Mixture {
  return mixtureOf(maps.map(({ pairs }) => detours(pairs)));
}

/** Each group in turn is predicted by the median of the others. */
function leaveOneOut(groups: readonly (readonly Pair[])[]): Residual | null {
  if (groups.length < 2) return null;
  const errors = groups.map((held, index) => {
    const others = groups.filter((_, other) => other !== index);
    const factor = quantile(mixtureOf(others.map(detours)), 0.5);
    return held.map(({ straightM, pathM }) => (factor * straightM) / pathM - 1);
  });
  const absolute = mixtureOf(errors.map((values) => values.map(Math.abs)));
  return {
    biasMedian: quantile(mixtureOf(errors), 0.5),
    absoluteMedian: quantile(absolute, 0.5),
    absoluteP90: quantile(absolute, 0.9),
  };
}

/** Distribution of the product of two independent factors, from hundredths of each. */
function products(a: Mixture, b: Mixture): Mixture {
  const [left, right] = [hundredths(a), hundredths(b)];
  return mixtureOf([left.flatMap((x) => right.map((y) => x * y))]);
}
