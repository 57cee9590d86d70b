import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { importEua } from '../../core/formats/eua.ts';
import { importGraphml } from '../../core/formats/graphml.ts';
import { importIfogsim } from '../../core/formats/ifogsim.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';
import { describeSharedData, sharedTexts } from '../helpers/shared-data.ts';
import { nodeDecoders } from '../../core/cli/decoders.ts';
import { memorySource } from '../../core/formats/guard/byte-source.ts';
import { readAny } from '../../core/formats/read-any.ts';
import { catalog, imported } from './import-fixtures.ts';

const STATUSES = new Set(['met', 'missed', 'saturated', 'no-route', 'unplaced']);

/** The answer to a site, after it went through its file; every flow has a status, and figures in order that add up. */
function answerOf(site: Site): Evaluation {
  const opened = parseSiteFile(serializeSite(site), 'x');
  if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
  const answer = evaluate(opened.value.site);
  for (const { id, status, meanMs, p50Ms, p95Ms, p99Ms, breakdownMs } of answer.flows) {
    expect(STATUSES.has(status), id).toBe(true);
    if (meanMs === null || p50Ms === null || p95Ms === null || p99Ms === null || breakdownMs === null) continue;
    expect(p50Ms <= p95Ms && p95Ms <= p99Ms, id).toBe(true);
    const sum = Object.values(breakdownMs).reduce((total, part) => total + part, 0);
    expect(Math.abs(sum - meanMs), id).toBeLessThanOrEqual(1e-6 * meanMs);
  }
  return answer;
}

const size = (map: object): number => Object.keys(map).length;

describeSharedData('eua', 'the EUA dataset of Melbourne', (path) => {
  const files = sharedTexts(path, '.csv');

  test('125 sites become 125 places with a node each, 816 users 816 device groups, each with a flow', () => {
    const { site, findings } = imported(importEua(files, { catalog, metro: false }));
    expect([size(site.places), size(site.deviceGroups)]).toEqual([125, 816]);
    expect(Object.values(site.nodes).filter(({ id }) => id.startsWith('mec-'))).toHaveLength(125);
    const answer = answerOf(site);
    const asking = new Set(answer.flows.map(({ from }) => from));
    expect(Object.keys(site.deviceGroups).every((id) => asking.has(id))).toBe(true);
    expect([answer.totals.flowsNoRoute, answer.totals.flowsUnplaced]).toEqual([0, 0]);
    expect(Math.min(answer.totals.flowsMet, answer.totals.flowsMissed), 'some objectives are met, some are not').toBeGreaterThan(
      0,
    );
    expect(findings.some(({ kind, subject }) => kind === 'guessed' && subject?.startsWith('deviceGroups/'))).toBe(true);
  });

  test('the centre of Melbourne is 2.0 km wide and 1.3 km deep', () => {
    const { site } = imported(importEua(files, { catalog, metro: false }));
    const spots = Object.values(site.places).map(({ positionM }) => positionM);
    const span = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    expect(Math.abs(span(spots.map(({ xM }) => xM)) - 1_997)).toBeLessThan(20);
    expect(Math.abs(span(spots.map(({ yM }) => yM)) - 1_317)).toBeLessThan(20);
  });

  test('with the metropolitan list there are 1,464 sites, those of the centre among them', () => {
    const { site } = imported(importEua(files, { catalog, metro: true }));
    expect(size(site.places)).toBe(1464);
    expect(answerOf(site).totals.flowsNoRoute).toBe(0);
  });
});

describeSharedData('ifogsim-eua', 'the iFogSim tree of Melbourne', (path) => {
  test('1 cloud, 12 proxies and 118 gateways with their parents', () => {
    const [file] = sharedTexts(path, '.csv');
    if (file === undefined) throw new Error('no file');
    const { site } = imported(importIfogsim([file], { catalog }));
    const count = (wanted: string): number => Object.values(site.nodes).filter(({ tier }) => tier === wanted).length;
    expect([count('central'), count('near-edge'), count('on-site-edge')]).toEqual([1, 12, 118]);
    expect(size(site.links)).toBe(130);
    expect(answerOf(site).totals.flowsNoRoute).toBe(0);
  });
});

