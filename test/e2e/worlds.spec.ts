import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../electron/launch/root.mjs';
import { picture, status, watchErrors } from './workspace.ts';

const DATA = process.env['EDGEWRIGHT_DATA'] ?? join(projectRoot, '..', 'shared', 'data');
const WAREHOUSE = join('floorplans', 'aws-small-warehouse');

/** One world of each kind, its files, and what its preview lets one set right. */
const WORLDS: readonly { readonly name: string; readonly files: readonly string[]; readonly preview: string | null }[] = [
  { name: 'delft', files: ['cityjson/delft.json'], preview: null },
  { name: 'monaco', files: ['osm/monaco.osm.gz'], preview: 'Storeys where no height is given' },
  {
    name: 'warehouse',
    files: [
      'small_warehouse.world',
      'model.sdf',
      'map.yaml',
      'map_rotated.pgm',
      'aws_robomaker_warehouse_PalletJackB_01_visual.DAE',
      'aws_robomaker_warehouse_ShelfD_01_visual.DAE',
    ].map((file) => join(WAREHOUSE, file)),
    preview: 'Height of a floor, m',
  },
  { name: 'hotel', files: ['floorplans/rmf/hotel.building.yaml'], preview: 'Metres per unit of the file' },
  { name: 'box', files: ['gltf/Box.glb'], preview: 'Metres per unit of the file' },
  { name: 'uninett', files: ['topology-zoo/Uninett2011.graphml'], preview: null },
  { name: 'metropolitan', files: ['eua/optus-melb-metro-sites.derived.csv'], preview: null },
];

async function choose(page: Page, files: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  await (await chooser).setFiles(files.map((file) => join(DATA, file)));
}

test.describe('worlds of the shared data', () => {
  test.skip(!existsSync(DATA), `there is no public data in ${DATA}`);

  for (const { name, files, preview } of WORLDS) {
    test(`${name} is opened and pictured, light and dark`, async ({ page }) => {
      const errors = watchErrors(page);
      await page.goto('/');
      await choose(page, files);
      if (preview !== null) {
        const dialog = page.getByRole('dialog');
        await expect(dialog.getByLabel(preview)).toBeVisible({ timeout: 30_000 });
        await picture(page, `world-${name}-preview`);
        await dialog.getByRole('button', { name: 'Open' }).click();
      }
      await expect(status(page)).toContainText(/\d+ flows?/, { timeout: 60_000 });
      // What was guessed, and the first steps of a site without hardware.
      for (const title of ['Close', 'Close the first steps']) {
        const close = page.getByRole('button', { name: title, exact: true });
        if (await close.isVisible()) await close.click();
      }
      await page.waitForTimeout(800);
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.waitForTimeout(500);
        await picture(page, `world-${name}-${scheme}`);
      }
      expect(errors).toEqual([]);
    });
  }

  test('a broken model is refused with its name and the reason', async ({ page }) => {
    const folder = join('gltf', 'invalid');
    await page.goto('/');
    // All of them: test/formats/real-data.test.ts.
    for (const file of ['empty_file.glb', 'invalid_json_chunk.glb', 'length_mismatch.glb', 'data_uri.glb']) {
      await choose(page, [join(folder, file)]);
      const alert = page.getByRole('alert');
      await expect(alert, file).toContainText(file, { timeout: 15_000 });
      await expect(alert.getByText(/byte \d|JSON|\//).first()).toBeVisible();
      await alert.getByRole('button', { name: 'Close' }).first().click();
    }
  });
});
