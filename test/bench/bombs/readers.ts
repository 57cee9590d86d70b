import { importEua } from '../../../core/formats/eua.ts';
import { importGraphml } from '../../../core/formats/graphml.ts';
import { importIfogsim } from '../../../core/formats/ifogsim.ts';
import type { TextFormat } from '../../../core/formats/guard/limits.ts';
import { parseSiteFile } from '../../../core/site/file.ts';
import type { FuzzTarget } from '../../formats/mutations.ts';
import { catalog, USERS_CSV } from '../../formats/import-fixtures.ts';
import { WORLD_IMPORTERS } from '../../formats/world-fixtures.ts';

export type ReaderName = 'open' | 'eua' | 'ifogsim' | 'graphml' | 'osm' | 'geojson' | 'cityjson' | 'rmf' | 'sdf' | 'dxf';

/** What the program does with a file of each kind. */
function world(name: string): { readonly format: TextFormat; readonly read: FuzzTarget['read'] } {
  const importer = WORLD_IMPORTERS.find((each) => each.name === name);
  if (importer === undefined) throw new Error(`no reader ${name}`);
  return { format: importer.format, read: (text) => importer.read(text) };
}

export const READERS: { readonly [Name in ReaderName]: { readonly format: TextFormat; readonly read: FuzzTarget['read'] } } = {
  open: { format: 'site', read: (text) => parseSiteFile(text, 'bomb') },
  eua: {
    format: 'csv',
    read: (text) =>
      importEua(
        [
          { name: 'bomb', text },
          { name: 'users.csv', text: USERS_CSV },
        ],
        { catalog, metro: false },
      ),
  },
  ifogsim: { format: 'csv', read: (text) => importIfogsim([{ name: 'bomb', text }], { catalog }) },
  graphml: { format: 'graphml', read: (text) => importGraphml([{ name: 'bomb', text }], { catalog, bare: false }) },
  osm: world('osm'),
  geojson: world('geojson'),
  cityjson: world('cityjson'),
  rmf: world('rmf'),
  sdf: world('sdf'),
  dxf: world('dxf'),
};
