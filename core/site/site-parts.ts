import { must } from '../base/assert.ts';
import { deepFreeze } from '../base/freeze.ts';
import { Collection } from './collection.ts';
import type { Header } from './schema/header.ts';
import type { AnyRecord, CollectionName, Collections, Site } from './site.ts';
import { COLLECTIONS, listRecords, siteOf } from './site.ts';

/** Characters of a part at least, unless the collection ends: reading and freezing one takes some 7 ms. */
const PART_CHARS = 2 ** 18;

/** Some records of a site as JSON text, which passes between threads as it is; a clone of records costs twice as much. */
export interface SitePart {
  readonly of: 'header' | CollectionName;
  /** The header, or a list of records in the order of their ids. */
  readonly json: string;
}

/** A site in parts, the header first, so that neither who sends nor who takes it is kept from other work. */
export function* sitePartsOf(site: Site): Generator<SitePart, void> {
  yield { of: 'header', json: JSON.stringify(site.header) };
  for (const of of COLLECTIONS) {
    let texts: string[] = [];
    let chars = 0;
    for (const record of listRecords(site, of)) {
      const text = JSON.stringify(record);
      texts.push(text);
      chars += text.length;
      if (chars < PART_CHARS) continue;
      yield { of, json: `[${texts.join(',')}]` };
      texts = [];
      chars = 0;
    }
    if (texts.length > 0) yield { of, json: `[${texts.join(',')}]` };
  }
}

/** Puts the parts of one site together again. They come from our own threads: nothing of them is checked. */
export class SiteAssembly {
  private header: Header | null = null;
  private readonly records = new Map<CollectionName, AnyRecord[]>();

  take({ of, json }: SitePart): void {
    if (of === 'header') {
      this.header = deepFreeze(JSON.parse(json) as Header);
      return;
    }
    const known = this.records.get(of) ?? [];
    this.records.set(of, known);
    for (const record of JSON.parse(json) as AnyRecord[]) known.push(deepFreeze(record));
  }

  /** The site, once all parts are there. */
  site(): Site {
    const collections = COLLECTIONS.map((name) => [name, Collection.listed(this.records.get(name) ?? [])]);
    return siteOf(must(this.header, 'the header of a site in parts'), Object.fromEntries(collections) as Collections);
  }
}
