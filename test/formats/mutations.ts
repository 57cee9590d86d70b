import fc from 'fast-check';
import type { Result } from '../../core/base/result.ts';
import type { Problem } from '../../core/base/problem.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { IMPORTERS } from './import-fixtures.ts';

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

export interface Mutation {
  readonly at: number;
  readonly length: number;
  readonly kind: 'delete' | 'insert' | 'repeat' | 'replace' | 'cut';
  readonly piece: string;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 60 }),
  kind: fc.constantFrom('delete', 'insert', 'repeat', 'replace', 'cut'),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 5 })),
});

export function mutate(text: string, { at, length, kind, piece }: Mutation): string {
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

/** What takes a file and gives a site: "open" and each importer, each with a good file to damage. */
export interface FuzzTarget {
  readonly name: string;
  readonly good: string;
  readonly file: string;
  readonly read: (text: string) => Result<{ readonly site: Site }, readonly Problem[]>;
}

export const TARGETS: readonly FuzzTarget[] = [
  ...IMPORTERS,
  { name: 'open', good: serializeSite(randomSite(3, 3)), file: 'x.json', read: (text) => parseSiteFile(text, 'x.json') },
];

/** Why an answer to a damaged file is not acceptable; null when it is. */
export function faultOf({ file, read }: FuzzTarget, text: string, hangMs: number): string | null {
  const started = performance.now();
  let result: ReturnType<FuzzTarget['read']>;
  try {
    result = read(text);
  } catch (error) {
    return `uncaught: ${String(error)}`;
  }
  if (performance.now() - started > hangMs) return `hang: ${Math.round(performance.now() - started)} ms`;
  if (result.status === 'ok') {
    const again = parseSiteFile(serializeSite(result.value.site), 'again');
    return again.status === 'ok' ? null : `unsound: ${again.error[0]?.place} ${again.error[0]?.message}`;
  }
  if (result.error.length === 0) return 'unnamed: a refusal without a reason';
  for (const { code, place, message, remedy, file: named } of result.error) {
    // A list of sites whose header is gone is no list of sites any more: then the folder lacks one.
    if (code === 'eua.missing-file') continue;
    if (named !== file || place === null || message === '' || remedy === '') return `unnamed: ${code} ${named} ${place}`;
  }
  return null;
}
