import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from '../../../electron/ipc/contract.ts';
import { buildStale } from '../../../electron/launch/build.ts';
import { installedElectron } from '../../../electron/launch/electron-runtime.ts';
import { hasDisplay } from '../../../electron/launch/open-browser.ts';
import { projectRoot } from '../../../electron/launch/root.mjs';

// Electron itself, where it can run. Elsewhere each test is reported as skipped, with the reason.

const runtime = await installedElectron();
const obstacle =
  runtime === null
    ? 'the Electron runtime is not installed (npx install-electron)'
    : !hasDisplay()
      ? 'this machine has no display'
      : process.platform === 'linux' && process.getuid?.() === 0
        ? 'the sandbox does not run as root'
        : null;

interface ShellWindow {
  readonly edgewright: Shell;
}

let profile = '';
let app: ElectronApplication;
let page: Page;

async function open(): Promise<void> {
  app = await _electron.launch({ executablePath: runtime ?? '', args: [projectRoot, `--user-data-dir=${profile}`] });
  page = await app.firstWindow();
  await expect(page.locator('#root')).not.toBeEmpty();
}

test.beforeEach(async () => {
  test.skip(obstacle !== null, obstacle ?? '');
  await buildStale();
  profile = await mkdtemp(join(tmpdir(), 'edgewright-'));
  await open();
});
test.afterEach(async () => {
  if (profile === '') return;
  await app.close();
  await rm(profile, { recursive: true, force: true });
});

test('the window shows the app from its own scheme, without Node in the page', async () => {
  expect(page.url()).toBe('app://edgewright/');
  const found = await page.evaluate(() => ({
    isolated: crossOriginIsolated,
    node: 'process' in globalThis || 'require' in globalThis,
    shell: Object.keys((globalThis as unknown as ShellWindow).edgewright).toSorted(),
  }));
  expect(found).toEqual({
    isolated: true,
    node: false,
    shell: ['file', 'journal', 'menu', 'on', 'report', 'sentinel', 'snapshot'],
  });
});

test('an acknowledged line survives the kill of the whole app', async () => {
  const reply = await page.evaluate(() =>
    (globalThis as unknown as ShellWindow).edgewright.journal.append({ siteId: 'a', lines: ['acknowledged'] }),
  );
  expect(reply).toEqual({ status: 'ok', value: null });
  app.process().kill('SIGKILL');
  await open();
  const found = await page.evaluate(() => (globalThis as unknown as ShellWindow).edgewright.journal.read({ siteId: 'a' }));
  expect(found).toEqual({ status: 'ok', value: { lines: ['acknowledged'], tornTail: null } });
});

test('a path as a site id is refused across the real wire', async () => {
  const reply = await page.evaluate(() => (globalThis as unknown as ShellWindow).edgewright.journal.read({ siteId: '../x' }));
  expect(reply).toMatchObject({ status: 'failed', error: { code: 'request-refused' } });
});

test('the page cannot leave, open a window or reach a network', async () => {
  await page.evaluate(() => {
    window.open('https://example.org/');
    location.href = 'https://example.org/';
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe('app://edgewright/');
  expect(app.windows()).toHaveLength(1);
});
