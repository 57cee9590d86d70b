import { expect, test } from '@playwright/test';
import { must } from '../../core/base/assert.ts';
import { runAppRounds } from '../bench/kill/app/rounds.ts';
import { findChromium } from '../bench/kill/browser.ts';
import { picture } from './workspace.ts';

// `npm run -s bench -- kill --app` does the same a thousand times; this is its shortest form.
test('kill -9 and reload in the middle of the edits bring back the last one that was safe', async ({ baseURL }) => {
  test.setTimeout(180_000);
  const rounds = await runAppRounds({
    executable: findChromium(),
    url: must(baseURL, 'the address of the app'),
    // One round with a reload and one without.
    seed: 4,
    rounds: 2,
    earlyKillShare: 0,
    reloadShare: 0.5,
    mostEdits: 6,
    async onReopened(page) {
      // The twin is drawn by then.
      await page.waitForTimeout(1_000);
      await picture(page, 'after-kill');
    },
  });
  const verdicts = rounds.flatMap((round) => round.verdicts);
  expect(verdicts.map(({ after }) => after)).toEqual(['kill', 'reload', 'kill']);
  for (const verdict of verdicts) expect(verdict).toMatchObject({ lost: 0, wrongState: false, firstRunScreen: false });
  expect(rounds.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(0);
});