/** Nodes and edges as counted in the files by another program; edges from a node to itself are left out. */
const NETWORKS: Readonly<Record<string, readonly [number, number]>> = {
  'Abilene.graphml': [11, 14],
  'Chinanet.graphml': [42, 66],
  'Deltacom.graphml': [113, 183],
  'DeutscheTelekom.graphml': [39, 62],
  'Esnet.graphml': [68, 92],
  'Garr201201.graphml': [61, 89],
  'Geant.graphml': [37, 57],
  'Geant2012.graphml': [40, 61],
  'Kdl.graphml': [754, 899],
  'Nsfnet.graphml': [13, 15],
  'Surfnet.graphml': [50, 73],
  'Switch.graphml': [74, 92],
  'Uninett2011.graphml': [69, 98],
};

describeSharedData('topology-zoo', 'the networks of the Topology Zoo', (path) => {
  test.each(Object.entries(NETWORKS))('%s', (name, [nodes, edges]) => {
    expect(existsSync(join(path, name))).toBe(true);
    const file = sharedTexts(path, '.graphml').find((each) => each.name === name);
    const bare = imported(importGraphml(file === undefined ? [] : [file], { catalog, bare: true }));
    expect([size(bare.site.places), size(bare.site.nodes), size(bare.site.links)]).toEqual([nodes, nodes, edges]);
    const probed = imported(importGraphml(file === undefined ? [] : [file], { catalog, bare: false }));
    expect(answerOf(probed.site).flows.length).toBeGreaterThan(10);
    expect(Object.values(probed.site.links).every(({ lengthM }) => lengthM !== null && Number.isFinite(lengthM))).toBe(true);
  });

  test('links of Abilene are as long as the map says: New York to Washington 328 km, Seattle to Sunnyvale 1,100 km', () => {
    const file = sharedTexts(path, '.graphml').find(({ name }) => name === 'Abilene.graphml');
    const { site } = imported(importGraphml(file === undefined ? [] : [file], { catalog, bare: true }));
    const lengthKm = (a: string, b: string): number => {
      const link = Object.values(site.links).find(({ name }) => name.includes(a) && name.includes(b));
      const factor = catalog.media.get(link?.mediumId ?? '')?.routeFactor ?? Number.NaN;
      return (link?.lengthM ?? Number.NaN) / factor / 1000;
    };
    expect(Math.abs(lengthKm('New York', 'Washington') - 328)).toBeLessThan(6);
    expect(Math.abs(lengthKm('Seattle', 'Sunnyvale') - 1_130)).toBeLessThan(30);
    expect(Object.values(site.links).every(({ bandwidthUpMbps }) => bandwidthUpMbps === 9953.28)).toBe(true);
  });

  test('GÉANT without coordinates stands in the capitals of its countries, each with a finding', () => {
    const file = sharedTexts(path, '.graphml').find(({ name }) => name === 'Geant.graphml');
    const { site, findings } = imported(importGraphml(file === undefined ? [] : [file], { catalog, bare: true }));
    expect(findings.filter(({ kind, subject }) => kind === 'guessed' && subject?.startsWith('places/'))).toHaveLength(37);
    const iceland = Object.values(site.places).find(({ name }) => name === 'IS')?.geo;
    expect(iceland).toEqual({ latitudeDeg: 64.1, longitudeDeg: -21.9 });
  });
});

/** Files as the screen and the terminal give them. */
const open = (path: string, ...names: string[]) =>
  readAny(
    names.map((name) => memorySource(name, new Uint8Array(readFileSync(join(path, name))))),
    { catalog },
    nodeDecoders,
  );
const shapesOf = (site: Site, kind: string): number =>
  Object.values(site.scenery).reduce((sum, record) => sum + (record.kind === kind ? record.shapes.count : 0), 0);
const floorsOf = (site: Site) => Object.values(site.places).filter(({ kind }) => kind === 'floor');

describeSharedData('cityjson', 'the city models', (path) => {
  test('Delft has 160 buildings and 143 roads, at Delft', async () => {
    const { site } = imported(await open(path, 'delft.json'));
    expect([shapesOf(site, 'building'), shapesOf(site, 'road'), shapesOf(site, 'bridge')]).toEqual([160, 143, 3]);
    expect(site.header.geoOrigin).toMatchObject({
      latitudeDeg: expect.closeTo(52.012, 2),
      longitudeDeg: expect.closeTo(4.366, 2),
    });
    expect(serializeSite(site).length, 'a file of 1.4 MB becomes 0.3 MB').toBeLessThan(350_000);
  });

  test('Rotterdam without a reference system, and three levels of detail', async () => {
    expect(shapesOf(imported(await open(path, 'rotterdam_subset.json')).site, 'building')).toBe(16);
    expect(shapesOf(imported(await open(path, 'multi_lod.json')).site, 'building')).toBe(10);
  });
});

