import { join } from 'node:path';
import { compareCodeUnits } from '../../../core/base/canonical-json.ts';
import type { SnapshotEntry } from '../../ipc/contract.ts';
import { atomicWrite, makeFolder, type FileSystem } from './atomic-write.ts';
import { emptyWhenMissing } from './journal-files.ts';

export interface SnapshotFiles {
  readonly write: (siteId: string, name: string, text: string) => Promise<void>;
  readonly list: (siteId: string) => Promise<SnapshotEntry[]>;
  readonly read: (siteId: string, name: string) => Promise<string | null>;
  readonly remove: (siteId: string, name: string) => Promise<void>;
}

// Prefixes for the same reason as in journal-files.ts.
const sitePrefix = 'site-';
const prefix = 'snapshot-';
const suffix = '.json';

/** Snapshots in `folder`: a folder a site, a file a snapshot. */
export function createSnapshotFiles(fs: FileSystem, folder: string): SnapshotFiles {
  const folderOf = (siteId: string): string => join(folder, `${sitePrefix}${siteId}`);
  const pathOf = (siteId: string, name: string): string => join(folderOf(siteId), `${prefix}${name}${suffix}`);
  return {
    write: async (siteId, name, text) => {
      await makeFolder(fs, folderOf(siteId));
      await atomicWrite(fs, pathOf(siteId, name), text);
    },
    list: async (siteId) => {
      const files = await fs.readdir(folderOf(siteId)).catch(emptyWhenMissing<string[]>([]));
      const names = files.filter((file) => file.startsWith(prefix) && file.endsWith(suffix)).toSorted(compareCodeUnits);
      return Promise.all(
        names.map(async (file) => ({
          name: file.slice(prefix.length, -suffix.length),
          sizeBytes: (await fs.stat(join(folderOf(siteId), file))).size,
        })),
      );
    },
    read: (siteId, name) => fs.readFile(pathOf(siteId, name), 'utf8').catch(emptyWhenMissing(null)),
    remove: (siteId, name) => fs.rm(pathOf(siteId, name), { force: true }),
  };
}
