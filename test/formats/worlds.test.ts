import { describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { nodeDecoders } from '../../core/cli/decoders.ts';
import { memorySource } from '../../core/formats/guard/byte-source.ts';
import { gunzip } from '../../core/formats/guard/gunzip.ts';
import { readAny } from '../../core/formats/read-any.ts';
import { readCollada } from '../../core/formats/world/collada.ts';
import { crsOf, epsgCode } from '../../core/formats/world/crs.ts';
import { findCrossings } from '../../core/formats/world/crossings.ts';
import { readPgm } from '../../core/formats/world/occupancy-read.ts';
import { areaM2, doubleArea } from '../../core/formats/world/plane.ts';
import { fitSimilarity, applySimilarity } from '../../core/formats/world/similarity.ts';
import { traceMask } from '../../core/formats/world/trace.ts';
import { trianglesOf } from '../../core/formats/world/triangulate.ts';
import { unionOutline } from '../../core/formats/world/union-outline.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { sceneryCornersM, sceneryHeightM } from '../../core/site/scenery/bounds.ts';
import type { Shapes } from '../../core/site/scenery/shapes.ts';
import { unpackShapes } from '../../core/site/scenery/unpack.ts';
import type { Site } from '../../core/site/site.ts';
import { catalog, imported } from './import-fixtures.ts';
import { IFC } from './ifc-fixture.ts';
import { COLLADA, DXF, WORLD_IMPORTERS } from './world-fixtures.ts';

function good(name: string, options = {}): Site {
  const importer = WORLD_IMPORTERS.find((each) => each.name === name);
  if (importer === undefined) throw new Error(name);
  const { site } = imported(importer.read(importer.good, options));
  expect(parseSiteFile(serializeSite(site), 'x')).toMatchObject({ status: 'ok', value: { site } });
  return site;
}

function layer<Form extends Shapes['form']>(site: Site, id: string, form: Form): Extract<Shapes, { form: Form }>['items'] {
  const record = site.scenery[id];
  const shapes = record === undefined ? null : unpackShapes(record.shapes);
  if (shapes?.form !== form) throw new Error(`${id}: ${Object.keys(site.scenery).join(', ')}`);
  return shapes.items as never;
}

const text = (name: string, content: string) => memorySource(name, new TextEncoder().encode(content));

describe('maps of cities', () => {
  test('OpenStreetMap: houses with courts and heights, streets of true length, a crossing, a lamp, a mast and its reach', () => {
    const site = good('osm');
    const houses = layer(site, 'building', 'prisms');
    expect(houses.map(({ heightM, rings }) => [heightM, rings.length])).toEqual([
      [12.5, 1],
      [12, 2],
    ]);
    const streets = layer(site, 'road', 'ribbons');
    const lengths = streets.map(({ points }) =>
      Math.hypot((points.at(-2) ?? 0) - (points[0] ?? 0), (points.at(-1) ?? 0) - (points[1] ?? 0)),
    );
    // 0.001° of latitude at 48° is 111.2 m (WGS 84), 0.0014° of longitude 104.5 m.
    expect(lengths[0]).toBeCloseTo(111.2, 1);
    expect(lengths[1]).toBeCloseTo(104.5, 1);
    const places = Object.values(site.places).map(({ kind, name }) => [kind, name]);
    expect(places).toContainEqual(['intersection', 'North & South × West']);
    expect(places).toContainEqual(['pole', 'Pole 1']);
    expect(places).toContainEqual(['site', 'M1']);
    expect(layer(site, 'coverage', 'ribbons')).toHaveLength(1);
  });

  test('a house without a height gets as many storeys as one says', () => {
    const importer = WORLD_IMPORTERS.find(({ name }) => name === 'osm');
    const bare = importer?.good.replace('<tag k="height" v="12.5 m"/>', '').replace('<tag k="building:levels" v="4"/>', '') ?? '';
    const result = imported(importer?.read(bare, { storeys: 5 }) ?? { status: 'failed', error: [] });
    expect(result.adjustable).toEqual([{ option: 'storeys', value: 5, basis: 'guessed' }]);
    expect(layer(result.site, 'building', 'prisms').map(({ heightM }) => heightM)).toEqual([15, 15]);
  });

  test('GeoJSON gives the same kinds', () => {
    const site = good('geojson');
    expect(layer(site, 'building', 'prisms')[0]?.heightM).toBe(9);
    expect(layer(site, 'road', 'ribbons')).toHaveLength(1);
  });

  test('CityJSON: the finest surfaces as triangles, in the frame of the site, standing on height 0', () => {
    const site = good('cityjson');
    const [cube] = layer(site, 'building', 'meshes');
    expect(cube?.triangles.length).toBe(12 * 3);
    const record = site.scenery['building'];
    if (record === undefined) throw new Error('no building');
    expect(sceneryHeightM(record)).toBeCloseTo(10, 2);
    expect(sceneryCornersM(site, record)).toHaveLength(4);
    const side = (a: number, b: number): number =>
      Math.hypot(...[0, 1].map((axis) => (cube?.corners[b * 3 + axis] ?? 0) - (cube?.corners[a * 3 + axis] ?? 0)));
    expect(side(cube?.triangles[0] ?? 0, cube?.triangles[1] ?? 0)).toBeGreaterThan(9.9);
    // A road of 10 × 10 m less a hole of 2 m².
    const [road] = layer(site, 'road', 'meshes');
    expect(surfaceM2(road)).toBeCloseTo(98, 0);
    expect(site.header.geoOrigin).toMatchObject({
      latitudeDeg: expect.closeTo(52.0108, 2),
      longitudeDeg: expect.closeTo(4.364, 2),
    });
  });

  test('the Dutch grid: the tower of Amersfoort, its origin', () => {
    const crs = crsOf(epsgCode('urn:ogc:def:crs:EPSG::7415') ?? 0);
    // RD New has 155,000 / 463,000 at the tower; its place in ETRS89 is 52.155172 N, 5.387206 E (Kadaster).
    expect(crs?.toGeo(155_000, 463_000)).toMatchObject({
      latitudeDeg: expect.closeTo(52.155172, 4),
      longitudeDeg: expect.closeTo(5.387206, 4),
    });
    expect([epsgCode('EPSG:25832'), epsgCode('http://www.opengis.net/def/crs/EPSG/0/2056'), epsgCode('local')]).toEqual([
      25832,
      2056,
      null,
    ]);
  });

  test('both carriageways of a street make one crossing', () => {
    const spot = (xM: number, yM: number) => ({ xM, yM });
    const [a, b] = [spot(0, 0), spot(0, 12)];
    const street = (line: { xM: number; yM: number }[], name: string) => ({ line, name, isRoundabout: false });
    const crossings = findCrossings(
      [
        street([spot(-50, 0), a, spot(50, 0)], 'East'),
        street([spot(50, 12), b, spot(-50, 12)], 'East'),
        street([spot(0, -50), a, b, spot(0, 60)], 'North'),
      ],
      [spot(3, 3)],
    );
    expect(crossings).toMatchObject([{ at: { xM: 0, yM: 6 }, names: ['East', 'North'], hasSignals: true }]);
  });
});

describe('floor plans', () => {
  test('Open-RMF: the scale follows from measured edges, floors lie over each other by their marks', () => {
    const site = good('rmf');
    expect(site.places['l1']).toMatchObject({
      kind: 'floor',
      sizeM: { widthM: expect.closeTo(20, 0), depthM: expect.closeTo(10, 0) },
    });
    expect(site.places['l2']?.positionM.zM).toBe(3.5);
    const [wall] = site.places['l2']?.walls ?? [];
    expect(wall).toEqual({ x1M: 0, y1M: 0, x2M: 20, y2M: 0 });
    expect(layer(site, 'l1-lane', 'ribbons')).toHaveLength(2);
    expect(layer(site, 'l1-door', 'ribbons')).toHaveLength(1);
  });

  test('a scale that is given outranks what was measured', () => {
    expect(good('rmf', { metresPerUnit: 0.2 }).places['l1']?.sizeM.widthM).toBeCloseTo(40, 0);
  });

  test('SDF: bodies where their poses say, what is missing as a box that is told', () => {
    const importer = WORLD_IMPORTERS.find(({ name }) => name === 'sdf');
    const { site, findings } = imported(importer?.read(importer.good) ?? { status: 'failed', error: [] });
    const [crate, drum] = layer(site, 'ground-floor-furniture', 'meshes');
    const xs = [...(crate?.corners ?? [])].filter((_, at) => at % 3 === 0);
    // 2 m long, turned by 90° about 3, 4.
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([expect.closeTo(2.5, 2), expect.closeTo(3.5, 2)]);
    expect(Math.max(...[...(drum?.corners ?? [])].filter((_, at) => at % 3 === 2))).toBeCloseTo(2, 2);
    expect(layer(site, 'ground-floor-furniture-2', 'prisms')).toHaveLength(1);
    expect(findings.map(({ kind, text: words }) => [kind, words.slice(0, 9)])).toContainEqual(['guessed', '1 × shelf']);
  });

  test('COLLADA: centimetres become metres', () => {
    const mesh = readCollada({ name: 'm.dae', text: COLLADA });
    if (mesh.status === 'failed' || mesh.value === null) throw new Error('no mesh');
    expect([...mesh.value.corners].sort((a, b) => a - b).at(-1)).toBe(3);
    expect(mesh.value.triangles.length).toBe(6);
  });

  test('DXF: millimetres, walls by their layer, arcs and blocks as lines', () => {
    const site = good('dxf');
    expect(site.places['ground-floor']?.walls).toHaveLength(4);
    expect(site.places['ground-floor']?.sizeM).toMatchObject({ widthM: 4, depthM: 3 });
    const lines = layer(site, 'ground-floor-plan', 'ribbons');
    expect(lines).toHaveLength(2);
    const table = lines.find(({ points }) => points.length > 30);
    const [x, y] = [table?.points[0] ?? 0, table?.points[1] ?? 0];
    expect(Math.hypot(x - (table?.points[12] ?? 0), y - (table?.points[13] ?? 0))).toBeGreaterThan(1);
    expect(DXF).toContain('INSERT');
  });

  test('IFC: storeys, walls cut to their floor, spaces as rooms', async () => {
    const result = imported(await readAny([text('house.ifc', IFC)], { catalog }, nodeDecoders));
    const floors = Object.values(result.site.places).filter(({ kind }) => kind === 'floor');
    expect(floors.map(({ name, positionM }) => [name, positionM.zM])).toEqual([
      ['Ground', 0],
      ['Upper', 3],
    ]);
    expect(Object.values(result.site.places).find(({ kind }) => kind === 'room')).toMatchObject({
      name: 'Office',
      sizeM: { widthM: expect.closeTo(4, 2), depthM: expect.closeTo(3, 2) },
    });
    const [wall] = layer(result.site, 'ground-wall', 'meshes');
    const zs = [...(wall?.corners ?? [])].filter((_, at) => at % 3 === 2);
    expect([Math.min(...zs), Math.max(...zs)]).toEqual([0, expect.closeTo(2.5, 2)]);
    expect(layer(result.site, 'upper-wall', 'meshes')).toHaveLength(1);
  });

  test('a picture: its size from its head, its scale from who knows it', async () => {
    const head = new Uint8Array(33);
    head.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 144, 0, 0, 0, 200]);
    const result = imported(await readAny([memorySource('plan.png', head)], { catalog, metresPerUnit: 0.05 }, nodeDecoders));
    expect(result.site.places['ground-floor']?.sizeM).toMatchObject({ widthM: 20, depthM: 10 });
    expect(layer(result.site, 'plan-2' in result.site.scenery ? 'plan-2' : 'plan', 'image')[0]).toMatchObject({
      widthM: 20,
      depthM: 10,
    });
  });
});

