import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../core/base/crc32.ts';
import { joinJournal, splitJournal } from '../../renderer/storage/journal/journal-text.ts';
import { formatLine, parseLine, type StorageRecord } from '../../renderer/storage/journal/line.ts';
import { headerRecord, LOSS_KIND, parseJournal, type ParsedJournal } from '../../renderer/storage/journal/parse-journal.ts';

const payloads = fc.jsonValue();

function recordsFrom(base: number): fc.Arbitrary<StorageRecord[]> {
  return fc
    .array(fc.record({ revision: fc.nat(), payload: payloads }), { maxLength: 12 })
    .map((entries) => entries.map((entry, index) => ({ sequence: base + 1 + index, kind: 'command', ...entry })));
}

const journals = fc.nat({ max: 1000 }).chain((base) => fc.record({ base: fc.constant(base), records: recordsFrom(base) }));

function write({ base, records }: { base: number; records: readonly StorageRecord[] }): Uint8Array {
  const header = headerRecord({ siteId: 'site', base, format: 1, minReader: 1 });
  return joinJournal([header, ...records].map(formatLine));
}

/** JSON has no negative zero. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

type Parse = (bytes: Uint8Array) => ParsedJournal;
const parse: Parse = (bytes) => parseJournal(splitJournal(bytes));

/**
 * The law of reading: what is given is a prefix of what was written, and where it is not all of it the parser says
 * so, unless the file merely ends earlier at a line end, which no file can tell of itself.
 */
function breach(original: { base: number; records: readonly StorageRecord[] }, damaged: Uint8Array, read: Parse): string | null {
  const whole = write(original);
  const { records, stranded, damage } = read(damaged);
  for (const [index, record] of records.entries()) {
    const expected = original.records.find(({ sequence }) => sequence === record.sequence);
    if (JSON.stringify(asJson(expected)) !== JSON.stringify(record)) return `record ${record.sequence} was never written`;
    if (index > 0 && record.sequence !== (records[index - 1]?.sequence ?? 0) + 1) return 'the prefix has a gap';
  }
  for (const record of stranded) {
    const expected = original.records.find(({ sequence }) => sequence === record.sequence);
    if (JSON.stringify(asJson(expected)) !== JSON.stringify(record)) return `stranded ${record.sequence} was never written`;
  }
  const complete = records.length === original.records.length;
  const endsAtLine = damaged.length > 0 && isPrefix(damaged, whole) && damaged.at(-1) === 0x0a;
  if (!complete && damage.length === 0 && !endsAtLine) return 'a loss without a word';
  return null;
}

function isPrefix(part: Uint8Array, whole: Uint8Array): boolean {
  return part.every((byte, index) => byte === whole[index]);
}

function flip(bytes: Uint8Array, place: number, bit: number): Uint8Array {
  const at = Math.floor(place * bytes.length);
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
}

function cut(bytes: Uint8Array, place: number): Uint8Array {
  return bytes.slice(0, Math.floor(place * bytes.length));
}

function remove(bytes: Uint8Array, place: number, length: number): Uint8Array {
  const at = Math.floor(place * bytes.length);
  return new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
}

const places = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function damages(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.tuple(places, fc.nat({ max: 7 })).map(([place, bit]) => flip(bytes, place, bit)),
    places.map((place) => cut(bytes, place)),
    fc.tuple(places, fc.integer({ min: 1, max: 200 })).map(([place, length]) => remove(bytes, place, length)),
  );
}

function lawHolds(read: Parse, numRuns: number): void {
  const cases = journals.chain((original) => fc.tuple(fc.constant(original), damages(write(original))));
  fc.assert(
    fc.property(cases, ([original, damaged]) => {
      expect(breach(original, damaged, read)).toBeNull();
    }),
    { numRuns, seed: 7 },
  );
}

describe('check sum', () => {
  test('equals zlib for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
    );
  });

  test('gives the check value of CRC-32/ISO-HDLC', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

describe('line', () => {
  test('parse after format is the identity', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.nat(), payloads, (sequence, kind, revision, payload) => {
        const record = { sequence, kind, revision, payload };
        const line = formatLine(record);
        expect(line).not.toContain('\n');
        expect(parseLine(line)).toEqual(asJson(record));
      }),
    );
  });

  test('refuses a line in which one character differs', () => {
    const line = formatLine({ sequence: 7, kind: 'command', revision: 9, payload: { name: '边缘' } });
    for (let at = 0; at < line.length; at += 1) {
      expect(parseLine(`${line.slice(0, at)}${line[at] === 'x' ? 'y' : 'x'}${line.slice(at + 1)}`)).toBeNull();
    }
    expect(parseLine('')).toBeNull();
  });
});

