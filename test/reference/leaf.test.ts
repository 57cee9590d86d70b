import { describe, expect, test } from 'vitest';
import { evaluated } from '../bench/peers/evaluated.ts';
import { BETTER, daySites, evaluatedKWh, FOG_LIGHTS, LEAF_CELLS } from '../bench/peers/leaf.ts';
import { plannedDay } from '../bench/peers/leaf-plan.ts';
import { taxisByHour, taxiWays } from '../bench/peers/leaf-city.ts';

/** LEAF's smart city (Wiesner and Thamsen, LEAF: Simulating Large Energy-Aware Fog Computing Environments, ICFEC 2021): kWh of a day, published and of a re-run. */
const PUBLISHED_KWH = [62.23, 43.44, 33.02, 27.6, 23.83, 24.09, 26.34, 22.09];
const RERUN_KWH = new Map([
  ['Cloud only', 63.07],
  ['Fog 2', 34.05],
  ['Fog 4', 25.64],
  ['Fog 6', 26.78],
]);

describe('[E1] LEAF, rebuilt', () => {
  test('the energy of its day: within 10 % of what was published, within 2 % of a re-run', () => {
    for (const [at, cell] of LEAF_CELLS.entries()) {
      const kWh = evaluatedKWh(daySites(cell));
      expect(Math.abs(kWh / (PUBLISHED_KWH[at] ?? NaN) - 1), cell.name).toBeLessThan(0.1);
      const rerun = RERUN_KWH.get(cell.name);
      if (rerun !== undefined) expect(Math.abs(kWh / rerun - 1), cell.name).toBeLessThan(0.02);
    }
  });

  test('a better plan on the same fog nodes: below 21 kWh, its fullest node at no more than it may be filled', () => {
    const day = plannedDay(FOG_LIGHTS, BETTER);
    expect(evaluatedKWh(day)).toBeLessThan(21);
    const busiest = day.flatMap(({ site }) => evaluated(site).evaluation.nodes.map((node) => node.utilisation['cpuTime'] ?? 0));
    expect(Math.max(...busiest)).toBeLessThanOrEqual(BETTER.fill + 1e-9);
  });

  test('its taxis: every way starts and ends at a light, and the time on the road is shared among all lights', () => {
    const { onWay, nearest, meanLengthM } = taxiWays();
    expect(nearest.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 12);
    expect(onWay.every((share) => share > 0 && share < 1)).toBe(true);
    expect(meanLengthM).toBeGreaterThan(160 + 274);
    expect(Math.max(...taxisByHour())).toBeLessThan(228);
  });
});
