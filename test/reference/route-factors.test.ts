import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../electron/launch/root.mjs';
import { fitRouteFactors, missingData, SECTION_FACTOR } from '../bench/fit/route-factors.ts';
import { adjacencyOf } from '../bench/fit/shortest-paths.ts';
import { detours, pairsOf } from '../bench/fit/pairs.ts';
import { mixtureOf, quantile, spreadOf } from '../bench/fit/quantiles.ts';
import { brokenTriangles, relayed } from '../bench/fit/round-trips.ts';
import { testCatalog } from '../catalog/load.ts';
import { SHARED_DATA } from '../helpers/shared-data.ts';

const { media } = testCatalog();
const factorOf = (id: string): number | undefined => media.get(id)?.routeFactor;
const page = readFileSync(join(projectRoot, 'assets/catalog/ROUTE-FACTORS.md'), 'utf8');
const missing = missingData(SHARED_DATA);
if (missing !== null) console.warn(`skipped: route factors of public data (there is no ${missing})`);

describe.skipIf(missing !== null)('[L1] the route factors of the catalog are those of the public data', () => {
  const fit = missing === null ? fitRouteFactors(SHARED_DATA) : null;

  test('each medium has the rounded median of its step', () => {
    const factors = ['fibre-1g', 'fibre-10g', 'fibre-100g', 'gpon', 'mpls', 'internet-dia', 'internet-broadband'].map(factorOf);
    const [streets, provider, internet] = [fit?.streets.spread, fit?.provider, fit?.internet].map((one) => two(one?.median));
    expect(factors).toEqual([streets, streets, streets, streets, provider, internet, internet].map(Number));
    expect(factorOf('fibre-dwdm-10g')).toBe(SECTION_FACTOR);
    expect(factorOf('fibre-dwdm-100g')).toBe(SECTION_FACTOR);
  });

  test('the page tells the figures of the fit', () => {
    const rows = [
      ['streets:', fit?.streets.spread, fit?.streets.pairs],
      ['carrier:', fit?.carrier.spread, fit?.carrier.pairs],
      ['relay:', fit?.relay.spread, fit?.relay.pairs],
      ['provider =', fit?.provider, null],
      ['internet =', fit?.internet, null],
      ...(fit?.carrier.bands ?? []).map(
        ({ fromKm, toKm, spread, pairs }) => [`${fromKm}–${toKm === Infinity ? '' : toKm} |`, spread, pairs] as const,
      ),
    ] as const;
    for (const [name, spread, pairs] of rows) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${name}`)) ?? '';
      const told = row.replaceAll('*', '').split('|').slice(-6, -1);
      expect(
        told.map((cell) => cell.trim()),
        name,
      ).toEqual(Object.values(spread ?? {}).map(two));
      if (pairs !== null) expect(row).toContain(`${pairs?.toLocaleString('en')} pairs`);
    }
    const { carrier, relay } = fit ?? {};
    expect(page).toContain(
      `absolute ${percent(carrier?.residual?.absoluteMedian)} in the median, ${percent(carrier?.residual?.absoluteP90)} at p90`,
    );
    expect(page).toContain(
      `${((relay?.residual?.absoluteMedian ?? 0) * 100).toFixed(1)} % in the median, ${percent(relay?.residual?.absoluteP90)} at\np90`,
    );
    expect(page).toContain(`${((relay?.brokenTriangles ?? 0) * 100).toFixed(1)} % of its triangle inequalities`);
    expect(Math.abs(carrier?.residual?.biasMedian ?? 1)).toBeLessThan(0.005);
  });

  test('the factor over the Internet agrees with measurements from outside the fit: 2.1 (Bozkurt et al., 2018), within 5 %', () => {
    expect(Math.abs((fit?.internet.median ?? 0) / 2.1 - 1)).toBeLessThan(0.05);
  });
});

test('[L1] cables along walls: the mean detour over all directions is 4/π', () => {
  const steps = 10_000;
  let total = 0;
  for (let step = 0; step < steps; step += 1) {
    const angle = ((step + 0.5) / steps) * 2 * Math.PI;
    total += Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle));
  }
  expect(total / steps).toBeCloseTo(4 / Math.PI, 6);
  for (const { kind, routeFactor } of media.values())
    if (['copper', 'tsn', 'fieldbus'].includes(kind)) expect(routeFactor).toBe(Number(two(4 / Math.PI)));
});

describe('the parts of the fit', () => {
  test('a square of four towns: neighbours go straight, opposite corners along two sides', () => {
    const geo = [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ].map(([latitudeDeg = 0, longitudeDeg = 0]) => ({ latitudeDeg, longitudeDeg }));
    const side = 111_195;
    const edges = [0, 1, 2, 3].map((from) => ({ from, to: (from + 1) % 4, lengthM: side }));
    const found = detours(pairsOf(geo, adjacencyOf(4, edges), [0, 1, 2, 3], 0)).toSorted((a, b) => a - b);
    for (const ratio of found.slice(0, 4)) expect(ratio).toBeCloseTo(1, 3);
    for (const ratio of found.slice(4)) expect(ratio).toBeCloseTo(Math.SQRT2, 3);
  });

  test('round trips: a detour through another host and a broken triangle are found', () => {
    const trips = { hosts: 3, ms: Float64Array.from([0, 10, 30, 10, 0, 10, 30, 10, 0]) };
    const ratios = relayed(trips).map(({ from, to, ratio }) => [from, to, ratio]);
    expect(ratios).toEqual([
      [0, 1, 10 / 40],
      [0, 2, 30 / 20],
      [1, 2, 10 / 40],
    ]);
    expect(brokenTriangles(trips)).toBeCloseTo(1 / 3, 12);
  });

  test('every group of a mixture counts the same', () => {
    const mixture = mixtureOf([[3, 1, 2], [4]]);
    expect(quantile(mixture, 0.5)).toBeCloseTo(3, 12);
    expect(quantile(mixture, 0.51)).toBeCloseTo(4, 12);
    const spread = spreadOf(mixture);
    for (const [at, expected] of [1, 2, 3, 4, 4].entries()) expect(Object.values(spread)[at]).toBeCloseTo(expected, 12);
  });
});

function two(value: number | undefined): string {
  return (value ?? Number.NaN).toFixed(2);
}

function percent(share: number | undefined): string {
  return `${Math.round((share ?? Number.NaN) * 100)} %`;
}
