import type { JournalBackend, SentinelBackend, SnapshotBackend } from './journal/backend.ts';

/** What the storage needs from where it runs. */
export interface StorageEnvironment {
  readonly journal: JournalBackend;
  readonly snapshots: SnapshotBackend;
  /** Copies of the sentinel, each somewhere else, none in IndexedDB. */
  readonly sentinels: readonly SentinelBackend[];
  readonly databaseName: string;
  readonly locks: Pick<LockManager, 'request'>;
  /** Tells the other windows of this profile, and hears from them. */
  openChannel(name: string): StorageChannel;
  /** Null when the browser does not say. */
  estimate(): Promise<StorageRoom | null>;
  /** Asks not to be evicted; gives whether that was granted. */
  persist(): Promise<boolean>;
}

export interface StorageRoom {
  readonly usageBytes: number;
  readonly quotaBytes: number;
}

export interface StorageChannel {
  postMessage(message: unknown): void;
  onmessage: ((message: MessageEvent) => void) | null;
  close(): void;
}
