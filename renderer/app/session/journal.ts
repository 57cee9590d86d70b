import type { Problem } from '../../../core/base/problem.ts';
import type { Result } from '../../../core/base/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { COLLECTIONS, countRecords } from '../../../core/site/site.ts';
import type { DocumentChange } from '../../store/document.ts';
import type { Acknowledgement, SiteSummary, Storage } from '../../storage/storage.ts';
import type { Documents } from '../../engine/document-client.ts';
import { toEntry } from './replay.ts';

/** Entries after which the whole document is stored, so that a start replays few of them: at least these, */
const LEAST_ENTRIES = 64;
/** and one more for so many records: a large document takes longer to store, and an entry no longer to replay. */
const RECORDS_AN_ENTRY = 256;
/** Entries after which another attempt is made when the document went on meanwhile. */
const RETRY_ENTRIES = 16;

export interface Journal {
  append(change: DocumentChange): void;
  /** Tries again what could not be written. */
  retry(): void;
  /** Resolves when nothing is under way any more; a document that is being packed is let go of. */
  settle(): Promise<void>;
}

export interface JournalOptions {
  readonly storage: Storage;
  readonly siteId: string;
  readonly documents: Pick<Documents, 'pack'>;
  /** The document now and its revision. */
  current(): { readonly site: Site; readonly revision: number } | null;
  summarise(site: Site): SiteSummary;
  /** Everything up to this revision is safe. */
  saved(revision: number): void;
  failed(problem: Problem): void;
}

/**
 * Puts each change into the store and says when it is safe. The store keeps the order, also past a failure: what could
 * not be written goes first with the next attempt.
 */
export function createJournal(options: JournalOptions): Journal {
  const { storage, siteId, documents } = options;
  const leaving = new AbortController();
  let packing = false;
  let underWay = 0;
  let sinceCheckpoint = 0;
  let tail: Promise<unknown> = Promise.resolve();

  function follow(attempt: Promise<Result<Acknowledgement, Problem>>, revision: number): void {
    underWay += 1;
    tail = Promise.all([tail, attempt.then((result) => settled(result, revision))]);
  }

  function settled(result: Result<Acknowledgement, Problem>, revision: number): Promise<void> | undefined {
    underWay -= 1;
    if (result.status === 'failed') {
      options.failed(result.error);
      return undefined;
    }
    sinceCheckpoint += 1;
    options.saved(revision);
    return underWay === 0 && !packing ? checkpoint() : undefined;
  }

  async function checkpoint(): Promise<void> {
    const now = options.current();
    if (now === null) return;
    const { site, revision } = now;
    const enough = entriesPerCheckpoint(site);
    if (sinceCheckpoint < enough) return;
    packing = true;
    const packed = await documents.pack(site, leaving.signal);
    packing = false;
    // Only a shorter start is lost when this fails: every entry is safe already.
    if (packed === null || packed.status === 'failed') return;
    if (underWay > 0 || options.current()?.revision !== revision) {
      // A snapshot is of the last entry that was written, which this document is no longer of.
      sinceCheckpoint = Math.max(0, enough - RETRY_ENTRIES);
      return;
    }
    sinceCheckpoint = 0;
    await storage.checkpoint(siteId, { revision, summary: options.summarise(site), document: packed.value });
  }

  return {
    append: (change) => follow(storage.append(siteId, toEntry(change)), change.revision),
    retry() {
      const now = options.current();
      if (now !== null) follow(storage.retry(siteId), now.revision);
    },
    settle() {
      leaving.abort();
      return tail.then(() => undefined);
    },
  };
}

function entriesPerCheckpoint(site: Site): number {
  const records = COLLECTIONS.reduce((sum, name) => sum + countRecords(site, name), 0);
  return Math.max(LEAST_ENTRIES, Math.ceil(records / RECORDS_AN_ENTRY));
}
