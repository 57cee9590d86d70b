import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import { safeJson } from '../../core/base/safe-json.ts';
import type { TextFormat } from '../../core/formats/guard/limits.ts';
import { readYaml } from '../../core/formats/guard/yaml.ts';
import type { ImportResult } from '../../core/formats/import-result.ts';
import { buildCity } from '../../core/formats/world/city.ts';
import { importCityjson } from '../../core/formats/world/cityjson.ts';
import { importDxf } from '../../core/formats/world/dxf.ts';
import { readGeojson } from '../../core/formats/world/geojson-read.ts';
import { readOsm } from '../../core/formats/world/osm-read.ts';
import { importRmf } from '../../core/formats/world/rmf.ts';
import { importSdf } from '../../core/formats/world/sdf.ts';
import type { WorldOptions } from '../../core/formats/world/world-options.ts';

/** Two streets that cross, a house with a court, one with its height, a lamp, a mast. About 100 m wide. */
export const OSM = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="48.0000" lon="11.0000"/><node id="2" lat="48.0005" lon="11.0000"/><node id="3" lat="48.0010" lon="11.0000"/>
  <node id="4" lat="48.0005" lon="10.9993"/><node id="5" lat="48.0005" lon="11.0007"/>
  <node id="10" lat="48.0001" lon="11.0001"/><node id="11" lat="48.0001" lon="11.0005"/><node id="12" lat="48.0004" lon="11.0005"/>
  <node id="13" lat="48.0004" lon="11.0001"/>
  <node id="14" lat="48.0002" lon="11.0002"/><node id="15" lat="48.0002" lon="11.0004"/><node id="16" lat="48.0003" lon="11.0003"/>
  <node id="20" lat="48.00049" lon="11.00005"><tag k="highway" v="street_lamp"/></node>
  <node id="21" lat="48.0003" lon="11.0006"><tag k="man_made" v="mast"/><tag k="tower:type" v="communication"/><tag k="name" v="M1"/></node>
  <way id="100"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="North &amp; South"/></way>
  <way id="101"><nd ref="4"/><nd ref="2"/><nd ref="5"/><tag k="highway" v="primary"/><tag k="name" v="West"/></way>
  <way id="102"><nd ref="10"/><nd ref="11"/><nd ref="12"/><nd ref="13"/><nd ref="10"/></way>
  <way id="103"><nd ref="14"/><nd ref="15"/><nd ref="16"/><nd ref="14"/></way>
  <way id="104"><nd ref="10"/><nd ref="14"/><nd ref="13"/><nd ref="10"/><tag k="building" v="yes"/><tag k="height" v="12.5 m"/></way>
  <way id="105"><nd ref="1"/><nd ref="99"/><tag k="highway" v="footway"/></way>
  <relation id="200"><member type="way" ref="102" role="outer"/><member type="way" ref="103" role="inner"/>
    <tag k="type" v="multipolygon"/><tag k="building" v="yes"/><tag k="building:levels" v="4"/></relation>
</osm>
`;

export const GEOJSON = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { building: 'yes', height: 9 },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [11, 48],
            [11.001, 48],
            [11.001, 48.001],
            [11, 48.001],
            [11, 48],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { highway: 'tertiary' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [11, 48],
          [11.002, 48.002],
        ],
      },
    },
    { type: 'Feature', properties: null, geometry: null },
  ],
});

/** A cube of 10 m in the Dutch system. */
export const CITYJSON = JSON.stringify({
  type: 'CityJSON',
  version: '2.0',
  transform: { scale: [0.001, 0.001, 0.001], translate: [84616, 447422, 1.5] },
  metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/7415' },
  CityObjects: {
    house: {
      type: 'Building',
      geometry: [
        { type: 'MultiSurface', lod: '0', boundaries: [[[0, 3, 2, 1]]] },
        {
          type: 'Solid',
          lod: '1.2',
          boundaries: [[[[0, 3, 2, 1]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]]],
        },
      ],
    },
    road: {
      type: 'Road',
      geometry: [
        {
          type: 'MultiSurface',
          lod: '1',
          boundaries: [
            [
              [0, 1, 2, 3],
              [8, 9, 10],
            ],
          ],
        },
      ],
    },
  },
  vertices: [
    [0, 0, 0],
    [10000, 0, 0],
    [10000, 10000, 0],
    [0, 10000, 0],
    [0, 0, 10000],
    [10000, 0, 10000],
    [10000, 10000, 10000],
    [0, 10000, 10000],
    [2000, 2000, 0],
    [2000, 4000, 0],
    [4000, 2000, 0],
  ],
});

/** Two floors of 20 × 10 m at 0.1 m a pixel; the upper one was drawn shifted and at twice the scale. */
export const RMF = `name: house
coordinate_system: reference_image
levels:
  L1:
    elevation: 0
    fiducials: [[0, 0, a], [200, 100, b]]
    vertices: [[0, 0, 0, ""], [200, 0, 0, ""], [200, 100, 0, ""], [0, 100, 0, ""], [100, 50, 0, dock]]
    walls: [[0, 1, {}], [1, 2, {}], [2, 3, {}], [3, 0, {}]]
    doors: [[0, 3, {name: [1, gate]}]]
    lanes: [[0, 4, {}], [4, 2, {}]]
    measurements: [[0, 1, {distance: [3, 20]}]]
    floors: [{parameters: {}, vertices: [0, 1, 2, 3]}]
    models: [{model_name: Desk, name: Desk, x: 50, y: 50, yaw: 0.5}]
  L2:
    elevation: 3.5
    fiducials: [[10, 20, a], [410, 220, b]]
    vertices: [[10, 20, 0, ""], [410, 20, 0, ""], [410, 220, 0, ""]]
    walls: [[0, 1, {}], [1, 2, {}]]
