import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openSample, picture, revision, settled, status, watchErrors } from './workspace.ts';

test('language and theme switch and are remembered', async ({ page }) => {
  await openSample(page, 'Melbourne MEC');
  await page.getByText('中文', { exact: true }).click();
  await expect(page.getByRole('tab', { name: '目录' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(status(page)).toContainText('条业务流');
  await page.getByRole('button', { name: '浅色或深色' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await picture(page, 'melbourne-zh-dark');
  await page.reload();
  await expect(page.getByRole('tab', { name: '目录' })).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`start page and workspace pass axe in the ${scheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Edgewright' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await openSample(page, 'Melbourne MEC');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Outline' }).click();
    await page.getByRole('tab', { name: 'Inspector' }).click();
    expect(await violations(page)).toEqual([]);
    await picture(page, `workspace-${scheme}`);
  });
}

async function violations(page: Parameters<typeof openSample>[0]): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

test('a wrong file is refused with file, place and remedy, and the open site stays', async ({ page }) => {
  const errors = watchErrors(page);
  await openSample(page, 'Melbourne MEC');
  const before = await status(page).getByRole('button').first().innerText();
  const at = await revision(page);
  const wrong = [
    { name: 'cut.edgewright.json', text: '{"format":"edgewright-site","version":1,"minReader":1,"site":{"header":' },
    { name: 'deep.json', text: `{"format":"edgewright-site","a":${'['.repeat(5000)}${']'.repeat(5000)}}` },
    { name: 'proto.json', text: '{"format":"edgewright-site","version":1,"minReader":1,"site":{"__proto__":{}}}' },
    { name: 'picture.png', text: '\u0089PNG\r\n\u001a\n' },
  ];
  for (const { name, text } of wrong) {
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text, 'latin1') });
    const notice = page.getByRole('alert', { name: 'The file was not opened' });
    await expect(notice).toBeVisible();
    await expect(notice).toContainText(name);
    await notice.getByText('Details').first().click();
    await expect(notice.getByRole('button', { name: 'Copy' }).first()).toBeVisible();
    await picture(page, `refused-${name.split('.')[0] ?? ''}`);
    await notice.getByRole('button', { name: 'Close' }).click();
  }
  expect(await status(page).getByRole('button').first().innerText()).toBe(before);
  expect(await revision(page)).toBe(at);
  expect(errors).toEqual([]);
});

test('the palette finds an action and a record', async ({ page }) => {
  await openSample(page, 'Melbourne MEC');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Name of an action or a record' }).fill('colour by tier');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Colour by' })).toHaveValue('Tier');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Name of an action or a record' }).fill('edge');
  await page.keyboard.press('Enter');
  await picture(page, 'palette-result');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('an edit in the inspector is one step, refused values say why', async ({ page }) => {
  await openSample(page, 'Melbourne MEC');
  const start = await revision(page);
  await page.getByRole('tab', { name: 'Inspector' }).click();
  const years = page.getByRole('textbox', { name: 'Years' });
  await years.fill('500');
  await years.press('Enter');
  await expect(page.locator('[data-tabset-id="right"]').getByText(/years: .*30/)).toBeVisible();
  expect(await revision(page)).toBe(start);
  await years.fill('7');
  await years.press('Enter');
  await settled(page, start + 1);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('button', { name: 'Change the site' })).toBeVisible();
});
