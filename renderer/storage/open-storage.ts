import type { Problem } from '../../core/base/problem.ts';
import { failed, ok, type Result } from '../../core/base/result.ts';
import { ATTACHMENTS, getAttachment, putAttachment } from './attachments.ts';
import { checkRoom } from './capacity.ts';
import { openDatabase, type Database, type SiteRow } from './database.ts';
import type { StorageEnvironment } from './environment.ts';
import { STORAGE_FORMAT } from './format.ts';
import { lossRange } from './journal/parse-journal.ts';
import { reconcileLibrary, writeSentinel } from './library.ts';
import { journalHeaderLine, loadSite, repairSite, type LoadedSite } from './load-site.ts';
import { readSentinel, type SentinelSite } from './sentinel.ts';
import { siteLockName, takeLock, waitForLock, type Release } from './site-lock.ts';
import { siteWriter, type SiteWriter } from './site-writer.ts';
import { formatSnapshot, snapshotName } from './snapshot.ts';
import type {
  Access,
  Acknowledgement,
  NewSite,
  OpenedSite,
  SiteListing,
  Storage,
  StorageStatus,
  StoredEntry,
} from './storage.ts';
import * as problems from './storage-problems.ts';

/** Also what the shell accepts as the name of a file. */
const SITE_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const CHANNEL = 'edgewright-storage';
const LIBRARY_LOCK = 'edgewright/library';

type StatusListener = (status: StorageStatus) => void;

interface Held {
  /** Null while this window waits for the site. */
  release: Release | null;
  writer: SiteWriter | null;
  leaveQueue: Release;
}

/**
 * Opens the library. Looks at the sentinel before it touches anything, compares the database with the files, and
 * rebuilds what the database lost. A library that cannot be written opens read-only and says why; rejects only when
 * the files cannot be reached at all. `listener` hears what happens from the very beginning.
 */
