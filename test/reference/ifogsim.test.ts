import { describe, expect, test } from 'vitest';
import { saturatedResources } from '../../core/evaluate/relief/saturated.ts';
import { evaluated } from '../bench/peers/evaluated.ts';
import { CLOSED_FORM, fivePlayersRow, imitatedSurveillance } from '../bench/peers/ifogsim.ts';
import { gameSite, surveillanceSite } from '../bench/peers/ifogsim-site.ts';

/** iFogSim2's published surveillance and game studies (Mahmud et al., Journal of Systems and Software 190, 2022; results of its repository, MIT licence). */
describe('iFogSim2, rebuilt', () => {
  test('[X2] cameras in step, served as there: the published delays to a millionth', () => {
    expect(Math.abs(CLOSED_FORM.motionMs / 5.35714285714382 - 1)).toBeLessThan(1e-6);
    for (const gateways of [1, 4]) {
      const { motionMs, ptzMs } = imitatedSurveillance(gateways, 'fog');
      expect(Math.abs(motionMs / CLOSED_FORM.motionMs - 1)).toBeLessThan(1e-6);
      expect(Math.abs(ptzMs / 3.11000000000036 - 1)).toBeLessThan(1e-6);
    }
    expect(Math.abs(imitatedSurveillance(2, 'cloud').motionMs / 105.646280082103 - 1)).toBeLessThan(1e-4);
  });

  test('[L3] the overload behind the published cloud delays: which link, and how far beyond', () => {
    const first = (site: Parameters<typeof evaluated>[0]): string => {
      const [worst] = saturatedResources(evaluated(site).evaluation);
      return worst === undefined ? 'nothing' : `${worst.subject} ${worst.utilisation?.toFixed(2)}`;
    };
    expect(first(surveillanceSite(8, 'cloud'))).toBe('links/proxy-uplink 1.28');
    expect(first(surveillanceSite(16, 'cloud'))).toBe('links/proxy-uplink 2.56');
    const game = { gateways: 8, mode: 'cloud', eegMs: 5 } as const;
    expect(first(gameSite({ ...game, broadcasts: true }))).toBe('links/proxy-downlink 2.31');
    expect(first(gameSite({ ...game, broadcasts: false }))).toBe('nothing');
  });

  test('[C4] five players a gateway stay below 35 ms without the cloud', () => {
    const row = fivePlayersRow();
    expect(row.status).toBe('saturated');
    expect(row.evaluation).toBeLessThan(35);
    expect(row.simulation).toBeLessThan(35);
  });
});
