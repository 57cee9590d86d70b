import { assert } from '../../core/base/assert.ts';
import type { Problem } from '../../core/base/problem.ts';
import { failed, ok, type Result } from '../../core/base/result.ts';
import { checkRoom } from './capacity.ts';
import type { LineRow } from './database.ts';
import type { StorageEnvironment } from './environment.ts';
import { formatLine, type StorageRecord } from './journal/line.ts';
import { parseJournal } from './journal/parse-journal.ts';
import { journalHeaderLine, type SiteStores } from './load-site.ts';
import { formatSnapshot, snapshotName, snapshotSequence } from './snapshot.ts';
import type { Acknowledgement, Checkpoint, Entry } from './storage.ts';
import * as problems from './storage-problems.ts';

/** Snapshots that are kept of a site; its journal reaches back to the oldest of them, so that any one may be damaged. */
export const KEPT_SNAPSHOTS = 3;
/** Flushes between two looks at the free space. At most a few KiB each, against a reserve of 64 MiB. */
const FLUSHES_PER_ROOM_CHECK = 64;

/** The one place in this window that writes a site. */
export interface SiteWriter {
  append(entry: Entry): Promise<Result<Acknowledgement, Problem>>;
  /** Writes again what failed before. */
  retry(): Promise<Result<Acknowledgement, Problem>>;
  checkpoint(checkpoint: Checkpoint): Promise<Result<Acknowledgement, Problem>>;
  /** Resolves when nothing is under way any more. */
  settle(): Promise<void>;
}

export interface SiteWriterOptions extends SiteStores {
  readonly environment: Pick<StorageEnvironment, 'journal' | 'snapshots' | 'estimate'>;
  readonly siteId: string;
  readonly lastSequence: number;
  onSaving(): void;
  onSaved(sequence: number): void;
  onFailed(problem: Problem): void;
  /** Something went wrong that does not endanger what was acknowledged. */
  onProblem(problem: Problem): void;
}

interface Waiting {
  readonly record: StorageRecord;
  readonly resolve: (result: Result<Acknowledgement, Problem>) => void;
}

