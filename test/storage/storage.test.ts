import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSentinel, readSentinel } from '../../renderer/storage/sentinel.ts';
import type { StorageStatus } from '../../renderer/storage/storage.ts';
import {
  appendEdit,
  codes,
  createTrail,
  editedMachine,
  Machine,
  openTrail,
  SITE,
  SUMMARY,
  trailOf,
  trailUpTo,
} from './machine.ts';

describe('a library', () => {
  test('opens clean again with all that was acknowledged', async () => {
    const machine = await editedMachine(5, [3]);
    const storage = await machine.open();
    expect(storage.startup).toMatchObject({ status: 'clean', access: 'read-write', problems: [] });
    const site = await openTrail(storage);
    expect(site).toMatchObject({ status: 'clean', access: 'read-write', sequence: 3, revision: 3, summary: SUMMARY });
    expect(trailOf(site)).toEqual(trailUpTo(5));
    expect((await storage.listSites())[0]).toMatchObject({ id: SITE, name: 'Factory', revision: 5 });
  });

  test('is ordered by the last edit', async () => {
    const storage = await new Machine().open();
    for (const id of ['a', 'b', 'c']) await createTrail(storage, id);
    await openTrail(storage, 'b');
    await appendEdit(storage, 1, 'b');
    expect((await storage.listSites()).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  test('refuses an id that is no file name, and one that is taken', async () => {
    const storage = await new Machine().open();
    for (const id of ['', '../x', 'A', 'attachments', 'a'.repeat(65)]) expect(await createTrail(storage, id)).toBe(false);
    expect(await createTrail(storage)).toBe(true);
    const again = await storage.createSite({ id: SITE, summary: SUMMARY, revision: 0, document: ['other'] });
    expect(again).toMatchObject({ status: 'failed', error: { code: 'storage.site-exists' } });
    expect((await openTrail(storage)).document).toEqual([]);
  });

  test('does not know a site that never was', async () => {
    const opened = await (await new Machine().open()).openSite('never');
    expect(opened).toMatchObject({ status: 'failed', error: { code: 'storage.unknown-site' } });
  });

  test('puts a site away and gives it back, even when the database is lost in between', async () => {
    const machine = await editedMachine(3);
    const storage = await machine.open();
    expect(await storage.deleteSite(SITE)).toMatchObject({ status: 'ok' });
    expect(await storage.listSites()).toEqual([]);
    machine.restart();
    await machine.emptyDatabase();
    const later = await machine.open();
    expect(await later.listSites()).toEqual([]);
    expect(await later.listDeletedSites()).toHaveLength(1);
    await later.restoreSite(SITE);
    expect(trailOf(await openTrail(later))).toEqual(trailUpTo(3));
  });

  test('keeps attachments twice', async () => {
    const machine = new Machine();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    const put = await (await machine.open()).putAttachment(bytes, 'image/png');
    const hash = put.status === 'ok' ? put.value.hash : '';
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    machine.restart();
    await machine.emptyDatabase();
    expect(await (await machine.open()).getAttachment(hash)).toEqual({ status: 'ok', value: { bytes, mediaType: 'image/png' } });
    expect(await (await machine.open()).getAttachment('0'.repeat(64))).toMatchObject({
      error: { code: 'storage.unknown-attachment' },
    });
  });
});

describe('an empty database', () => {
  test('is a recovery, never a first run, when the sentinel remembers', async () => {
    const machine = await editedMachine(6, [2, 4]);
    await machine.emptyDatabase();
    const storage = await machine.open();
    expect(storage.startup.status).toBe('recovered');
    expect(codes(storage.startup.problems)).toEqual(['storage.database-rebuilt']);
    expect(await storage.listSites()).toMatchObject([{ id: SITE, name: 'Factory', revision: 6 }]);
    const site = await openTrail(storage);
    expect(site.status).toBe('recovered');
    expect(trailOf(site)).toEqual(trailUpTo(6));
  });

  test('names the sites that are lost when the files are gone as well', async () => {
    const machine = await editedMachine(2);
    await machine.emptyDatabase();
    machine.disk.files.clear();
    const storage = await machine.open();
    expect(storage.startup.status).toBe('recovered');
    expect(storage.startup.problems).toMatchObject([{ code: 'storage.site-lost', place: SITE }]);
  });

  test('is told of as a recovery even when there was no site to lose', async () => {
    const machine = new Machine();
    await (await machine.open()).close();
    machine.restart();
    await machine.emptyDatabase();
    expect((await machine.open()).startup).toMatchObject({ status: 'recovered', problems: [] });
  });

  test('is rebuilt without touching the journal of a window that goes on writing', async () => {
    const machine = await editedMachine(2);
    const writing = await machine.open();
    await openTrail(writing);
    await machine.emptyDatabase();
    // What another window reads in the middle of an append.
    machine.damageFile(`journal~${SITE}.`, (bytes) => new Uint8Array([...bytes, 0x61, 0x62]));
    const before = machine.journalReplacements;
    const second = await machine.open();
    expect(second.startup.status).toBe('recovered');
    expect(await second.listSites()).toHaveLength(1);
    expect(machine.journalReplacements).toBe(before);
  });

  test('on a full disk still shows and opens the sites', async () => {
    const machine = await editedMachine(3);
    await machine.emptyDatabase();
    machine.damageFile(`journal~${SITE}.`, (bytes) => bytes.slice(0, -1));
    machine.disk.faults = { capacityBytes: machine.disk.usedBytes() };
    const storage = await machine.open();
    expect(storage.startup.status).toBe('recovered');
    expect(codes(storage.startup.problems)).toContain('storage.full');
    expect(await storage.listSites()).toMatchObject([{ id: SITE, revision: 3 }]);
    const site = await openTrail(storage);
    expect(site.access).toBe('read-only');
    expect(trailOf(site)).toEqual(trailUpTo(3));
  });

  test('is no first run when all that is left of the sentinel is damaged', async () => {
    expect(await readSentinel([{ read: async () => 'damaged', write: async () => undefined }])).toMatchObject({ sites: [] });
    const copy = (text: string | null) => ({ read: async () => text, write: async () => undefined });
    const newest = await readSentinel([copy(formatSentinel(3, [])), copy(formatSentinel(7, [{ id: 'a', deleted: false }]))]);
    expect(newest?.sites).toEqual([{ id: 'a', deleted: false }]);
    expect(await readSentinel([copy(null), copy(null)])).toBeNull();
    const unreadable = { read: () => Promise.reject(new Error('no access')), write: async () => undefined };
    await expect(readSentinel([copy(null), unreadable])).rejects.toThrow('no access');
    expect(await readSentinel([copy(formatSentinel(3, [])), unreadable])).toMatchObject({ sequence: 3 });
  });
});

describe('damaged files', () => {
  test('are made whole from the database', async () => {
    const machine = await editedMachine(6, [2]);
    machine.damageFile(`journal~${SITE}.`, (bytes) =>
      bytes.map((byte, index) => (index === bytes.length - 90 ? byte ^ 4 : byte)),
    );
    const site = await openTrail(await machine.open());
    expect(site.status).toBe('recovered');
    expect(codes(site.problems)).toEqual(['storage.journal-repaired']);
    expect(trailOf(site)).toEqual(trailUpTo(6));
    machine.restart();
    await machine.emptyDatabase();
    expect(trailOf(await openTrail(await machine.open()))).toEqual(trailUpTo(6));
  });

  test('are a named loss when the database is gone too, and editing goes on after it', async () => {
    const machine = await editedMachine(6);
    await machine.emptyDatabase();
    const lines = (bytes: Uint8Array) => new TextDecoder().decode(bytes).split('\n');
    machine.damageFile(`journal~${SITE}.`, (bytes) =>
      new TextEncoder().encode(
        lines(bytes)
          .map((line, index) => (index === 4 ? `x${line}` : line))
          .join('\n'),
      ),
    );
    const storage = await machine.open();
    expect(storage.startup.problems).toContainEqual(
      expect.objectContaining({ code: 'storage.edits-lost', place: `${SITE}, sequence 4-6` }),
    );
    const site = await openTrail(storage);
    expect(trailOf(site)).toEqual(trailUpTo(3));
    await appendEdit(storage, 4);
    machine.restart();
    const later = await openTrail(await machine.open());
    expect(trailOf(later)).toEqual(trailUpTo(4));
    expect(codes(later.problems)).toEqual(['storage.edits-lost']);
  });

  test('among the snapshots are replaced by an older one and the journal', async () => {
    const machine = await editedMachine(8, [2, 4, 6]);
    await machine.emptyDatabase();
    machine.damageFile(`snapshot~${SITE}~s-0000000000000006.`, (bytes) => bytes.slice(0, -5));
    const storage = await machine.open();
    expect(codes(storage.startup.problems)).toContain('storage.snapshot-damaged');
    const site = await openTrail(storage);
    expect(site.sequence).toBe(4);
    expect(trailOf(site)).toEqual(trailUpTo(8));
  });

  test('of any kind, one at a time, lose nothing while the database is there', { timeout: 60_000 }, async () => {
    const places = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const property = fc.asyncProperty(places, places, fc.nat({ max: 2 }), fc.nat({ max: 7 }), async (which, place, kind, bit) => {
      const machine = await editedMachine(9, [2, 4, 6, 8]);
      const names = [...machine.disk.files.keys()];
      const file = machine.disk.files.get(names[Math.floor(which * names.length)] ?? '');
      if (file === undefined) throw new Error('no file');
      const at = Math.floor(place * file.durable.length);
      if (kind === 0) file.durable = file.durable.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
      else if (kind === 1) file.durable = file.durable.slice(0, at);
      else file.durable = new Uint8Array([...file.durable.subarray(0, at), ...file.durable.subarray(at + 1 + bit * 9)]);
      file.cached = file.durable.slice();
      const trail = trailOf(await openTrail(await machine.open()));
      expect(trail).toEqual(trailUpTo(9));
    });
    await fc.assert(property, { numRuns: 250, seed: 7 });
  });
});

describe('two windows', () => {
  test('have one writer; the other reads, hears of edits, and takes over', async () => {
    const machine = await editedMachine(2);
    const [first, second] = [await machine.open(), await machine.open()];
    expect((await openTrail(first)).access).toBe('read-write');
    const reading = await openTrail(second);
    expect(reading.access).toBe('read-only');
    expect(codes(reading.problems)).toEqual(['storage.other-window']);
    expect(await appendEdit(second, 3)).toBe(false);

    const heard: StorageStatus[] = [];
    second.onStatus((status) => heard.push(status));
    await appendEdit(first, 3);
    await expect.poll(() => heard).toContainEqual({ kind: 'changed', siteId: SITE, sequence: 3 });
    expect(trailOf(await openTrail(second))).toEqual(trailUpTo(3));

    await first.closeSite(SITE);
    await expect.poll(() => heard).toContainEqual({ kind: 'takeover', siteId: SITE });
    const taken = await openTrail(second);
    expect(taken.access).toBe('read-write');
    expect(await appendEdit(second, 4)).toBe(true);
    expect((await openTrail(first)).access).toBe('read-only');
    expect(trailOf(await openTrail(first))).toEqual(trailUpTo(4));
  });

  test('do not put away what the other one edits', async () => {
    const machine = await editedMachine(1);
    const [first, second] = [await machine.open(), await machine.open()];
    await openTrail(first);
    expect(await second.deleteSite(SITE)).toMatchObject({ status: 'failed', error: { code: 'storage.other-window' } });
    await first.closeSite(SITE);
    expect(await second.deleteSite(SITE)).toMatchObject({ status: 'ok' });
    // Nobody holds it afterwards.
    expect((await openTrail(first)).access).toBe('read-write');
  });
});
