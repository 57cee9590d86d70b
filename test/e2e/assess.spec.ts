import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openSample, picture, watchErrors } from './workspace.ts';

test('a figure is explained by key down to an input, and back', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  await page.getByRole('tab', { name: 'Results' }).click();
  await page
    .getByRole('radiogroup', { name: 'Kind of result' })
    .getByText(/^Flows/)
    .click();
  await page.getByRole('list', { name: 'Flows' }).getByRole('button').nth(2).click();
  const figure = page.getByRole('term').filter({ hasText: 'p99' }).locator('..').getByRole('button');
  const shown = await figure.innerText();
  await figure.focus();
  await page.keyboard.press('Enter');

  const tree = page.getByRole('tree');
  const root = tree.getByRole('treeitem').first();
  await expect(root).toContainText(shown);
  await expect(root).toHaveAttribute('aria-expanded', 'true');
  await tree.focus();
  const lines = await tree.getByRole('treeitem').count();
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('treeitem')).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThanOrEqual(Math.min(lines, 4));
  await picture(page, 'explain-flow');
  const accessible = await new AxeBuilder({ page })
    .include('aside[aria-label="Inspector, results, placement and history"]')
    .analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('list', { name: 'Flows' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('assessments are asked when they are opened', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByRole('radiogroup', { name: 'Kind of result' }).getByText('Assess').click();
  for (const name of ['Availability', 'Cost', 'Energy and CO₂e']) {
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await expect(
      page.getByRole('region', { name, exact: true }).getByRole('list').first().getByRole('listitem').first(),
    ).toBeVisible({
      timeout: 20_000,
    });
  }
  const energy = page.getByRole('region', { name: 'Energy and CO₂e' });
  await energy.scrollIntoViewIfNeeded();
  await picture(page, 'assessments');
  const accessible = await new AxeBuilder({ page })
    .include('aside[aria-label="Inspector, results, placement and history"]')
    .analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  expect(errors).toEqual([]);
});
