import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runTool } from './child.mjs';
import { say } from './say.mjs';

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of an installed Chromium or Chrome: `EDGEWRIGHT_CHROMIUM`, else the search path, else the usual places.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findChromium(env = process.env) {
  const named = env['EDGEWRIGHT_CHROMIUM'];
  if (named !== undefined && named !== '' && isProgram(named)) return named;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = commandNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...usualPlaces].find(isProgram) ?? null;
}

/**
 * Finds a Chromium, or installs Debian's where that takes no password; says what it does.
 * @returns {Promise<string | null>} null when there is none; then it has said what to do
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  const mayInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!mayInstall) {
    say('no Chromium found: install Chromium or Chrome, or name one in EDGEWRIGHT_CHROMIUM');
    return null;
  }
  say('installing Chromium (apt-get install chromium)');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await runTool('apt-get', ['-qq', 'update'], { env });
  if (updated) await runTool('apt-get', ['-qq', '-y', 'install', 'chromium'], { env });
  const installed = findChromium();
  if (installed === null) say('apt-get could not install Chromium; install it by hand or name one in EDGEWRIGHT_CHROMIUM');
  return installed;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
