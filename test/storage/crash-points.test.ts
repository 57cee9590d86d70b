import { describe, expect, test } from 'vitest';
import { generationFiles } from '../../renderer/storage/journal/generation-files.ts';
import { FaultDisk, type Faults } from './fault-disk.ts';
import { appendEdit, checkpointAt, createTrail, Machine, openTrail, SITE, trailOf, trailUpTo } from './machine.ts';

const EDITS = 12;
/** More than the snapshots that are kept, so that the journal is compacted under way. */
const CHECKPOINTS = new Set([2, 4, 7, 9, 11]);

interface Witness {
  created: boolean;
  acknowledged: number;
}

/** One editing session; stops by itself when the machine does. */
async function editSession(machine: Machine): Promise<Witness> {
  const witness = { created: false, acknowledged: 0 };
  try {
    const storage = await machine.open();
    witness.created = await createTrail(storage);
    if (!witness.created) return witness;
    await openTrail(storage);
    for (let number = 1; number <= EDITS; number += 1) {
      if (!(await appendEdit(storage, number))) return witness;
      witness.acknowledged = number;
      if (CHECKPOINTS.has(number)) await checkpointAt(storage, number);
    }
    await storage.close();
  } catch {
    // The machine stopped in the middle of an opening.
  }
  return witness;
}

/** What is wrong after the restart; null when nothing is. */
async function breach(machine: Machine, witness: Witness): Promise<string | null> {
  const storage = await machine.open();
  try {
    const listed = (await storage.listSites()).some(({ id }) => id === SITE);
    if (witness.created && storage.startup.status === 'first-run') return 'a first-run screen';
    if (!listed) return witness.created ? 'the site is gone' : null;
    const trail = trailOf(await openTrail(storage));
    if (trail.length < witness.acknowledged) return `${witness.acknowledged - trail.length} acknowledged edits are lost`;
    if (trail.join() !== trailUpTo(trail.length).join()) return `a state that never was: ${trail.join()}`;
    // Editing goes on, and what is acknowledged now is there as well.
    if (!(await appendEdit(storage, trail.length + 1))) return 'no edit is taken any more';
    if (trailOf(await openTrail(storage)).length !== trail.length + 1) return 'the next edit is lost';
    return null;
  } finally {
    await storage.close();
  }
}

async function crashOnce(faults: Faults, emptied: boolean): Promise<string | null> {
  const machine = new Machine();
  machine.disk.faults = faults;
  const witness = await editSession(machine);
  machine.restart();
  if (emptied) await machine.emptyDatabase();
  return breach(machine, witness);
}

async function operationsOfSession(): Promise<number> {
  const machine = new Machine();
  const witness = await editSession(machine);
  expect(witness).toEqual({ created: true, acknowledged: EDITS });
  return machine.disk.operations;
}

describe('a stop at each disk operation of a session', () => {
  test('loses no acknowledged edit, with and without the database', { timeout: 120_000 }, async () => {
    const operations = await operationsOfSession();
    expect(operations).toBeGreaterThan(200);
    const breaches: string[] = [];
    for (let crashAt = 1; crashAt <= operations; crashAt += 1) {
      const tornShare = (crashAt % 3) / 2;
      const emptied = crashAt % 2 === 0;
      const found = await crashOnce({ crashAt, tornShare }, emptied);
      if (found !== null) breaches.push(`operation ${crashAt}, torn ${tornShare}, emptied ${emptied}: ${found}`);
    }
    expect(breaches).toEqual([]);
  });

  test('is judged by a check that catches flushes that never happen', { timeout: 60_000 }, async () => {
    const operations = await operationsOfSession();
    const found = await crashOnce({ crashAt: operations - 5, lostFlush: true }, true);
    expect(found).not.toBeNull();
  });

  test('is judged by a check that catches a build without a sentinel', async () => {
    const machine = new Machine();
    machine.forgetful = true;
    const witness = await editSession(machine);
    machine.restart();
    await machine.emptyDatabase();
    expect(await breach(machine, witness)).toBe('a first-run screen');
  });

  test('finds the edits in the database when the flushes of the files were lost', async () => {
    const machine = new Machine();
    const storage = await machine.open();
    await createTrail(storage);
    await openTrail(storage);
    machine.disk.faults = { lostFlush: true };
    for (let number = 1; number <= 5; number += 1) await appendEdit(storage, number);
    machine.restart();
    const site = await openTrail(await machine.open());
    expect(trailOf(site)).toEqual(trailUpTo(5));
    expect(site.status).toBe('recovered');
    expect(site.problems.map(({ code }) => code)).toEqual(['storage.journal-repaired']);
  });
});

describe('replacing a file', () => {
  const before = new TextEncoder().encode('before');
  const after = new TextEncoder().encode('after it');

  test('leaves the old or the new content at each crash point', async () => {
    for (let crashAt = 1; ; crashAt += 1) {
      const disk = new FaultDisk();
      const files = generationFiles(disk);
      await files.replace('file', before);
      disk.operations = 0;
      disk.faults = { crashAt, tornShare: (crashAt % 3) / 2 };
      const crashed = await files.replace('file', after).then(
        () => false,
        () => true,
      );
      disk.restart();
      const content = new TextDecoder().decode((await generationFiles(disk).read('file')) ?? undefined);
      expect(crashed ? ['before', 'after it'] : ['after it']).toContain(content);
      if (!crashed) return expect(crashAt).toBeGreaterThan(8);
    }
  });

  test('leaves a whole content after two crashes in a row', async () => {
    for (let first = 1; first <= 12; first += 1) {
      for (let second = 1; second <= 12; second += 1) {
        const disk = new FaultDisk();
        await generationFiles(disk).replace('file', before);
        for (const crashAt of [first, second]) {
          disk.restart({ crashAt, tornShare: 0.5 });
          await generationFiles(disk)
            .replace('file', after)
            .catch(() => undefined);
        }
        disk.restart();
        const content = new TextDecoder().decode((await generationFiles(disk).read('file')) ?? undefined);
        expect(['before', 'after it'], `crashes at ${first} and ${second}`).toContain(content);
      }
    }
  });

  test('keeps the content when either slot of the pointer is torn', async () => {
    for (const at of [3, 35]) {
      const disk = new FaultDisk();
      const files = generationFiles(disk);
      await files.replace('file', before);
      await files.replace('file', after);
      const pointer = disk.files.get('file.pointer');
      pointer?.cached.fill(0x58, at, at + 1);
      expect(new TextDecoder().decode((await files.read('file')) ?? undefined)).toBe('after it');
    }
  });
});
