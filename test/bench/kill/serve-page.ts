import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { serveFolder } from '../scene/serve-folder.ts';
import type { PageReport } from './protocol.ts';

export interface PageServer {
  readonly origin: string;
  /** Where the next reports go. */
  listen(listener: (report: PageReport) => void): void;
  close(): void;
}

/** Builds the page with the real storage code and serves it on one address, so that every round has the same origin. */
export async function servePage(): Promise<PageServer> {
  const outDir = mkdtempSync(join(tmpdir(), 'edgewright-kill-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./page', import.meta.url)),
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2023' },
  });
  let listener: (report: PageReport) => void = () => undefined;
  const server = await serveFolder(outDir, (request, response) => {
    if (request.method !== 'POST') return false;
    readBody(request).then(
      (body) => {
        listener(JSON.parse(body) as PageReport);
        response.end('{}');
      },
      // A page that is killed while it reports: nothing was said.
      () => response.destroy(),
    );
    return true;
  });
  return {
    origin: server.origin,
    listen(next) {
      listener = next;
    },
    close() {
      server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
