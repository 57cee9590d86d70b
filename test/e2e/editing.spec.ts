import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { picture, revision, settled, status, watchErrors } from './workspace.ts';

async function openForTwin(page: Page, name: string): Promise<void> {
  await page.goto('/?e2e');
  await page.getByRole('button', { name, exact: true }).click();
  await expect(status(page)).toContainText(/\d+ findings?/, { timeout: 30_000 });
  await page.waitForFunction(() => window.__edgewrightScene !== undefined);
  await page.waitForTimeout(1500);
}

test('a frame selects, removing several is one step that undo brings back', async ({ page }) => {
  const errors = watchErrors(page);
  await openForTwin(page, 'Car factory QC');
  const start = await revision(page);
  const box = await page.getByRole('application').boundingBox();
  if (box === null) throw new Error('no twin');
  await page.keyboard.down('Shift');
  // Below the tools of the grid, which stand in the corner.
  await page.mouse.move(box.x + 40, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 40, box.y + box.height - 60, { steps: 8 });
  await picture(page, 'edit-frame');
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByText(/\d+ selected/).first()).toBeVisible();
  await picture(page, 'edit-selected');
  await page.keyboard.press('Delete');
  await settled(page, start + 1);
  await page.keyboard.press('Control+z');
  await settled(page, start + 2);
  expect(errors).toEqual([]);
});

test('two are copied by keys, measured, edited together, and put where figures say', async ({ page }) => {
  test.setTimeout(120_000);
  const errors = watchErrors(page);
  await openForTwin(page, 'Car factory QC');
  const start = await revision(page);
  const cards = page.locator('[data-drop-node] > button');
  const first = (await page.locator('[data-drop-node]').first().getAttribute('data-drop-node')) ?? '';
  await cards.nth(0).click();
  await cards.nth(1).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Shift+3');
  await expect(page.getByText('several values').first()).toBeVisible();
  await picture(page, 'edit-several');

  await page.keyboard.press('Shift+M');
  await expect(page.locator('footer').getByText(/straight .* m · by cable/)).toBeVisible();
  await picture(page, 'edit-measure');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+c');
  await expect(page.getByText('2 records on the clipboard')).toBeVisible();
  await page.keyboard.press('Control+v');
  await settled(page, start + 1);
  await expect(page.getByText('2 copies made')).toBeVisible();

  await page.keyboard.press('Control+Shift+D');
  await expect(page.getByRole('dialog', { name: 'Array of copies' })).toBeVisible();
  await picture(page, 'edit-array');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+l');
  await settled(page, start + 2);
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alert')).toContainText('is locked');
  await page.keyboard.press('Control+Shift+L');
  await settled(page, start + 3);

  const spot = await page.evaluate((id) => window.__edgewrightScene?.screenPosition('nodes', id) ?? null, first);
  if (spot === null) throw new Error('the node is not in view');
  await page.mouse.move(spot.xPx, spot.yPx);
  await page.mouse.down();
  await page.mouse.move(spot.xPx - 60, spot.yPx + 50, { steps: 6 });
  await page.waitForTimeout(300);
  await page.keyboard.type('12.5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('-3');
  await page.waitForTimeout(400);
  await picture(page, 'edit-typed');
  await page.keyboard.press('Enter');
  await page.mouse.up();
  await settled(page, start + 4);
  for (let at = 5; at <= 8; at += 1) await page.keyboard.press('Control+z');
  await settled(page, start + 8);
  expect(errors).toEqual([]);
});

test('the sheet of shortcuts lists every action with its keys; search flies to a record', async ({ page }) => {
  await openForTwin(page, 'Car factory QC');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  expect(await sheet.locator('[data-action]').count()).toBeGreaterThan(60);
  expect(await sheet.locator('[data-action]:not(:has(kbd))').count()).toBe(0);
  await picture(page, 'edit-shortcuts');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Name or id of a record' }).fill('Regional cloud');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Regional cloud' }).first()).toBeVisible();
});
