import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';

/** Code units that are joined at once: below every engine's limit of arguments. */
const CHUNK = 8192;
/** Well-formed UTF-8, Unicode 17, table 3-7: first byte, bounds of the second, number of bytes after the first. */
const SEQUENCES = [
  { from: 0xc2, to: 0xdf, low: 0x80, high: 0xbf, more: 1 },
  { from: 0xe0, to: 0xe0, low: 0xa0, high: 0xbf, more: 2 },
  { from: 0xe1, to: 0xec, low: 0x80, high: 0xbf, more: 2 },
  { from: 0xed, to: 0xed, low: 0x80, high: 0x9f, more: 2 },
  { from: 0xee, to: 0xef, low: 0x80, high: 0xbf, more: 2 },
  { from: 0xf0, to: 0xf0, low: 0x90, high: 0xbf, more: 3 },
  { from: 0xf1, to: 0xf3, low: 0x80, high: 0xbf, more: 3 },
  { from: 0xf4, to: 0xf4, low: 0x80, high: 0x8f, more: 3 },
] as const;
const SAVE_AS_UTF8 = 'Save the file as UTF-8 text and try again.';

/**
 * Text of bytes: UTF-8, or UTF-16 when a byte order mark says so; the mark itself is taken off. Refused with the byte
 * where it goes wrong: what is neither, and NUL characters, which no text file has.
 */
export function decodeText(bytes: Uint8Array, fileName: string): Result<string, Problem> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 0, fileName);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 1, fileName);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const parts: string[] = [];
  for (let at = start; at < bytes.length;) {
    const end = endOfAscii(bytes, at);
    if (end > at) parts.push(asciiText(bytes.subarray(at, end)));
    at = end;
    // Scripts without a letter of ASCII come in runs as well.
    const units: number[] = [];
    while (at < bytes.length && (bytes[at] ?? 0) >= 0x80 && units.length < CHUNK) {
      const read = readSequence(bytes, at);
      if (read === null) return failed(notUtf8Problem(bytes[at] ?? 0, at, fileName));
      pushCodePoint(units, read.codePoint);
      at += read.bytes;
    }
    if (units.length > 0) parts.push(String.fromCharCode(...units));
    if (bytes[at] === 0) return failed(nulProblem(at, fileName));
  }
  return ok(parts.join(''));
}

/** `apply` takes any list of numbers, though its type asks for an array; spreading is ten times slower. */
function asciiText(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

/** End of the run of ASCII characters from `at` on, at most a piece long; NUL is none. */
function endOfAscii(bytes: Uint8Array, at: number): number {
  const last = Math.min(bytes.length, at + CHUNK);
  let end = at;
  while (end < last && bytes[end] !== 0 && (bytes[end] ?? 0) < 0x80) end += 1;
  return end;
}

function readSequence(bytes: Uint8Array, at: number): { codePoint: number; bytes: number } | null {
  const first = bytes[at] ?? 0;
  const sequence = SEQUENCES.find((each) => first >= each.from && first <= each.to);
  if (sequence === undefined) return null;
  const second = bytes[at + 1] ?? 0;
  if (second < sequence.low || second > sequence.high) return null;
  let codePoint = ((first & (0x3f >> sequence.more)) << 6) | (second & 0x3f);
  for (let offset = 2; offset <= sequence.more; offset += 1) {
    const next = bytes[at + offset] ?? 0;
    if (next < 0x80 || next > 0xbf) return null;
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  return { codePoint, bytes: sequence.more + 1 };
}

function pushCodePoint(units: number[], codePoint: number): void {
  if (codePoint < 0x10000) units.push(codePoint);
  else units.push(0xd800 + ((codePoint - 0x10000) >> 10), 0xdc00 + ((codePoint - 0x10000) & 0x3ff));
}

/** `high` is the index of the more significant byte of each pair. */
function decodeUtf16(bytes: Uint8Array, low: 0 | 1, fileName: string): Result<string, Problem> {
  if (bytes.length % 2 !== 0) {
    return failed(
      problem('text.not-utf16', 'UTF-16 text has an even number of bytes.', SAVE_AS_UTF8, {
        file: fileName,
        place: `byte ${bytes.length}`,
      }),
    );
  }
  const parts: string[] = [];
  for (let start = 2; start < bytes.length; start += CHUNK * 2) {
    const units: number[] = [];
    for (let at = start; at < Math.min(bytes.length, start + CHUNK * 2); at += 2) {
      const unit = (bytes[at + low] ?? 0) | ((bytes[at + 1 - low] ?? 0) << 8);
      if (unit === 0) return failed(nulProblem(at, fileName));
      units.push(unit);
    }
    parts.push(String.fromCharCode(...units));
  }
  const text = parts.join('');
  const half = text.search(/\p{Surrogate}/u);
  if (half === -1) return ok(text);
  return failed(
    problem(
      'text.not-utf16',
      'Half of a character stands alone in the UTF-16 text.',
      SAVE_AS_UTF8,
      {
        file: fileName,
        place: `byte ${half * 2 + 2}`,
      },
      { which: 'half' },
    ),
  );
}

function notUtf8Problem(byte: number, at: number, fileName: string): Problem {
  return problem(
    'text.not-utf8',
    `Byte 0x${byte.toString(16).padStart(2, '0')} is not UTF-8 text here.`,
    SAVE_AS_UTF8,
    {
      file: fileName,
      place: `byte ${at}`,
    },
    { byte: byte.toString(16).padStart(2, '0') },
  );
}

function nulProblem(at: number, fileName: string): Problem {
  return problem('text.nul', 'The file holds NUL bytes: it is not a text.', 'Choose a text file, or take another copy of it.', {
    file: fileName,
    place: `byte ${at}`,
  });
}
