import { describe, expect, test } from 'vitest';
import { assembleSite, type SiteEvidence } from '../../renderer/storage/assemble-site.ts';
import { formatLine } from '../../renderer/storage/journal/line.ts';
import { headerRecord, LOSS_KIND } from '../../renderer/storage/journal/parse-journal.ts';
import type { Snapshot } from '../../renderer/storage/snapshot.ts';
import { SITE, SUMMARY } from './machine.ts';

function snapshotAt(sequence: number): Snapshot {
  return { siteId: SITE, sequence, revision: sequence, summary: SUMMARY, document: `after ${sequence}` };
}

function entry(sequence: number): string {
  return formatLine({ sequence, kind: 'command', revision: sequence, payload: sequence });
}

function loss(from: number, to: number): string {
  return formatLine({ sequence: to + 1, kind: LOSS_KIND, revision: from - 1, payload: { from, to } });
}

function journalFrom(base: number, lines: readonly string[]): SiteEvidence['journal'] {
  const header = formatLine(headerRecord({ siteId: SITE, base, format: 1, minReader: 1 }));
  return { lines: [header, ...lines], tornTail: null };
}

const nothing: SiteEvidence = { journal: null, mirror: [], snapshots: [snapshotAt(0)], knownSequence: 0 };

function sequences(evidence: SiteEvidence): number[] | undefined {
  return assembleSite(evidence)?.records.map(({ sequence }) => sequence);
}

describe('a site from what is left of it', () => {
  test('needs no repair when the journal holds all', () => {
    const journal = journalFrom(0, [1, 2, 3].map(entry));
    const site = assembleSite({ ...nothing, journal, knownSequence: 3 });
    expect(site).toMatchObject({ lost: null, lastSequence: 3, needsRepair: false });
  });

  test('takes from the mirror what the journal lacks', () => {
    const journal = journalFrom(0, [entry(1), `x${entry(2)}`, entry(3), `x${entry(4)}`]);
    const evidence = { ...nothing, journal, mirror: [1, 2, 3, 4].map(entry), knownSequence: 4 };
    expect(sequences(evidence)).toEqual([1, 2, 3, 4]);
    expect(assembleSite(evidence)).toMatchObject({ lost: null, needsRepair: true });
  });

  test('names what nobody has', () => {
    const journal = journalFrom(0, [entry(1), `x${entry(2)}`, entry(3)]);
    expect(assembleSite({ ...nothing, journal })).toMatchObject({ lost: { from: 2, to: 3 }, lastSequence: 3 });
  });

  test('names what the database knows to have been acknowledged', () => {
    const journal = journalFrom(0, [1, 2].map(entry));
    expect(assembleSite({ ...nothing, journal, knownSequence: 5 })).toMatchObject({ lost: { from: 3, to: 5 }, lastSequence: 5 });
  });

  test('does not know how much a damaged end hides', () => {
    const journal = journalFrom(0, [entry(1), `x${entry(2)}`]);
    expect(assembleSite({ ...nothing, journal })?.lost).toEqual({ from: 2, to: null });
  });

  test('starts from the snapshot that leads furthest, and of those from the newest', () => {
    const journal = journalFrom(2, [3, 4, 5, 6].map(entry));
    const snapshots = [2, 4, 6].map(snapshotAt);
    expect(assembleSite({ ...nothing, journal, snapshots })?.base.sequence).toBe(6);
    const stale = { ...nothing, journal, snapshots: [snapshotAt(2), snapshotAt(4)] };
    expect(assembleSite(stale)?.base.sequence).toBe(4);
    const ahead = { ...nothing, journal, snapshots: [snapshotAt(9), snapshotAt(4)] };
    expect(assembleSite(ahead)).toMatchObject({ base: { sequence: 9 }, lost: null, needsRepair: true });
  });

  test('does not bring back behind the user what was lost when they went on', () => {
    const journal = journalFrom(0, [entry(1), loss(2, 3), entry(5)]);
    const evidence = { ...nothing, journal, mirror: [1, 2, 3].map(entry), knownSequence: 5 };
    expect(sequences(evidence)).toEqual([1, 4, 5]);
    expect(assembleSite(evidence)?.lost).toBeNull();
  });

  test('is none without a snapshot', () => {
    expect(assembleSite({ ...nothing, snapshots: [] })).toBeNull();
  });
});
