import type { JournalBackend, SentinelBackend, SnapshotBackend } from './backend.ts';
import type { GenerationFiles } from './generation-files.ts';
import { joinJournal, splitJournal } from './journal-text.ts';

const JOURNAL = 'journal~';
const SNAPSHOT = 'snapshot~';
const SENTINEL = 'sentinel';
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Journals as named files. A site's id holds no `~`. */
export function journalsIn(files: GenerationFiles): JournalBackend {
  return {
    append: (siteId, lines) => files.append(`${JOURNAL}${siteId}`, joinJournal(lines)),
    async read(siteId) {
      const bytes = await files.read(`${JOURNAL}${siteId}`);
      return bytes === null ? null : splitJournal(bytes);
    },
    replace: (siteId, lines) => files.replace(`${JOURNAL}${siteId}`, joinJournal(lines)),
    list: () => namesAfter(files, JOURNAL),
    release: (siteId) => files.release(`${JOURNAL}${siteId}`),
  };
}

/** Snapshots as named files. */
export function snapshotsIn(files: GenerationFiles): SnapshotBackend {
  return {
    write: (siteId, name, text) => files.replace(`${SNAPSHOT}${siteId}~${name}`, encoder.encode(text)),
    read: (siteId, name) => readText(files, `${SNAPSHOT}${siteId}~${name}`),
    list: (siteId) => namesAfter(files, `${SNAPSHOT}${siteId}~`),
    remove: (siteId, name) => files.remove(`${SNAPSHOT}${siteId}~${name}`),
  };
}

/** The sentinel as a named file. */
export function sentinelIn(files: GenerationFiles): SentinelBackend {
  return {
    read: () => readText(files, SENTINEL),
    write: (text) => files.replace(SENTINEL, encoder.encode(text)),
  };
}

async function readText(files: GenerationFiles, name: string): Promise<string | null> {
  const bytes = await files.read(name);
  return bytes === null ? null : decoder.decode(bytes);
}

async function namesAfter(files: GenerationFiles, prefix: string): Promise<readonly string[]> {
  return (await files.list()).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}
