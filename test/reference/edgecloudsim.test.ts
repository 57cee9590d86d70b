import { describe, expect, test } from 'vitest';
import { answered, mostDevices, simulated } from '../bench/peers/edgecloudsim.ts';

/** EdgeCloudSim's sample_app1 (Sonmez, Ozgovde and Ersoy, ETT 29(11), 2018), means of re-runs: share of tasks that fail. */
describe('EdgeCloudSim, rebuilt', () => {
  test('[L9] what fails in one tier and in two, from a hundred devices to a thousand', () => {
    const published = { 'one tier': [0.0126, 0.169, 0.363, 0.504], 'two tiers': [0.0073, 0.0828, 0.228, 0.331] } as const;
    for (const [architecture, shares] of Object.entries(published))
      for (const [at, failed] of shares.entries())
        expect(
          Math.abs(answered(architecture as keyof typeof published, [100, 400, 700, 1000][at] ?? 0).failed - failed),
        ).toBeLessThan(0.025);
  });

  test('[X6, X7] the simulated crowd fails as often as the direct answer says; the same seed gives the same hash', () => {
    const crowd = simulated('two tiers', 400, 3);
    expect(Math.abs(crowd.failed - answered('two tiers', 400).failed)).toBeLessThan(0.015);
    expect(simulated('two tiers', 400, 3).hash).toBe(crowd.hash);
  });

  test('more devices never fail less, and the most at 1 % is where 1 % is crossed', () => {
    const most = mostDevices('two tiers', 0.01);
    expect(answered('two tiers', most).failed).toBeLessThanOrEqual(0.01);
    expect(answered('two tiers', most + 1).failed).toBeGreaterThan(0.01);
    const shares = [50, 200, 600].map((devices) => answered('one tier', devices).failed);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
