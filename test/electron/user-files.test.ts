import type { BrowserWindow, Dialog } from 'electron';
import * as nodeFiles from 'node:fs/promises';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShellFailure } from '../../electron/main/failure.ts';
import { createUserFiles, type UserFiles } from '../../electron/main/files/user-files.ts';
import { maxFileBytes } from '../../electron/ipc/limits.ts';
import { fake } from './fakes.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let folder = '';
let answer: string | null = null;
let asked: string[] = [];
let files: UserFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-'));
  asked = [];
  const dialog = fake<Dialog>({
    showOpenDialog: async () => {
      asked.push('open');
      return { canceled: answer === null, filePaths: answer === null ? [] : [answer] };
    },
    showSaveDialog: async (_window: unknown, options: { defaultPath: string }) => {
      asked.push(`save ${options.defaultPath}`);
      return { canceled: answer === null, filePath: answer ?? '' };
    },
  });
  files = createUserFiles(nodeFiles, dialog, () => fake<BrowserWindow>({}));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('opening gives bytes, a name without its folder and a token that is no path', async () => {
  answer = join(folder, 'plan.edgewright.json');
  await writeFile(answer, '{}');
  const opened = await files.open('site');
  expect(opened).toEqual({ name: 'plan.edgewright.json', token: expect.stringMatching(/^[0-9a-f-]{36}$/), bytes: bytes('{}') });
  expect(JSON.stringify(opened)).not.toContain(folder);
});

test('saving under the token of an opened site asks nothing; a cancelled dialog writes nothing', async () => {
  const path = join(folder, 'plan.edgewright.json');
  await writeFile(path, '{}');
  answer = path;
  const token = (await files.open('site'))?.token;
  answer = null;
  expect(await files.save('other.json', bytes('{"a":1}'), token)).toEqual({ token, name: 'plan.edgewright.json' });
  expect(await readFile(path, 'utf8')).toBe('{"a":1}');
  expect(await files.save('other.json', bytes('x'), undefined)).toBeNull();
  expect(await files.open('site')).toBeNull();
  expect(asked).toEqual(['open', 'save other.json', 'open']);
});

test('a file opened for import, an unknown token and none ask where to', async () => {
  const source = join(folder, 'users.csv');
  await writeFile(source, 'a,b');
  answer = source;
  const token = (await files.open('data'))?.token;
  answer = join(folder, 'out.json');
  for (const each of [token, '00000000-0000-0000-0000-000000000000', undefined]) {
    expect(await files.save('plan.json', bytes('{}'), each)).toMatchObject({ name: 'out.json' });
  }
  expect(asked).toEqual(['open', 'save plan.json', 'save plan.json', 'save plan.json']);
  expect(await readFile(source, 'utf8')).toBe('a,b');
});

test('a file past the limit is refused before it is read', async () => {
  answer = join(folder, 'big.json');
  await writeFile(answer, '');
  await truncate(answer, maxFileBytes + 1);
  const failure = await files.open('data').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ShellFailure);
  expect(failure).toMatchObject({ problem: { code: 'file-too-large', file: 'big.json' } });
});
