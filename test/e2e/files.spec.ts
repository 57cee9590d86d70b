import { expect, test } from '@playwright/test';
import type { Download } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { openSample, picture, status, watchErrors } from './workspace.ts';

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

const GRAPHML = `<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="Latitude" attr.type="double" for="node" id="d0" />
  <key attr.name="Longitude" attr.type="double" for="node" id="d1" />
  <key attr.name="label" attr.type="string" for="node" id="d2" />
  <graph edgedefault="undirected">
    <node id="0"><data key="d0">52.52</data><data key="d1">13.40</data><data key="d2">Berlin</data></node>
    <node id="1"><data key="d0">48.14</data><data key="d1">11.58</data><data key="d2">Munich</data></node>
    <node id="2"><data key="d0">50.11</data><data key="d1">8.68</data><data key="d2">Frankfurt</data></node>
    <edge source="0" target="1" /><edge source="1" target="2" /><edge source="2" target="0" />
  </graph>
</graphml>`;

test('report, table and site file go out, and the site file comes back the same', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Melbourne MEC');
  const counts = await status(page).getByRole('button').first().innerText();
  await page.waitForTimeout(1_500);

  const report = page.waitForEvent('download');
  await page.keyboard.press('Control+p');
  const html = await textOf(await report);
  expect(html).toContain('<title>Melbourne MEC</title>');
  expect(html).toContain('src="data:image/');
  expect(html).not.toMatch(/<script|https?:\/\/[^"]*\.(?:js|css)"/);

  const table = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Melbourne MEC' }).click();
  await page.getByRole('menuitem', { name: 'Flows as CSV' }).click();
  const lines = (await textOf(await table)).trim().split(/\r?\n/);
  const flows = Number((await status(page).innerText()).match(/^([\d,]+) flows?/)?.[1]?.replaceAll(',', ''));
  expect(lines).toHaveLength(flows + 1);

  const saved = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const file = await saved;
  expect(file.suggestedFilename()).toBe('melbourne-mec.edgewright.json');
  const text = await textOf(file);

  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file' }).click();
  await (await chooser).setFiles({ name: 'copy.edgewright.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(status(page)).toContainText(/\d+ findings?/, { timeout: 30_000 });
  expect(await status(page).getByRole('button').first().innerText()).toBe(counts);
  expect(errors).toEqual([]);
});

test('a network is imported and says what it had to guess', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  await (await chooser).setFiles({ name: 'Three.graphml', mimeType: 'application/xml', buffer: Buffer.from(GRAPHML) });
  await expect(status(page)).toContainText(/\d+ flows?/, { timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'What the import assumed' })).toBeVisible();
  await picture(page, 'imported');
  expect(errors).toEqual([]);
});

test('a new site begins empty and says what to do first', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'New site' }).click();
  await expect(status(page)).toContainText('0 flows', { timeout: 15_000 });
  await page.getByRole('tab', { name: 'Outline' }).click();
  await expect(page.getByText('Drag hardware from the catalog')).toBeVisible();
  await picture(page, 'new-site');
});

test('without WebGL the tier board takes the centre and says why', async ({ page }) => {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl')
        ? null
        : (original as (...all: unknown[]) => RenderingContext | null).call(this, kind, ...rest);
    } as typeof original;
  });
  await openSample(page, 'Car factory QC');
  await expect(page.getByText('The twin cannot be drawn')).toBeVisible({ timeout: 15_000 });
  await expect(page.locator('[data-drop-tier="on-site-edge"] [data-drop-node]').first()).toBeVisible();
  await picture(page, 'no-webgl');
});
