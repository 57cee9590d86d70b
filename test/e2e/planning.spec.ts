import { expect, test } from '@playwright/test';
import { column, dragTo, middleOf, nodesIn, openSample, picture, revision, settled, status, watchErrors } from './workspace.ts';

test('from the start page to the answer on Melbourne', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  for (const name of ['Melbourne MEC', 'Car factory QC', 'City traffic']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  }
  await picture(page, 'start-page');
  await openSample(page, 'Melbourne MEC');
  await expect(status(page)).toContainText(/revision 0/);
  await page.waitForTimeout(1_500);
  await picture(page, 'melbourne');
  expect(errors).toEqual([]);
});

test('hardware from the catalog onto the tier board: figures change, undo, reload, the same site', async ({ page }) => {
  await openSample(page, 'Melbourne MEC');
  await page.getByRole('tab', { name: 'Catalog' }).click();
  const before = await nodesIn(page, 'near-edge');
  const start = await revision(page);
  const card = page.locator('[data-hardware]').first();
  await dragTo(page, card, await middleOf(column(page, 'near-edge').locator('h2')));
  await picture(page, 'drag-hardware-board');
  await page.mouse.up();
  await settled(page, start + 1);
  expect(await nodesIn(page, 'near-edge')).toBe(before + 1);

  await page.keyboard.press('Control+z');
  await settled(page, start + 2);
  expect(await nodesIn(page, 'near-edge')).toBe(before);
  await page.keyboard.press('Control+Shift+Z');
  await settled(page, start + 3);
  const counts = await status(page).getByRole('button').first().innerText();

  await page.reload();
  await settled(page, start + 3);
  expect(await nodesIn(page, 'near-edge')).toBe(before + 1);
  expect(await status(page).getByRole('button').first().innerText()).toBe(counts);
});

test('hardware from the catalog into the twin', async ({ page }) => {
  await openSample(page, 'Car factory QC');
  const scene = page.locator('canvas').first();
  await expect(scene).toBeVisible({ timeout: 20_000 });
  await page.waitForTimeout(2_000);
  const start = await revision(page);
  await page.getByRole('tab', { name: 'Catalog' }).click();
  await dragTo(page, page.locator('[data-hardware]').first(), await middleOf(scene));
  await picture(page, 'drag-hardware-twin');
  await page.mouse.up();
  await settled(page, start + 1);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'Steps' }).getByRole('button')).toHaveCount(2);
  await picture(page, 'after-drop-twin');
});

test('a workload dragged to another tier: its flows answer from there', async ({ page }) => {
  await openSample(page, 'Car factory QC');
  const start = await revision(page);
  const chip = column(page, 'on-site-edge').locator('[data-placement]').first();
  await expect(chip).toBeVisible();
  const placement = (await chip.getAttribute('data-placement')) ?? '';
  const before = await status(page).innerText();
  const target = column(page, 'regional').locator('[data-drop-node]').first();
  await dragTo(page, chip, await middleOf(target));
  await picture(page, 'drag-workload');
  await page.mouse.up();
  await settled(page, start + 1);
  await expect(column(page, 'regional').locator(`[data-placement="${placement}"]`)).toBeVisible();
  expect((await status(page).innerText()).split('revision')[0]).not.toBe(before.split('revision')[0]);
  await page.keyboard.press('Control+z');
  await settled(page, start + 2);
  await expect(column(page, 'on-site-edge').locator(`[data-placement="${placement}"]`)).toBeVisible();
});

test('the same without a mouse: move a node by its menu, undo by key', async ({ page }) => {
  await openSample(page, 'Melbourne MEC');
  const start = await revision(page);
  const before = await nodesIn(page, 'regional');
  await column(page, 'near-edge').locator('[data-drop-node] button').first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Inspector' }).click();
  await page
    .locator('[data-tabset-id="right"]')
    .getByRole('button', { name: /^Move .* to/ })
    .first()
    .click();
  await page.getByRole('combobox', { name: /^Move .* to/ }).fill('Regional');
  await expect(page.getByRole('option', { name: /Regional/ }).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await settled(page, start + 1);
  expect(await nodesIn(page, 'regional')).toBe(before + 1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await settled(page, start + 2);
  expect(await nodesIn(page, 'regional')).toBe(before);
});
