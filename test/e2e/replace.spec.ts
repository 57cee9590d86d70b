import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openSample, picture, revision, settled, watchErrors } from './workspace.ts';

test('what runs on a node that fails is placed again, in order, by mouse alone', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  const before = await revision(page);
  const node = page
    .locator('[data-record^="nodes/"]')
    .filter({ has: page.locator('[data-record^="placements/"]') })
    .first();
  await node.click({ button: 'right', position: { x: 12, y: 12 } });
  await page.getByRole('menuitem', { name: 'Place again after a failure' }).click();
  const panel = page.locator('[data-tabset-id="right"]');
  await expect(panel.getByText('Nodes that fail')).toBeVisible();
  await panel.getByRole('textbox', { name: 'Time' }).fill('4');
  await picture(page, 'replace-form');
  await panel.getByRole('button', { name: 'Start' }).click();
  const apply = panel.getByRole('button', { name: /^Apply \d+ moves?$/ });
  await expect(apply).toBeEnabled({ timeout: 30_000 });
  const order = panel.getByText(/^In this order: \d+ steps?$/);
  await order.click();
  await expect(panel.getByRole('button', { name: /^Start .+ on .+$/ }).first()).toBeVisible();
  await order.scrollIntoViewIfNeeded();
  await picture(page, 'replace-order');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  await apply.click();
  await settled(page, before + 1);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'Steps' }).getByText(/^Replace: \d+ moves?$/)).toBeVisible();
  expect(errors).toEqual([]);
});

test('a policy is learned from the site, held beside the default and used by the next search', async ({ page }) => {
  test.setTimeout(180_000);
  const errors = watchErrors(page);
  await openSample(page, 'Four-tier computing network');
  await page.keyboard.press('Alt+I');
  const panel = page.locator('[data-tabset-id="right"]');
  await panel.getByText('Learned from this site').click();
  await panel.getByRole('button', { name: 'Learn', exact: true }).click();
  await expect(panel.getByRole('progressbar', { name: 'Learning' })).toBeVisible();
  await picture(page, 'learning');
  const table = panel.getByRole('table', { name: /^Share of all/ });
  await expect(table).toBeVisible({ timeout: 150_000 });
  await expect(table.getByRole('row', { name: /^Learned \d/ })).toBeVisible();
  // Where the moves that earned most are no help by another seed, there is nothing to use.
  const use = panel.getByRole('switch', { name: 'Use for searches' });
  const isHelp = (await panel.getByText('were no help by another seed').count()) === 0;
  await expect(use).toBeEnabled({ enabled: isHelp });
  if (isHelp) {
    await use.check({ force: true });
    await expect(panel.getByText('in use')).toBeVisible();
  }
  await panel.getByText('What counts in its score').click();
  await expect(panel.getByRole('row', { name: /^Answers in time/ })).toBeVisible();
  await table.scrollIntoViewIfNeeded();
  await picture(page, 'learned');
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  expect(errors).toEqual([]);
});
