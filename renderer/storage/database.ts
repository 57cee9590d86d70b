import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Problem } from '../../core/base/problem.ts';
import { MIN_READER, STORAGE_FORMAT } from './format.ts';
import type { SiteListing, SiteSummary } from './storage.ts';
import { databaseUnavailable, newerData, upgradeBlocked } from './storage-problems.ts';

/** Dexie multiplies its version numbers by this for the native ones. */
const DEXIE_FACTOR = 10;
const OPEN_ATTEMPTS = 3;
const REOPEN_PAUSE_MS = 100;

export interface SiteRow extends SiteListing {
  /** Sequence of the last acknowledged entry. */
  readonly lastSequence: number;
  /** 1 when the site was put away, else 0. */
  readonly deleted: 0 | 1;
}

export type CheckpointedSite = Pick<SiteRow, 'lastSequence' | 'revision' | keyof SiteSummary>;

/** A line as it stands in the journal, or, in the table of documents, in the newest snapshot. */
export interface LineRow {
  readonly siteId: string;
  readonly sequence: number;
  readonly line: string;
}

export interface AttachmentRow {
  readonly hash: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

interface MetaRow {
  readonly key: 'format' | 'library';
  readonly format: number;
  readonly minReader: number;
  /** Highest `updatedSequence` that was given. */
  readonly librarySequence: number;
}

type Tables = Dexie & {
  meta: EntityTable<MetaRow, 'key'>;
  sites: EntityTable<SiteRow, 'id'>;
  documents: EntityTable<LineRow, 'siteId'>;
  journal: Table<LineRow, [string, number]>;
  attachments: EntityTable<AttachmentRow, 'hash'>;
};

/** The queryable store. It can be rebuilt from the journals and snapshots at any time. */
export interface Database {
  /** True when no build has ever written here, or everything was lost. */
  readonly wasEmpty: boolean;
  sites(): Promise<readonly SiteRow[]>;
  site(siteId: string): Promise<SiteRow | null>;
  journal(siteId: string): Promise<readonly LineRow[]>;
  document(siteId: string): Promise<LineRow | null>;
  /** Adds the rows and moves the site to the top of the library, all or nothing. */
  commit(siteId: string, rows: readonly LineRow[], revision: number): Promise<void>;
  /** Puts a site with its document and journal in place of what was there. */
  putSite(site: Omit<SiteRow, 'updatedSequence'>, document: LineRow, journal: readonly LineRow[]): Promise<SiteRow>;
  /** Stores the newest document, which `site` describes; journal rows up to `dropThrough` go. */
  checkpoint(siteId: string, site: CheckpointedSite, document: LineRow, dropThrough: number): Promise<void>;
  setDeleted(siteId: string, deleted: boolean): Promise<void>;
  putAttachment(row: AttachmentRow): Promise<void>;
  attachment(hash: string): Promise<AttachmentRow | null>;
  close(): void;
}

export interface DatabaseEvents {
  /** A newer build opened the database in another window; this one is closed for good. */
  onNewer(): void;
  onProblem(problem: Problem): void;
}

export type DatabaseOpening =
  | { readonly status: 'open'; readonly database: Database }
  /** Written by a newer build: nothing was changed. */
  | { readonly status: 'newer'; readonly problem: Problem }
  | { readonly status: 'unavailable'; readonly problem: Problem };

/**
 * Opens the database. Looks at its version before Dexie does, for Dexie opens a newer one without an error and even
 * adds to it. A database that the browser cannot read any more is discarded: its content can be rebuilt.
 */
export async function openDatabase(name: string, events: DatabaseEvents): Promise<DatabaseOpening> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOpen(name, events);
    } catch (error) {
      if (attempt === OPEN_ATTEMPTS || !isUnreadable(error))
        return { status: 'unavailable', problem: databaseUnavailable(error) };
      // The first failure may be the browser still tidying up after a crash; a second one is damage.
      if (attempt === 1) await new Promise((resolve) => setTimeout(resolve, REOPEN_PAUSE_MS));
      else await Dexie.delete(name).catch(() => undefined);
    }
  }
}

