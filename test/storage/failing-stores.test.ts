import { describe, expect, test, vi } from 'vitest';
import type { StorageEnvironment } from '../../renderer/storage/environment.ts';
import { writeFailed } from '../../renderer/storage/storage-problems.ts';
import type { Storage } from '../../renderer/storage/storage.ts';
import {
  appendEdit,
  checkpointAt,
  codes,
  createTrail,
  editedMachine,
  Machine,
  openTrail,
  SITE,
  trailOf,
  trailUpTo,
} from './machine.ts';

type Changes = (environment: StorageEnvironment) => Partial<StorageEnvironment>;

/** A library with a site of two edits, on stores that `changes` makes fail at will. */
async function editedStorage(machine: Machine, changes: Changes): Promise<Storage> {
  const storage = await machine.open(changes(machine.environment()));
  await createTrail(storage);
  await openTrail(storage);
  for (const number of [1, 2]) await appendEdit(storage, number);
  return storage;
}

/** What is there after a restart without the database. */
async function trailAfterRestart(machine: Machine): Promise<readonly string[]> {
  machine.restart();
  await machine.emptyDatabase();
  return trailOf(await openTrail(await machine.open()));
}

describe('a journal that fails', () => {
  test('half-way through an append is mended before the next one', async () => {
    const machine = new Machine();
    let fails = false;
    const storage = await editedStorage(machine, ({ journal }) => ({
      journal: {
        ...journal,
        async append(siteId, lines) {
          await journal.append(siteId, fails ? lines.map((line) => line.slice(0, 12)) : lines);
          if (fails) throw new Error('the medium is gone');
        },
      },
    }));
    fails = true;
    expect(await appendEdit(storage, 3)).toBe(false);
    fails = false;
    expect(await appendEdit(storage, 4)).toBe(true);
    machine.restart();
    const site = await openTrail(await machine.open());
    expect(site.status).toBe('clean');
    expect(trailOf(site)).toEqual(trailUpTo(4));
  });

  test('to begin anew after a checkpoint does so before the next entry', async () => {
    const machine = new Machine();
    let fails = false;
    const refuse = async (): Promise<void> => Promise.reject(new Error('the medium is gone'));
    const storage = await editedStorage(machine, ({ journal, snapshots }) => ({
      journal: {
        ...journal,
        append: (siteId, lines) => (fails ? refuse() : journal.append(siteId, lines)),
        replace: (siteId, lines) => (fails ? refuse() : journal.replace(siteId, lines)),
      },
      snapshots: {
        ...snapshots,
        async write(siteId, name, text) {
          await snapshots.write(siteId, name, text);
          // From the first snapshot after the failure on, nothing but snapshots works.
          if (name !== 's-0000000000000000') fails = true;
        },
      },
    }));
    fails = true;
    expect(await appendEdit(storage, 3)).toBe(false);
    fails = false;
    expect(await checkpointAt(storage, 5)).toBe(false);
    fails = false;
    expect(await appendEdit(storage, 6)).toBe(true);
    machine.restart();
    expect((await openTrail(await machine.open())).status).toBe('clean');
    expect(await trailAfterRestart(machine)).toEqual(trailUpTo(6));
  });
});

describe('snapshots that fail', () => {
  test('to read back as they were written are no checkpoint', async () => {
    const machine = new Machine();
    const storage = await editedStorage(machine, ({ snapshots }) => ({
      snapshots: {
        ...snapshots,
        write: (siteId, name, text) =>
          snapshots.write(siteId, name, name.endsWith('2') ? text.replace('edit 1', 'edit 7') : text),
      },
    }));
    expect(await checkpointAt(storage, 2)).toBe(false);
    expect(await appendEdit(storage, 3)).toBe(true);
    expect(await trailAfterRestart(machine)).toEqual(trailUpTo(3));
  });

  test('after they were written leave no number behind that an entry gets', async () => {
    const machine = new Machine();
    let fails = false;
    const storage = await editedStorage(machine, ({ journal, snapshots }) => ({
      journal: {
        ...journal,
        append: (siteId, lines) => (fails ? Promise.reject(new Error('gone')) : journal.append(siteId, lines)),
      },
      snapshots: {
        ...snapshots,
        async write(siteId, name, text) {
          await snapshots.write(siteId, name, text);
          if (name.endsWith('4')) throw new Error('gone');
        },
      },
    }));
    fails = true;
    expect(await appendEdit(storage, 3)).toBe(false);
    fails = false;
    expect(await checkpointAt(storage, 3)).toBe(false);
    expect(await appendEdit(storage, 4)).toBe(true);
    expect(await trailAfterRestart(machine)).toEqual(trailUpTo(4));
  });

  test('all of them are made anew from the database', async () => {
    const machine = await editedMachine(5, [2, 4]);
    for (const sequence of [0, 2, 4]) {
      machine.damageFile(`snapshot~${SITE}~s-000000000000000${sequence}.`, (bytes) => bytes.slice(4));
    }
    const site = await openTrail(await machine.open());
    expect(codes(site.problems)).toEqual(['storage.snapshot-damaged', 'storage.snapshot-damaged', 'storage.snapshot-damaged']);
    expect(trailOf(site)).toEqual(trailUpTo(5));
    expect(await trailAfterRestart(machine)).toEqual(trailUpTo(5));
  });
});

