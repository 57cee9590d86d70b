import type { StorageEnvironment, StorageRoom } from './environment.ts';
import type { SentinelBackend } from './journal/backend.ts';
import { journalsIn, sentinelIn, snapshotsIn } from './journal/file-backends.ts';
import { fileClient } from './opfs/client.ts';

const DATABASE = 'edgewright';
const SENTINEL_KEY = 'edgewright-sentinel';

/** Journals, snapshots and a sentinel in the origin private file system, a second sentinel in `localStorage`. */
export function browserEnvironment(createWorker: () => Worker = createOpfsWorker): StorageEnvironment {
  const files = fileClient(createWorker);
  return {
    journal: journalsIn(files),
    snapshots: snapshotsIn(files),
    sentinels: [localSentinel(), sentinelIn(files)],
    ...pageEnvironment(),
  };
}

/** What the page itself gives, in a browser and in the shell alike. */
export function pageEnvironment(): Omit<StorageEnvironment, 'journal' | 'snapshots' | 'sentinels'> {
  return {
    databaseName: DATABASE,
    locks: navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
    estimate,
    persist: async () => (await navigator.storage.persisted()) || navigator.storage.persist(),
  };
}

export function localSentinel(): SentinelBackend {
  return {
    read: async () => localStorage.getItem(SENTINEL_KEY),
    write: async (text) => localStorage.setItem(SENTINEL_KEY, text),
  };
}

async function estimate(): Promise<StorageRoom | null> {
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? null : { usageBytes: usage, quotaBytes: quota };
}

function createOpfsWorker(): Worker {
  return new Worker(new URL('./opfs/worker.ts', import.meta.url), { type: 'module', name: 'storage' });
}
