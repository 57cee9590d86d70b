import type { Problem } from '../../core/base/problem.ts';
import { failed, ok, type Result } from '../../core/base/result.ts';
import { assembleSite, type AssembledSite } from './assemble-site.ts';
import type { Database, LineRow, SiteRow } from './database.ts';
import type { StorageEnvironment } from './environment.ts';
import { MIN_READER, STORAGE_FORMAT } from './format.ts';
import type { JournalText } from './journal/journal-text.ts';
import { formatLine, type StorageRecord } from './journal/line.ts';
import { headerRecord, LOSS_KIND, lossRange, parseJournal } from './journal/parse-journal.ts';
import { formatSnapshot, parseSnapshot, snapshotName, snapshotSequence, type Snapshot } from './snapshot.ts';
import * as problems from './storage-problems.ts';

export interface SiteStores {
  readonly environment: Pick<StorageEnvironment, 'journal' | 'snapshots'>;
  /** Null when the database cannot be used. */
  readonly database: Database | null;
}

export interface LoadedSite {
  readonly siteId: string;
  readonly site: AssembledSite;
  readonly text: JournalText | null;
  readonly row: SiteRow | null;
  readonly mirror: readonly string[];
  /** The snapshot that the site starts from is a valid file, not only a row of the database. */
  readonly baseIsFile: boolean;
  readonly problems: readonly Problem[];
}

/** Reads every store of a site and puts it together. Changes nothing. */
export async function loadSite(siteId: string, { environment, database }: SiteStores): Promise<Result<LoadedSite, Problem>> {
  // The row first: what it knows to be acknowledged is in the journal that is read after it.
  const row = (await database?.site(siteId)) ?? null;
  const text = await environment.journal.read(siteId);
  const header = text === null ? null : parseJournal(text).header;
  if (header !== null && header.minReader > STORAGE_FORMAT) return failed(problems.newerData(header.format, header.minReader));
  const mirror = ((await database?.journal(siteId)) ?? []).map(({ line }) => line);
  const names = (await environment.snapshots.list(siteId)).filter((name) => snapshotSequence(name) !== null).toReversed();
  const read = await readSnapshots(siteId, names.slice(0, 1), environment);
  const evidence = { journal: text, mirror, knownSequence: row?.lastSequence ?? 0 };
  let site = assembleSite({ ...evidence, snapshots: read.valid });
  if (site === null || site.needsRepair || site.lost !== null) {
    const older = await readSnapshots(siteId, names.slice(1), environment);
    read.valid.push(...older.valid);
    read.damaged.push(...older.damaged);
    const stored = await database?.document(siteId);
    const document = stored ? parseSnapshot(siteId, stored.line) : null;
    site = assembleSite({ ...evidence, snapshots: document === null ? read.valid : [...read.valid, document] });
  }
  if (site === null) {
    const isKnown = row !== null || text !== null || names.length > 0;
    return failed(isKnown ? problems.siteLost(siteId) : problems.unknownSite(siteId));
  }
  const { base } = site;
  const baseIsFile = read.valid.some(({ sequence }) => sequence === base.sequence);
  return ok({ siteId, site, text, row, mirror, baseIsFile, problems: describe(siteId, site, read.damaged) });
}

async function readSnapshots(siteId: string, names: readonly string[], environment: Pick<StorageEnvironment, 'snapshots'>) {
  const valid: Snapshot[] = [];
  const damaged: string[] = [];
  for (const name of names) {
    const text = await environment.snapshots.read(siteId, name);
    const snapshot = text === null ? null : parseSnapshot(siteId, text);
    if (snapshot === null) damaged.push(name);
    else valid.push(snapshot);
  }
  return { valid, damaged };
}

function describe(siteId: string, site: AssembledSite, damagedSnapshots: readonly string[]): Problem[] {
  const told = site.records.flatMap((record) => lossRange(record) ?? []);
  const lost = [...told, ...(site.lost === null ? [] : [site.lost])].map((range) => problems.editsLost(siteId, range));
  const details = site.damage.filter(({ kind }) => kind !== 'torn-tail').map(({ kind, line }) => `${kind} in line ${line}`);
  if (site.journal === null) details.push('the file was missing');
  else if (site.needsRepair && site.damage.length === 0) details.push('its last lines were missing');
  return [
    ...lost,
    ...damagedSnapshots.map((name) => problems.snapshotDamaged(siteId, name)),
    ...(details.length > 0 ? [problems.journalRepaired(siteId, details.join(', '))] : []),
    ...(site.damage.some(({ kind }) => kind === 'torn-tail') ? [problems.cutOff(siteId)] : []),
  ];
}

/** Brings every store back to what was loaded, keeping a copy of a damaged journal. Gives the last sequence in use. */
export async function repairSite(loaded: LoadedSite, { environment, database }: SiteStores): Promise<number> {
  const { siteId, site, text, row } = loaded;
  const { base, lost } = site;
  const records: StorageRecord[] = [...site.records];
  if (lost !== null) records.push(lossRecord(site));
  const lastRecord = records.at(-1) ?? null;
  const lines = records.map(formatLine);
  if (!loaded.baseIsFile) await environment.snapshots.write(siteId, snapshotName(base.sequence), formatSnapshot(base));
  if (site.needsRepair || lost !== null) {
    if (text !== null) await environment.snapshots.write(siteId, `damaged-${site.lastSequence}`, rawText(text));
    await environment.journal.replace(siteId, [journalHeaderLine(siteId, base.sequence), ...lines]);
  }
  const lastSequence = lastRecord?.sequence ?? base.sequence;
  const known = new Set(loaded.mirror);
  const mirrorIsWhole = row !== null && row.lastSequence === lastSequence && lines.every((line) => known.has(line));
  if (database !== null && !mirrorIsWhole) {
    const revision = lastRecord?.revision ?? base.revision;
    const rows: LineRow[] = records.map((record, index) => ({ siteId, sequence: record.sequence, line: lines[index] ?? '' }));
    const site = { ...base.summary, id: siteId, revision, lastSequence, deleted: row?.deleted ?? 0 } as const;
    await database.putSite(site, { siteId, sequence: base.sequence, line: formatSnapshot(base) }, rows);
  }
  return lastSequence;
}

/** First line of a journal whose entries start after the snapshot `base`. */
export function journalHeaderLine(siteId: string, base: number): string {
  return formatLine(headerRecord({ siteId, base, format: STORAGE_FORMAT, minReader: MIN_READER }));
}

function lossRecord({ base, records, lastSequence }: AssembledSite): StorageRecord {
  const last = records.at(-1) ?? base;
  const from = last.sequence + 1;
  const to = Math.max(from, lastSequence);
  return { sequence: to + 1, kind: LOSS_KIND, revision: last.revision, payload: { from, to } };
}

function rawText(text: JournalText): string {
  return [...text.lines, text.tornTail ?? ''].join('\n');
}
