import { deepFreeze } from '../base/freeze.ts';
import type { SiteDiff, RecordChange } from './diff.ts';
import { makeDiff } from './diff.ts';
import type { Header } from './schema/header.ts';
import { referrersIn, targetsOf } from './referrers.ts';
import type { AnyRecord, CollectionName, RecordOf, Site } from './site.ts';
import { COLLECTIONS, getRecord } from './site.ts';

/** What a record is called outside of its collection. */
interface RecordName {
  readonly collection: CollectionName;
  readonly id: string;
}

/** A site under change: reads through to the base, collects what is written, and yields the diff. Nothing shows outside until then. */
export class Draft {
  readonly base: Site;
  private headerAfter: Header;
  private readonly written = new Map<CollectionName, Map<string, AnyRecord | null>>();
  /** Ids of written records that refer, or did at some time, to a record. */
  private readonly referring = new Map<string, Set<string>>();

  constructor(base: Site) {
    this.base = base;
    this.headerAfter = base.header;
  }

  get header(): Header {
    return this.headerAfter;
  }

  setHeader(header: Header): void {
    this.headerAfter = deepFreeze(header);
  }

  get<Name extends CollectionName>(collection: Name, id: string): RecordOf<Name> | undefined {
    const written = this.written.get(collection);
    if (written?.has(id) === true) return (written.get(id) ?? undefined) as RecordOf<Name> | undefined;
    return getRecord(this.base, collection, id);
  }

  set<Name extends CollectionName>(collection: Name, record: RecordOf<Name>): void {
    const value = deepFreeze(record) as AnyRecord;
    this.writtenOf(collection).set(record.id, value);
    for (const target of targetsOf(collection, value)) {
      const key = `${collection} ${target}`;
      const ids = this.referring.get(key);
      if (ids === undefined) this.referring.set(key, new Set([record.id]));
      else ids.add(record.id);
    }
  }

  delete(collection: CollectionName, id: string): void {
    this.writtenOf(collection).set(id, null);
  }

  /** Present records of a collection that refer to `target`, in the order of their ids. Costs what there is to find. */
  referrers<Name extends CollectionName>(collection: Name, target: RecordName): RecordOf<Name>[] {
    const name = `${target.collection}/${target.id}`;
    const ids = new Set([...referrersIn(this.base, collection, name), ...(this.referring.get(`${collection} ${name}`) ?? [])]);
    const found: RecordOf<Name>[] = [];
    for (const id of [...ids].sort()) {
      const record = this.get(collection, id);
      if (record !== undefined && targetsOf(collection, record as AnyRecord).has(name)) found.push(record);
    }
    return found;
  }

  diff(): SiteDiff {
    const changes: RecordChange[] = [];
    for (const collection of COLLECTIONS) {
      for (const [id, after] of this.written.get(collection) ?? []) {
        changes.push({ collection, id, before: getRecord(this.base, collection, id) ?? null, after } as RecordChange);
      }
    }
    return makeDiff({ before: this.base.header, after: this.headerAfter }, changes);
  }

  private writtenOf(collection: CollectionName): Map<string, AnyRecord | null> {
    let map = this.written.get(collection);
    if (map === undefined) {
      map = new Map();
      this.written.set(collection, map);
    }
    return map;
  }
}
