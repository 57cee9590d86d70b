import * as nodeFiles from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { atomicWrite } from '../../electron/main/files/atomic-write.ts';
import { createJournalFiles } from '../../electron/main/files/journal-files.ts';
import { createSentinelFile } from '../../electron/main/files/sentinel-file.ts';
import { createSnapshotFiles } from '../../electron/main/files/snapshot-files.ts';
import { failingFiles } from './failing-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('atomicWrite', () => {
  test('killed before any of its steps leaves the old file or the new one, and says so', async () => {
    const path = join(folder, 'site.json');
    const all = failingFiles();
    await writeFile(path, 'old');
    await atomicWrite(all.fs, path, 'new');
    expect(all.steps).toEqual(['open', 'handle.writeFile', 'handle.sync', 'rename', 'open', 'handle.sync']);
    const renamedAt = all.steps.indexOf('rename');
    for (let failAt = 0; failAt < all.steps.length; failAt += 1) {
      await writeFile(path, 'old');
      await expect(atomicWrite(failingFiles(failAt, true).fs, path, 'new')).rejects.toThrow('killed');
      expect(await readFile(path, 'utf8'), `killed at step ${failAt}`).toBe(failAt <= renamedAt ? 'old' : 'new');
    }
  });

  test('flushes the content before the name moves, and the name after', async () => {
    const { fs, steps } = failingFiles();
    await atomicWrite(fs, join(folder, 'a'), 'x');
    expect(steps.indexOf('handle.sync')).toBeLessThan(steps.indexOf('rename'));
    expect(steps.lastIndexOf('handle.sync')).toBeGreaterThan(steps.indexOf('rename'));
  });

  test('an error that is no crash leaves no temporary file', async () => {
    await expect(atomicWrite(nodeFiles, join(folder, 'missing', 'a'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    await nodeFiles.mkdir(join(folder, 'taken'));
    await expect(atomicWrite(nodeFiles, join(folder, 'taken'), 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('a journal', () => {
  test('gives back what was appended, in order, by site', async () => {
    const journals = createJournalFiles(nodeFiles, join(folder, 'journal'));
    expect(await journals.read('a')).toEqual({ lines: [], tornTail: null });
    expect(await journals.list()).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, (_, index) => journals.append('a', [`line ${index}`, 'ü 工'])));
    await journals.append('b', ['other']);
    await journals.append('c', []);
    const { lines } = await journals.read('a');
    expect(lines.filter((line) => line.startsWith('line'))).toEqual(Array.from({ length: 50 }, (_, index) => `line ${index}`));
    expect(lines).toHaveLength(100);
    expect(await journals.list()).toEqual(['a', 'b']);
  });

  test('is flushed before an append is acknowledged', async () => {
    const { fs, steps } = failingFiles();
    await createJournalFiles(fs, folder).append('a', ['one']);
    expect(steps.indexOf('handle.datasync')).toBeGreaterThan(steps.indexOf('handle.writeFile'));
  });

  test('that is new has its name and its folder’s name flushed too; the next append flushes its content alone', async () => {
    const { fs, steps } = failingFiles();
    const journals = createJournalFiles(fs, join(folder, 'new', 'journal'));
    await journals.append('a', ['one']);
    const first = steps.splice(0);
    // Two folders made: each is named in the one around it. Then the file in the inner one.
    expect(first.filter((step) => step === 'handle.sync')).toHaveLength(3);
    expect(first.lastIndexOf('handle.sync')).toBeGreaterThan(first.indexOf('handle.datasync'));
    await journals.append('a', ['two']);
    expect(steps.filter((step) => step.includes('sync'))).toEqual(['handle.datasync']);
  });

  test('killed before any step of an append keeps every acknowledged line and takes the next one', async () => {
    const all = failingFiles();
    await createJournalFiles(nodeFiles, folder).append('a', ['kept']);
    await createJournalFiles(all.fs, folder).append('a', ['second']);
    expect(all.steps.length).toBeGreaterThan(5);
    for (let failAt = 0; failAt < all.steps.length; failAt += 1) {
      await createJournalFiles(nodeFiles, folder).replace('a', ['kept']);
      await expect(createJournalFiles(failingFiles(failAt, true).fs, folder).append('a', ['never acknowledged'])).rejects.toThrow(
        'killed',
      );
      const after = createJournalFiles(nodeFiles, folder);
      const found = await after.read('a');
      expect(found.lines[0], `killed at step ${failAt}`).toBe('kept');
      await after.append('a', ['next']);
      const { lines, tornTail } = await after.read('a');
      expect([lines.at(0), lines.at(-1), tornTail], `killed at step ${failAt}`).toEqual(['kept', 'next', null]);
      expect(lines.filter((line) => !['kept', 'next', 'never acknowledged'].includes(line))).toEqual([]);
    }
  });

  test('an append that fails without a crash leaves none of its lines', async () => {
    const journals = createJournalFiles(diskFullAfterHalf(), folder);
    await createJournalFiles(nodeFiles, folder).append('a', ['kept']);
    await expect(journals.append('a', ['x'.repeat(100), 'y'])).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await journals.read('a')).toEqual({ lines: ['kept'], tornTail: null });
  });

  test('shows a torn tail, sets it aside at the next append and loses no byte of it', async () => {
    const journals = createJournalFiles(nodeFiles, folder);
    await journals.append('a', ['one', 'two']);
    await appendFile(join(folder, 'site-a.journal'), 'thr');
    expect(await journals.read('a')).toEqual({ lines: ['one', 'two'], tornTail: 'thr' });
    await journals.append('a', ['four']);
    expect(await journals.read('a')).toEqual({ lines: ['one', 'two', 'four'], tornTail: null });
    expect(await readFile(join(folder, 'site-a.journal.torn'), 'utf8')).toBe('thr\n');
    expect(await journals.list()).toEqual(['a']);
  });

  test('is replaced as a whole or not at all', async () => {
    const journals = createJournalFiles(nodeFiles, folder);
    await journals.append('a', ['one']);
    for (let failAt = 0; failAt < 4; failAt += 1) {
      await expect(createJournalFiles(failingFiles(failAt).fs, folder).replace('a', ['two'])).rejects.toThrow('killed');
      expect((await journals.read('a')).lines).toEqual(['one']);
    }
    await journals.replace('a', []);
    expect(await journals.read('a')).toEqual({ lines: [], tornTail: null });
  });
});

describe('snapshots and the sentinel', () => {
  test('come back as written; what was never written is null', async () => {
    const snapshots = createSnapshotFiles(nodeFiles, folder);
    expect(await snapshots.list('a')).toEqual([]);
    expect(await snapshots.read('a', 'r-1')).toBeNull();
    await snapshots.write('a', 'r-2', 'zwei');
    await snapshots.write('a', 'r-1', '一');
    await snapshots.write('a', 'r-1', '一一');
    expect(await snapshots.list('a')).toEqual([
      { name: 'r-1', sizeBytes: 6 },
      { name: 'r-2', sizeBytes: 4 },
    ]);
    expect(await snapshots.read('a', 'r-1')).toBe('一一');
    expect(await snapshots.read('b', 'r-1')).toBeNull();
    await snapshots.remove('a', 'r-1');
    await snapshots.remove('a', 'r-1');
    expect(await snapshots.list('a')).toEqual([{ name: 'r-2', sizeBytes: 4 }]);
    const sentinel = createSentinelFile(nodeFiles, join(folder, 'deep', 'sentinel.json'));
    expect(await sentinel.read()).toBeNull();
    await sentinel.write('{"sites":1}');
    expect(await sentinel.read()).toBe('{"sites":1}');
  });

  test('a sentinel that cannot be read is no first run', async () => {
    const fs = { ...nodeFiles, readFile: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })) };
    const sentinel = createSentinelFile(fs as unknown as typeof nodeFiles, join(folder, 'sentinel.json'));
    await expect(sentinel.read()).rejects.toMatchObject({ code: 'EACCES' });
  });
});

/** Writes half of what it is given, then reports a full disk; all else works, so that the half can be taken back. */
function diskFullAfterHalf(): typeof nodeFiles {
  const open: typeof nodeFiles.open = async (...args) => {
    const handle = await nodeFiles.open(...args);
    if (args[1] !== 'a') return handle;
    const write = handle.writeFile.bind(handle);
    handle.writeFile = async (content) => {
      await write(String(content).slice(0, String(content).length / 2));
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    return handle;
  };
  return { ...nodeFiles, open };
}
