import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problem, type Problem } from '../../core/base/problem.ts';
import { failed, ok, type Result } from '../../core/base/result.ts';
import type { Shell } from '../../electron/ipc/contract.ts';
import { createJournalFiles } from '../../electron/main/files/journal-files.ts';
import { createSentinelFile } from '../../electron/main/files/sentinel-file.ts';
import { createSnapshotFiles } from '../../electron/main/files/snapshot-files.ts';
import { electronEnvironment } from '../../renderer/storage/electron-environment.ts';
import type { Storage } from '../../renderer/storage/storage.ts';
import { appendEdit, checkpointAt, codes, createTrail, Machine, openTrail, SITE, trailOf, trailUpTo } from './machine.ts';

let folder = '';
let refusal: Problem | null = null;

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'edgewright-shell-'));
  refusal = null;
});

afterEach(() => fs.rm(folder, { recursive: true }));

type StorageShell = Pick<Shell, 'journal' | 'snapshot' | 'sentinel'>;

/** The shell's own files behind a wire that clones, as the real one does. */
function shell(): StorageShell {
  const journals = createJournalFiles(fs, join(folder, 'journals'));
  const snapshots = createSnapshotFiles(fs, join(folder, 'snapshots'));
  const sentinel = createSentinelFile(fs, join(folder, 'sentinel'));
  function wire<Request, Reply>(handle: (request: Request) => Promise<Reply>) {
    return async (request: Request): Promise<Result<Reply, Problem>> =>
      refusal === null ? structuredClone(ok(await handle(structuredClone(request)))) : failed(refusal);
  }
  const done = async (work: Promise<void>): Promise<null> => work.then(() => null);
  return {
    journal: {
      append: wire(({ siteId, lines }) => done(journals.append(siteId, lines))),
      read: wire(({ siteId }) => journals.read(siteId)),
      replace: wire(({ siteId, lines }) => done(journals.replace(siteId, lines))),
      list: wire(() => journals.list()),
    },
    snapshot: {
      write: wire(({ siteId, name, text }) => done(snapshots.write(siteId, name, text))),
      list: wire(({ siteId }) => snapshots.list(siteId)),
      read: wire(({ siteId, name }) => snapshots.read(siteId, name)),
      remove: wire(({ siteId, name }) => done(snapshots.remove(siteId, name))),
    },
    sentinel: { read: wire(() => sentinel.read()), write: wire(({ text }) => done(sentinel.write(text))) },
  };
}

/** The shell's files with what Node has instead of a page; of the sentinels only the shell's own. */
function open(machine: Machine): Promise<Storage> {
  const { journal, snapshots, sentinels } = electronEnvironment(shell());
  return machine.open({ journal, snapshots, sentinels: sentinels.slice(1) });
}

async function edit(machine: Machine): Promise<void> {
  const storage = await open(machine);
  expect(storage.startup.status).toBe('first-run');
  expect(await createTrail(storage)).toBe(true);
  await openTrail(storage);
  for (let number = 1; number <= 9; number += 1) {
    expect(await appendEdit(storage, number)).toBe(true);
    if (number % 2 === 0) expect(await checkpointAt(storage, number)).toBe(true);
  }
  await storage.close();
  machine.restart();
}

describe('the files of the desktop shell', () => {
  test('keep what was acknowledged and drop what is compacted', async () => {
    const machine = new Machine();
    await edit(machine);
    const storage = await open(machine);
    expect(storage.startup.status).toBe('clean');
    const site = await openTrail(storage);
    expect(site).toMatchObject({ status: 'clean', sequence: 8 });
    expect(trailOf(site)).toEqual(trailUpTo(9));
    const [file = ''] = await fs.readdir(join(folder, 'journals'));
    // The header and the entries after the third-last snapshot, which is that of edit 4.
    expect((await fs.readFile(join(folder, 'journals', file), 'utf8')).trimEnd().split('\n')).toHaveLength(1 + 5);
  });

  test('rebuild an empty database, also after a torn write', async () => {
    const machine = new Machine();
    await edit(machine);
    await machine.emptyDatabase();
    const [file = ''] = await fs.readdir(join(folder, 'journals'));
    await fs.appendFile(join(folder, 'journals', file), 'cut o');
    const storage = await open(machine);
    expect(storage.startup.status).toBe('recovered');
    expect(codes(storage.startup.problems)).toEqual(['storage.cut-off', 'storage.database-rebuilt']);
    expect(trailOf(await openTrail(storage))).toEqual(trailUpTo(9));
  });

  test('say so when the disk is full', async () => {
    const machine = new Machine();
    await edit(machine);
    const storage = await open(machine);
    await openTrail(storage);
    refusal = problem('disk-full', 'The disk is full.', 'Free some space.');
    const result = await storage.append(SITE, { kind: 'command', revision: 10, payload: 'edit 10' });
    expect(result).toMatchObject({ status: 'failed', error: { code: 'storage.full' } });
    refusal = null;
    expect(await storage.retry(SITE)).toEqual({ status: 'ok', value: { sequence: 10 } });
  });
});
