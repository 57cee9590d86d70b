import { expect } from '@playwright/test';
import { button, openSampleOn } from '../stage.ts';
import type { Screen, Stage, Walk } from '../stage.ts';

/** So long a search runs, s: enough for a plan, which none of these screens has to be a good one. */
const SEARCH_S = '4';

async function start(stage: Stage, panel: string): Promise<void> {
  const { page, words } = stage;
  const form = page.getByRole('tabpanel', { name: words.t(`panel.${panel}`) });
  await form.getByRole('textbox', { name: words.t('place.seconds'), exact: true }).fill(SEARCH_S);
  await form.getByRole('button', { name: words.t('place.start') }).click();
  await expect(button(stage, 'place.stop')).toHaveCount(0, { timeout: 90_000 });
}

const forms: readonly Screen[] = [
  ['place-form', 'Alt+p'],
  ['improve-form', 'Alt+i'],
  ['explore-form', 'Alt+x'],
  ['size-form', 'Alt+s'],
].map(([name = '', key = '']) => ({ name, open: ({ page }) => page.keyboard.press(key) }));

export const SEARCH_WALK: Walk = {
  name: 'searches',
  screens: [
    {
      name: 'place-idle',
      async open(stage) {
        await openSampleOn(stage, 'car-factory-qc');
        await stage.page.keyboard.press('Alt+p');
      },
    },
    ...forms,
    {
      name: 'pareto',
      varies: true,
      async open(stage) {
        await stage.page.keyboard.press('Alt+x');
        await start(stage, 'place');
        await expect(stage.page.getByRole('tabpanel').getByRole('radio', { name: /^\d+$/ }).first()).toBeVisible({
          timeout: 60_000,
        });
      },
    },
    {
      name: 'size-result',
      varies: true,
      async open(stage) {
        await stage.page.keyboard.press('Alt+s');
        await start(stage, 'size');
      },
    },
  ],
};
