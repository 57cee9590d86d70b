import { canonicalJson, compareCodeUnits } from '../base/canonical-json.ts';
import type { Collection } from './collection.ts';
import { carryReferrers, changesByCollection } from './referrers.ts';
import type { Header } from './schema/header.ts';
import type { AnyRecord, CollectionName, Collections, RecordOf, Site } from './site.ts';
import { COLLECTIONS, collectionsOf, siteOf } from './site.ts';

/** One record before and after; null where it did not or does not exist. */
export interface RecordChange<Name extends CollectionName = CollectionName> {
  readonly collection: Name;
  readonly id: string;
  readonly before: RecordOf<Name> | null;
  readonly after: RecordOf<Name> | null;
}

/** What a command changed, as data. At most one change a record, sorted by collection and id. */
export interface SiteDiff {
  readonly header: { readonly before: Header; readonly after: Header } | null;
  readonly changes: readonly RecordChange[];
}

export const EMPTY_DIFF: SiteDiff = Object.freeze({ header: null, changes: Object.freeze([]) });

export function isEmptyDiff(diff: SiteDiff): boolean {
  return diff.header === null && diff.changes.length === 0;
}

/** The diff that takes the change back. */
export function reverseDiff(diff: SiteDiff): SiteDiff {
  return {
    header: diff.header === null ? null : { before: diff.header.after, after: diff.header.before },
    changes: diff.changes.map((change) => ({ ...change, before: change.after, after: change.before })),
  };
}

/** One diff with the effect of both, in order; records that end as they began drop out. */
export function squashDiffs(first: SiteDiff, second: SiteDiff): SiteDiff {
  const merged = new Map<string, RecordChange>();
  for (const change of first.changes) merged.set(keyOf(change), change);
  for (const change of second.changes) {
    const earlier = merged.get(keyOf(change));
    merged.set(keyOf(change), earlier === undefined ? change : { ...change, before: earlier.before });
  }
  const before = first.header?.before ?? second.header?.before;
  const after = second.header?.after ?? first.header?.after;
  return makeDiff(before !== undefined && after !== undefined ? { before, after } : null, [...merged.values()]);
}

/** A diff in its one form: sorted, without changes that change nothing. */
export function makeDiff(header: SiteDiff['header'], changes: readonly RecordChange[]): SiteDiff {
  const order = new Map(COLLECTIONS.map((name, index) => [name, index]));
  const position = (change: RecordChange): number => order.get(change.collection) ?? 0;
  return {
    header: header === null || same(header.before, header.after) ? null : header,
    changes: changes
      .filter((change) => !same(change.before, change.after))
      .toSorted((a, b) => position(a) - position(b) || compareCodeUnits(a.id, b.id)),
  };
}

/**
 * The site after the diff. Untouched collections and records are shared, not copied; of touched ones as much is copied as changes.
 * Throws if the diff was made on another state.
 */
export function applyDiff(site: Site, diff: SiteDiff): Site {
  const before = collectionsOf(site);
  const after: Record<string, unknown> = { ...before };
  for (const [collection, changes] of changesByCollection(diff.changes)) {
    const records = before[collection] as Collection<AnyRecord>;
    for (const change of changes) {
      if ((records.get(change.id) !== undefined) === (change.before !== null)) continue;
      throw new Error(`applyDiff: ${collection}/${change.id} ${change.before === null ? 'already exists' : 'is missing'}`);
    }
    after[collection] = records.with(changes);
  }
  const next = siteOf(diff.header?.after ?? site.header, after as unknown as Collections);
  carryReferrers(site, next, diff.changes);
  return next;
}

function keyOf(change: RecordChange): string {
  return `${change.collection}/${change.id}`;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
