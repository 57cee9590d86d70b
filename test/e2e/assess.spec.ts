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
  const figure = page.getByTitle('p99: where it comes from');
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
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
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
  const accessible = await new AxeBuilder({ page }).include('[data-tabset-id="right"]').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  expect(errors).toEqual([]);
});

test('burst and rollout are asked as chosen, by key', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Car factory QC');
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByRole('radiogroup', { name: 'Kind of result' }).getByText('Assess').click();
  const burst = page.getByRole('region', { name: 'Burst', exact: true });
  await page.getByRole('button', { name: /^Burst/ }).focus();
  await page.keyboard.press('Enter');
  await expect(burst).toContainText('A burst to 300%', { timeout: 20_000 });
  await burst.getByRole('textbox', { name: /Demand in the burst/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(burst.getByText(/A burst to 350/)).toBeVisible({ timeout: 20_000 });
  await picture(page, 'assess-burst');
  await page.getByRole('button', { name: /^Burst/ }).click();

  const rollout = page.getByRole('region', { name: 'Rollout', exact: true });
  await page.getByRole('button', { name: /^Rollout/ }).click();
  await expect(rollout.getByRole('list').first()).toBeVisible({ timeout: 20_000 });
  const service = rollout.getByRole('combobox', { name: 'Service that is rolled out' });
  await service.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option').nth(1)).toBeVisible();
  await picture(page, 'assess-rollout-choice');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const chosen = await service.inputValue();
  expect(chosen).not.toContain('most nodes');
  await expect(rollout).toContainText(`${chosen} on`, { timeout: 20_000 });
  await picture(page, 'assess-rollout');
  await page.getByText('中文', { exact: true }).click();
  await expect(page.getByRole('combobox', { name: '要发布的服务' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('combobox', { name: '要发布的服务' }).scrollIntoViewIfNeeded();
  await picture(page, 'assess-rollout-zh');
  const accessible = await new AxeBuilder({ page }).include('#assess-rollout').analyze();
  expect(accessible.violations.map((one) => one.id)).toEqual([]);
  expect(errors).toEqual([]);
});
