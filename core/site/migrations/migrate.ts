import { v0ToV1 } from './v0-to-v1.ts';

/** A site as a file of an older version holds it: plain JSON that has passed no schema yet. */
export type OldSite = { readonly [key: string]: unknown };

/** One step up. It adds, renames and converts; it never judges: the schema does that afterwards. */
export interface Migration {
  readonly from: number;
  /** What it did, for the person who opens the file. */
  readonly note: string;
  migrate(site: OldSite): OldSite;
}

/** In order; the last one ends at the current version. */
export const MIGRATIONS: readonly Migration[] = [v0ToV1];

/** A site of version `from` brought up to the current one, and what was done on the way. */
export function migrateSite(site: OldSite, from: number): { readonly site: OldSite; readonly notes: readonly string[] } {
  const steps = MIGRATIONS.filter((step) => step.from >= from);
  return { site: steps.reduce((current, step) => step.migrate(current), site), notes: steps.map((step) => step.note) };
}
