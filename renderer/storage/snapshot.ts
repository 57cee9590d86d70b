import { formatLine, parseLine } from './journal/line.ts';
import type { SiteSummary } from './storage.ts';

/** A whole document as it is after the entry `sequence`. */
export interface Snapshot {
  readonly siteId: string;
  readonly sequence: number;
  readonly revision: number;
  readonly summary: SiteSummary;
  readonly document: unknown;
}

const KIND = 'snapshot';
/** Enough digits for any safe integer, so that names sort as their numbers do. */
const NAME_DIGITS = 16;
const NAME_PREFIX = 's-';

export function formatSnapshot({ siteId, sequence, revision, summary, document }: Snapshot): string {
  return formatLine({ sequence, kind: KIND, revision, payload: { siteId, summary, document } });
}

/** Null when the text is not a whole snapshot of that site. */
export function parseSnapshot(siteId: string, text: string): Snapshot | null {
  const record = parseLine(text);
  if (record === null || record.kind !== KIND) return null;
  // The check sum held, so the payload is what `formatSnapshot` wrote.
  const payload = record.payload as Pick<Snapshot, 'siteId' | 'summary' | 'document'>;
  if (payload.siteId !== siteId) return null;
  return { siteId, sequence: record.sequence, revision: record.revision, summary: payload.summary, document: payload.document };
}

export function snapshotName(sequence: number): string {
  return `${NAME_PREFIX}${String(sequence).padStart(NAME_DIGITS, '0')}`;
}

/** Sequence of a snapshot's name; null for a file that is no snapshot. */
export function snapshotSequence(name: string): number | null {
  const digits = name.startsWith(NAME_PREFIX) ? name.slice(NAME_PREFIX.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : null;
}