describe('journal', () => {
  test('parse after write gives the same records and no damage', () => {
    fc.assert(
      fc.property(journals, (original) => {
        const parsed = parse(write(original));
        expect(parsed.records).toEqual(asJson(original.records));
        expect(parsed.header?.base).toBe(original.base);
        expect(parsed.damage).toEqual([]);
      }),
    );
  });

  test('any flip, truncation or deletion gives a valid prefix and a named damage', () => {
    lawHolds(parse, 3000);
  });

  const mutants: Record<string, Parse> = {
    'that leaves out bad lines in silence': (bytes) => {
      const parsed = parse(bytes);
      return { ...parsed, damage: [], records: [...parsed.records, ...parsed.stranded] };
    },
    'that keeps quiet about damage': (bytes) => ({ ...parse(bytes), damage: [] }),
    'that trusts a line without its check sum': (bytes) => {
      const text = splitJournal(bytes);
      const lines = text.lines.map((line) => {
        const [, sequence = '', json = ''] = /^\S* (\d+) (.*)$/.exec(line) ?? [];
        try {
          return formatLine({ sequence: Number(sequence), ...(JSON.parse(json) as Omit<StorageRecord, 'sequence'>) });
        } catch {
          return line;
        }
      });
      return parseJournal({ ...text, lines });
    },
  };
  for (const [name, mutant] of Object.entries(mutants)) {
    test(`the same law catches a reader ${name}`, () => {
      expect(() => lawHolds(mutant, 3000)).toThrow();
    });
  }

  test('tells a torn tail from a damaged middle and names what is missing', () => {
    const records = [1, 2, 3, 4].map((sequence) => ({ sequence, kind: 'command', revision: sequence, payload: sequence }));
    const text = splitJournal(write({ base: 0, records }));
    const torn = parseJournal({ lines: text.lines.slice(0, 4), tornTail: text.lines[4]?.slice(0, 9) ?? '' });
    expect(torn.records.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(torn.damage).toEqual([{ kind: 'torn-tail', line: 5 }]);
    const middle = parseJournal({ lines: text.lines.map((line, index) => (index === 2 ? `x${line}` : line)), tornTail: null });
    expect(middle.records.map(({ sequence }) => sequence)).toEqual([1]);
    expect(middle.stranded.map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(middle.damage).toContainEqual({ kind: 'missing', line: 4, lost: { from: 2, to: 2 } });
    const end = parseJournal({ lines: text.lines.map((line, index) => (index === 4 ? `x${line}` : line)), tornTail: null });
    expect(end.damage).toContainEqual({ kind: 'missing', line: 5, lost: { from: 4, to: null } });
  });

  test('names a line that stands where it does not belong', () => {
    const records = [1, 2, 2, 3].map((sequence) => ({ sequence, kind: 'command', revision: sequence, payload: sequence }));
    const parsed = parse(write({ base: 0, records }));
    expect(parsed.records.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(parsed.damage).toEqual([{ kind: 'out-of-order', line: 4, sequence: 2 }]);
  });

  test('accepts a whole last record that only lost its line end, and says so', () => {
    const bytes = write({ base: 0, records: [{ sequence: 1, kind: 'command', revision: 1, payload: null }] });
    const parsed = parse(bytes.slice(0, -1));
    expect(parsed.records).toHaveLength(1);
    expect(parsed.damage).toEqual([{ kind: 'missing-line-end', line: 2 }]);
  });

  test('goes on behind a gap that the user has been told of', () => {
    const loss = { sequence: 5, kind: LOSS_KIND, revision: 1, payload: { from: 2, to: 4 } };
    const records = [
      { sequence: 1, kind: 'command', revision: 1, payload: 1 },
      loss,
      { sequence: 6, kind: 'command', revision: 2, payload: 2 },
    ];
    const parsed = parse(write({ base: 0, records }));
    expect(parsed.damage).toEqual([]);
    expect(parsed.records.map(({ sequence }) => sequence)).toEqual([1, 5, 6]);
  });
});
