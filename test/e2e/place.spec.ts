import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openSample, picture, revision, settled, watchErrors } from './workspace.ts';

test('a better placement is searched, seen, applied as one step and undone', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const before = await revision(page);
  await page.keyboard.press('Alt+I');
  const panel = page.locator('[data-tabset-id="right"]');
  await expect(panel.getByText('Nothing has been searched yet.')).toBeVisible();
  await panel.getByRole('textbox', { name: 'Time' }).fill('20');
  await panel.getByRole('button', { name: 'Start' }).click();
  await expect(panel.getByRole('progressbar', { name: 'Search' })).toBeVisible();
  await expect(panel.getByRole('img', { name: /^Objective over time/ })).toBeVisible();
  await page.waitForTimeout(2500);
  await panel.getByRole('button', { name: 'Stop' }).click();

  const apply = panel.getByRole('button', { name: /^Apply \d+ moves?$/ });
  await expect(apply).toBeEnabled({ timeout: 20_000 });
  await expect(panel.getByRole('row', { name: /Errors found/ })).toBeVisible();
  const move = panel.getByRole('list').last().getByRole('button', { expanded: false }).first();
  await move.click();
  await expect(page.locator('[data-turn="comes"]').first()).toBeAttached();
  expect(await revision(page)).toBe(before);
  await picture(page, 'place-preview');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);

  await apply.click();
  await settled(page, before + 1);
  await expect(page.locator('[data-turn="comes"]')).toHaveCount(0);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'Steps' }).getByText(/^Improve: \d+ moves?$/)).toBeVisible();
  await page.getByRole('tab', { name: 'Place' }).click();
  await panel.getByRole('button', { name: 'Undo' }).click();
  await settled(page, before + 2);
  await expect(panel.getByText('The site has changed since.').first()).toBeVisible();
  expect(errors).toEqual([]);
});
