import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openSample, picture, revision, settled, watchErrors } from './workspace.ts';

test.setTimeout(150_000);

test('hardware is sized, seen, chosen, applied as one step and undone', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const before = await revision(page);
  await page.getByRole('button', { name: 'Size', exact: true }).click();
  const panel = page.getByRole('tabpanel', { name: 'Size' });
  await expect(panel.getByText('Nothing has been sized yet.')).toBeVisible();
  await picture(page, 'size-form');
  await panel.getByRole('textbox', { name: 'Time' }).fill('40');
  await panel.getByRole('button', { name: 'Start' }).click();
  await expect(panel.getByRole('progressbar', { name: 'Search' })).toBeVisible();
  await expect(panel.getByRole('img', { name: /^Price over time/ })).toBeVisible({ timeout: 60_000 });
  await picture(page, 'size-running');

  const apply = panel.getByRole('button', { name: 'Apply' });
  await expect(apply).toBeEnabled({ timeout: 90_000 });
  await expect(panel.getByRole('region', { name: /^\d+ nodes?$/ })).toBeVisible();
  expect(await revision(page)).toBe(before);
  await picture(page, 'size-result');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  await panel.getByRole('region', { name: 'No hardware cures' }).scrollIntoViewIfNeeded();
  await picture(page, 'size-result-end');
  await page.keyboard.press('Alt+L');

  await apply.click();
  await settled(page, before + 1);
  await expect(panel.getByText('The hardware is in the plan.').first()).toBeVisible();
  await picture(page, 'size-applied');
  await panel.getByRole('button', { name: 'Undo' }).click();
  await settled(page, before + 2);
  await expect(panel.getByText('The site has changed since.').first()).toBeVisible();
  expect(errors).toEqual([]);
});

test('what cannot be bought for a budget is told with what it would take, in Chinese, dark', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.keyboard.press('Alt+S');
  const panel = page.getByRole('tabpanel', { name: 'Size' });
  await panel.getByRole('textbox', { name: /^Budget/ }).fill('9000');
  await panel.getByRole('textbox', { name: 'Time' }).fill('10');
  await panel.getByRole('button', { name: 'Start' }).click();
  await expect(panel.getByRole('region', { name: 'These cannot all hold' })).toContainText('Budget', { timeout: 120_000 });
  await page.getByText('中文').click();
  await expect(page.getByRole('region', { name: '以下要求无法同时满足' })).toBeVisible();
  await picture(page, 'size-conflict-zh-dark');
  expect(errors).toEqual([]);
});
