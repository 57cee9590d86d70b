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

test('a frame selects, the menu is for all, one undo brings all back', async ({ page }) => {
  const errors = watchErrors(page);
  await openForTwin(page, 'Car factory QC');
  const start = await revision(page);
  const twin = page.getByRole('application');
  const box = await twin.boundingBox();
  if (box === null) throw new Error('no twin');
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 40, box.y + 40);
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
