import type { Problem } from '../../../core/base/problem.ts';
import type { Result } from '../../../core/base/result.ts';
import type { Site } from '../../../core/site/site.ts';
import type { DocumentChange } from '../../store/document.ts';
import type { Acknowledgement, SiteSummary, Storage } from '../../storage/storage.ts';
import { packSite } from './documents.ts';
import { toEntry } from './replay.ts';

/** Entries after which the whole document is stored, so that a start replays few of them. */
const ENTRIES_PER_CHECKPOINT = 64;

export interface Journal {
  append(change: DocumentChange): void;
  /** Tries again what could not be written. */
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
  /** Everything up to this revision is safe. */
  saved(revision: number): void;
  failed(problem: Problem): void;
}

/**
 * Puts each change into the store and says when it is safe. The store keeps the order, also past a failure: what could
 * not be written goes first with the next attempt.
 */
export function createJournal(options: JournalOptions): Journal {
  const { storage, siteId } = options;
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
    return sinceCheckpoint >= ENTRIES_PER_CHECKPOINT && underWay === 0 ? checkpoint() : undefined;
  }

  async function checkpoint(): Promise<void> {
    const now = options.current();
    if (now === null) return;
    sinceCheckpoint = 0;
    const { site, revision } = now;
    // Only a shorter start is lost when this fails: every entry is safe already.
    await storage.checkpoint(siteId, { revision, summary: options.summarise(site), document: packSite(site) });
  }

  return {
    append: (change) => follow(storage.append(siteId, toEntry(change)), change.revision),
    retry() {
      const now = options.current();
      if (now !== null) follow(storage.retry(siteId), now.revision);
    },
    settle: () => tail.then(() => undefined),
  };
}
