import { testCatalog } from '../catalog/load.ts';
import { importEua } from '../../core/formats/eua.ts';
import { importGraphml } from '../../core/formats/graphml.ts';
import { importIfogsim } from '../../core/formats/ifogsim.ts';
import type { TextFormat } from '../../core/formats/guard/limits.ts';
import type { Imported, ImportFile, ImportResult } from '../../core/formats/import-result.ts';
import { WORLD_IMPORTERS } from './world-fixtures.ts';

export const catalog = testCatalog();

/** Small inputs of our own, in the shape of each dataset. */
export const SITES_CSV = `SITE_ID,LATITUDE,LONGITUDE,NAME,STATE,LICENSING_AREA_ID,POSTCODE,SITE_PRECISION,ELEVATION,HCIS_L2
101,-37.8100,144.9600,"North, upper street",VIC,2,3000,Within 10 meters,20,KX3P
102,-37.8150,144.9600,=HYPERLINK("http://x"),VIC,2,,Unknown,,KX3P
103,-37.8150,144.9660,South 墨尔本,VIC,2,3000,Within 10 meters,28.0,KX3P
`;
export const USERS_CSV = `Latitude,Longitude
-37.8101,144.9601
-37.8149,144.9601
-37.8149,144.9659
-37.8400,144.9600
`;
export const METRO_CSV = `LATITUDE,LONGITUDE
-37.81000,144.96000
-37.90000,145.00000
`;
export const TREE_CSV = `ID,Latitude,Longitude,Block,Level,Parent,State,Details
0,-37.81,144.96,0,0,-1,VIC,Data centre
1,-37.812,144.961,1,1,0,VIC,Proxy 1
2,-37.808,144.959,2,1,0,VIC,Proxy 2
3,-37.813,144.962,1,2,1,VIC,Gateway A
4,-37.807,144.958,2,2,2,VIC,Gateway B
`;
export const NETWORK = `<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="label" attr.type="string" for="node" id="k1" />
  <key attr.name="Latitude" attr.type="double" for="node" id="k2" />
  <key attr.name="Longitude" attr.type="double" for="node" id="k3" />
  <key attr.name="Internal" attr.type="int" for="node" id="k4" />
  <key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="k5" />
  <key attr.name="LinkLabel" attr.type="string" for="edge" id="k6" />
  <key attr.name="Network" attr.type="string" for="graph" id="k7" />
  <graph edgedefault="undirected">
    <data key="k7">Our &amp; their net</data>
    <node id="0"><data key="k1">Köln</data><data key="k2">50.94</data><data key="k3">6.96</data></node>
    <node id="1"><data key="k1">Bonn</data><data key="k2">50.73</data><data key="k3">7.10</data></node>
    <node id="2"><data key="k1">Bonn</data></node>
    <node id="3"><data key="k1">Peer</data><data key="k4">0</data></node>
    <edge source="0" target="1"><data key="k5">10000000000.0</data></edge>
    <edge source="0" target="1"><data key="k6">2 x 2.5 Gbit/s</data></edge>
    <edge source="1" target="2" />
    <edge source="2" target="3"><data key="k6">&lt; 155 Mbps</data></edge>
    <edge source="2" target="2" />
  </graph>
</graphml>
`;

export const euaFiles: readonly ImportFile[] = [
  { name: 'eua/optus-melb-metro-sites.derived.csv', text: METRO_CSV },
  { name: 'eua/site-optus-melbCBD.csv', text: SITES_CSV },
  { name: 'eua/users-melbcbd-generated.csv', text: USERS_CSV },
];

/** Every importer on one text, as a hostile file would reach it; `file` is the name that refusals have to say. */
export const IMPORTERS: readonly {
  readonly name: string;
  readonly good: string;
  readonly file: string;
  readonly format: TextFormat;
  readonly read: (text: string) => ImportResult;
}[] = [
  ...WORLD_IMPORTERS,
  {
    name: 'eua sites',
    good: SITES_CSV,
    file: 'site-optus-melbCBD.csv',
    format: 'csv',
    read: (text) =>
      importEua(
        [
          { name: 'site-optus-melbCBD.csv', text },
          { name: 'users.csv', text: USERS_CSV },
        ],
        { catalog, metro: false },
      ),
  },
  {
    name: 'eua users',
    good: USERS_CSV,
    file: 'users-melbcbd-generated.csv',
    format: 'csv',
    read: (text) =>
      importEua(
        [
          { name: 'site.csv', text: SITES_CSV },
          { name: 'users-melbcbd-generated.csv', text },
        ],
        { catalog, metro: false },
      ),
  },
  {
    name: 'ifogsim',
    good: TREE_CSV,
    file: 'tree.csv',
    format: 'csv',
    read: (text) => importIfogsim([{ name: 'tree.csv', text }], { catalog }),
  },
  {
    name: 'graphml',
    good: NETWORK,
    file: 'net.graphml',
    format: 'graphml',
    read: (text) => importGraphml([{ name: 'net.graphml', text }], { catalog, bare: false }),
  },
];

export function imported(result: ImportResult): Imported {
  if (result.status === 'failed') throw new Error(JSON.stringify(result.error));
  return result.value;
}
