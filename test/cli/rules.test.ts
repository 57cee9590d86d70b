import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { say } from './terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-rules-'));
  const site = new SiteBuilder()
    .node('edge')
    .node('cloud', { tier: 'regional' })
    .link('l', 'edge', 'cloud')
    .workload('w')
    .service('s', 'w')
    .group('g', 'edge')
    .flow('f', 'w', 'g', 's', { objectiveP99Ms: 40 })
    .deploy('s', 'cloud')
    .build();
  await writeFile(join(folder, 'plan.edgewright.json'), serializeSite(site));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a set comes in, is told with what breaks it, goes out as a file and into another site', async () => {
  const none = await say(folder, 'rules', 'plan.edgewright.json');
  expect(none).toMatchObject({ code: 0, out: expect.stringContaining('No rule') });
  const added = await say(
    folder,
    'rules',
    'plan.edgewright.json',
    '--add',
    'latency-sinks',
    '--out',
    'ruled.edgewright.json',
    '--export',
    'out.rules.json',
    '--json',
    '--check',
  );
  expect(added.code).toBe(3);
  const answer = JSON.parse(added.out) as { id: string; services: string[]; broken: { placement: string; why: string }[] }[];
  expect(answer.map(({ id, services, broken }) => [id, services, broken.map(({ placement }) => placement)])).toEqual([
    ['control-at-the-machine', [], []],
    ['fast-sinks', ['s'], ['s.cloud']],
  ]);
  const ruled = parseSiteFile(await readFile(join(folder, 'ruled.edgewright.json'), 'utf8'), 'ruled');
  expect(ruled.status === 'ok' && Object.keys(ruled.value.site.policies)).toEqual(['control-at-the-machine', 'fast-sinks']);
  const again = await say(folder, 'rules', 'plan.edgewright.json', '--add', 'out.rules.json');
  expect(again.out).toContain('Ruled out by Within 50 ms at the edge');
});

test('a set or file that is not there is refused with what to do', async () => {
  const unknown = await say(folder, 'rules', 'plan.edgewright.json', '--add', 'nothing');
  expect(unknown).toMatchObject({ code: 1, note: expect.stringContaining('latency-sinks') });
  const site = await say(folder, 'rules', 'plan.edgewright.json', '--add', 'plan.edgewright.json');
  expect(site).toMatchObject({ code: 1, note: expect.stringContaining('$.format') });
  const nothing = await say(folder, 'rules', 'plan.edgewright.json', '--export', 'none.rules.json');
  expect(nothing).toMatchObject({ code: 1, note: expect.stringContaining('no rule') });
});