describeSharedData('osm', 'the extracts of OpenStreetMap', (path) => {
  test('Monaco has 965 of its 970 buildings, the others being roofs and torn areas, and named crossings', async () => {
    const { site } = imported(await open(path, 'monaco.osm.gz'));
    expect(shapesOf(site, 'building')).toBe(965);
    expect(shapesOf(site, 'road')).toBeGreaterThan(450);
    const crossings = Object.values(site.places).filter(({ kind }) => kind === 'intersection');
    expect(crossings.length).toBeGreaterThan(100);
    expect(crossings.filter(({ name }) => name.includes(' × ')).length).toBeGreaterThan(50);
  });
});

describeSharedData('floorplans', 'the floor plans', (path) => {
  test('the hotel has three floors of 56, 99 and 99 walls, over each other', async () => {
    const { site } = imported(await open(join(path, 'rmf'), 'hotel.building.yaml'));
    expect(floorsOf(site).map(({ walls, positionM }) => [walls.length, positionM.zM])).toEqual([
      [56, 0],
      [99, 8],
      [99, 16],
    ]);
  });

  test('the office is as wide as its measured edges say, the campus lies in Singapore', async () => {
    const office = imported(await open(join(path, 'rmf'), 'office.building.yaml'));
    expect(office.adjustable?.[0]).toMatchObject({ value: expect.closeTo(0.00846, 4), basis: 'measured' });
    const campus = imported(await open(join(path, 'rmf'), 'campus.building.yaml'));
    expect(campus.site.header.geoOrigin).toMatchObject({
      latitudeDeg: expect.closeTo(1.3, 1),
      longitudeDeg: expect.closeTo(103.8, 1),
    });
  });

  test('the small warehouse: world and map together, the map turned to where the world has its shelves', async () => {
    const files = ['small_warehouse.world', 'model.sdf', 'map.yaml', 'map_rotated.pgm'];
    const meshes = ['aws_robomaker_warehouse_PalletJackB_01_visual.DAE', 'aws_robomaker_warehouse_ShelfD_01_visual.DAE'];
    const { site, findings } = imported(await open(join(path, 'aws-small-warehouse'), ...files, ...meshes));
    expect(shapesOf(site, 'wall')).toBeGreaterThan(80);
    expect(shapesOf(site, 'furniture')).toBe(4);
    expect(findings.some(({ text }) => /turned/.test(text))).toBe(true);
    expect(floorsOf(site)[0]?.sizeM).toMatchObject({ widthM: expect.closeTo(13.9, 0), depthM: expect.closeTo(20.9, 0) });
  });
});

describeSharedData('gltf', 'the models', (path) => {
  test.each(['Box.glb', 'Box.embedded.gltf', 'BoxMeshopt.glb', 'BoxVertexColors.glb', 'TwoCubes.glb', 'DenseSphere.glb'])(
    '%s is read',
    async (name) => {
      expect(shapesOf(imported(await open(path, name)).site, 'model')).toBeGreaterThan(0);
    },
  );

  test('a model with its files, and one without', async () => {
    expect(imported(await open(join(path, 'Box_glTF'), 'Box.gltf', 'Box0.bin')).site.header.description).toBe('12 triangles.');
    expect(await open(path, 'BoxDraco.gltf')).toMatchObject({
      status: 'failed',
      error: [{ code: 'gltf.missing-file', file: 'BoxDraco.gltf' }],
    });
  });

  test('all 18 broken ones are refused with file, place and reason', async () => {
    const names = readdirSync(join(path, 'invalid'));
    expect(names).toHaveLength(18);
    for (const name of names) {
      const result = await open(join(path, 'invalid'), name);
      if (result.status === 'ok') throw new Error(`${name} was read`);
      expect(result.error[0], name).toMatchObject({
        file: name,
        place: expect.stringMatching(/./),
        message: expect.stringMatching(/./),
      });
    }
  });
});

describeSharedData('eua', 'the metropolitan list', (path) => {
  test('1,464 sites become places with a node, a room above each, and a ring as far as they reach', async () => {
    const { site } = imported(await open(path, 'optus-melb-metro-sites.derived.csv'));
    expect([size(site.places), shapesOf(site, 'coverage')]).toEqual([1464, 1464]);
    expect(Object.values(site.places).filter(({ roomLevel }) => roomLevel === 'aggregation').length).toBeGreaterThan(100);
  });
});
