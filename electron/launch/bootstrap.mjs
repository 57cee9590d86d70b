import { realpathSync } from 'node:fs';
import { Module } from 'node:module';
import { delimiter, join } from 'node:path';
import { relay } from './child.mjs';
import { ensureChromium, findChromium } from './chromium.mjs';
import { withLock } from './lock.mjs';
import { ensureNode } from './node-runtime.mjs';
import { ensurePackages, missingPackage } from './packages.mjs';
import { projectRoot } from './root.mjs';
import { say } from './say.mjs';

/**
 * Brings a fresh checkout to where `script` can run, and runs it with Node 24: packages, Node, and with
 * `chromium: 'install'` a Chromium, whose path the script finds in `EDGEWRIGHT_CHROMIUM`.
 * Ends this process with the script's exit code.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ chromium: 'install' | 'find' }} options
 */
export async function launch(script, args, options) {
  try {
    const node = await prepare(options);
    // In the same process where that is possible: signals, input and exit code are then simply its own.
    if (realpathSync(node) === realpathSync(process.execPath)) {
      process.argv = [node, script, ...args];
      Module.runMain();
      return;
    }
    process.exitCode = await relay(node, [script, ...args]);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

/** @param {{ chromium: 'install' | 'find' }} options */
async function prepare(options) {
  const install = async () => {
    await ensurePackages(projectRoot);
    return ensureNode(projectRoot);
  };
  const complete = (await missingPackage(projectRoot)) === null;
  const node = complete ? await install() : await withLock(join(projectRoot, '.cache', 'install.lock'), install);
  process.env['PATH'] = [join(projectRoot, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const chromium = options.chromium === 'install' ? await ensureChromium() : findChromium();
  if (chromium !== null) process.env['EDGEWRIGHT_CHROMIUM'] = chromium;
  return node;
}
