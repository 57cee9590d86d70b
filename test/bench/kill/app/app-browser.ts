import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium, type BrowserContext } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../../../helpers/chromium-flags.ts';
import { killTree } from '../browser.ts';

const FLAGS = [
  ...CHROMIUM_FLAGS,
  '--headless=new',
  '--window-size=1280,800',
  // The page may know that a program drives it: then a saved file is a download, for no one answers a dialog.
  '--enable-automation',
  '--remote-debugging-port=0',
];
const LISTENING = /^DevTools listening on (ws:\S+)$/;
const START_MS = 60_000;

export interface AppBrowser {
  /** Resolves when the browser can be driven. */
  readonly context: Promise<BrowserContext>;
  /** SIGKILL to the whole process tree; resolves when its root is gone. */
  kill(): Promise<void>;
}

/** Chromium on a profile folder as a process tree of its own, so that nothing but the kill ends it. */
export function launchAppBrowser(executable: string, profile: string): AppBrowser {
  const child = spawn(executable, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const endpoint = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Chromium did not start within ${START_MS} ms.`)), START_MS);
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      const [, address] = LISTENING.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    void gone.then(() => reject(new Error('Chromium ended before it could be driven.')));
    void gone.then(() => clearTimeout(timer));
    lines.once('close', () => clearTimeout(timer));
  });
  const context = endpoint.then(async (address) => {
    const browser = await chromium.connectOverCDP(address);
    const [own] = browser.contexts();
    if (own === undefined) throw new Error('Chromium has no window.');
    return own;
  });
  // Whoever kills early never asks for it.
  context.catch(() => undefined);
  return {
    context,
    async kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
      await gone;
    },
  };
}
