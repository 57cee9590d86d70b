import { crc32 } from '../../../core/base/crc32.ts';

/** What one line of a journal or a snapshot file holds. */
export interface StorageRecord {
  /** Position in the site's journal; 1 for its first entry. Never used twice. */
  readonly sequence: number;
  readonly kind: string;
  /** Revision of the document after this record. */
  readonly revision: number;
  /** JSON-safe. */
  readonly payload: unknown;
}

const CHECKSUM_LENGTH = 8;
const encoder = new TextEncoder();

/** One line without its line end: `<crc-32 of the rest> <sequence> <JSON of kind, revision and payload>`. */
export function formatLine(record: StorageRecord): string {
  const json = JSON.stringify({ kind: record.kind, revision: record.revision, payload: record.payload });
  const body = `${record.sequence} ${json}`;
  return `${checksum(body)} ${body}`;
}

/** The record of a line, or null when one character of it is not as it was written. */
export function parseLine(line: string): StorageRecord | null {
  if (line.charAt(CHECKSUM_LENGTH) !== ' ') return null;
  const body = line.slice(CHECKSUM_LENGTH + 1);
  if (line.slice(0, CHECKSUM_LENGTH) !== checksum(body)) return null;
  const space = body.indexOf(' ');
  const sequence = Number(body.slice(0, space));
  if (space < 1 || !Number.isSafeInteger(sequence) || sequence < 0) return null;
  return readFields(sequence, body.slice(space + 1));
}

function readFields(sequence: number, json: string): StorageRecord | null {
  try {
    const fields: unknown = JSON.parse(json);
    if (typeof fields !== 'object' || fields === null) return null;
    const { kind, revision, payload } = fields as Record<string, unknown>;
    if (typeof kind !== 'string' || typeof revision !== 'number') return null;
    return { sequence, kind, revision, payload };
  } catch {
    return null;
  }
}

function checksum(body: string): string {
  return crc32(encoder.encode(body)).toString(16).padStart(CHECKSUM_LENGTH, '0');
}
