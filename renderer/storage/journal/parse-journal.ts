import type { JournalText } from './journal-text.ts';
import { parseLine, type StorageRecord } from './line.ts';

export interface SequenceRange {
  readonly from: number;
  /** Null when it cannot be told how many followed. */
  readonly to: number | null;
}

/** One place where a journal is not as it was written. `line` counts from 1. */
export type JournalDamage =
  /** Bytes after the last line end that are no record: a write cut short, never acknowledged, or a damaged last record. */
  | { readonly kind: 'torn-tail'; readonly line: number }
  /** A whole last record whose line end is gone. */
  | { readonly kind: 'missing-line-end'; readonly line: number }
  | { readonly kind: 'header'; readonly line: number }
  /** A line whose check sum fails. */
  | { readonly kind: 'corrupt-line'; readonly line: number }
  /** A line that does not belong where it stands. */
  | { readonly kind: 'out-of-order'; readonly line: number; readonly sequence: number }
  | { readonly kind: 'missing'; readonly line: number; readonly lost: SequenceRange };

export interface JournalHeader {
  readonly siteId: string;
  /** Sequence of the oldest snapshot that the records build upon: they start at `base + 1`. */
  readonly base: number;
  readonly format: number;
  /** Oldest format whose code may read this journal. */
  readonly minReader: number;
}

export interface ParsedJournal {
  readonly header: JournalHeader | null;
  /** The longest prefix without a gap. */
  readonly records: readonly StorageRecord[];
  /** Valid records behind a gap, in their order: of use when another store fills the gap. */
  readonly stranded: readonly StorageRecord[];
  /** Empty if and only if the text is a whole journal. */
  readonly damage: readonly JournalDamage[];
}

export const HEADER_KIND = 'header';
/** A gap that a user has been told of: its payload is the range that was lost, its sequence the next after it. */
export const LOSS_KIND = 'loss';

/** Reads a journal as far as it is valid and names each place where it is not. Never throws. */
export function parseJournal(text: JournalText): ParsedJournal {
  const damage: JournalDamage[] = [];
  const { header, parsed } = readLines(text, damage);
  const records: StorageRecord[] = [];
  const stranded: StorageRecord[] = [];
  let latest = header === null ? (parsed.find(({ record }) => record !== null)?.record?.sequence ?? 1) - 1 : header.base;
  for (const { record, line } of parsed) {
    if (record === null) damage.push({ kind: 'corrupt-line', line });
    else if (record.sequence <= latest) damage.push({ kind: 'out-of-order', line, sequence: record.sequence });
    else {
      const missing = gapBefore(record, latest + 1);
      if (missing !== null) damage.push({ kind: 'missing', line, lost: missing });
      latest = record.sequence;
      (missing === null && stranded.length === 0 ? records : stranded).push(record);
    }
  }
  const last = parsed.at(-1);
  if (last !== undefined && last.record === null)
    damage.push({ kind: 'missing', line: last.line, lost: { from: latest + 1, to: null } });
  return { header, records, stranded, damage };
}

interface ParsedLine {
  readonly record: StorageRecord | null;
  readonly line: number;
}

function readLines(text: JournalText, damage: JournalDamage[]): { header: JournalHeader | null; parsed: ParsedLine[] } {
  const parsed: ParsedLine[] = text.lines.map((line, index) => ({ record: parseLine(line), line: index + 1 }));
  if (text.tornTail !== null) {
    const line = text.lines.length + 1;
    const record = parseLine(text.tornTail);
    damage.push({ kind: record === null ? 'torn-tail' : 'missing-line-end', line });
    if (record !== null) parsed.push({ record, line });
  }
  const first = parsed[0]?.record ?? null;
  const header = first === null ? null : readHeader(first);
  if (header === null) damage.push({ kind: 'header', line: 1 });
  if (header !== null || (parsed[0] !== undefined && first === null)) parsed.shift();
  return { header, parsed };
}

/** The header record of a journal whose entries start after `base`. */
export function headerRecord(header: JournalHeader): StorageRecord {
  return { sequence: header.base, kind: HEADER_KIND, revision: 0, payload: header };
}

function readHeader(record: StorageRecord): JournalHeader | null {
  if (record.kind !== HEADER_KIND || typeof record.payload !== 'object' || record.payload === null) return null;
  const { siteId, base, format, minReader } = record.payload as Record<string, unknown>;
  if (typeof siteId !== 'string' || typeof base !== 'number' || typeof format !== 'number' || typeof minReader !== 'number')
    return null;
  return { siteId, base, format, minReader };
}

/** Range that a loss record covers; null for any other record. */
export function lossRange(record: StorageRecord): { from: number; to: number } | null {
  if (record.kind !== LOSS_KIND || typeof record.payload !== 'object' || record.payload === null) return null;
  const { from, to } = record.payload as Record<string, unknown>;
  return typeof from === 'number' && to === record.sequence - 1 ? { from, to } : null;
}

function gapBefore(record: StorageRecord, expected: number): SequenceRange | null {
  if (record.sequence === expected) return null;
  const told = lossRange(record);
  if (told !== null && told.from <= expected) return null;
  return { from: expected, to: record.sequence - 1 };
}
