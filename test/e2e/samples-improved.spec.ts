import { expect, test } from '@playwright/test';
import { openSample, picture, revision, settled, watchErrors } from './workspace.ts';

const SAMPLES = ['Car factory QC', 'City traffic', 'Melbourne MEC'];
/** Of the search, and of what its answer may take on a busy machine. */
const SEARCH_S = 8;
const ANSWER_MS = 90_000;

for (const name of SAMPLES) {
  test(`${name}: improved by mouse, with pictures before, with ghosts and after`, async ({ page }) => {
    test.setTimeout(240_000);
    const errors = watchErrors(page);
    const file = name.toLowerCase().replaceAll(' ', '-');
    await openSample(page, name);
    const before = await revision(page);
    await picture(page, `${file}-before`);
    await page.getByRole('button', { name: /^Place$/ }).click();
    const panel = page.locator('[data-tabset-id="right"]');
    await panel.getByText('Improve', { exact: true }).click();
    await panel.getByRole('textbox', { name: 'Time' }).fill(String(SEARCH_S));
    await panel.getByRole('button', { name: 'Start' }).click();
    await expect(panel.getByRole('img', { name: /^Objective over time/ })).toBeVisible({ timeout: ANSWER_MS });
    const apply = panel.getByRole('button', { name: /^Apply \d+ moves?$/ });
    await expect(apply).toBeEnabled({ timeout: ANSWER_MS });
    const figure = async (row: RegExp): Promise<readonly number[]> =>
      (await panel.getByRole('row', { name: row }).getByRole('cell').allInnerTexts()).map((text) =>
        Number(text.replaceAll(/[^\d.]/g, '')),
      );
    const [errorsBefore = 0, errorsAfter = 0] = await figure(/^Errors found/);
    expect(errorsAfter).toBeLessThanOrEqual(errorsBefore);
    await expect(panel.getByRole('heading', { name: /^\d+ moves?$/ })).toBeVisible();
    await picture(page, `${file}-ghosts`);
    await apply.click();
    await settled(page, before + 1);
    await page.getByRole('tab', { name: 'Results' }).click();
    await expect(page.locator('[data-turn="comes"]')).toHaveCount(0);
    await picture(page, `${file}-after`);
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await settled(page, before + 2);
    expect(errors).toEqual([]);
  });
}
