import type { Problem } from '../../../core/base/problem.ts';
import type { Site } from '../../../core/site/site.ts';
import type { DocumentChange } from '../../store/document.ts';
import type { SiteSummary, Storage } from '../../storage/storage.ts';
import { toEntry } from './replay.ts';

/** Entries after which the whole document is stored, so that a start replays few of them. */
const ENTRIES_PER_CHECKPOINT = 64;

export interface Journal {
  append(change: DocumentChange): void;
  /** Tries again to store the document after a failure. */
  retry(): void;
  /** Resolves when nothing is under way any more. */
  settle(): Promise<void>;
}

export interface JournalOptions {
  readonly storage: Storage;
  readonly siteId: string;
  /** The document now and its revision. */
  current(): { readonly site: Site; readonly revision: number } | null;
  summarise(site: Site): SiteSummary;
  saved(revision: number): void;
  failed(problem: Problem): void;
}

/**
 * Puts each change into the store and says when it is safe. After a failure no further entry is appended, for it would
 * build on one that is missing: the whole document is stored first.
 */
export function createJournal(options: JournalOptions): Journal {
  const { storage, siteId } = options;
  let underWay = 0;
  let sinceCheckpoint = 0;
  let broken = false;
  let tail: Promise<void> = Promise.resolve();

  async function put(change: DocumentChange): Promise<void> {
    const result = await storage.append(siteId, toEntry(change));
    underWay -= 1;
    if (result.status === 'failed') {
      broken = true;
      options.failed(result.error);
      return;
    }
    sinceCheckpoint += 1;
    if (broken) return;
    options.saved(change.revision);
    if (sinceCheckpoint >= ENTRIES_PER_CHECKPOINT && underWay === 0) await storeWhole(false);
  }

  async function storeWhole(mends: boolean): Promise<void> {
    const now = options.current();
    if (now === null) return;
    sinceCheckpoint = 0;
    const { site, revision } = now;
    const result = await storage.checkpoint(siteId, { revision, summary: options.summarise(site), document: site });
    if (!mends) return;
    if (result.status === 'failed') {
      options.failed(result.error);
      return;
    }
    broken = false;
    options.saved(revision);
  }

  function mend(): void {
    // One attempt at a time, after all that is under way: a later change joins the same document.
    tail = tail.then(() => (broken ? storeWhole(true) : undefined));
  }

  return {
    append(change) {
      if (broken) {
        mend();
        return;
      }
      underWay += 1;
      const done = put(change);
      tail = Promise.all([tail, done]).then(() => undefined);
    },
    retry: mend,
    settle: () => tail,
  };
}
