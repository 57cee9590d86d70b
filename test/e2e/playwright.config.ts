import { defineConfig } from '@playwright/test';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findChromium } from '../../electron/launch/chromium.mjs';
import { projectRoot } from '../../electron/launch/root.mjs';
import { CHROMIUM_FLAGS } from '../helpers/chromium-flags.ts';

// This file is read once by the runner and once by each worker: the environment carries the first one's choice.
const port = Number((process.env['EDGEWRIGHT_E2E_PORT'] ??= String(await takeFreePort())));
const chromium = findChromium();

export default defineConfig({
  outputDir: join(projectRoot, '.cache', 'playwright'),
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60_000,
  // A build machine has other work, too.
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium === null ? {} : { executablePath: chromium }), // The twin is drawn by the software GPU, the panels around it by the processor, which is quicker at them.
      args: [...CHROMIUM_FLAGS, '--disable-gpu-compositing'],
    },
  },
  projects: [
    { name: 'chromium', testDir: join(projectRoot, 'test', 'e2e') },
    { name: 'electron', testDir: join(projectRoot, 'test', 'electron', 'e2e') },
  ],
  webServer: {
    command: `"${process.execPath}" electron/launch/start.mjs --no-open --port ${port}`,
    cwd: projectRoot,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 3_000 },
  },
});

async function takeFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}
