import { dirname } from 'node:path';
import { atomicWrite, makeFolder, type FileSystem } from './atomic-write.ts';
import { emptyWhenMissing } from './journal-files.ts';

export interface SentinelFile {
  readonly read: () => Promise<string | null>;
  readonly write: (text: string) => Promise<void>;
}

/** The note outside of the browser's databases that tells an emptied profile from a first run. */
export function createSentinelFile(fs: FileSystem, path: string): SentinelFile {
  return {
    read: () => fs.readFile(path, 'utf8').catch(emptyWhenMissing(null)),
    write: async (text) => {
      await makeFolder(fs, dirname(path));
      await atomicWrite(fs, path, text);
    },
  };
}
