import { join } from 'node:path';
import { compareCodeUnits } from '../../../core/base/canonical-json.ts';
import type { JournalText } from '../../ipc/contract.ts';
import { atomicWrite, makeFolder, syncFolder, type FileSystem } from './atomic-write.ts';
import { createQueue } from './queue.ts';

export interface JournalFiles {
  readonly append: (siteId: string, lines: readonly string[]) => Promise<void>;
  readonly read: (siteId: string) => Promise<JournalText>;
  readonly replace: (siteId: string, lines: readonly string[]) => Promise<void>;
  readonly list: () => Promise<string[]>;
}

const lineEnd = 0x0a;
// The prefix keeps site ids such as `con` and `nul` from being Windows' device names.
const prefix = 'site-';
const suffix = '.journal';

/** Append-only journals, one file a site in `folder`. An append resolves when the disk has it. */
export function createJournalFiles(fs: FileSystem, folder: string): JournalFiles {
  const inTurn = createQueue();
  const pathOf = (siteId: string): string => join(folder, `${prefix}${siteId}${suffix}`);
  return {
    append: (siteId, lines) => inTurn(siteId, () => append(fs, folder, pathOf(siteId), lines)),
    read: (siteId) => inTurn(siteId, async () => splitLines(await readOrEmpty(fs, pathOf(siteId)))),
    replace: (siteId, lines) =>
      inTurn(siteId, async () => {
        await makeFolder(fs, folder);
        await atomicWrite(fs, pathOf(siteId), joinLines(lines));
      }),
    list: async () => {
      const names = await fs.readdir(folder).catch(emptyWhenMissing<string[]>([]));
      const ours = names.filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
      return ours.map((name) => name.slice(prefix.length, -suffix.length)).toSorted(compareCodeUnits);
    },
  };
}

async function append(fs: FileSystem, folder: string, path: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await makeFolder(fs, folder);
  await setTornTailAside(fs, path);
  const file = await fs.open(path, 'a');
  let isNew: boolean;
  try {
    const { size } = await file.stat();
    isNew = size === 0;
    try {
      await file.writeFile(joinLines(lines));
      await file.datasync();
    } catch (error) {
      // Half an append would be read as records: the caller is told it failed, so none of it may stay.
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(fs, folder);
}

/** Bytes after the last line end would swallow the next line. They go to a file beside, for whoever wants to look. */
async function setTornTailAside(fs: FileSystem, path: string): Promise<void> {
  if (await endsWell(fs, path)) return;
  const content = await readOrEmpty(fs, path);
  const keptBytes = content.lastIndexOf(lineEnd) + 1;
  if (keptBytes === content.byteLength) return;
  const aside = await fs.open(`${path}.torn`, 'a');
  try {
    await aside.writeFile(Buffer.concat([content.subarray(keptBytes), Buffer.from('\n')]));
    await aside.datasync();
  } finally {
    await aside.close();
  }
  const file = await fs.open(path, 'r+');
  try {
    await file.truncate(keptBytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Whether the file is empty, absent or ends with a line end; looks at its last byte alone. */
async function endsWell(fs: FileSystem, path: string): Promise<boolean> {
  const file = await fs.open(path, 'r').catch(emptyWhenMissing(null));
  if (file === null) return true;
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return size === 0 || buffer[0] === lineEnd;
  } finally {
    await file.close();
  }
}

function splitLines(content: Buffer): JournalText {
  const parts = content.toString('utf8').split('\n');
  const tail = parts.pop() ?? '';
  return { lines: parts, tornTail: tail === '' ? null : tail };
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function readOrEmpty(fs: FileSystem, path: string): Promise<Buffer> {
  return fs.readFile(path).catch(emptyWhenMissing(Buffer.alloc(0)));
}

/** A file that is not there yet is an empty one; any other failure stays a failure. */
export function emptyWhenMissing<Value>(empty: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return empty;
    throw error;
  };
}
