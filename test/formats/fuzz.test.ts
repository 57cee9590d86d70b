import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serializeSite } from '../../core/site/file.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import { randomSite } from '../helpers/random-site.ts';
import { expectRefusal } from './expect-refusal.ts';
import { IMPORTERS } from './import-fixtures.ts';

/** Mutations a format. `EDGEWRIGHT_FUZZ_RUNS=1000000` is the long run of the reliability goals. */
const RUNS = Number(process.env['EDGEWRIGHT_FUZZ_RUNS'] ?? 400);
const HANG_MS = 2000;

/** Pieces that parsers trip over. */
const PIECES = [
  '"',
  "'",
  ',',
  '\n',
  '\r',
  '<',
  '>',
  '&',
  '&amp;',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\\',
  '\\u0000',
  '\u2028',
  '\ufeff',
  '0',
  '-1',
  '1e999',
  '-0',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  '=1+1',
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
  '<!DOCTYPE a>',
  '<?x ?>',
  '\ud800',
  '😀',
  '  ',
  ';',
  '\t',
  '<node id="0"/>',
  '<edge source="0" target="1"/>',
  '{"a":1}',
  '9'.repeat(400),
  'x'.repeat(300),
] as const;

interface Mutation {
  readonly at: number;
  readonly length: number;
  readonly kind: 'delete' | 'insert' | 'repeat' | 'replace' | 'cut';
  readonly piece: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 60 }),
  kind: fc.constantFrom('delete', 'insert', 'repeat', 'replace', 'cut'),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 5 })),
});

function mutate(text: string, { at, length, kind, piece }: Mutation): string {
  const start = Math.floor(at * text.length);
  const end = start + length;
  switch (kind) {
    case 'delete':
      return text.slice(0, start) + text.slice(end);
    case 'insert':
      return text.slice(0, start) + piece + text.slice(start);
    case 'repeat':
      return text.slice(0, end) + text.slice(start);
    case 'replace':
      return text.slice(0, start) + piece + text.slice(end);
    default:
      return text.slice(0, start);
  }
}

const TARGETS = [
  ...IMPORTERS,
  { name: 'open', good: serializeSite(randomSite(3, 3)), file: 'x.json', read: (text: string) => parseSiteFile(text, 'x.json') },
];

describe.each(TARGETS)('$name, with random damage,', ({ good, file, read }) => {
  test(`never throws, never hangs, and gives a sound site or a reason (${RUNS} mutations)`, () => {
    let wasRead = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce(mutate, good);
        const started = performance.now();
        const result = read(text);
        expect(performance.now() - started).toBeLessThan(HANG_MS);
        if (result.status === 'ok') {
          wasRead += 1;
          const again = parseSiteFile(serializeSite(result.value.site), 'again');
          expect(again.status === 'ok' ? [] : again.error).toEqual([]);
          return;
        }
        refused += 1;
        expect(result.error.length).toBeGreaterThan(0);
        for (const each of result.error) {
          expectRefusal({ ...each, file: each.code === 'eua.missing-file' ? file : each.file }, file);
          expect(each.place, each.code).not.toBeNull();
        }
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(wasRead, refused), 'the damage is neither harmless nor total').toBeGreaterThan(0);
  });
});
