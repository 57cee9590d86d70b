import { MIN_READER, STORAGE_FORMAT } from './format.ts';
import type { SentinelBackend } from './journal/backend.ts';
import { formatLine, parseLine } from './journal/line.ts';

/** What is remembered outside of IndexedDB. */
export interface Sentinel {
  /** Grows with each write, so that the newest of several copies can be told. */
  readonly sequence: number;
  readonly format: number;
  readonly minReader: number;
  readonly sites: readonly SentinelSite[];
}

export interface SentinelSite {
  readonly id: string;
  readonly deleted: boolean;
}

const KIND = 'sentinel';

/** The newest copy; null when the profile has never been used. A damaged copy still proves use. */
export async function readSentinel(copies: readonly SentinelBackend[]): Promise<Sentinel | null> {
  const outcomes = await Promise.allSettled(copies.map((copy) => copy.read()));
  const refusal = outcomes.find((outcome) => outcome.status === 'rejected');
  const texts = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value !== null ? [outcome.value] : []));
  // A copy that cannot be read is no proof of a first run.
  if (texts.length === 0 && refusal !== undefined) throw refusal.reason;
  if (texts.length === 0) return null;
  const found = texts.map(parseSentinel).filter((sentinel) => sentinel !== null);
  return (
    found.toSorted((a, b) => b.sequence - a.sequence)[0] ?? {
      sequence: 0,
      format: STORAGE_FORMAT,
      minReader: MIN_READER,
      sites: [],
    }
  );
}

export function formatSentinel(sequence: number, sites: readonly SentinelSite[]): string {
  return formatLine({ sequence, kind: KIND, revision: 0, payload: { format: STORAGE_FORMAT, minReader: MIN_READER, sites } });
}

function parseSentinel(text: string): Sentinel | null {
  const record = parseLine(text.trimEnd());
  if (record === null || record.kind !== KIND) return null;
  // The check sum held, so this is what `formatSentinel` of some build wrote.
  const { format, minReader, sites } = record.payload as Omit<Sentinel, 'sequence'>;
  return { sequence: record.sequence, format, minReader, sites };
}
