import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listAppFiles, type AppFiles } from '../main/security/app-files.ts';
import { appHeaders, refusalHeaders } from '../main/security/headers.ts';

export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Serves the built renderer in `folder` to this machine alone; `port` 0 takes a free one. Rejects when the port is taken.
 * Only listed files, GET and HEAD, and only under a name of the loopback address, so that no foreign page can reach it
 * through a name of its own (DNS rebinding).
 */
export async function startServer(folder: string, port: number): Promise<RunningServer> {
  const files = await listAppFiles(folder);
  const server = createServer((request, response) => {
    answer(files, request, response).catch(() => refuse(response, 500, 'The file could not be read.'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${loopback}:${actualPort}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(files: AppFiles, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const port = request.socket.localPort;
  const host = request.headers.host?.toLowerCase();
  if (host !== `${loopback}:${port}` && host !== `localhost:${port}`) return refuse(response, 421, 'Unknown host.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
  // The raw path, undecoded and unresolved: `..`, `%2e` and `//` are simply not in the list.
  const path = request.url?.split('?', 1)[0] ?? '';
  const file = files.get(path);
  if (file === undefined) return refuse(response, 404, 'No such file.');
  const content = await readFile(file.path);
  response.writeHead(200, { ...appHeaders(file.contentType), 'Content-Length': content.byteLength });
  response.end(request.method === 'HEAD' ? undefined : content);
}

function refuse(response: ServerResponse, status: number, text: string, extra: Record<string, string> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...refusalHeaders(), ...extra });
  response.end(`${text}\n`);
}
