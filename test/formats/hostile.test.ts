import { describe, expect, test } from 'vitest';
import { parseSiteFile } from '../../core/site/file.ts';
import type { Result } from '../../core/base/result.ts';
import type { Problem } from '../../core/base/problem.ts';
import { memorySource } from '../../core/formats/guard/byte-source.ts';
import type { TextFormat } from '../../core/formats/guard/limits.ts';
import { readText } from '../../core/formats/guard/read-text.ts';
import { serializeSite } from '../../core/site/file.ts';
import { randomSite } from '../helpers/random-site.ts';
import { expectRefusal } from './expect-refusal.ts';
import { IMPORTERS, NETWORK, SITES_CSV, TREE_CSV, USERS_CSV } from './import-fixtures.ts';

/** Everything that takes a file: "open" and each importer. */
interface Reader {
  readonly name: string;
  readonly good: string;
  readonly file: string;
  readonly format: TextFormat;
  readonly read: (text: string) => Result<unknown, readonly Problem[]>;
}

const SITE = serializeSite(randomSite(7));
const READERS: readonly Reader[] = [
  {
    name: 'open',
    good: SITE,
    file: 'x.edgewright.json',
    format: 'site',
    read: (text) => parseSiteFile(text, 'x.edgewright.json'),
  },
  ...IMPORTERS,
];

/** The whole way of a file: bytes, guard, reader. Its refusals; null when it was read. */
async function refusalsOf({ file, format, read }: Reader, given: string | Uint8Array): Promise<readonly Problem[] | null> {
  const bytes = typeof given === 'string' ? new TextEncoder().encode(given) : given;
  const started = performance.now();
  const text = await readText(memorySource(file, bytes), format);
  const result = text.status === 'ok' ? read(text.value) : { status: 'failed' as const, error: [text.error] };
  expect(performance.now() - started, 'a refusal takes less than 2 s').toBeLessThan(2000);
  if (result.status === 'ok') return null;
  expect(result.error.length).toBeGreaterThan(0);
  for (const each of result.error) expectRefusal({ ...each, file: each.code === 'eua.missing-file' ? file : each.file }, file);
  return result.error;
}

const deepJson = '['.repeat(5000) + ']'.repeat(5000);
const laughs = `<!DOCTYPE l [<!ENTITY a "${'l'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]><graphml>&b;</graphml>`;

const BAD: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['one space', ' '],
  ['line breaks', '\n\r\n\n'],
  ['a word', 'hello world'],
  ['a web page', '<!doctype html><html><body onload="x()"></body></html>'],
  ['5,000-deep JSON', deepJson],
  ['JSON of another kind', '{"type":"FeatureCollection","features":[]}'],
  ['hostile keys', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
  ['XML with hostile names', '<__proto__><constructor prototype="1"/></__proto__>'],
  ['1e999', '{"format":"edgewright-site","version":1e999}'],
  ['a billion laughs', laughs],
  ['an external entity', '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml>&x;</graphml>'],
  ['a huge attribute', `<graphml a="${'x'.repeat(1e6)}"/>`],
  ['a CSV of formulas', '=1+1,=cmd|"/c calc"!A1\n=1,=2\n'],
  ['a CSV with wrong columns', 'latitude,breadth\n1,2\n'],
  ['a CSV with an open quote', 'ID,Latitude,Longitude,Level,Parent,Details\n"0,1,2'],
  ['a CSV with infinite numbers', 'Latitude,Longitude\n1e999,-1e999\n'],
  ['a megabyte of commas', ','.repeat(1e6)],
  ['a megabyte of quotes', '"'.repeat(1e6)],
  ['a megabyte of <', '<'.repeat(1e6)],
  ['a megabyte of {', '{'.repeat(1e6)],
  ['a megabyte of &', `<graphml>${'&'.repeat(1e6)}</graphml>`],
  ['a megabyte of zeros', new Uint8Array(1e6)],
  ['a ZIP', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0])],
  ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
  ['Latin 1', new Uint8Array([0x4b, 0xf6, 0x6c, 0x6e, 0x2c, 0x31])],
  ['UTF-16 of nothing', new Uint8Array([0xff, 0xfe])],
];

describe.each(READERS)('$name', (reader) => {
  test('reads what is good', async () => {
    expect(await refusalsOf(reader, reader.good)).toBeNull();
  });

  test.each(BAD)('refuses %s', async (_, given) => {
    expect(await refusalsOf(reader, given)).not.toBeNull();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each([
    ['a site', SITE],
    ['GraphML', NETWORK],
    ['EUA sites', SITES_CSV],
    ['EUA users', USERS_CSV],
    ['a tree', TREE_CSV],
  ])('refuses %s, unless it is what it reads', async (_, other) => {
    if (other === reader.good) return;
    // A list of sites has the columns of a list of users as well: there it is simply read.
    if (reader.name === 'eua users' && (other === SITES_CSV || other === TREE_CSV)) return;
    expect(await refusalsOf(reader, other)).not.toBeNull();
  });

  test('reads the good one with a byte order mark, and in UTF-16', async () => {
    expect(await refusalsOf(reader, `\ufeff${reader.good}`)).toBeNull();
    const units = new Uint16Array([0xfeff, ...Array.from({ length: reader.good.length }, (_, at) => reader.good.charCodeAt(at))]);
    expect(await refusalsOf(reader, new Uint8Array(units.buffer))).toBeNull();
  });

  test('refuses the good one with a NUL anywhere', async () => {
    const bytes = new TextEncoder().encode(reader.good);
    for (const at of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const broken = bytes.slice();
      broken[at] = 0;
      expect(await refusalsOf(reader, broken), `NUL at ${at}`).not.toBeNull();
    }
  });

  test('cut off at any point it is refused, or read as the whole rows that are left', async () => {
    const step = Math.max(1, Math.floor(reader.good.length / 200));
    let refused = 0;
    for (let end = 0; end < reader.good.trimEnd().length; end += step) {
      if ((await refusalsOf(reader, reader.good.slice(0, end))) !== null) refused += 1;
    }
    // Of a table, and of a plan in YAML, what is left may be whole.
    if (reader.format !== 'csv' && reader.format !== 'yaml') expect(refused).toBe(Math.ceil(reader.good.trimEnd().length / step));
    expect(refused).toBeGreaterThan(0);
  });
});