describe('a damaged journal', () => {
  test('is kept beside the repaired one', async () => {
    const machine = await editedMachine(5);
    machine.damageFile(`journal~${SITE}.`, (bytes) =>
      bytes.map((byte, index) => (index === bytes.length - 90 ? byte ^ 4 : byte)),
    );
    const damaged = new TextDecoder().decode(await machine.environment().journal.read(SITE).then(asBytes));
    await openTrail(await machine.open());
    expect(await machine.environment().snapshots.read(SITE, 'damaged-5')).toBe(damaged);
  });
});

function asBytes(text: { lines: readonly string[]; tornTail: string | null } | null): Uint8Array {
  return new TextEncoder().encode([...(text?.lines ?? []), text?.tornTail ?? ''].join('\n'));
}

describe('a database that fails', () => {
  test('holds no edit up, is told of, and gets its copies later', async () => {
    const machine = new Machine();
    const storage = await editedStorage(machine, () => ({}));
    const heard: string[] = [];
    storage.onStatus((status) => heard.push(status.kind === 'problem' ? status.problem.code : status.kind));
    const broken = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await appendEdit(storage, 3)).toBe(true);
    expect(heard).toEqual(['saving', 'storage.one-copy', 'saved']);
    broken.mockRestore();
    expect(await appendEdit(storage, 4)).toBe(true);
    expect(heard.slice(3)).toEqual(['saving', 'saved']);
    machine.restart();
    machine.disk.files.delete(`journal~${SITE}.1`);
    machine.disk.files.delete(`journal~${SITE}.pointer`);
    expect(trailOf(await openTrail(await machine.open()))).toEqual(trailUpTo(4));
  });

  test('and lost the mirror gets it back at the next opening', async () => {
    const machine = await editedMachine(4);
    await clearStore(machine.databaseName, 'journal');
    await openTrail(await machine.open());
    machine.restart();
    machine.damageFile(`journal~${SITE}.`, (bytes) => bytes.slice(0, bytes.length / 2));
    expect(trailOf(await openTrail(await machine.open()))).toEqual(trailUpTo(4));
  });

  test('and lost the rows of a site gets them back at the start', async () => {
    const machine = await editedMachine(3);
    await clearStore(machine.databaseName, 'sites');
    const storage = await machine.open();
    expect(storage.startup.status).toBe('recovered');
    expect(await storage.listSites()).toMatchObject([{ id: SITE, revision: 3 }]);
  });

  test('for want of room is told as such, however Dexie wraps it', () => {
    const wrapped = Object.assign(new Error('aborted'), { name: 'AbortError', inner: { name: 'QuotaExceededError' } });
    expect(writeFailed(SITE, wrapped).code).toBe('storage.full');
    expect(writeFailed(SITE, Object.assign(new Error('aborted'), { name: 'AbortError' })).code).toBe('storage.write-failed');
  });
});

async function clearStore(databaseName: string, store: string): Promise<void> {
  const request = indexedDB.open(databaseName);
  await new Promise((resolve) => request.addEventListener('success', resolve));
  const transaction = request.result.transaction(store, 'readwrite');
  transaction.objectStore(store).clear();
  await new Promise((resolve) => transaction.addEventListener('complete', resolve));
  request.result.close();
}
