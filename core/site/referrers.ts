import { SortedMap } from '../base/sorted-map.ts';
import { referencesOf } from './references.ts';
import type { AnyRecord, CollectionName, Site } from './site.ts';
import { listRecords } from './site.ts';

/** Ids of the records of a collection that refer to a record, by `collection/id` of the latter. */
type Referrers = SortedMap<readonly string[]>;

interface Change {
  readonly collection: CollectionName;
  readonly id: string;
  readonly before: AnyRecord | null;
  readonly after: AnyRecord | null;
}

/** What was found out about a site, made when it is first asked for and taken along from version to version. */
const known = new WeakMap<Site, ReadonlyMap<CollectionName, Referrers>>();

const NOBODY: readonly string[] = [];

/** Ids of the records of `collection` that refer to `target`, a `collection/id`. One pass over the collection the first time. */
export function referrersIn(site: Site, collection: CollectionName, target: string): readonly string[] {
  let made = known.get(site)?.get(collection);
  if (made === undefined) {
    made = referrersAmong(collection, listRecords(site, collection));
    known.set(site, new Map([...(known.get(site) ?? []), [collection, made]]));
  }
  return made.get(target) ?? NOBODY;
}

/** Takes what is known of a site along to the one that it has become by changes, which may be the same object, changed in place. */
export function carryReferrers(from: Site, to: Site, all: readonly Change[]): void {
  const before = known.get(from);
  if (before === undefined) return;
  const after = new Map(before);
  for (const [collection, changes] of changesByCollection(all)) {
    const made = before.get(collection);
    if (made === undefined) continue;
    const lists = new Map<string, readonly string[]>();
    const listOf = (target: string): readonly string[] => lists.get(target) ?? made.get(target) ?? NOBODY;
    for (const { id, before: was, after: is } of changes) {
      const left = targetsOf(collection, was);
      const now = targetsOf(collection, is);
      for (const target of left)
        if (!now.has(target))
          lists.set(
            target,
            listOf(target).filter((other) => other !== id),
          );
      for (const target of now) if (!left.has(target)) lists.set(target, [...listOf(target), id]);
    }
    after.set(collection, made.with([...lists].map(([target, ids]) => [target, ids.length === 0 ? undefined : ids])));
  }
  known.set(to, after);
}

/** Changes put together by collection. */
export function changesByCollection<Change extends { readonly collection: CollectionName }>(
  changes: readonly Change[],
): ReadonlyMap<CollectionName, readonly Change[]> {
  const groups = new Map<CollectionName, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.collection);
    if (group === undefined) groups.set(change.collection, [change]);
    else group.push(change);
  }
  return groups;
}

function referrersAmong(collection: CollectionName, records: readonly AnyRecord[]): Referrers {
  const lists = new Map<string, string[]>();
  for (const record of records) {
    for (const target of targetsOf(collection, record)) {
      const list = lists.get(target);
      if (list === undefined) lists.set(target, [record.id]);
      else list.push(record.id);
    }
  }
  return SortedMap.from(lists);
}

/** The records that a record refers to, as `collection/id`. */
export function targetsOf(collection: CollectionName, record: AnyRecord | null): ReadonlySet<string> {
  if (record === null) return new Set();
  return new Set(referencesOf(collection, record).map((reference) => `${reference.collection}/${reference.id}`));
}
