import { once } from 'node:events';
import { buildStale, rendererFolder } from './build.ts';
import { relay } from './child.mjs';
import { ensureChromium } from './chromium.mjs';
import { findElectron } from './electron-runtime.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { readOptions } from './options.mjs';
import { whenParentGone } from './parent.mjs';
import { projectRoot } from './root.mjs';
import { say } from './say.mjs';
import { startServer, type RunningServer } from './serve.ts';

await start();

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.mode !== 'window' && options.mode !== 'serve') throw new Error(`start.mjs let through mode ${options.mode}`);
  await buildStale();
  if (options.mode === 'serve') return serve(options.port, options.open);
  const electron = await findElectron();
  if (electron.status === 'ready') {
    process.exitCode = await relay(electron.path, [projectRoot]);
    return;
  }
  say(`Electron is not used: ${electron.reason}; the same app runs in the browser`);
  await serve(0, true);
}

async function serve(port: number, open: boolean): Promise<void> {
  const server = await startServer(rendererFolder, port).catch((error: NodeJS.ErrnoException) => error);
  if (server instanceof Error) {
    const taken = server.code === 'EADDRINUSE';
    say(taken ? `port ${port} is taken: choose another with --port, or leave --port out` : `cannot serve: ${server.message}`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`Edgewright is ready at ${server.url}\nCtrl-C ends it.\n`);
  const orphaned = new Promise<void>((resolve) => whenParentGone(resolve));
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP'), orphaned]);
  showIn(server, open).catch((error: unknown) => say(String(error)));
  await ended;
  await server.close();
  // An installation that is still running goes on by itself; it must not hold up the end.
  process.exit();
}

async function showIn(server: RunningServer, open: boolean): Promise<void> {
  const wanted = open && hasDisplay();
  if (wanted && (await openBrowser(server.url, null))) return;
  const chromium = await ensureChromium();
  if (wanted && chromium !== null && !(await openBrowser(server.url, chromium))) say(`open ${server.url} in a browser`);
}