lifts: {}
`;

export const SDF = `<?xml version="1.0"?>
<sdf version="1.6">
  <world name="hall">
    <model name="crate"><pose>3 4 0.5 0 0 1.5708</pose><link name="l"><visual name="v"><geometry><box><size>2 1 1</size></box></geometry></visual></link></model>
    <model name="drum"><pose>-3 0 1 0 0 0</pose><link name="l"><collision name="c"><geometry><cylinder><radius>0.5</radius><length>2</length></cylinder></geometry></collision></link></model>
    <include><uri>model://shelf</uri><pose>0 -4 0 0 0 0</pose></include>
    <include><uri>model://roof</uri></include>
  </world>
</sdf>
`;

export const COLLADA = `<?xml version="1.0"?>
<COLLADA version="1.4.1"><asset><unit meter="0.01"/><up_axis>Z_UP</up_axis></asset>
<library_geometries><geometry id="g"><mesh>
<source id="p"><float_array id="a" count="12">0 0 0 100 0 0 0 200 0 0 0 300</float_array><technique_common><accessor source="#a" count="4" stride="3"/></technique_common></source>
<vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
<triangles count="2"><input semantic="VERTEX" source="#v" offset="0"/><input semantic="NORMAL" source="#n" offset="1"/><p>0 0 1 0 2 0 0 0 1 0 3 0</p></triangles>
</mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="s"><node id="n"><instance_geometry url="#g"/></node></visual_scene></library_visual_scenes></COLLADA>
`;

/** A room of 4 × 3 m in millimetres on a layer of walls, with a round table as a block. */
export const DXF = [
  '0|SECTION|2|HEADER|9|$INSUNITS|70|4|0|ENDSEC',
  '0|SECTION|2|BLOCKS|0|BLOCK|2|TABLE|10|0|20|0|0|CIRCLE|8|0|10|0|20|0|40|500|0|ENDBLK|0|ENDSEC',
  '0|SECTION|2|ENTITIES',
  '0|LWPOLYLINE|8|A-WALL|70|1|10|0|20|0|10|4000|20|0|10|4000|20|3000|10|0|20|3000',
  '0|INSERT|8|FURNITURE|2|TABLE|10|2000|20|1500|41|2|42|2',
  '0|ARC|8|DOORS|10|0|20|0|40|900|50|0|51|90',
  '0|TEXT|8|NOTES|10|0|20|0|1|Room',
  '0|ENDSEC|0|EOF|',
]
  .join('|')
  .replaceAll('|', '\n');

function through(text: string, file: string, read: (value: unknown) => ImportResult): ImportResult {
  const value = safeJson(text);
  return value.status === 'failed' ? failed([{ ...value.error, file }]) : read(value.value);
}

const NONE: WorldOptions = {};

/** Every reader of worlds whose file is one text, as a hostile file would reach it. */
export const WORLD_IMPORTERS: readonly {
  readonly name: string;
  readonly good: string;
  readonly file: string;
  readonly format: TextFormat;
  readonly read: (text: string, options?: WorldOptions) => ImportResult;
}[] = [
  {
    name: 'osm',
    good: OSM,
    file: 'town.osm',
    format: 'osm',
    read: (text, options = NONE) => {
      const map = readOsm({ name: 'town.osm', text });
      return map.status === 'failed' ? map : ok(buildCity(map.value, { fileName: 'town.osm', source: null }, options));
    },
  },
  {
    name: 'geojson',
    good: GEOJSON,
    file: 'town.geojson',
    format: 'json',
    read: (text, options = NONE) =>
      through(text, 'town.geojson', (value) => {
        const map = readGeojson(value, 'town.geojson');
        return map.status === 'failed' ? map : ok(buildCity(map.value, { fileName: 'town.geojson', source: null }, options));
      }),
  },
  {
    name: 'cityjson',
    good: CITYJSON,
    file: 'town.city.json',
    format: 'json',
    read: (text, options = NONE) => through(text, 'town.city.json', (value) => importCityjson(value, 'town.city.json', options)),
  },
  {
    name: 'rmf',
    good: RMF,
    file: 'house.building.yaml',
    format: 'yaml',
    read: (text, options = NONE) => {
      const value: Result<unknown, Problem> = readYaml(text, 'house.building.yaml');
      return value.status === 'failed' ? failed([value.error]) : importRmf(value.value, 'house.building.yaml', options);
    },
  },
  {
    name: 'sdf',
    good: SDF,
    file: 'hall.world',
    format: 'sdf',
    read: (text, options = NONE) =>
      importSdf({ world: { name: 'hall.world', text }, models: [], meshes: [], map: null }, options),
  },
  {
    name: 'dxf',
    good: DXF,
    file: 'room.dxf',
    format: 'dxf',
    read: (text, options = NONE) => importDxf({ name: 'room.dxf', text }, options),
  },
];
