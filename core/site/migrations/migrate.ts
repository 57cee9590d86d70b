import type { Migration, OldSite } from './migration.ts';
import { v0ToV1 } from './v0-to-v1.ts';
import { v1ToV2 } from './v1-to-v2.ts';
import { v2ToV3 } from './v2-to-v3.ts';

/** In order; the last one ends at the current version. */
export const MIGRATIONS: readonly Migration[] = [v0ToV1, v1ToV2, v2ToV3];

/** A site of version `from` brought up to the current one, and what was done on the way. */
export function migrateSite(site: OldSite, from: number): { readonly site: OldSite; readonly notes: readonly string[] } {
  const steps = MIGRATIONS.filter((step) => step.from >= from);
  return { site: steps.reduce((current, step) => step.migrate(current), site), notes: steps.map((step) => step.note) };
}
