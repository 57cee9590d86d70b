import { deepFreeze } from '../base/freeze.ts';
import type { SiteDiff, RecordChange } from './diff.ts';
import { makeDiff } from './diff.ts';
import type { Header } from './schema/header.ts';
import type { AnyRecord, CollectionName, RecordMap, RecordOf, Site } from './site.ts';
import { COLLECTIONS, getRecord } from './site.ts';

/** A site under change: reads through to the base, collects what is written, and yields the diff. Nothing shows outside until then. */
export class Draft {
  readonly base: Site;
  private headerAfter: Header;
  private readonly written = new Map<CollectionName, Map<string, AnyRecord | null>>();

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
    this.writtenOf(collection).set(record.id, deepFreeze(record) as AnyRecord);
  }

  delete(collection: CollectionName, id: string): void {
    this.writtenOf(collection).set(id, null);
  }

  /** Calls `visit` with each present record of a collection, in no promised order. */
  each<Name extends CollectionName>(collection: Name, visit: (record: RecordOf<Name>) => void): void {
    const written = this.written.get(collection);
    const map = this.base[collection] as RecordMap<Name>;
    for (const id in map) {
      if (written?.has(id) !== true) visit(map[id] as RecordOf<Name>);
    }
    if (written === undefined) return;
    const present = Array.from(written.values()); // a copy: the visitor may write
    for (const record of present) if (record !== null) visit(record as RecordOf<Name>);
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
