import { describe, expect, test } from 'vitest';
import type { StorageStatus } from '../../renderer/storage/storage.ts';
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

describe('appending', () => {
  test('shares flushes and acknowledges in order', async () => {
    const machine = new Machine();
    const storage = await machine.open();
    await createTrail(storage);
    await openTrail(storage);
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        storage.append(SITE, { kind: 'command', revision: index + 1, payload: `edit ${index + 1}` }),
      ),
    );
    expect(results).toEqual(Array.from({ length: 200 }, (_, index) => ({ status: 'ok', value: { sequence: index + 1 } })));
    expect(machine.journalAppends).toBeLessThan(10);
    expect(trailOf(await openTrail(storage))).toEqual(trailUpTo(200));
  });

  test('says saving, then saved, and saved only after the flush', async () => {
    const machine = new Machine();
    const storage = await machine.open();
    await createTrail(storage);
    await openTrail(storage);
    const seen: StorageStatus[] = [];
    storage.onStatus((status) => seen.push(status));
    let openGate: () => void = () => undefined;
    machine.gate = new Promise((resolve) => {
      openGate = resolve;
    });
    let acknowledged = false;
    const pending = appendEdit(storage, 1).then(() => {
      acknowledged = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(acknowledged).toBe(false);
    expect(seen).toEqual([{ kind: 'saving', siteId: SITE }]);
    openGate();
    await pending;
    expect(seen.slice(1)).toEqual([{ kind: 'saved', siteId: SITE, sequence: 1 }]);
  });

  test('keeps what a full disk refused and writes it first later, in order', async () => {
    const machine = new Machine();
    const storage = await machine.open();
    await createTrail(storage);
    await openTrail(storage);
    await appendEdit(storage, 1);
    const seen: StorageStatus[] = [];
    storage.onStatus((status) => seen.push(status));
    machine.disk.faults = { capacityBytes: machine.disk.usedBytes() + 20 };
    const refused = await storage.append(SITE, { kind: 'command', revision: 2, payload: 'edit 2' });
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'storage.full' } });
    expect(seen.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'storage.full' } });
    expect(await appendEdit(storage, 3)).toBe(false);
    machine.disk.faults = {};
    expect(await storage.retry(SITE)).toEqual({ status: 'ok', value: { sequence: 3 } });
    await appendEdit(storage, 4);
    machine.restart();
    await machine.emptyDatabase();
    expect(trailOf(await openTrail(await machine.open()))).toEqual(trailUpTo(4));
  });

  test('goes on from a whole document when edits after a failure were never given', async () => {
    const machine = await editedMachine(3, [2]);
    const storage = await machine.open();
    await openTrail(storage);
    machine.disk.faults = { capacityBytes: machine.disk.usedBytes() + 20 };
    expect(await appendEdit(storage, 4)).toBe(false);
    expect(await checkpointAt(storage, 6)).toBe(false);
    machine.disk.faults = {};
    expect(await checkpointAt(storage, 6)).toBe(true);
    expect(await appendEdit(storage, 7)).toBe(true);
    machine.restart();
    const site = await openTrail(await machine.open());
    expect(site.status).toBe('clean');
    expect(trailOf(site)).toEqual(trailUpTo(7));

    machine.restart();
    await machine.emptyDatabase();
    machine.damageFile(`snapshot~${SITE}~s-0000000000000005.`, (bytes) => bytes.slice(0, -5));
    const lossy = await openTrail(await machine.open());
    expect(codes(lossy.problems)).toContain('storage.edits-lost');
    expect(trailOf(lossy)).toEqual(trailUpTo(2));
  });

  test('takes entries that come while a checkpoint is under way', async () => {
    const machine = new Machine();
    const storage = await machine.open();
    await createTrail(storage);
    await openTrail(storage);
    const work = [
      appendEdit(storage, 1),
      checkpointAt(storage, 1),
      appendEdit(storage, 2),
      appendEdit(storage, 3),
      checkpointAt(storage, 3),
    ];
    expect(await Promise.all([...work, appendEdit(storage, 4)])).toEqual([true, true, true, true, true, true]);
    machine.restart();
    await machine.emptyDatabase();
    const site = await openTrail(await machine.open());
    expect(site.sequence).toBe(3);
    expect(trailOf(site)).toEqual(trailUpTo(4));
  });

  test('loses nothing acknowledged at any fill level of the disk', { timeout: 60_000 }, async () => {
    for (let free = 0; free < 1200; free += 37) {
      const machine = new Machine();
      const storage = await machine.open();
      await createTrail(storage);
      await openTrail(storage);
      machine.disk.faults = { capacityBytes: machine.disk.usedBytes() + free };
      let acknowledged = 0;
      while (acknowledged < 8 && (await appendEdit(storage, acknowledged + 1))) {
        acknowledged += 1;
        if (acknowledged % 3 === 0) await checkpointAt(storage, acknowledged);
      }
      machine.restart();
      if (free % 2 === 0) await machine.emptyDatabase();
      const trail = trailOf(await openTrail(await machine.open()));
      expect(trail.length).toBeGreaterThanOrEqual(acknowledged);
      expect(trail).toEqual(trailUpTo(trail.length));
    }
  });

  test('stops before the disk is full', async () => {
    const machine = await editedMachine(1);
    machine.room = { usageBytes: 90 * 2 ** 20, quotaBytes: 100 * 2 ** 20 };
    const storage = await machine.open();
    const site = await openTrail(storage);
    expect(site.access).toBe('read-only');
    expect(codes(site.problems)).toEqual(['storage.nearly-full']);
    expect(await appendEdit(storage, 2)).toBe(false);
    expect(await createTrail(storage, 'another')).toBe(false);
  });
});
