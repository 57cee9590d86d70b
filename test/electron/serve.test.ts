import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type RunningServer } from '../../electron/launch/serve.ts';
import { answerAppRequest } from '../../electron/main/app-protocol.ts';
import { listAppFiles } from '../../electron/main/security/app-files.ts';
import { readFile } from 'node:fs/promises';

let folder = '';
let server: RunningServer;
let port = 0;

beforeAll(async () => {
  const around = await mkdtemp(join(tmpdir(), 'edgewright-'));
  folder = join(around, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(around, 'secret.json'), '{"secret":true}');
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'main.js'), 'export {};');
  await writeFile(join(folder, '.env'), 'TOKEN=1');
  await writeFile(join(folder, 'run.sh'), 'echo');
  server = await startServer(folder, 0);
  port = Number(new URL(server.url).port);
});
afterAll(async () => {
  await server.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Node's client sends the path as it stands, dots and all; `fetch` would resolve it first. */
function ask(path: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: options.host ?? `127.0.0.1:${port}` };
    const sent = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('the local server', () => {
  test('listens to this machine alone', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${port}/`);
    const reached = await new Promise((resolve) => {
      const socket = connect({ host: '::1', port }, () => resolve(true));
      socket.on('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  test('serves the start page and its files with their types, and to HEAD without content', async () => {
    expect(await ask('/')).toMatchObject({
      status: 200,
      body: '<!doctype html>',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    expect(await ask('/?site=melbourne')).toMatchObject({ status: 200 });
    expect(await ask('/assets/main.js', { host: `localhost:${port}` })).toMatchObject({
      status: 200,
      body: 'export {};',
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '', headers: { 'content-length': '15' } });
  });

  test.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/..%5c..%5csecret.json',
    '//secret.json',
    '/assets',
    '/assets/',
    '/.env',
    '/run.sh',
    '/index.html/',
    '/INDEX.html',
    '/index.html%00.js',
    '/nothing.js',
    'http://127.0.0.1/../secret.json',
  ])('has no %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toMatch(/secret|TOKEN|echo/);
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'");
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('refuses %s', async (method) => {
    expect(await ask('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test.each([
    'evil.example',
    'evil.example:4173',
    '127.0.0.1',
    'localhost',
    '127.0.0.1.evil.example',
    '127.0.0.1:1',
    '[::1]',
    '0.0.0.0',
  ])('answers nothing under the foreign name %s', async (host) => {
    expect((await ask('/', { host })).status).toBe(421);
  });

  test('reports a taken port as an error', async () => {
    await expect(startServer(folder, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('app://edgewright', () => {
  test('answers as the server does: same files, same headers', async () => {
    const files = await listAppFiles(folder);
    for (const path of ['/', '/assets/main.js']) {
      const ours = await answerAppRequest({ url: `app://edgewright${path}`, method: 'GET' }, files, (file) => readFile(file));
      const theirs = await ask(path);
      expect([ours.status, await ours.text()]).toEqual([theirs.status, theirs.body]);
      for (const [name, value] of ours.headers) expect(theirs.headers[name], name).toBe(value);
    }
  });

  test.each([
    ['app://edgewright/../secret.json', 404],
    ['app://edgewright/%2e%2e/secret.json', 404],
    ['app://edgewright/.env', 404],
    ['app://evil/', 403],
    ['https://edgewright/', 403],
    ['file:///etc/passwd', 403],
  ])('refuses %s', async (url, status) => {
    const files = await listAppFiles(folder);
    expect((await answerAppRequest({ url, method: 'GET' }, files, (file) => readFile(file))).status).toBe(status);
  });

  test('refuses other methods, and has no file that went since', async () => {
    const files = await listAppFiles(folder);
    expect((await answerAppRequest({ url: 'app://edgewright/', method: 'POST' }, files, (file) => readFile(file))).status).toBe(
      405,
    );
    const gone = (): Promise<Uint8Array> => Promise.reject(new Error('gone'));
    expect((await answerAppRequest({ url: 'app://edgewright/', method: 'GET' }, files, gone)).status).toBe(404);
  });
});
