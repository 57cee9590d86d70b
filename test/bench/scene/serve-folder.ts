import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export interface FolderServer {
  readonly origin: string;
  close(): void;
}

/** Serves the files of a built page on a free port of this machine. `handle` may answer a request itself: then it says true. */
export async function serveFolder(
  folder: string,
  handle: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<FolderServer> {
  const server = createServer((request, response) => {
    if (handle(request, response)) return;
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    try {
      const content = readFileSync(join(folder, path === '/' ? 'index.html' : path));
      response.setHeader('content-type', MEDIA_TYPES[extname(path) || '.html'] ?? 'application/octet-stream').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
