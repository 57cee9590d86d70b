import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';

/**
 * The library of sites as the application sees it. Documents and entries are opaque JSON-safe values here.
 * An entry is acknowledged when it is flushed to the journal *and* mirrored in the database: two stores, each of
 * which can rebuild the site together with the snapshots. A database that refuses holds nothing up, but a problem
 * tells that there is one copy only. Order comes from sequence numbers, never from a clock.
 */
export interface Storage {
  readonly startup: Startup;
  /** The start page: last edited first. */
  listSites(): Promise<readonly SiteListing[]>;
  /** Sites that `deleteSite` put away. */
  listDeletedSites(): Promise<readonly SiteListing[]>;
  createSite(site: NewSite): Promise<Result<SiteListing, Problem>>;
  /** Takes the site for this window, or opens it read-only when another window has it. Repairs what it can. */
  openSite(siteId: string): Promise<Result<OpenedSite, Problem>>;
  /** Gives the site up; another window may then write. Waits for what is under way. */
  closeSite(siteId: string): Promise<void>;
  /**
   * Resolves when the entry is safe. Entries that come while a flush is under way share the next one. An entry that
   * failed is not given again: it stays queued and goes first with the next `append`, `retry` or `checkpoint`.
   */
  append(siteId: string, entry: Entry): Promise<Result<Acknowledgement, Problem>>;
  /** Writes what failed before; gives the sequence up to which all is safe. */
  retry(siteId: string): Promise<Result<Acknowledgement, Problem>>;
  /**
   * Stores the whole document as it is after every entry given so far; from then on a start replays less. After a
   * failure it may hold edits that were never given as entries: then a start never goes past it by entries alone.
   */
  checkpoint(siteId: string, checkpoint: Checkpoint): Promise<Result<Acknowledgement, Problem>>;
  /** Hides the site; its files stay. */
  deleteSite(siteId: string): Promise<Result<null, Problem>>;
  restoreSite(siteId: string): Promise<Result<null, Problem>>;
  /** Keeps bytes under their SHA-256 in hexadecimal digits. */
  putAttachment(bytes: Uint8Array, mediaType: string): Promise<Result<{ readonly hash: string }, Problem>>;
  getAttachment(hash: string): Promise<Result<Attachment, Problem>>;
  /** Calls `listener` at each change of state and returns what ends that. */
  onStatus(listener: (status: StorageStatus) => void): () => void;
  close(): Promise<void>;
}

export interface Startup {
  /** `first-run` only when no store knows of earlier use. */
  readonly status: 'first-run' | 'clean' | 'recovered';
  readonly access: Access;
  /** What was recovered, and each loss by name. */
  readonly problems: readonly Problem[];
  /** Whether the browser promised not to evict the data. */
  readonly persisted: boolean;
}

export type Access = 'read-write' | 'read-only';

/** What a card of the start page shows. */
export interface SiteSummary {
  readonly name: string;
  readonly kind: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Data URL; null when there is none. */
  readonly thumbnail: string | null;
}

export interface SiteListing extends SiteSummary {
  readonly id: string;
  readonly revision: number;
  /** Grows with each edit of any site, so that the library can be ordered by it. */
  readonly updatedSequence: number;
}

export interface NewSite {
  /** Matches /^[a-z0-9][a-z0-9_-]{0,63}$/. */
  readonly id: string;
  readonly summary: SiteSummary;
  readonly revision: number;
  readonly document: unknown;
}

export interface Entry {
  readonly kind: 'command' | 'undo' | 'redo';
  /** Revision of the document after this entry. */
  readonly revision: number;
  readonly payload: unknown;
}

export interface StoredEntry extends Entry {
  readonly sequence: number;
}

export interface OpenedSite {
  readonly status: 'clean' | 'recovered';
  readonly access: Access;
  readonly document: unknown;
  readonly summary: SiteSummary;
  /** Sequence and revision of `document`; `entries` come after it and lead to the present state. */
  readonly sequence: number;
  readonly revision: number;
  readonly entries: readonly StoredEntry[];
  readonly problems: readonly Problem[];
}

export interface Acknowledgement {
  readonly sequence: number;
}

export interface Checkpoint {
  readonly revision: number;
  readonly summary: SiteSummary;
  readonly document: unknown;
}

export interface Attachment {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export type StorageStatus =
  | { readonly kind: 'saving'; readonly siteId: string }
  /** Everything appended so far is safe. */
  | { readonly kind: 'saved'; readonly siteId: string; readonly sequence: number }
  /** Nothing of the last batch counts as saved. */
  | { readonly kind: 'failed'; readonly siteId: string; readonly problem: Problem }
  /** Another window has written: a read-only view should open the site again. */
  | { readonly kind: 'changed'; readonly siteId: string; readonly sequence: number }
  /** The other window gave the site up and this one has it now: open it again to edit. */
  | { readonly kind: 'takeover'; readonly siteId: string }
  | { readonly kind: 'problem'; readonly problem: Problem };
