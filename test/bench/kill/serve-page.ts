import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { PageReport } from './protocol.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

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
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      readBody(request).then(
        (body) => {
          listener(JSON.parse(body) as PageReport);
          response.end('{}');
        },
        // A page that is killed while it reports: nothing was said.
        () => response.destroy(),
      );
      return;
    }
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    try {
      const content = readFileSync(join(outDir, path === '/' ? 'index.html' : path));
      response.setHeader('content-type', MEDIA_TYPES[extname(path) || '.html'] ?? 'application/octet-stream').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    listen(next) {
      listener = next;
    },
    close() {
      server.closeAllConnections();
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
