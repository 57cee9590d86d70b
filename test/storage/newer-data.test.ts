import { describe, expect, test, vi } from 'vitest';
import { formatLine } from '../../renderer/storage/journal/line.ts';
import { headerRecord } from '../../renderer/storage/journal/parse-journal.ts';
import type { StorageStatus } from '../../renderer/storage/storage.ts';
import { appendEdit, checkpointAt, createTrail, editedMachine, Machine, openTrail, SITE } from './machine.ts';

describe('data of a newer build', () => {
  test('in the database is not touched', async () => {
    const machine = await editedMachine(2);
    await raiseDatabaseVersion(machine.databaseName);
    const files = JSON.stringify([...machine.disk.files].map(([name, file]) => [name, [...file.durable]]));
    const before = await dumpDatabase(machine.databaseName);
    const storage = await machine.open();
    expect(storage.startup).toMatchObject({ access: 'read-only', problems: [{ code: 'storage.newer-data' }] });
    expect(storage.startup.status).not.toBe('first-run');
    expect(await storage.listSites()).toMatchObject([{ id: SITE }]);
    expect((await openTrail(storage)).access).toBe('read-only');
    expect(await appendEdit(storage, 3)).toBe(false);
    expect(await createTrail(storage, 'another')).toBe(false);
    expect(await storage.deleteSite(SITE)).toMatchObject({ status: 'failed', error: { code: 'storage.newer-data' } });
    await storage.close();
    expect(await dumpDatabase(machine.databaseName)).toEqual(before);
    expect(JSON.stringify([...machine.disk.files].map(([name, file]) => [name, [...file.durable]]))).toBe(files);
  });

  test('is no first run when the sentinel is lost', async () => {
    const machine = await editedMachine(1);
    await raiseDatabaseVersion(machine.databaseName);
    machine.forgetful = true;
    const { startup } = await machine.open();
    expect(startup).toMatchObject({ status: 'clean', access: 'read-only', problems: [{ code: 'storage.newer-data' }] });
  });

  test('that another window opens stops this one', async () => {
    const machine = await editedMachine(2);
    const storage = await machine.open();
    await openTrail(storage);
    const heard: StorageStatus[] = [];
    storage.onStatus((status) => heard.push(status));
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await raiseDatabaseVersion(machine.databaseName);
    warned.mockRestore();
    const before = await dumpDatabase(machine.databaseName);
    expect(heard).toMatchObject([{ kind: 'problem', problem: { code: 'storage.newer-window' } }]);
    const refused = await storage.append(SITE, { kind: 'command', revision: 3, payload: 'edit 3' });
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'storage.newer-window' } });
    expect(await checkpointAt(storage, 2)).toBe(false);
    expect(await createTrail(storage, 'another')).toBe(false);
    expect(await dumpDatabase(machine.databaseName)).toEqual(before);
  });

  test('in the sentinel keeps an empty database empty', async () => {
    const machine = new Machine();
    const payload = { format: 9, minReader: 9, sites: [] };
    machine.localSentinel = formatLine({ sequence: 1, kind: 'sentinel', revision: 0, payload });
    const storage = await machine.open();
    expect(storage.startup).toMatchObject({ access: 'read-only', problems: [{ code: 'storage.newer-data' }] });
    expect((await indexedDB.databases()).some(({ name }) => name === machine.databaseName)).toBe(false);
    expect(machine.disk.files.size).toBe(0);
  });

  test('in a journal is refused by name', async () => {
    const machine = await editedMachine(2);
    const header = formatLine(headerRecord({ siteId: SITE, base: 0, format: 9, minReader: 9 }));
    machine.damageFile(`journal~${SITE}.`, () => new TextEncoder().encode(`${header}\n`));
    const opened = await (await machine.open()).openSite(SITE);
    expect(opened).toMatchObject({ status: 'failed', error: { code: 'storage.newer-data' } });
  });
});

async function raiseDatabaseVersion(name: string): Promise<void> {
  const request = indexedDB.open(name, 20);
  request.onupgradeneeded = () => request.result.createObjectStore('of the future').put({ any: 'thing' }, 1);
  await settled(request);
  request.result.close();
}

async function dumpDatabase(name: string): Promise<unknown> {
  const request = indexedDB.open(name);
  await settled(request);
  const database = request.result;
  const dump: Record<string, unknown> = { version: database.version };
  for (const store of database.objectStoreNames) {
    const all = database.transaction(store).objectStore(store).getAll();
    await settled(all);
    dump[store] = all.result;
  }
  database.close();
  return dump;
}

function settled(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
