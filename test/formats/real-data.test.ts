import { existsSync } from 'node:fs';
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