describe('the geometry beneath', () => {
  test('a mask of a ring with a hole is traced as an outline and its hole, of true areas', () => {
    const rows = ['......', '.####.', '.#..#.', '.####.', '......', '.##...'];
    const cells = Uint8Array.from(
      rows
        .join('')
        .split('')
        .map((cell) => (cell === '#' ? 1 : 0)),
    );
    const areas = traceMask({ width: 6, height: 6, cells }, 0.1, 1);
    const sizes = areas.map(({ outer, holes }) => [doubleArea(outer) / 2, holes.map((hole) => doubleArea(hole) / 2)]);
    expect(sizes).toEqual(
      expect.arrayContaining([
        [12, [-2]],
        [2, []],
      ]),
    );
    expect(areas).toHaveLength(2);
  });

  test('rooms side by side have one outline', () => {
    const room = (x: number) => [
      { xM: x, yM: 0 },
      { xM: x + 5, yM: 0 },
      { xM: x + 5, yM: 4 },
      { xM: x, yM: 4 },
    ];
    expect(areaM2(unionOutline([room(0), room(5)], []))).toBeCloseTo(40, 0);
  });

  test('a polygon in space with a hole is cut into triangles of its area, turned as it is', () => {
    const outer = [
      [0, 0, 5],
      [4, 0, 5],
      [4, 4, 5],
      [0, 4, 5],
    ] as const;
    const hole = [
      [1, 1, 5],
      [1, 2, 5],
      [2, 2, 5],
      [2, 1, 5],
    ] as const;
    for (const flip of [false, true]) {
      const rings = flip ? [outer.toReversed(), hole.toReversed()] : [outer, hole];
      const all = rings.flat();
      const triangles = trianglesOf(rings);
      const area = triangles.reduce((sum, _, at) => {
        if (at % 3 !== 0) return sum;
        const [a, b, c] = triangles.slice(at, at + 3).map((index) => all[index] ?? [0, 0, 0]) as unknown as [
          readonly number[],
          readonly number[],
          readonly number[],
        ];
        return (
          sum +
          (((b[0] ?? 0) - (a[0] ?? 0)) * ((c[1] ?? 0) - (a[1] ?? 0)) -
            ((c[0] ?? 0) - (a[0] ?? 0)) * ((b[1] ?? 0) - (a[1] ?? 0))) /
            2
        );
      }, 0);
      expect(area).toBeCloseTo(flip ? -15 : 15, 9);
    }
  });

  test('a similarity is found again', () => {
    const turn = { a: 0, b: 2, tx: 5, ty: -1 };
    const pairs = [
      { x: 0, y: 0 },
      { x: 3, y: 1 },
      { x: -2, y: 7 },
    ].map((from) => ({ from, to: applySimilarity(turn, from.x, from.y) }));
    const fit = fitSimilarity(pairs);
    for (const [key, value] of Object.entries(turn)) expect(fit?.[key as keyof typeof turn]).toBeCloseTo(value, 9);
  });

  test('a map of 16 bits, in plain numbers, and one that ends too early', () => {
    const bytes = (words: string) => new TextEncoder().encode(words);
    expect(readPgm(bytes('P2\n# made by hand\n2 2\n65535\n0 65535 32768 1'), 'm.pgm')).toMatchObject({
      value: { width: 2, values: Uint8Array.of(0, 255, 127, 0) },
    });
    expect(readPgm(bytes('P5 4 4 255 abc'), 'm.pgm')).toMatchObject({
      error: { code: 'pgm.broken', file: 'm.pgm', place: 'byte 14' },
    });
  });
});

