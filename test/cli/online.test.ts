import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OnlineResult } from '../../core/place/arrivals/online-site.ts';
import type { ParetoResult } from '../../core/place/site/pareto.ts';
import type { Why } from '../../core/place/site/why.ts';
import { serializeSite } from '../../core/site/file.ts';
import { randomSite } from '../helpers/random-site.ts';
import { say } from './terminal.ts';

const site = randomSite(5);
const service = Object.keys(site.services)[0] ?? '';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-online-'));
  await writeFile(join(folder, 'plan.edgewright.json'), serializeSite(site));
  await writeFile(join(folder, 'trace.csv'), `service,source\n${`${service},\n`.repeat(5)}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PLAN = 'plan.edgewright.json';

test('learn writes a policy that online and place take; a recorded trace goes through both', async () => {
  const learned = await say(folder, 'learn', PLAN, '--iterations', '10', '--traces', '1', '--out', 'policy.json');
  expect(learned).toMatchObject({ code: 0, out: expect.stringContaining('learned') });
  const online = await say(folder, 'online', PLAN, '--runs', '2', '--learned', 'policy.json', '--json');
  const { rows } = JSON.parse(online.out) as OnlineResult;
  expect(rows.map(({ policy }) => policy)).toEqual(expect.arrayContaining(['default', 'fgd', 'least-waste', 'learned']));
  const again = await say(folder, 'online', PLAN, '--runs', '2', '--learned', 'policy.json', '--json');
  expect(again.out).toBe(online.out);
  const recorded = await say(folder, 'online', PLAN, '--trace', 'trace.csv', '--policies', 'default,nearest', '--json');
  expect((JSON.parse(recorded.out) as OnlineResult).rows.map(({ arrived }) => arrived)).toEqual([5, 5]);
  const placed = await say(folder, 'place', PLAN, '--iterations', '10', '--policy', 'policy.json', '--json');
  expect(placed.code).toBe(0);
  expect((await readFile(join(folder, 'policy.json'), 'utf8')).endsWith('\n')).toBe(true);
});

test('wrong policies, files and numbers are refused with what to do', async () => {
  expect(await say(folder, 'online', PLAN, '--policies', 'luck')).toMatchObject({
    code: 2,
    note: expect.stringContaining('default-in-time'),
  });
  expect(await say(folder, 'online', PLAN, '--policies', 'learned')).toMatchObject({ code: 2 });
  expect(await say(folder, 'online', PLAN, '--learned', PLAN)).toMatchObject({
    code: 1,
    note: expect.stringContaining('$.format'),
  });
  expect(await say(folder, 'online', PLAN, '--runs', 'many')).toMatchObject({ code: 2 });
  expect(await say(folder, 'place', PLAN, '--preset', 'wild')).toMatchObject({ code: 2, note: expect.stringContaining('green') });
});

test('place --pareto tells plans and writes the one that is taken; why tells one service', async () => {
  const told = await say(folder, 'place', PLAN, '--pareto', '--iterations', '60', '--json');
  const { points } = JSON.parse(told.out) as ParetoResult;
  expect(points.length).toBeGreaterThan(0);
  const taken = await say(
    folder,
    'place',
    PLAN,
    '--pareto',
    '--iterations',
    '60',
    '--take',
    '1',
    '--out',
    'taken.edgewright.json',
  );
  expect(taken.code).toBe(0);
  expect(await say(folder, 'evaluate', 'taken.edgewright.json')).toMatchObject({ code: 0 });
  expect(await say(folder, 'place', PLAN, '--pareto', '--out', 'x.edgewright.json')).toMatchObject({ code: 2 });
  const why = await say(folder, 'why', PLAN, service, '--json');
  expect((JSON.parse(why.out) as Why).serviceId).toBe(service);
  expect(await say(folder, 'why', PLAN, 'nobody')).toMatchObject({ code: 1 });
});
