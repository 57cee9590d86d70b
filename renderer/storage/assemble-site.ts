import type { JournalText } from './journal/journal-text.ts';
import { parseLine, type StorageRecord } from './journal/line.ts';
import { lossRange, parseJournal, type JournalDamage, type ParsedJournal, type SequenceRange } from './journal/parse-journal.ts';
import type { Snapshot } from './snapshot.ts';

/** Everything that the stores still know of one site. */
export interface SiteEvidence {
  /** Null when the journal is gone. */
  readonly journal: JournalText | null;
  /** Lines of the journal's mirror in the database. */
  readonly mirror: readonly string[];
  /** Valid snapshots, in any order. */
  readonly snapshots: readonly Snapshot[];
  /** Sequence that is known to have been acknowledged; 0 when nothing is known. */
  readonly knownSequence: number;
}

export interface AssembledSite {
  readonly base: Snapshot;
  /** Records after `base`, without a gap that the user has not been told of; loss records among them. */
  readonly records: readonly StorageRecord[];
  /** Acknowledged entries that no store can give back, one range at most. */
  readonly lost: SequenceRange | null;
  /** Highest sequence that was ever given. */
  readonly lastSequence: number;
  readonly journal: ParsedJournal | null;
  readonly damage: readonly JournalDamage[];
  /** True when the journal file alone does not hold what was assembled. */
  readonly needsRepair: boolean;
}

/** Puts a site together from what is left of it. Null when there is no snapshot to start from. */
export function assembleSite(evidence: SiteEvidence): AssembledSite | null {
  const journal = evidence.journal === null ? null : parseJournal(evidence.journal);
  const union = unite(journal, evidence.mirror);
  const losses = [...union.values()].flatMap((record) => {
    const range = lossRange(record);
    return range === null ? [] : [{ record, range }];
  });
  let best: { base: Snapshot; records: StorageRecord[]; end: number } | null = null;
  for (const base of evidence.snapshots.toSorted((a, b) => b.sequence - a.sequence)) {
    const chain = follow(base.sequence, union, losses);
    if (best === null || chain.end > best.end) best = { base, ...chain };
  }
  if (best === null) return null;
  const lastSequence = Math.max(
    best.end,
    evidence.knownSequence,
    ...union.keys(),
    ...evidence.snapshots.map(({ sequence }) => sequence),
  );
  const damage = journal?.damage ?? [];
  return {
    base: best.base,
    records: best.records,
    lost: best.end < lastSequence ? { from: best.end + 1, to: lastSequence } : unknownLoss(damage, best.end),
    lastSequence,
    journal,
    damage,
    needsRepair: journal === null || damage.length > 0 || best.end !== (journal.records.at(-1)?.sequence ?? journal.header?.base),
  };
}

/** The journal outranks its mirror. */
function unite(journal: ParsedJournal | null, mirror: readonly string[]): Map<number, StorageRecord> {
  const union = new Map<number, StorageRecord>();
  const mirrored = mirror.map(parseLine).filter((record) => record !== null);
  for (const record of [...mirrored, ...(journal?.stranded ?? []), ...(journal?.records ?? [])])
    union.set(record.sequence, record);
  return union;
}

interface KnownLoss {
  readonly record: StorageRecord;
  readonly range: { readonly from: number; readonly to: number };
}

function follow(from: number, union: ReadonlyMap<number, StorageRecord>, losses: readonly KnownLoss[]) {
  const records: StorageRecord[] = [];
  let end = from;
  for (;;) {
    const next = end + 1;
    // A told loss comes first: what turned up of it later was not in the document that the user went on with.
    const told = losses.find(({ range }) => range.from <= next && next <= range.to);
    const record = told?.record ?? union.get(next);
    if (record === undefined) return { records, end };
    records.push(record);
    end = record.sequence;
  }
}

/** A damaged end of the journal hides an unknown number of records, unless another store reaches past it. */
function unknownLoss(damage: readonly JournalDamage[], end: number): SequenceRange | null {
  for (const entry of damage) {
    if (entry.kind === 'missing' && entry.lost.to === null && entry.lost.from > end) return entry.lost;
  }
  return null;
}
