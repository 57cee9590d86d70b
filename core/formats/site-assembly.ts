import { assert } from '../base/assert.ts';
import { deepFreeze } from '../base/freeze.ts';
import { slug } from '../base/ids.ts';
import { siteSchema } from '../site/file-schema.ts';
import { checkIntegrity } from '../site/integrity.ts';
import type { Header } from '../site/schema/header.ts';
import type { CollectionName, RecordOf, Site } from '../site/site.ts';
import { COLLECTIONS } from '../site/site.ts';
import type { Imported, ImportFinding } from './import-result.ts';

/** Most assumptions that a header keeps; the schema's bound. */
const MAX_ASSUMPTIONS = 5000;

/** Records without their brands: what they name is checked when the site is finished. */
export type Loose<Value> = Value extends string
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Loose<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Loose<Value[Key]> }
      : Value;

/** A site while an importer builds it. `finish` proves it: what passes no schema or breaks a rule is a bug of the importer. */
export class SiteAssembly {
  private readonly maps = new Map<CollectionName, Map<string, unknown>>(COLLECTIONS.map((name) => [name, new Map()]));
  private readonly lastNumber = new Map<string, number>();
  private readonly found: ImportFinding[] = [];

  /** An id that no record of the collection has yet, as near to `wish` as ids allow. Cost is constant however often it is asked. */
  freshId(collection: CollectionName, wish: string): string {
    const records = this.of(collection);
    const base = slug(wish, collection.toLowerCase());
    if (!records.has(base)) return base;
    const key = `${collection} ${base}`;
    for (let number = (this.lastNumber.get(key) ?? 1) + 1; ; number += 1) {
      const tail = `-${number}`;
      const candidate = base.slice(0, 64 - tail.length).replace(/[-._]+$/, '') + tail;
      this.lastNumber.set(key, number);
      if (!records.has(candidate)) return candidate;
    }
  }

  add<Name extends CollectionName>(collection: Name, record: Loose<RecordOf<Name>>): void {
    const records = this.of(collection);
    const { id } = record as { readonly id: string };
    assert(!records.has(id), `${collection}/${id} is added once`);
    records.set(id, record);
  }

  /** Adds a record of the catalog unless it is there already. */
  use(collection: 'hardwareTypes' | 'media', record: RecordOf<'hardwareTypes'> | RecordOf<'media'>): void {
    this.of(collection).set(record.id, record);
  }

  find(finding: ImportFinding): void {
    this.found.push(finding);
  }

  finish(header: Header): Imported {
    const kept = this.found.slice(0, this.found.length > MAX_ASSUMPTIONS ? MAX_ASSUMPTIONS - 1 : MAX_ASSUMPTIONS);
    const assumptions = kept.map(({ subject, place, text, source }) => ({
      subject,
      text: place === null ? text : `${text} (${place})`,
      source,
    }));
    if (kept.length < this.found.length) {
      const text = `${this.found.length - kept.length} more guesses of this kind are not listed.`;
      assumptions.push({ subject: null, text, source: 'import' });
    }
    const records = Object.fromEntries(COLLECTIONS.map((name) => [name, Object.fromEntries(this.of(name))]));
    const parsed = siteSchema.safeParse({ header: { ...header, assumptions }, ...records });
    assert(parsed.success, `an imported site keeps the schema: ${parsed.error?.message.slice(0, 500)}`);
    const site = deepFreeze(parsed.data) as Site;
    const broken = checkIntegrity(site, 1)[0];
    assert(broken === undefined, `an imported site is sound: ${broken?.place} ${broken?.message}`);
    return { site, findings: this.found };
  }

  private of(collection: CollectionName): Map<string, unknown> {
    const records = this.maps.get(collection);
    assert(records !== undefined, `collection ${collection}`);
    return records;
  }
}

/** Words from a file as a record's name: without control characters, at most 200 long, never empty. */
export function cleanName(text: string, fallback: string): string {
  const plain = withoutHalves(cleanText(text).replaceAll(/\s+/g, ' ').trim().slice(0, 200)).trim();
  return plain === '' ? fallback : plain;
}

/** Words from a file as a note: without control characters and halves of characters, at most 4,000 long. */
export function cleanText(text: string): string {
  return withoutHalves(text.slice(0, 4000).replaceAll(/\p{Cc}+/gu, ' '));
}

/** A cut, or the file itself, may leave one half of a pair of code units. */
function withoutHalves(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '');
}
