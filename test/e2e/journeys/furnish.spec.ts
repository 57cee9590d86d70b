import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { picture, revision, settled, status, watchErrors } from '../workspace.ts';
import { Keys, Mouse } from './hands.ts';

/** So many actions the issue grants. */
const MOST_ACTIONS = 60;

/** Everything stands, is linked, runs and keeps its objectives. */
async function expectFurnished(page: Page): Promise<void> {
  await settled(page, await revision(page));
  await expect(status(page)).toContainText(/(?<!\d)0 missed/);
  await expect(status(page)).toContainText(/(?<!\d)0 findings/);
  await expect(status(page)).not.toContainText(/unplaced|without route|saturated/);
  expect(Number((await status(page).innerText()).match(/(\d+) flows/)?.[1])).toBeGreaterThanOrEqual(4);
}

test.use({ reducedMotion: 'reduce' });
test.setTimeout(240_000);

test('a factory is furnished from nothing by keyboard alone', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'New site' })).toBeVisible();
  const keys = new Keys(page);
  await keys.ask('New site');
  await expect(status(page)).toContainText('0 flows');
  await keys.ask('Add a floor');
  await keys.ask('Add a rack');
  await keys.ask('Catalyst 9300', 'Rack 1');
  await keys.ask('PowerEdge R650', 'Rack 1');
  await keys.ask('PowerEdge XR11', 'Rack 1');
  await keys.ask('UNO-2484G', 'Floor 1');
  await keys.carry('Control+Shift+k', 'PowerEdge R650');
  await keys.ask('Predictive maintenance', 'PowerEdge XR11');
  await keys.ask('SCADA and historian', 'PowerEdge R650');
  await expectFurnished(page);
  await picture(page, 'journey-furnished-by-key');
  expect(keys.actions).toBeLessThan(MOST_ACTIONS);
  test.info().annotations.push({ type: 'actions', description: String(keys.actions) });
  expect(errors).toEqual([]);
});

test('a factory is furnished from nothing by mouse', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  const mouse = new Mouse(page);
  const add = async (name: string): Promise<void> => {
    await mouse.click(page.getByRole('button', { name: 'Add', exact: true }));
    await mouse.click(page.getByRole('menuitem', { name: new RegExp(String.raw`^${name}\b`) }));
  };
  const search = page.getByRole('searchbox', { name: 'Search the catalog' });
  const card = (name: string) => page.locator('[data-hardware], [data-template]').filter({ hasText: name }).first();
  const onBoard = (name: string) => page.locator('[data-drop-node]').filter({ hasText: name }).filter({ visible: true }).first();

  await mouse.click(page.getByRole('button', { name: 'New site' }));
  await add('Add a floor');
  await add('Add a rack');
  // The first goes into the rack by name, the others beside it, onto its card.
  await mouse.type(search, 'Catalyst 9300');
  await mouse.click(card('Catalyst 9300').getByRole('button', { name: /^Place / }));
  await mouse.click(page.getByRole('combobox', { name: /^Place / }));
  await mouse.click(page.getByRole('option', { name: 'Rack 1' }));
  for (const name of ['PowerEdge R650', 'PowerEdge XR11']) {
    await mouse.type(search, name);
    await mouse.drag(card(name), onBoard('Catalyst 9300'));
    await expect(onBoard(name)).toBeVisible();
  }
  await mouse.type(search, 'UNO-2484G');
  await mouse.drag(card('UNO-2484G'), page.locator('[data-drop-tier="on-site-edge"] h2'));
  await mouse.click(onBoard('UNO-2484G').getByRole('button').first());
  await mouse.click(page.getByRole('tab', { name: 'Inspector' }));
  await mouse.click(page.getByRole('button', { name: /^Link UNO-2484G/ }));
  await mouse.click(page.getByRole('combobox', { name: /^Link UNO-2484G/ }));
  await mouse.click(page.getByRole('option', { name: /^PowerEdge R650/ }));
  await mouse.click(page.getByRole('radiogroup', { name: 'Kind of catalog entry' }).getByText('Workloads'));
  for (const [template, node] of [
    ['Predictive maintenance', 'PowerEdge XR11'],
    ['SCADA and historian', 'PowerEdge R650'],
  ] as const) {
    await mouse.type(search, template);
    await mouse.drag(card(template), onBoard(node));
  }
  await expectFurnished(page);
  await picture(page, 'journey-furnished-by-mouse');
  expect(mouse.actions).toBeLessThan(MOST_ACTIONS);
  test.info().annotations.push({ type: 'actions', description: String(mouse.actions) });
  expect(errors).toEqual([]);
});
