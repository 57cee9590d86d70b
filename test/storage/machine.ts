// Before Dexie, which looks for IndexedDB once: tests open storage only through this file.
import 'fake-indexeddb/auto';
import { expect, vi } from 'vitest';
import type { StorageChannel, StorageEnvironment, StorageRoom } from '../../renderer/storage/environment.ts';
import type { JournalBackend, SentinelBackend } from '../../renderer/storage/journal/backend.ts';
import { journalsIn, sentinelIn, snapshotsIn } from '../../renderer/storage/journal/file-backends.ts';
import { generationFiles } from '../../renderer/storage/journal/generation-files.ts';
import { openStorage } from '../../renderer/storage/open-storage.ts';
import type { OpenedSite, Storage } from '../../renderer/storage/storage.ts';
import { must } from '../../core/base/assert.ts';
import { FaultDisk, type Faults } from './fault-disk.ts';

let machines = 0;

/** A computer with a disk, a browser database and windows, which can be stopped and started again. */
export class Machine {
  readonly disk = new FaultDisk();
  readonly databaseName: string;
  room: StorageRoom | null = null;
  /** `localStorage`: survives whatever happens to the disk folder and the database. */
  localSentinel: string | null = null;
  forgetful = false;
  journalAppends = 0;
  journalReplacements = 0;
  /** Appends to journals wait for it. */
  gate: Promise<void> = Promise.resolve();
  #boots = 0;
  #channels = new Set<StorageChannel>();

  constructor() {
    machines += 1;
    this.databaseName = `machine-${machines}`;
  }

  environment(): StorageEnvironment {
    const files = generationFiles(this.disk);
    const boot = `${this.databaseName}/${this.#boots}/`;
    const sentinels = [this.#local(), sentinelIn(files)];
    const request = (name: string, ...rest: unknown[]): unknown =>
      (navigator.locks.request as (...all: unknown[]) => unknown)(`${boot}${name}`, ...rest);
    return {
      journal: this.#counted(journalsIn(files)),
      snapshots: snapshotsIn(files),
      sentinels: this.forgetful ? [{ read: async () => null, write: async () => undefined }] : sentinels,
      databaseName: this.databaseName,
      locks: { request: request as LockManager['request'] },
      openChannel: () => this.#openChannel(),
      estimate: async () => this.room,
      persist: async () => true,
    };
  }

  /** A window; `changes` stand in for parts of its surroundings. */
  open(changes: Partial<StorageEnvironment> = {}): Promise<Storage> {
    return openStorage({ ...this.environment(), ...changes });
  }

  /** All windows are gone, and so is what was not flushed. */
  restart(faults: Faults = {}): void {
    this.#boots += 1;
    this.#channels.clear();
    this.disk.restart(faults);
  }

  /** What `kill -9` did to the browser's database in 3 of 820 measured rounds. */
  async emptyDatabase(): Promise<void> {
    // Dexie tells the console that it makes way; in a crash there is nobody left to tell.
    const silence = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const request = indexedDB.deleteDatabase(this.databaseName);
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    silence.mockRestore();
  }

  /** Changes the bytes of the newest generation of a file whose name starts with `prefix`. */
  damageFile(prefix: string, change: (bytes: Uint8Array) => Uint8Array): void {
    const names = [...this.disk.files.keys()].filter((name) => name.startsWith(prefix) && !name.endsWith('.pointer'));
    const file = must(this.disk.files.get(must(names.toSorted().at(-1), prefix)), prefix);
    file.durable = change(file.durable);
    file.cached = file.durable.slice();
  }

  #local(): SentinelBackend {
    return {
      read: async () => this.localSentinel,
      write: async (text) => {
        this.localSentinel = text;
      },
    };
  }

  #counted(journal: JournalBackend): JournalBackend {
    return {
      ...journal,
      append: async (siteId, lines) => {
        this.journalAppends += 1;
        await this.gate;
        return journal.append(siteId, lines);
      },
      replace: (siteId, lines) => {
        this.journalReplacements += 1;
        return journal.replace(siteId, lines);
      },
    };
  }

  #openChannel(): StorageChannel {
    const channels = this.#channels;
    const channel: StorageChannel = {
      onmessage: null,
      postMessage(data) {
        for (const other of channels) if (other !== channel) queueMicrotask(() => other.onmessage?.({ data } as MessageEvent));
      },
      close: () => channels.delete(channel),
    };
    channels.add(channel);
    return channel;
  }
}

export const SITE = 'factory-1';
export const SUMMARY = { name: 'Factory', kind: 'factory', counts: { nodes: 3 }, thumbnail: null };

/** A document that holds its own history, so that every missing or doubled entry shows. */
export type Trail = readonly string[];

export async function createTrail(storage: Storage, siteId = SITE): Promise<boolean> {
  const created = await storage.createSite({ id: siteId, summary: SUMMARY, revision: 0, document: [] });
  return created.status === 'ok';
}

export function trailOf(site: OpenedSite): Trail {
  return [...(site.document as Trail), ...site.entries.map(({ payload }) => String(payload))];
}

/** The names of the edits 1 to `count`. */
export function trailUpTo(count: number): Trail {
  return Array.from({ length: count }, (_, index) => `edit ${index + 1}`);
}

export async function openTrail(storage: Storage, siteId = SITE): Promise<OpenedSite> {
  const opened = await storage.openSite(siteId);
  if (opened.status === 'failed') throw new Error(`${opened.error.code}: ${opened.error.message}`);
  return opened.value;
}

/** Appends edit `number`; true when it was acknowledged. */
export async function appendEdit(storage: Storage, number: number, siteId = SITE): Promise<boolean> {
  const result = await storage.append(siteId, { kind: 'command', revision: number, payload: `edit ${number}` });
  return result.status === 'ok';
}

/** Stores the document as it is after edit `number`. */
export async function checkpointAt(storage: Storage, number: number): Promise<boolean> {
  const result = await storage.checkpoint(SITE, { revision: number, summary: SUMMARY, document: trailUpTo(number) });
  return result.status === 'ok';
}

/** A machine with a site of `edits` acknowledged edits, stopped. */
export async function editedMachine(edits: number, checkpoints: readonly number[] = []): Promise<Machine> {
  const machine = new Machine();
  const storage = await machine.open();
  expect(storage.startup.status).toBe('first-run');
  await createTrail(storage);
  await openTrail(storage);
  for (let number = 1; number <= edits; number += 1) {
    expect(await appendEdit(storage, number)).toBe(true);
    if (checkpoints.includes(number)) expect(await checkpointAt(storage, number)).toBe(true);
  }
  await storage.close();
  machine.restart();
  return machine;
}

export function codes(problems: readonly { code: string }[]): string[] {
  return problems.map(({ code }) => code);
}