export async function openStorage(environment: StorageEnvironment, listener?: StatusListener): Promise<Storage> {
  const listeners = new Set<StatusListener>(listener === undefined ? [] : [listener]);
  const emit = (status: StorageStatus): void => listeners.forEach((listener) => listener(status));
  const report = (found: Problem): void => emit({ kind: 'problem', problem: found });
  let overtaken: Problem | null = null;
  const events = {
    onProblem: report,
    onNewer(): void {
      overtaken = problems.newerWindow();
      report(overtaken);
    },
  };
  const held = new Map<string, Held>();
  const turns = new Map<string, Promise<unknown>>();

  const sentinel = await readSentinel(environment.sentinels);
  const newer =
    sentinel !== null && sentinel.minReader > STORAGE_FORMAT ? problems.newerData(sentinel.format, sentinel.minReader) : null;
  const opening =
    newer === null ? await openDatabase(environment.databaseName, events) : { status: 'newer' as const, problem: newer };
  const database: Database | null = opening.status === 'open' ? opening.database : null;
  const access: Access = database === null ? 'read-only' : 'read-write';
  const stores = { environment, database };
  const library = await withLock(environment, LIBRARY_LOCK, async () => {
    const state = await reconcileLibrary(stores, sentinel);
    if (database === null) return state;
    try {
      await rememberSites(environment, database, []);
      return state;
    } catch (error) {
      return { ...state, problems: [...state.problems, problems.sentinelFailed(error)] };
    }
  });
  const persisted = access === 'read-write' && (await environment.persist());
  const channel = environment.openChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    const { siteId, sequence } = data as { siteId: string; sequence: number };
    emit({ kind: 'changed', siteId, sequence });
  };

  async function refuseWrite(): Promise<Problem | null> {
    if (opening.status !== 'open') return opening.problem;
    if (overtaken !== null) return overtaken;
    return checkRoom(environment);
  }

  async function listRows(deleted: 0 | 1): Promise<readonly SiteListing[]> {
    const stored = (await database?.sites()) ?? [];
    const present = new Set(stored.map(({ id }) => id));
    const rows = [...stored, ...library.rows.filter(({ id }) => !present.has(id))];
    return rows.filter((row) => row.deleted === deleted).map(listingOf);
  }

  async function setDeleted(siteId: string, deleted: boolean): Promise<Result<null, Problem>> {
    const refused = await refuseWrite();
    if (refused !== null || database === null) return failed(refused ?? problems.unknownSite(siteId));
    const lock = held.get(siteId)?.release ?? (await takeLock(environment.locks, siteLockName(siteId)));
    if (lock === null) return failed(problems.otherWindow(siteId));
    try {
      await held.get(siteId)?.writer?.settle();
      await database.setDeleted(siteId, deleted);
      await withLock(environment, LIBRARY_LOCK, () => rememberSites(environment, database, [{ id: siteId, deleted }]));
      channel.postMessage({ siteId, sequence: 0 });
      return ok(null);
    } catch (error) {
      return failed(problems.writeFailed(siteId, error));
    } finally {
      if (held.get(siteId)?.release !== lock) lock();
    }
  }

  /** Opening and closing one site, each after the other. */
  function inTurn<Value>(siteId: string, task: () => Promise<Value>): Promise<Value> {
    const result = (turns.get(siteId) ?? Promise.resolve()).then(task);
    turns.set(
      siteId,
      result.catch(() => undefined),
    );
    return result;
  }

  /** Takes the site for this window or queues for it. */
  async function take(siteId: string): Promise<Held> {
    const known = held.get(siteId);
    if (known !== undefined) return known;
    const release = await takeLock(environment.locks, siteLockName(siteId));
    const entry: Held = { release, writer: null, leaveQueue: () => undefined };
    held.set(siteId, entry);
    if (release === null) {
      entry.leaveQueue = waitForLock(environment.locks, siteLockName(siteId), (taken) => {
        entry.release = taken;
        emit({ kind: 'takeover', siteId });
      });
    }
    return entry;
  }

  /** Gives what stands in the way of writing. */
  async function openForWriting(loaded: LoadedSite, holder: Held): Promise<readonly Problem[]> {
    const { siteId } = loaded;
    let lastSequence: number;
    try {
      lastSequence = await repairSite(loaded, stores);
    } catch (error) {
      return [problems.repairFailed(siteId, error)];
    }
    holder.writer = siteWriter({
      ...stores,
      siteId,
      lastSequence,
      onSaving: () => emit({ kind: 'saving', siteId }),
      onSaved(sequence) {
        channel.postMessage({ siteId, sequence });
        emit({ kind: 'saved', siteId, sequence });
      },
      onFailed: (found) => emit({ kind: 'failed', siteId, problem: found }),
      onProblem: report,
    });
    return [];
  }

  async function openSite(siteId: string): Promise<Result<OpenedSite, Problem>> {
    const found: Problem[] = [];
    let holder: Held | null = null;
    try {
      if (access === 'read-write') {
        holder = await take(siteId);
        await holder.writer?.settle();
        if (holder.release === null) found.push(problems.otherWindow(siteId));
      }
      const refused = await refuseWrite();
      if (refused !== null) found.push(refused);
      const loaded = await loadSite(siteId, stores);
      if (loaded.status === 'failed') {
        await closeSite(siteId);
        return loaded;
      }
      if (holder !== null) {
        holder.writer = null;
        if (found.length === 0) found.push(...(await openForWriting(loaded.value, holder)));
      }
      return ok(openedSite(loaded.value, found, library.rebuilt.has(siteId)));
    } catch (error) {
      await closeSite(siteId);
      return failed(problems.readFailed(siteId, error));
    }
  }

  async function closeSite(siteId: string): Promise<void> {
    const holder = held.get(siteId);
    if (holder === undefined) return;
    held.delete(siteId);
    await holder.writer?.settle();
    if (holder.release !== null) await environment.journal.release(siteId).catch(() => undefined);
    holder.release?.();
    holder.leaveQueue();
  }

  async function createSite(site: NewSite): Promise<Result<SiteListing, Problem>> {
    if (!SITE_ID.test(site.id) || site.id === ATTACHMENTS) return failed(problems.badSiteId(site.id));
    const refused = await refuseWrite();
    if (refused !== null || database === null) return failed(refused ?? problems.unknownSite(site.id));
    try {
      return await withLock(environment, LIBRARY_LOCK, async () => {
        const { id: siteId, summary, revision, document } = site;
        if ((await database.site(siteId)) !== null || (await environment.journal.read(siteId)) !== null)
          return failed(problems.siteExists(siteId));
        const line = formatSnapshot({ siteId, sequence: 0, revision, summary, document });
        // Files first: whatever a crash leaves of a new site can be read or was never acknowledged.
        await environment.snapshots.write(siteId, snapshotName(0), line);
        await environment.journal.replace(siteId, [journalHeaderLine(siteId, 0)]);
        const row = { ...summary, id: siteId, revision, lastSequence: 0, deleted: 0 } as const;
        const stored = await database.putSite(row, { siteId, sequence: 0, line }, []);
        await rememberSites(environment, database, [{ id: siteId, deleted: false }]);
        channel.postMessage({ siteId, sequence: 0 });
        return ok(listingOf(stored));
      });
    } catch (error) {
      return failed(problems.writeFailed(site.id, error));
    }
  }

  async function write(siteId: string, task: (writer: SiteWriter) => Promise<Result<Acknowledgement, Problem>>) {
    const writer = held.get(siteId)?.writer ?? null;
    if (overtaken !== null || writer === null) return failed(overtaken ?? problems.notOpen(siteId));
    return task(writer);
  }

  return {
    startup: {
      status: library.status,
      access,
      persisted,
      problems: [...library.problems, ...(opening.status === 'open' ? [] : [opening.problem])],
    },
    listSites: () => listRows(0),
    listDeletedSites: () => listRows(1),
    createSite,
    openSite: (siteId) => inTurn(siteId, () => openSite(siteId)),
    closeSite: (siteId) => inTurn(siteId, () => closeSite(siteId)),
    append: (siteId, entry) => write(siteId, (writer) => writer.append(entry)),
    retry: (siteId) => write(siteId, (writer) => writer.retry()),
    checkpoint: (siteId, checkpoint) => write(siteId, (writer) => writer.checkpoint(checkpoint)),
    deleteSite: (siteId) => setDeleted(siteId, true),
    restoreSite: (siteId) => setDeleted(siteId, false),
    async putAttachment(bytes, mediaType) {
      const refused = await refuseWrite();
      return refused === null ? putAttachment(stores, bytes, mediaType) : failed(refused);
    },
    getAttachment: (hash) => getAttachment(stores, hash),
    onStatus(added) {
      listeners.add(added);
      return () => listeners.delete(added);
    },
    async close() {
      await Promise.all(Array.from(held.keys(), (siteId) => inTurn(siteId, () => closeSite(siteId))));
      channel.close();
      database?.close();
      listeners.clear();
    },
  };
}

