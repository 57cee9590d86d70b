import { chromium, expect, test } from '@playwright/test';
import { column, dragTo, middleOf, openSample, picture, revision, settled, status } from './workspace.ts';

/** The tier board stands in for a twin that is gone within this time. */
const STAND_IN_MS = 1_000;

/**
 * Takes the graphics context of the twin away, as a driver that restarts does. Ms from then until the board stands in its place: the
 * call itself first waits for the rasteriser to finish what it was given, and the context is there until it returns.
 */
async function loseContext(page: Parameters<typeof openSample>[0]): Promise<number> {
  return page.evaluate(async () => {
    const canvas = document.querySelector('[data-drop-scene] canvas') as HTMLCanvasElement;
    canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    const started = performance.now();
    while (document.querySelector('main [role="alert"]') === null || document.querySelector('main [data-drop-tier]') === null) {
      if (performance.now() - started > 20_000) throw new Error('the board did not come');
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - started;
  });
}

test('WebGL lost and restored: the board within a second, edits go on, the twin comes back, nothing is lost', async ({
  page,
}) => {
  await openSample(page, 'Car factory QC');
  await expect(page.locator('[data-drop-scene] canvas')).toBeVisible({ timeout: 20_000 });
  const start = await revision(page);
  expect(await loseContext(page)).toBeLessThan(STAND_IN_MS);
  await picture(page, 'webgl-lost');
  await expect(page.getByRole('alert')).toContainText(/twin/i);
  const chip = column(page, 'on-site-edge').locator('[data-placement]').first();
  await dragTo(page, chip, await middleOf(column(page, 'regional').locator('[data-drop-node]').first()));
  await page.mouse.up();
  await settled(page, start + 1);
  await expect(page.locator('[data-drop-scene] canvas')).toBeVisible({ timeout: 20_000 });
  expect(await revision(page)).toBe(start + 1);
  await page.keyboard.press('Control+z');
  await settled(page, start + 2);
});

test('WebGL never comes back: the board stays, with the reason and the way to try again', async ({ page }) => {
  await openSample(page, 'Car factory QC');
  await expect(page.locator('[data-drop-scene] canvas')).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => {
    const get = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, kind: string) => unknown;
    Object.defineProperty(window, 'lastContext', { value: document.querySelector('[data-drop-scene] canvas') });
    const refuse = function refuse(this: HTMLCanvasElement, kind: string): unknown {
      return kind.startsWith('webgl') && this !== (window as unknown as { lastContext: unknown }).lastContext
        ? null
        : get.call(this, kind);
    };
    HTMLCanvasElement.prototype.getContext = refuse as typeof HTMLCanvasElement.prototype.getContext;
  });
  expect(await loseContext(page)).toBeLessThan(STAND_IN_MS);
  await page.waitForTimeout(3_500);
  await expect(page.locator('[data-drop-scene] canvas')).toHaveCount(0);
  await expect(page.getByRole('alert').getByRole('button')).toBeVisible();
  await expect(status(page)).toContainText(/flows/);
});

test('a browser without WebGL opens a site on the board', async ({ baseURL }) => {
  const executablePath = test.info().project.use.launchOptions?.executablePath;
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-3d-apis', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ baseURL: baseURL ?? '', viewport: { width: 1280, height: 800 } });
    await openSample(page, 'Melbourne MEC');
    await expect(page.locator('main [role="alert"]')).toBeVisible();
    await expect(page.locator('main [data-drop-tier]').first()).toBeVisible();
    await picture(page, 'webgl-missing');
  } finally {
    await browser.close();
  }
});
