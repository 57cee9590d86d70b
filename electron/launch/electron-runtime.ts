import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { runTool } from './child.mjs';
import { hasDisplay } from './open-browser.ts';
import { projectRoot } from './root.mjs';
import { say } from './say.mjs';

/** Host and port the package `electron` downloads its runtime from, unless ELECTRON_MIRROR names another. */
const releaseHost = 'github.com';
const releasePort = 443;
const probeLimitMs = 3_000;
/** 110 MB at 15 Mbit/s; a slower line gets the browser, and can run `npx install-electron` once. */
const downloadLimitMs = 60_000;
/** A failed download is not tried again for this long: each try would hold up the start. */
const retryAfterMs = 24 * 3_600_000;

export type ElectronRuntime =
  | { readonly status: 'ready'; readonly path: string }
  /** `reason` completes "Electron is not used: ...". */
  | { readonly status: 'unavailable'; readonly reason: string };

/** Electron's runtime, fetched when that is quick; otherwise why not. */
export async function findElectron(): Promise<ElectronRuntime> {
  if (!hasDisplay()) return { status: 'unavailable', reason: 'this machine has no display' };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { status: 'unavailable', reason: 'its sandbox does not run as root' };
  }
  const present = await installedElectron();
  if (present !== null) return { status: 'ready', path: present };
  const failure = join(projectRoot, '.cache', 'electron-download-failed');
  const failedAt = await stat(failure).catch(() => null);
  if (failedAt !== null && Date.now() - failedAt.mtimeMs < retryAfterMs) {
    return { status: 'unavailable', reason: 'its runtime could not be downloaded today (try again: npx install-electron)' };
  }
  if (await downloadElectron()) {
    const path = await installedElectron();
    if (path !== null) return { status: 'ready', path };
  }
  await mkdir(dirname(failure), { recursive: true });
  await writeFile(failure, '');
  return {
    status: 'unavailable',
    reason: 'its runtime is not installed and could not be downloaded (later: npx install-electron)',
  };
}

/** Path of the runtime if it is installed; never downloads. */
export async function installedElectron(): Promise<string | null> {
  const folder = join(projectRoot, 'node_modules', 'electron');
  const name = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => null);
  if (name === null) return null;
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
  return existsSync(path) ? path : null;
}

async function downloadElectron(): Promise<boolean> {
  const detour = process.env['ELECTRON_MIRROR'] ?? process.env['HTTPS_PROXY'] ?? process.env['https_proxy'];
  if (detour === undefined && !(await canConnect(releaseHost, releasePort))) return false;
  say('downloading the Electron runtime (about 110 MB)');
  const script = join(projectRoot, 'node_modules', 'electron', 'install.js');
  return runTool(process.execPath, [script], { timeoutMs: downloadLimitMs, env: { ELECTRON_SKIP_BINARY_DOWNLOAD: '' } });
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(probeLimitMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
