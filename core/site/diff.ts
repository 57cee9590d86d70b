import { canonicalJson, compareCodeUnits } from '../base/canonical-json.ts';
import type { Header } from './schema/header.ts';
import type { AnyRecord, CollectionName, RecordOf, Site } from './site.ts';
import { COLLECTIONS } from './site.ts';

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

/** The site after the diff. Untouched collections and records are shared, not copied. Throws if the diff was made on another state. */
export function applyDiff(site: Site, diff: SiteDiff): Site {
  const next: Record<string, unknown> = { ...site };
  if (diff.header !== null) next['header'] = diff.header.after;
  const opened = new Map<CollectionName, Record<string, AnyRecord>>();
  for (const change of diff.changes) {
    let map = opened.get(change.collection);
    if (map === undefined) {
      map = { ...(site[change.collection] as Record<string, AnyRecord>) };
      opened.set(change.collection, map);
      next[change.collection] = map;
    }
    if (Object.hasOwn(map, change.id) !== (change.before !== null)) {
      throw new Error(`applyDiff: ${change.collection}/${change.id} ${change.before === null ? 'already exists' : 'is missing'}`);
    }
    if (change.after === null) delete map[change.id];
    else map[change.id] = change.after;
  }
  for (const map of opened.values()) Object.freeze(map);
  return Object.freeze(next) as unknown as Site;
}

function keyOf(change: RecordChange): string {
  return `${change.collection}/${change.id}`;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