export function siteWriter(options: SiteWriterOptions): SiteWriter {
  const { siteId, environment, database } = options;
  const { journal, snapshots } = environment;
  /** Last sequence in the journal, and last one given to an entry. */
  let written = options.lastSequence;
  let given = options.lastSequence;
  let waiting: Waiting[] = [];
  /** Entries whose write failed: they go first next time, or the journal would skip them. */
  let unwritten: StorageRecord[] = [];
  let unmirrored: StorageRecord[] = [];
  let journalIsTorn = false;
  let flushes = 0;
  let previous: Promise<unknown> = Promise.resolve();

  function enqueue<Value>(task: () => Promise<Value>): Promise<Value> {
    const result = previous.then(task);
    previous = result.catch(() => undefined);
    return result;
  }

  /** Cuts off what an append that failed may have left behind: none of it was acknowledged. */
  async function mendJournal(): Promise<void> {
    const text = await journal.read(siteId);
    assert(text !== null, `journal of ${siteId} is gone`);
    const { header, records } = parseJournal(text);
    const whole = records.filter(({ sequence }) => sequence <= written);
    const end = whole.at(-1)?.sequence ?? header?.base;
    if (header === null || end !== written) throw new Error(`the journal ends at ${end ?? 'nothing'} instead of ${written}`);
    await journal.replace(siteId, [journalHeaderLine(siteId, header.base), ...whole.map(formatLine)]);
    journalIsTorn = false;
  }

  async function writeJournal(records: readonly StorageRecord[]): Promise<Problem | null> {
    try {
      if (flushes % FLUSHES_PER_ROOM_CHECK === 0 || unwritten.length > 0) {
        const noRoom = await checkRoom(environment);
        if (noRoom !== null) return noRoom;
      }
      flushes += 1;
      if (journalIsTorn) await mendJournal();
      journalIsTorn = true;
      await journal.append(siteId, records.map(formatLine));
      journalIsTorn = false;
      return null;
    } catch (error) {
      return problems.writeFailed(siteId, error);
    }
  }

  async function writeMirror(records: readonly StorageRecord[]): Promise<void> {
    if (database === null) return;
    unmirrored.push(...records);
    const rows: LineRow[] = unmirrored.map((record) => ({ siteId, sequence: record.sequence, line: formatLine(record) }));
    try {
      await database.commit(siteId, rows, unmirrored.at(-1)?.revision ?? 0);
      unmirrored = [];
    } catch (error) {
      options.onProblem(problems.mirrorFailed(siteId, error));
    }
  }

  /** One journal flush and one transaction for everything that waits. */
  async function flush(): Promise<Result<Acknowledgement, Problem>> {
    const batch = waiting;
    waiting = [];
    const records = [...unwritten, ...batch.map(({ record }) => record)];
    if (records.length === 0) return ok({ sequence: written });
    const refused = await writeJournal(records);
    if (refused !== null) {
      unwritten = records;
      for (const { resolve } of batch) resolve(failed(refused));
      options.onFailed(refused);
      return failed(refused);
    }
    unwritten = [];
    written = records.at(-1)?.sequence ?? written;
    await writeMirror(records);
    for (const { record, resolve } of batch) resolve(ok({ sequence: record.sequence }));
    if (waiting.length === 0) options.onSaved(written);
    return ok({ sequence: written });
  }

  async function storeCheckpoint(checkpoint: Checkpoint): Promise<Result<Acknowledgement, Problem>> {
    const flushed = await flush();
    if (flushed.status === 'failed') return flushed;
    const { sequence, summary } = checkpoint;
    assert(sequence <= written, `checkpoint at ${sequence}, but the journal ends at ${written}`);
    const name = snapshotName(sequence);
    const text = formatSnapshot({ siteId, ...checkpoint });
    try {
      if ((await snapshots.read(siteId, name)) !== text) {
        await snapshots.write(siteId, name, text);
        if ((await snapshots.read(siteId, name)) !== text) throw new Error(`${name} did not read back as it was written`);
      }
    } catch (error) {
      return failed(problems.writeFailed(siteId, error));
    }
    const names = (await snapshots.list(siteId)).filter((other) => snapshotSequence(other) !== null);
    const kept = names.slice(-KEPT_SNAPSHOTS);
    const base = names.length < KEPT_SNAPSHOTS ? 0 : (snapshotSequence(kept[0] ?? '') ?? 0);
    try {
      await database?.checkpoint(siteId, summary, { siteId, sequence, line: text }, base);
      await compact(base);
      for (const old of names.slice(0, -KEPT_SNAPSHOTS)) await snapshots.remove(siteId, old);
    } catch (error) {
      options.onProblem(problems.writeFailed(siteId, error));
    }
    return ok({ sequence });
  }

  /** Lets go of the entries that even the oldest kept snapshot includes. */
  async function compact(base: number): Promise<void> {
    const text = await journal.read(siteId);
    if (text === null) return;
    const { header, records, damage } = parseJournal(text);
    // A damaged journal is left to the next opening, which knows all the stores.
    if (header === null || damage.length > 0 || base <= header.base) return;
    const rest = records.filter((record) => record.sequence > base);
    await journal.replace(siteId, [journalHeaderLine(siteId, base), ...rest.map(formatLine)]);
  }

  return {
    append(entry) {
      given += 1;
      const { kind, revision, payload } = entry;
      const record = { sequence: given, kind, revision, payload };
      return new Promise((resolve) => {
        waiting.push({ record, resolve });
        if (waiting.length > 1) return;
        options.onSaving();
        void enqueue(flush);
      });
    },
    retry: () => enqueue(flush),
    checkpoint: (checkpoint) => enqueue(() => storeCheckpoint(checkpoint)),
    async settle() {
      await enqueue(flush);
    },
  };
}
