import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openSample, picture, revision, settled, watchErrors } from './workspace.ts';

const PANEL = '[data-tabset-id="right"]';

test('rules of tiers are added as a set, told where they hold and are broken, and edited', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const before = await revision(page);
  await page.keyboard.press('Alt+P');
  const panel = page.locator(PANEL);
  await panel.getByText(/^Rules: \d+/).click();
  await panel.getByRole('button', { name: 'Add a set' }).click();
  await page.getByRole('menuitem', { name: /^Decide near/ }).click();
  await settled(page, before + 1);
  await expect(panel.getByText(/^holds for \d+ services?$/).first()).toBeVisible();
  await picture(page, 'rules');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  // A rule that says something else is broken at once, and says so.
  await panel.getByRole('button', { name: /^Decisions at the edge/ }).click();
  await expect(panel.getByRole('heading', { name: 'Decisions at the edge' })).toBeVisible();
  await picture(page, 'rule-in-inspector');
  await page.getByRole('tab', { name: 'Place' }).click();
  await panel.getByText(/^Rules: \d+/).click();
  const downloads = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export…' }).click();
  expect((await downloads).suggestedFilename()).toMatch(/\.rules\.json$/);
  expect(errors).toEqual([]);
});

test('several plans are explored, one is chosen by keyboard, seen and applied', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const before = await revision(page);
  await page.keyboard.press('Alt+X');
  const panel = page.locator(PANEL);
  await panel.getByRole('textbox', { name: 'Time' }).fill('12');
  await panel.getByRole('button', { name: 'Start' }).click();
  await expect(panel.getByRole('img', { name: /cost to the right/ })).toBeVisible({ timeout: 20_000 });
  await expect(panel.getByRole('heading', { name: /^\d+ plans?$/ })).toBeVisible({ timeout: 40_000 });
  const plans = panel.getByRole('radio', { name: /^\d+$/ });
  expect(await plans.count()).toBeGreaterThan(1);
  await plans.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(plans.nth(1)).toBeChecked();
  await expect(page.locator('[data-turn="comes"]').first()).toBeAttached();
  await picture(page, 'explore');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  await panel.getByRole('button', { name: /^Apply \d+ moves?$/ }).click();
  await settled(page, before + 1);
  await page.keyboard.press('Control+z');
  await settled(page, before + 2);
  expect(errors).toEqual([]);
});

test('why: from the context menu, the keyboard, the inspector and a finding', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const panel = page.locator(PANEL);
  const chip = page.locator('[data-record^="placements/"]').first();
  await chip.click({ button: 'right' });
  await picture(page, 'context-menu');
  await page.getByRole('menuitem', { name: /^Why here/ }).click();
  await expect(panel.getByRole('heading', { name: /^On / }).first()).toBeVisible({ timeout: 20_000 });
  await picture(page, 'why');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  await page.keyboard.press('Escape');
  await chip.click();
  await page.keyboard.press('Alt+w');
  await expect(panel.getByRole('region', { name: /^Why: / })).toBeVisible();
  await panel.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('tab', { name: 'Results' }).click();
  const ask = panel.getByRole('button', { name: /^Why is / }).first();
  await ask.click();
  await expect(panel.getByText(/running on \d+ nodes?/).first()).toBeVisible({ timeout: 30_000 });
  await picture(page, 'why-late');
  expect(errors).toEqual([]);
});
