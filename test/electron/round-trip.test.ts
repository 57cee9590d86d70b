import type { BrowserWindow, Dialog, IpcMainInvokeEvent, IpcRenderer } from 'electron';
import * as nodeFiles from 'node:fs/promises';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MenuModel, Shell } from '../../electron/ipc/contract.ts';
import { createJournalFiles } from '../../electron/main/files/journal-files.ts';
import { createSentinelFile } from '../../electron/main/files/sentinel-file.ts';
import { createSnapshotFiles } from '../../electron/main/files/snapshot-files.ts';
import { createUserFiles } from '../../electron/main/files/user-files.ts';
import { registerHandlers } from '../../electron/main/handle.ts';
import { createHandlers } from '../../electron/main/handlers.ts';
import { createShell } from '../../electron/preload/shell.ts';
import { fake, fakeEmitter } from './fakes.ts';
import { goodRequests } from './requests.ts';

// From the page's `window.edgewright` to the disk and back, over a wire that clones as Electron's does.

let folder = '';
let shell: Shell;
let menu: MenuModel | null = null;
const printed: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-'));
  const dialog = fake<Dialog>({
    showOpenDialog: async () => ({ canceled: false, filePaths: [join(folder, 'given.json')] }),
    showSaveDialog: async () => ({ canceled: false, filePath: join(folder, 'saved.json') }),
  });
  const handlers = createHandlers({
    journals: createJournalFiles(nodeFiles, join(folder, 'journal')),
    snapshots: createSnapshotFiles(nodeFiles, join(folder, 'snapshots')),
    sentinel: createSentinelFile(nodeFiles, join(folder, 'sentinel.json')),
    files: createUserFiles(nodeFiles, dialog, () => fake<BrowserWindow>({})),
    printReport: async (html, suggestedName) => {
      printed.push(html);
      return { token: 'printed', name: suggestedName };
    },
    setMenu: (model) => (menu = model),
  });
  shell = createShell(connect(handlers));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function connect(handlers: Parameters<typeof registerHandlers>[1]): Pick<IpcRenderer, 'invoke' | 'on' | 'off'> {
  const listeners = new Map<string, (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown>();
  registerHandlers(
    fake({
      handle: (name: string, listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown) =>
        listeners.set(name, listener),
    }),
    handlers,
    () => true,
    () => undefined,
  );
  const invoke = async (name: string, ...args: unknown[]): Promise<unknown> =>
    structuredClone(await listeners.get(name)?.(fake<IpcMainInvokeEvent>({}), ...structuredClone(args)));
  return fake({ ...fakeEmitter(), invoke });
}

test('journals, snapshots and the sentinel', async () => {
  const done = { status: 'ok', value: null };
  expect(await shell.journal.append({ siteId: 'a', lines: ['1', '2'] })).toEqual(done);
  expect(await shell.journal.read({ siteId: 'a' })).toEqual({ status: 'ok', value: { lines: ['1', '2'], tornTail: null } });
  expect(await shell.journal.replace({ siteId: 'a', lines: ['3'] })).toEqual(done);
  expect(await shell.journal.read({ siteId: 'a' })).toMatchObject({ value: { lines: ['3'] } });
  expect(await shell.journal.list({})).toEqual({ status: 'ok', value: ['a'] });
  expect(await shell.snapshot.write({ siteId: 'a', name: 's1', text: '{}' })).toEqual(done);
  expect(await shell.snapshot.list({ siteId: 'a' })).toEqual({ status: 'ok', value: [{ name: 's1', sizeBytes: 2 }] });
  expect(await shell.snapshot.read({ siteId: 'a', name: 's1' })).toEqual({ status: 'ok', value: '{}' });
  expect(await shell.snapshot.remove({ siteId: 'a', name: 's1' })).toEqual(done);
  expect(await shell.snapshot.read({ siteId: 'a', name: 's1' })).toEqual(done);
  expect(await shell.sentinel.read({})).toEqual(done);
  expect(await shell.sentinel.write({ text: 'x' })).toEqual(done);
  expect(await shell.sentinel.read({})).toEqual({ status: 'ok', value: 'x' });
});

test('files, bytes and all', async () => {
  await writeFile(join(folder, 'given.json'), Uint8Array.of(0, 255, 10));
  const opened = await shell.file.open({ kind: 'site' });
  expect(opened).toMatchObject({ status: 'ok', value: { name: 'given.json', bytes: Uint8Array.of(0, 255, 10) } });
  const saved = await shell.file.save({ suggestedName: 'plan.json', bytes: Uint8Array.of(1, 2) });
  expect(saved).toMatchObject({ status: 'ok', value: { name: 'saved.json' } });
  expect(new Uint8Array(await readFile(join(folder, 'saved.json')))).toEqual(Uint8Array.of(1, 2));
  await rm(join(folder, 'given.json'));
  expect(await shell.file.open({ kind: 'site' })).toMatchObject({ status: 'failed', error: { code: 'file-gone' } });
});

test('the menu and the printer get what the page sent', async () => {
  await shell.menu.set(goodRequests['menu.set']);
  expect(menu).toEqual(goodRequests['menu.set']);
  expect(await shell.report.printPdf({ html: '<p>x</p>', suggestedName: 'report.pdf' })).toEqual({
    status: 'ok',
    value: { token: 'printed', name: 'report.pdf' },
  });
  expect(printed).toEqual(['<p>x</p>']);
});

test('a path in place of an id touches nothing', async () => {
  expect(await shell.journal.append({ siteId: '../../outside', lines: ['x'] })).toMatchObject({
    error: { code: 'request-refused' },
  });
  expect(await nodeFiles.readdir(folder)).toEqual([]);
});
