import type { Migration, OldSite } from './migration.ts';

/** Version 1 knew nothing of what surrounds a plan; version 2 has a collection for it. */
export const v1ToV2: Migration = {
  from: 1,
  note: 'The site got a collection for scenery (buildings, streets, walls that are given), still empty.',
  migrate: (site: OldSite): OldSite => ('scenery' in site ? site : { ...site, scenery: {} }),
};