async function tryOpen(name: string, events: DatabaseEvents): Promise<DatabaseOpening> {
  const found = (await indexedDB.databases()).find((database) => database.name === name);
  const version = (found?.version ?? 0) / DEXIE_FACTOR;
  if (version > STORAGE_FORMAT) return { status: 'newer', problem: newerData(version, version) };
  const tables = declare(name);
  tables.on('versionchange', ({ newVersion }) => {
    // Null means that it is being deleted, which it survives: Dexie opens it again.
    if (newVersion === null) return;
    // Dexie alone would open it again as well, and write old rows into a newer database.
    tables.close({ disableAutoOpen: true });
    events.onNewer();
  });
  tables.on('blocked', () => events.onProblem(upgradeBlocked()));
  await tables.open();
  const format = await tables.meta.get('format');
  if (format !== undefined && format.minReader > STORAGE_FORMAT) {
    tables.close();
    return { status: 'newer', problem: newerData(format.format, format.minReader) };
  }
  if (format === undefined)
    await tables.meta.put({ key: 'format', format: STORAGE_FORMAT, minReader: MIN_READER, librarySequence: 0 });
  return { status: 'open', database: serve(tables, format === undefined) };
}

/** What Chromium answers when the files of a database fail their own checks. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && ['UnknownError', 'DataError'].includes(error.name);
}

function declare(name: string): Tables {
  const tables = new Dexie(name) as Tables;
  tables.version(STORAGE_FORMAT).stores({
    meta: 'key',
    sites: 'id, updatedSequence',
    documents: 'siteId',
    journal: '[siteId+sequence]',
    attachments: 'hash',
  });
  return tables;
}

function serve(tables: Tables, wasEmpty: boolean): Database {
  const { meta, sites, documents, journal, attachments } = tables;

  /** Only inside of a transaction that includes `meta`. */
  async function nextLibrarySequence(): Promise<number> {
    const librarySequence = ((await meta.get('library'))?.librarySequence ?? 0) + 1;
    await meta.put({ key: 'library', format: STORAGE_FORMAT, minReader: MIN_READER, librarySequence });
    return librarySequence;
  }

  return {
    wasEmpty,
    sites: () => sites.orderBy('updatedSequence').reverse().toArray(),
    site: async (siteId) => (await sites.get(siteId)) ?? null,
    journal: (siteId) => journal.where('[siteId+sequence]').between([siteId, Dexie.minKey], [siteId, Dexie.maxKey]).toArray(),
    document: async (siteId) => (await documents.get(siteId)) ?? null,
    commit: (siteId, rows, revision) =>
      tables.transaction('rw', meta, sites, journal, async () => {
        const updatedSequence = await nextLibrarySequence();
        await journal.bulkPut([...rows]);
        await sites.update(siteId, { updatedSequence, revision, lastSequence: rows.at(-1)?.sequence ?? 0 });
      }),
    putSite: (site, document, rows) =>
      tables.transaction('rw', [meta, sites, documents, journal], async () => {
        const row = { ...site, updatedSequence: await nextLibrarySequence() };
        await sites.put(row);
        await documents.put(document);
        await journal.where('[siteId+sequence]').between([site.id, Dexie.minKey], [site.id, Dexie.maxKey]).delete();
        await journal.bulkPut([...rows]);
        return row;
      }),
    checkpoint: (siteId, site, document, dropThrough) =>
      tables.transaction('rw', [sites, documents, journal], async () => {
        await sites.update(siteId, { ...site });
        await documents.put(document);
        await journal.where('[siteId+sequence]').between([siteId, Dexie.minKey], [siteId, dropThrough], true, true).delete();
      }),
    async setDeleted(siteId, deleted) {
      await sites.update(siteId, { deleted: deleted ? 1 : 0 });
    },
    async putAttachment(row) {
      await attachments.put(row);
    },
    attachment: async (hash) => (await attachments.get(hash)) ?? null,
    close: () => tables.close(),
  };
}
