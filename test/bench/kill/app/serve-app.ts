import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '../../../../electron/launch/root.mjs';

/** A first start builds the app. */
const READY_MS = 120_000;

export interface AppServer {
  readonly url: string;
  stop(): void;
}

/** Serves the app as `npm start` does, on a free port: one origin for as long as it runs. */
export async function serveApp(): Promise<AppServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(projectRoot, 'electron/launch/start.mjs'), '--no-open', '--port', String(port)], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/`;
  for (const until = Date.now() + READY_MS; ;) {
    if (
      await fetch(url)
        .then((reply) => reply.ok)
        .catch(() => false)
    )
      break;
    if (Date.now() > until || child.exitCode !== null) throw new Error(`The app was not served on ${url}.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, stop: () => child.kill('SIGTERM') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
