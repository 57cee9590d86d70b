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
  readonly entry: Entry;
  readonly resolve: (result: Result<Acknowledgement, Problem>) => void;
}

export function siteWriter(options: SiteWriterOptions): SiteWriter {
  const { siteId, environment, database } = options;
  const { journal, snapshots } = environment;
  /** Last sequence in the journal. */
  let written = options.lastSequence;
  /** Entries that wait for the next flush; null when none do. */
  let open: Waiting[] | null = null;
  /** Entries whose write failed: they go first next time, or the journal would skip them. */
  let unwritten: Entry[] = [];
  let unmirrored: StorageRecord[] = [];
  let journalIsTorn = false;
  /** Since a failure the document may be ahead of the entries; a checkpoint ends that. */
  let isBehind = false;
  /** A snapshot has taken over, and the journal still has to begin anew after it. */
  let mustRestart = false;
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
      if (mustRestart) await restartJournal();
      else if (journalIsTorn) await mendJournal();
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
  async function flush(batch: Waiting[]): Promise<Result<Acknowledgement, Problem>> {
    if (open === batch) open = null;
    const entries = [...unwritten, ...batch.map(({ entry }) => entry)];
    if (entries.length === 0) return ok({ sequence: written });
    const first = written + 1;
    const records = entries.map(({ kind, revision, payload }, index) => ({ sequence: first + index, kind, revision, payload }));
    const refused = await writeJournal(records);
    if (refused !== null) {
      unwritten = entries;
      isBehind = true;
      for (const { resolve } of batch) resolve(failed(refused));
      options.onFailed(refused);
      return failed(refused);
    }
    unwritten = [];
    written += records.length;
    await writeMirror(records);
    for (const [index, { resolve }] of batch.entries()) resolve(ok({ sequence: written - batch.length + 1 + index }));
    if (open === null) options.onSaved(written);
    return ok({ sequence: written });
  }

  async function storeCheckpoint(checkpoint: Checkpoint): Promise<Result<Acknowledgement, Problem>> {
    const flushed = await flush([]);
    if (flushed.status === 'failed') return flushed;
    const resets = isBehind;
    // A number of its own, which no entry has: older snapshots and the entries after them cannot stand in for it.
    const sequence = resets ? written + 1 : written;
    const name = snapshotName(sequence);
    const text = formatSnapshot({ siteId, sequence, ...checkpoint });
    try {
      await writeSnapshot(name, text);
    } catch (error) {
      // Whatever is left of it must not claim a number that an entry may get.
      if (resets) await snapshots.remove(siteId, name).catch(() => undefined);
      return failed(problems.writeFailed(siteId, error));
    }
    try {
      if (resets) {
        written = sequence;
        mustRestart = true;
        await restartJournal();
      }
    } catch (error) {
      return failed(problems.writeFailed(siteId, error));
    }
    await tidy(checkpoint, { siteId, sequence, line: text }, resets);
    if (resets) options.onSaved(written);
    return ok({ sequence });
  }

  async function writeSnapshot(name: string, text: string): Promise<void> {
    if ((await snapshots.read(siteId, name)) === text) return;
    await snapshots.write(siteId, name, text);
    if ((await snapshots.read(siteId, name)) !== text) throw new Error(`${name} did not read back as it was written`);
  }

  async function restartJournal(): Promise<void> {
    await journal.replace(siteId, [journalHeaderLine(siteId, written)]);
    mustRestart = false;
    journalIsTorn = false;
    isBehind = false;
  }

  /** What may fail without endangering anything: the copy in the database, and letting go of what is old. */
  async function tidy({ revision, summary }: Checkpoint, document: LineRow, resets: boolean): Promise<void> {
    try {
      const names = (await snapshots.list(siteId)).filter((name) => snapshotSequence(name) !== null);
      const oldest = names.length < KEPT_SNAPSHOTS ? 0 : (snapshotSequence(names.at(-KEPT_SNAPSHOTS) ?? '') ?? 0);
      const base = resets ? document.sequence : oldest;
      await database?.checkpoint(siteId, { ...summary, revision, lastSequence: written }, document, base);
      if (!resets) await compact(base);
      for (const old of names.slice(0, -KEPT_SNAPSHOTS)) await snapshots.remove(siteId, old);
    } catch (error) {
      options.onProblem(problems.writeFailed(siteId, error));
    }
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
      return new Promise((resolve) => {
        if (open !== null) {
          open.push({ entry, resolve });
          return;
        }
        const batch = [{ entry, resolve }];
        open = batch;
        options.onSaving();
        void enqueue(() => flush(batch));
      });
    },
    retry: () => enqueue(() => flush([])),
    checkpoint(checkpoint) {
      // What is given from now on is not in the document.
      open = null;
      return enqueue(() => storeCheckpoint(checkpoint));
    },
    async settle() {
      await enqueue(() => flush([]));
    },
  };
}