describe('archives', () => {
  test('unfold; a bomb and a torn one are refused with their place', () => {
    const packed = new Uint8Array(gzipSync('hello'));
    expect(gunzip(packed, 'x.gz')).toMatchObject({ value: new TextEncoder().encode('hello') });
    expect(gunzip(new Uint8Array(gzipSync(new Uint8Array(8 << 20))), 'x.gz')).toMatchObject({
      error: { code: 'gzip.too-large', file: 'x.gz' },
    });
    expect(gunzip(packed.subarray(0, 12), 'x.gz')).toMatchObject({ error: { code: 'gzip.broken' } });
  });
});

function surfaceM2(mesh: { corners: Float64Array; triangles: Uint32Array } | undefined): number {
  if (mesh === undefined) return 0;
  let sum = 0;
  for (let at = 0; at < mesh.triangles.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((side) => {
      const index = (mesh.triangles[at + side] ?? 0) * 3;
      return [mesh.corners[index] ?? 0, mesh.corners[index + 1] ?? 0];
    }) as [number[], number[], number[]];
    sum +=
      Math.abs(
        ((b[0] ?? 0) - (a[0] ?? 0)) * ((c[1] ?? 0) - (a[1] ?? 0)) - ((c[0] ?? 0) - (a[0] ?? 0)) * ((b[1] ?? 0) - (a[1] ?? 0)),
      ) / 2;
  }
  return sum;
}
