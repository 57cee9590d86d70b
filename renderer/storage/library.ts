import type { Problem } from '../../core/base/problem.ts';
import { failed, type Result } from '../../core/base/result.ts';
import type { SiteRow } from './database.ts';
import type { StorageEnvironment } from './environment.ts';
import { loadSite, repairSite, type LoadedSite, type SiteStores } from './load-site.ts';
import { formatSentinel, type Sentinel, type SentinelSite } from './sentinel.ts';
import { siteLockName, takeLock } from './site-lock.ts';
import * as problems from './storage-problems.ts';

/** What a start finds out about the library as a whole. */
export interface LibraryState {
  readonly status: 'first-run' | 'clean' | 'recovered';
  readonly problems: readonly Problem[];
  /** Sites whose rows were rebuilt from their files. */
  readonly rebuilt: ReadonlySet<string>;
  /** Rows of the sites that the database did not have; it may still not have them. */
  readonly rows: readonly SiteRow[];
}

/**
 * Compares the database with what is remembered outside of it and rebuilds the sites that it lost. An empty
 * database is a first run only when no sentinel remembers an earlier one.
 */
export async function reconcileLibrary(
  stores: SiteStores & { environment: StorageEnvironment },
  sentinel: Sentinel | null,
): Promise<LibraryState> {
  const { environment, database } = stores;
  const stored = (await database?.sites()) ?? [];
  if (sentinel === null && database?.wasEmpty === true)
    return { status: 'first-run', problems: [], rebuilt: new Set(), rows: [] };
  const present = new Set(stored.map(({ id }) => id));
  const remembered = new Map((sentinel?.sites ?? []).map((site) => [site.id, site.deleted]));
  const missing = new Set([...remembered.keys(), ...(await environment.journal.list())].filter((id) => !present.has(id)));
  const found: Problem[] = [];
  const rebuilt = new Map<string, SiteRow>();
  for (const siteId of [...missing].toSorted()) {
    const loaded = await tryLoad(siteId, stores);
    const deleted = remembered.get(siteId) === true;
    if (loaded.status === 'failed') {
      if (!deleted) found.push(loaded.error);
      continue;
    }
    found.push(...loaded.value.problems, ...(await rebuild(loaded.value, deleted, stores)));
    rebuilt.set(siteId, rowOf(loaded.value, deleted));
  }
  const recovered = found.length > 0 || (sentinel !== null && database?.wasEmpty === true);
  return {
    status: recovered ? 'recovered' : 'clean',
    problems: found,
    rebuilt: new Set(rebuilt.keys()),
    rows: [...rebuilt.values()],
  };
}

async function tryLoad(siteId: string, stores: SiteStores): Promise<Result<LoadedSite, Problem>> {
  try {
    const loaded = await loadSite(siteId, stores);
    // It is remembered, so having no trace of it is a loss.
    return loaded.status === 'failed' && loaded.error.code === problems.UNKNOWN_SITE ? failed(problems.siteLost(siteId)) : loaded;
  } catch (error) {
    return failed(problems.readFailed(siteId, error));
  }
}

/** Puts a site back into the database, unless another window is writing it just now. Gives what there is to say. */
async function rebuild(
  loaded: LoadedSite,
  deleted: boolean,
  stores: SiteStores & { environment: StorageEnvironment },
): Promise<readonly Problem[]> {
  const { environment, database } = stores;
  if (database === null) return [];
  const { siteId } = loaded;
  const release = await takeLock(environment.locks, siteLockName(siteId));
  if (release === null) return [];
  try {
    await repairSite(loaded, stores);
    if (deleted) await database.setDeleted(siteId, true);
    return [problems.databaseRebuilt(siteId)];
  } catch (error) {
    return [problems.repairFailed(siteId, error)];
  } finally {
    release();
  }
}

function rowOf({ siteId, site }: LoadedSite, deleted: boolean): SiteRow {
  const { base, records, lastSequence } = site;
  const revision = records.at(-1)?.revision ?? base.revision;
  return { ...base.summary, id: siteId, revision, lastSequence, updatedSequence: 0, deleted: deleted ? 1 : 0 };
}

/** Writes the sentinel to all of its copies; a copy that refuses is no reason to stop, all of them are. */
export async function writeSentinel(
  environment: Pick<StorageEnvironment, 'sentinels'>,
  sequence: number,
  sites: readonly SentinelSite[],
): Promise<void> {
  const text = formatSentinel(sequence, sites);
  const outcomes = await Promise.allSettled(environment.sentinels.map((copy) => copy.write(text)));
  const refusal = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refusal !== undefined && outcomes.every((outcome) => outcome.status === 'rejected')) throw refusal.reason;
}
