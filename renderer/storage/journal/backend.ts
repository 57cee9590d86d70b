import type { JournalText } from './journal-text.ts';

/**
 * Where journals are kept. Every promise that writes resolves after the flush to the medium and rejects when the
 * medium refused; after a rejection the file may hold part of what was given, so read it before the next append.
 */
export interface JournalBackend {
  append(siteId: string, lines: readonly string[]): Promise<void>;
  /** Null when the site has no journal. */
  read(siteId: string): Promise<JournalText | null>;
  /** All or nothing: a crash leaves either the old lines or the new ones. */
  replace(siteId: string, lines: readonly string[]): Promise<void>;
  /** Ids of the sites that have a journal, sorted. */
  list(): Promise<readonly string[]>;
  /** Lets another window write: releases what is held open for the site. */
  release(siteId: string): Promise<void>;
}

/** Where snapshots are kept: outside of IndexedDB. The same promises as a `JournalBackend`. */
export interface SnapshotBackend {
  /** All or nothing. */
  write(siteId: string, name: string, text: string): Promise<void>;
  /** Null when there is none of that name. */
  read(siteId: string, name: string): Promise<string | null>;
  /** Names, sorted. */
  list(siteId: string): Promise<readonly string[]>;
  remove(siteId: string, name: string): Promise<void>;
}

/** A few bytes outside of IndexedDB that say that this profile has been used. */
export interface SentinelBackend {
  /** Null on a first run. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}
