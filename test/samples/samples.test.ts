import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryOf } from '../../core/cli/commands/samples.ts';
import type { Sample } from '../../core/cli/samples/sample.ts';
import { SAMPLES } from '../../core/cli/samples/samples.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { groupPositionM, nodePositionM, placeFootprintM } from '../../core/site/geometry.ts';
import type { Site } from '../../core/site/site.ts';
import { listRecords } from '../../core/site/site.ts';
import { projectRoot } from '../../electron/launch/root.mjs';
import { testCatalog } from '../catalog/load.ts';

const catalog = testCatalog();
const data = join(projectRoot, '../shared/data');
const textOf = (file: string): string => readFileSync(join(projectRoot, 'assets/samples', file), 'utf8');

function shipped({ id }: Sample): Site {
  const parsed = parseSiteFile(textOf(`${id}.edgewright.json`), id);
  if (parsed.status === 'failed') throw new Error(JSON.stringify(parsed.error));
  return parsed.value.site;
}

test('the index lists every sample with the counts of its file', () => {
  expect(JSON.parse(textOf('index.json'))).toEqual(SAMPLES.map((sample) => entryOf(sample, shipped(sample))));
});

describe.each(SAMPLES.map((sample) => [sample.id, sample] as const))('%s', (id, sample) => {
  const site = shipped(sample);
  const evaluation = evaluate(site);

  const absent = sample.data !== null && !existsSync(join(data, sample.data));
  test.skipIf(absent)(
    `is what its script draws, byte for byte${absent ? ` (skipped: no ${join(data, sample.data ?? '')})` : ''}`,
    async () => {
      const drawn = serializeSite(await sample.draw(catalog, data));
      expect(drawn === textOf(`${id}.edgewright.json`), 'the file is older than its script: run `edgewright samples`').toBe(true);
    },
  );

  test('holds catalog entries as they are', () => {
    for (const type of listRecords(site, 'hardwareTypes')) expect(type).toEqual(catalog.hardwareTypes.get(type.id));
    for (const medium of listRecords(site, 'media')) expect(medium).toEqual(catalog.media.get(medium.id));
  });

  test('says where it comes from and what it assumes', () => {
    expect(site.header.kind).toBe(sample.kind);
    expect(site.header.sources.length).toBeGreaterThan(0);
    expect(site.header.assumptions.length).toBeGreaterThan(3);
  });

  test('every service is placed; most objectives are met, some are not, and each miss has its finding', () => {
    const placed = new Set(listRecords(site, 'placements').map(({ serviceId }) => serviceId));
    expect(listRecords(site, 'services').filter((service) => !placed.has(service.id))).toEqual([]);
    const judged = evaluation.flows.filter(({ objectiveP99Ms }) => objectiveP99Ms !== null);
    const broken = judged.filter(({ status }) => status !== 'met');
    expect(judged.length).toBeGreaterThan(15);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.length / judged.length).toBeLessThan(0.15);
    expect(broken.every(({ status }) => status === 'missed' || status === 'saturated')).toBe(true);
    expect(evaluation.findings.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
    expect(evaluation.findings.filter(({ severity }) => severity === 'error').length).toBeLessThan(10);
  });

  test('keeps hardware within its capacity and devices within reach', () => {
    const kinds = new Set(evaluation.findings.map(({ kind }) => kind));
    for (const never of [
      'node-over-capacity',
      'place-over-limit',
      'out-of-range',
      'no-route',
      'unplaced',
      'architecture-mismatch',
    ])
      expect(kinds.has(never as never), never).toBe(false);
  });

  test('has no two nodes in the same rack units', () => {
    const taken = new Map<string, string>();
    for (const node of listRecords(site, 'nodes')) {
      if (node.rackUnit === null) continue;
      const units = Math.max(1, Math.ceil(site.hardwareTypes[node.typeId]?.rackUnits ?? 1));
      for (let unit = node.rackUnit; unit < node.rackUnit + units; unit += 1) {
        const spot = `${node.placeId} ${unit}`;
        expect(taken.get(spot), `${spot} of ${node.id}`).toBeUndefined();
        taken.set(spot, node.id);
      }
    }
  });
});

test('in the factory, everything of a zone stands inside of it', () => {
  const factory = SAMPLES.find(({ kind }) => kind === 'factory');
  if (factory === undefined) throw new Error('no factory');
  const site = shipped(factory);
  const things = [
    ...listRecords(site, 'nodes').map((node) => [node.id, node.placeId, nodePositionM(site, node)] as const),
    ...listRecords(site, 'deviceGroups').map((group) => [group.id, group.placeId, groupPositionM(site, group)] as const),
  ];
  for (const [id, placeId, { xM, yM }] of things) {
    const place = placeId === null ? undefined : site.places[placeId];
    if (place === undefined) continue;
    const corners = placeFootprintM(site, place);
    const inside =
      xM >= Math.min(...corners.map((corner) => corner.xM)) &&
      xM <= Math.max(...corners.map((corner) => corner.xM)) &&
      yM >= Math.min(...corners.map((corner) => corner.yM)) &&
      yM <= Math.max(...corners.map((corner) => corner.yM));
    expect(inside, `${id} in ${place.id}`).toBe(true);
  }
});

test('the factory reaches the figures of scenario 1: a frame in about 35 ms quantised, about 120 ms before', () => {
  const factory = SAMPLES.find(({ kind }) => kind === 'factory');
  if (factory === undefined) throw new Error('no factory');
  const evaluation = evaluate(shipped(factory));
  const meanOf = (box: string): number =>
    evaluation.flows.find((flow) => flow.servedBy === box && flow.workload === 'vision-qc')?.meanMs ?? NaN;
  expect(meanOf('qc-1-box')).toBeGreaterThan(28);
  expect(meanOf('qc-1-box')).toBeLessThan(42);
  expect(meanOf('qc-3-box')).toBeGreaterThan(95);
  expect(meanOf('qc-3-box')).toBeLessThan(145);
});

test('the city reaches the figures of scenario 2: plates within 0.3 s at the edge, more than three times as long from the centre', () => {
  const city = SAMPLES.find(({ kind }) => kind === 'city');
  if (city === undefined) throw new Error('no city');
  const evaluation = evaluate(shipped(city));
  const worstOf = (workload: string): number =>
    Math.max(
      ...evaluation.flows
        .filter((flow) => flow.workload === workload && flow.objectiveP99Ms !== null)
        .map((flow) => flow.p99Ms ?? 0),
    );
  expect(worstOf('plates-layered')).toBeLessThanOrEqual(300);
  // The scenario says 1.2 s against 0.3 s, four times; the sample reaches three times.
  expect(worstOf('plates-of-the-old-town-central')).toBeGreaterThan(3 * worstOf('plates-layered'));
  expect(worstOf('plates-of-the-old-town-central')).toBeLessThan(1500);
});
