import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './child.mjs';
import { say } from './say.mjs';

/**
 * Installs what package-lock.json names, when something of it is missing.
 * @param {string} root
 */
export async function ensurePackages(root) {
  const missing = await missingPackage(root);
  if (missing === null) return;
  const folder = await lstat(join(root, 'node_modules')).catch(() => null);
  if (folder?.isSymbolicLink()) {
    throw new Error(
      `node_modules is a link to another checkout's, which does not fit this one (${missing}). Remove the link, then start again.`,
    );
  }
  say(`installing the packages of package-lock.json (npm ci): ${missing}`);
  if (!(await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], root))) {
    throw new Error(
      'npm ci failed; its own message stands above. The packages come from the npm registry: check the network, then start again.',
    );
  }
}

/**
 * Why the installed packages are not those of the lock file; null when they are. npm writes its own record of what it
 * installed as its last step, so a run cut short counts as missing too.
 * @param {string} root
 * @returns {Promise<string | null>}
 */
export async function missingPackage(root) {
  const wanted = await readPackages(join(root, 'package-lock.json'));
  if (wanted === null) throw new Error('package-lock.json cannot be read: this is not a checkout of the project.');
  const installed = await readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (installed === null) return 'none are installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional === true || entry.devOptional === true || entry.link === true) continue;
    if (installed[path]?.version !== entry.version) return `${path} ${entry.version} is not there`;
  }
  return null;
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry
 * @param {string} file
 * @returns {Promise<Record<string, LockEntry> | null>}
 */
async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function runNpm(args, cwd) {
  // Electron's runtime is 100 MB that only a machine with a screen needs: `npm start` fetches it there.
  const env = { ELECTRON_SKIP_BINARY_DOWNLOAD: '1', npm_config_loglevel: 'error' };
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return runTool(process.execPath, [script, ...args], { cwd, env });
  return runTool('npm', args, { cwd, env, shell: process.platform === 'win32' });
}
