import { expect, test } from '@playwright/test';
import { dragTo, middleOf, openSample, revision, settled, watchErrors } from './workspace.ts';

test('panels are moved by their tab and by the menu, fold, are remembered, and go back to where they were', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const side = (id: string) => page.locator(`[data-tabset-id="${id}"]`);
  await dragTo(page, page.getByRole('tab', { name: 'Results' }), await middleOf(side('bottom')));
  await page.mouse.up();
  await expect(side('bottom').getByRole('tab', { name: 'Results' })).toBeVisible();
  await side('left')
    .getByRole('button', { name: /Panels of this group/ })
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'the right' }).press('Enter');
  await expect(side('right').getByRole('tab', { name: 'Catalog' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+j');
  await expect(side('bottom').getByRole('tabpanel')).toHaveCount(0);
  await page.reload();
  await expect(side('right').getByRole('tab', { name: 'Catalog' })).toBeVisible({ timeout: 20_000 });
  await expect(side('bottom').getByRole('tab', { name: 'Results' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('reset the layout');
  await page.keyboard.press('Enter');
  await expect(side('left').getByRole('tab', { name: 'Catalog' })).toBeVisible();
  await expect(side('right').getByRole('tab', { name: 'Results' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('a rack is filled and rearranged by mouse and by keys, and a slot that is taken names the nearest free one', async ({
  page,
}) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  await page.getByRole('tab', { name: 'Racks' }).click();
  const first = page.locator('[data-rack]').first();
  const slot = (unit: number) => first.locator(`[data-at="${unit}"]`);
  const at = await revision(page);
  for (const unit of [6, 4]) await slot(unit).scrollIntoViewIfNeeded();
  await dragTo(page, slot(6), await middleOf(slot(4)));
  await expect(page.getByText(/is in the way .*Drop it at U \d+, the nearest free slot/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await revision(page)).toBe(at);
  await first.locator('[data-slot="6"]').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await settled(page, at + 1);
  await expect(first.locator('[data-slot="7"]')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const choice = page.getByRole('combobox', { name: /Put into U 8/ });
  await expect(choice).toBeFocused();
  await page.keyboard.type('PowerEdge XR11');
  await page.getByRole('option', { name: /PowerEdge XR11/ }).click();
  await settled(page, at + 2);
  await expect(slot(8)).toContainText('PowerEdge XR11');
  expect(errors).toEqual([]);
});

test('the tour walks through a sample and is left by Escape; terms say what they mean', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Take the tour on a sample' }).click();
  const tour = page.getByRole('region', { name: 'Tour' });
  await expect(tour).toContainText('1 of 6', { timeout: 30_000 });
  await page.keyboard.press('Enter');
  await expect(tour).toContainText('2 of 6');
  await page.keyboard.press('Alt+2');
  await expect(tour.getByRole('img', { name: 'done' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);
  await page.getByRole('button', { name: 'What is “Latency objective missed”?' }).first().click();
  await expect(page.getByRole('dialog')).toContainText('Model rules L7');
  expect(errors).toEqual([]);
});
