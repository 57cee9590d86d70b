import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { openSample, picture, revision, settled, watchErrors } from './workspace.ts';

test('a view is kept by name, gone back to, pictured as PNG and SVG, and shown in the report', async ({ page }) => {
  test.slow();
  const errors = watchErrors(page);
  await openSample(page, 'Carrier edge cloud');
  await expect(page.locator('[data-drop-scene] canvas')).toBeVisible({ timeout: 20_000 });
  const start = await revision(page);
  await page.getByRole('button', { name: 'Bookmarks of the view' }).click();
  await page.getByLabel('Name of this view').fill('The port');
  await page.getByRole('button', { name: 'Keep view' }).click();
  await settled(page, start + 1);
  await page.getByRole('button', { name: 'The port', exact: true }).click();

  for (const [form, head] of [
    ['PNG', '\u0089PNG'],
    ['SVG', '<svg'],
  ] as const) {
    await page.getByRole('button', { name: 'Save a picture' }).click();
    await expect(page.getByAltText('How the picture will look')).toBeVisible({ timeout: 30_000 });
    await page.getByText(form, { exact: true }).click();
    if (form === 'PNG') await picture(page, 'save-picture');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save picture' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`carrier-edge-cloud.${form.toLowerCase()}`);
    const bytes = readFileSync(await download.path());
    expect(bytes.toString('latin1', 0, 4)).toBe(head);
    if (form === 'PNG') expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1920, 1080]);
    else expect(bytes.toString('utf8')).toContain('Central cloud</text>');
  }

  const [report] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+p')]);
  const html = readFileSync(await report.path(), 'utf8');
  expect(html).toMatch(/<img src="data:image\/png;base64,[^"]{1000,}" alt="Three-dimensional view of the site: The port"/);
  expect(errors).toEqual([]);
});
