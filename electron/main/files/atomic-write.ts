import { randomUUID } from 'node:crypto';
import type * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What of the file system is used: tests make it fail at each step. */
export type FileSystem = Pick<typeof nodeFiles, 'open' | 'rename' | 'rm' | 'mkdir' | 'readFile' | 'readdir' | 'stat'>;

/**
 * Puts `content` into `path`, all or nothing: whoever looks, now or after a crash, finds the old file or the new one.
 * When this returns, the new one is on the disk.
 */
export async function atomicWrite(fs: FileSystem, path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.part`);
  try {
    const file = await fs.open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(fs, folder);
}

/** Makes `folder` and what it lies in, so that they last through a power cut too. */
export async function makeFolder(fs: FileSystem, folder: string): Promise<void> {
  const firstMade = await fs.mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let made = folder; made.length >= firstMade.length; made = dirname(made)) await syncFolder(fs, dirname(made));
}

/** Makes the names in `folder` last through a power cut. Windows cannot open a folder: its file system logs names itself. */
export async function syncFolder(fs: FileSystem, folder: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  if (platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