/** `refusals`: why it cannot be written; none when it can. */
function openedSite({ site, problems: found }: LoadedSite, refusals: readonly Problem[], rebuilt: boolean): OpenedSite {
  const { base, records } = site;
  const entries = records.filter((record) => lossRange(record) === null) as readonly StoredEntry[];
  const { document, summary, sequence, revision } = base;
  const notes = [...found, ...(rebuilt ? [problems.databaseRebuilt(base.siteId)] : [])];
  const status = notes.length > 0 ? 'recovered' : 'clean';
  const access = refusals.length > 0 ? 'read-only' : 'read-write';
  return { status, access, document, summary, sequence, revision, entries, problems: [...notes, ...refusals] };
}

/** Brings the sentinel up to date with the database; `changes` outrank it, and sites that it lost stay remembered. */
async function rememberSites(
  environment: StorageEnvironment,
  database: Database,
  changes: readonly SentinelSite[],
): Promise<void> {
  const latest = await readSentinel(environment.sentinels);
  const sites = new Map<string, boolean>((latest?.sites ?? []).map(({ id, deleted }) => [id, deleted]));
  for (const { id, deleted } of await database.sites()) sites.set(id, deleted === 1);
  for (const { id, deleted } of changes) sites.set(id, deleted);
  await writeSentinel(
    environment,
    (latest?.sequence ?? 0) + 1,
    [...sites].map(([id, deleted]) => ({ id, deleted })),
  );
}

function listingOf({ id, name, kind, counts, thumbnail, revision, updatedSequence }: SiteRow): SiteListing {
  return { id, name, kind, counts, thumbnail, revision, updatedSequence };
}

async function withLock<Value>(environment: StorageEnvironment, name: string, task: () => Promise<Value>): Promise<Value> {
  return environment.locks.request(name, task) as Promise<Value>;
}
