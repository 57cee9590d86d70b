import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASSESSMENT_NAMES } from '../../core/engine/assessments.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Explanation } from '../../core/evaluate/explain/explanation.ts';
import type { Comparison } from '../../core/explore/compare.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { serializeSite } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { say } from './terminal.ts';

let folder = '';
const plain = randomSite(5);
const answer = evaluate(plain);
const slower: Command = {
  kind: 'link.edit',
  id: answer.links.find((link) => link.flows > 0)?.id as never,
  patch: { baseLatencyMs: 500 },
};
const site: Site = {
  ...plain,
  scenarios: {
    slow: { id: 'slow' as never, name: 'Slow link', description: '', commands: [slower as never] },
    broken: { id: 'broken' as never, name: 'Broken', description: '', commands: [{ kind: 'link.remove', id: 'nothing' }] },
  },
};
const flow = answer.flows.find((one) => one.p99Ms !== null)?.id ?? '';

function after(command: Command): Site {
  return afterOf(plain, command);
}

function afterOf(base: Site, command: Command): Site {
  const diff = apply(base, command);
  if (diff.status === 'failed') throw new Error(diff.error.message);
  return applyDiff(base, diff.value);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-questions-'));
  await writeFile(join(folder, 'plan.edgewright.json'), serializeSite(site));
  await writeFile(join(folder, 'slow.edgewright.json'), serializeSite(after(slower)));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const PLAN = 'plan.edgewright.json';

describe('explain', () => {
  test.each([
    ['flow', flow, 'p99'],
    ['flow', flow, 'mean'],
    ['node', answer.nodes[0]?.id ?? '', 'memory'],
    ['node', answer.nodes[0]?.id ?? '', 'power'],
    ['link', answer.links[0]?.id ?? '', 'up'],
    ['finding', answer.findings[0]?.id ?? '', null],
    ['total', 'power', null],
  ])('%s %s %s', async (kind, id, figure) => {
    const words = ['explain', PLAN, kind, id, ...(figure === null ? [] : ['--figure', figure])];
    const told = await say(folder, ...words, '--json');
    expect([told.code, told.note]).toEqual([0, '']);
    const tree = JSON.parse(told.out) as Explanation;
    if (kind === 'flow')
      expect(tree.value).toBe(answer.flows.find((one) => one.id === id)?.[figure === 'mean' ? 'meanMs' : 'p99Ms']);
    const read = await say(folder, ...words, '--depth', '9');
    expect(read.out.split('\n').length).toBeGreaterThan(tree.children.length);
    expect(read.out).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  test('says which figure there is not, and what it takes', async () => {
    expect((await say(folder, 'explain', PLAN, 'flow', 'nothing')).code).toBe(1);
    expect((await say(folder, 'explain', PLAN, 'weather', 'today')).code).toBe(2);
    expect((await say(folder, 'explain', PLAN, 'flow', flow, '--figure', 'p42')).code).toBe(2);
    expect((await say(folder, 'explain', PLAN, 'flow')).code).toBe(2);
  });
});

describe('simulate', () => {
  test('--json is the run itself, by its options', async () => {
    const told = await say(folder, 'simulate', PLAN, '--requests', '2000', '--seed', '7', '--arrivals', 'periodic', '--json');
    expect(told.code).toBe(0);
    const run = simulate(site, { requests: 2000, seed: 7, arrivals: { kind: 'periodic' } });
    expect((JSON.parse(told.out) as { hash: string }).hash).toBe(run.hash);
  });

  test('a person reads it beside the formulas', async () => {
    const told = await say(folder, 'simulate', PLAN, '--seconds', '20');
    expect(told.out).toContain('Flows, slowest first');
    expect(told.out).toContain('20 s simulated');
  });

  test.each([
    ['--seed', '1.5'],
    ['--seconds', 'many'],
    ['--warm-up', '1'],
    ['--arrivals', 'never'],
  ])('refuses %s %s', async (option, value) => {
    const told = await say(folder, 'simulate', PLAN, option, value);
    expect([told.code, told.out]).toEqual([2, '']);
    expect(told.note).toContain(option);
  });
});

describe('compare', () => {
  test('another file and the scenario that makes the same site answer the same', async () => {
    const byFile = await say(folder, 'compare', PLAN, 'slow.edgewright.json', '--json');
    const byScenario = await say(folder, 'compare', PLAN, '--scenario', 'slow', '--json');
    expect([byFile.code, byScenario.code]).toEqual([0, 0]);
    expect(byScenario.out).toBe(byFile.out);
    const comparison = JSON.parse(byFile.out) as Comparison;
    const other = evaluate(after(slower));
    const differing = answer.flows.filter((one) => one.p99Ms !== other.flows.find(({ id }) => id === one.id)?.p99Ms);
    expect(differing.length).toBeGreaterThan(0);
    expect(comparison.flows.map(({ after: now }) => now?.id)).toEqual(expect.arrayContaining(differing.map(({ id }) => id)));
    expect(comparison.totals.after).toEqual(other.totals);
  });

  test('a site and itself differ in nothing', async () => {
    const told = await say(folder, 'compare', PLAN, PLAN, '--json');
    const { flows, nodes, links, appear, vanish } = JSON.parse(told.out) as Comparison;
    expect([flows, nodes, links, appear, vanish]).toEqual([[], [], [], [], []]);
  });

  test('refuses a scenario that is not there or cannot be carried out, and both or neither of the two', async () => {
    expect((await say(folder, 'compare', PLAN, '--scenario', 'nothing')).note).toContain('nothing');
    expect((await say(folder, 'compare', PLAN, '--scenario', 'broken')).code).toBe(1);
    expect((await say(folder, 'compare', PLAN)).code).toBe(2);
    expect((await say(folder, 'compare', PLAN, PLAN, '--scenario', 'slow')).code).toBe(2);
  });
});

describe('assess', () => {
  test.each(ASSESSMENT_NAMES)('%s answers as JSON and in words', async (name) => {
    const told = await say(folder, 'assess', PLAN, name, '--json');
    expect(told.code).toBe(0);
    expect(Object.keys(JSON.parse(told.out) as object)).toEqual([name]);
    const read = await say(folder, 'assess', PLAN, name);
    expect(read.out.startsWith(`${name}\n`)).toBe(true);
    expect(read.out).not.toMatch(/undefined|NaN|\[object/);
  });

  test('takes the burst and the service that is rolled out, and says what it does not take', async () => {
    const burst = await say(folder, 'assess', PLAN, 'burst', '--burst', '7.5', '--json');
    expect((JSON.parse(burst.out) as { burst: { factor: number } }).burst.factor).toBe(7.5);
    for (const { serviceId } of Object.values(plain.placements)) {
      const told = await say(folder, 'assess', PLAN, 'rollout', '--service', serviceId, '--json');
      expect((JSON.parse(told.out) as { rollout: { serviceIds: string[] } }).rollout.serviceIds).toEqual([serviceId]);
    }
    expect(await say(folder, 'assess', PLAN, 'burst', '--burst', 'much')).toMatchObject({ code: 2 });
    const unknown = await say(folder, 'assess', PLAN, 'rollout', '--service', 'nobody');
    expect(unknown.code).toBe(2);
    expect(unknown.note).toContain('nobody');
  });

  test('says which questions there are', async () => {
    const told = await say(folder, 'assess', PLAN, 'horoscope');
    expect(told.code).toBe(2);
    for (const name of ASSESSMENT_NAMES) expect(told.note).toContain(name);
  });

  test('place and replace answer with a plan, and write the site with it', async () => {
    const placed = await say(folder, 'place', PLAN, '--iterations', '20', '--json', '--out', 'placed.edgewright.json');
    const { command, checker } = JSON.parse(placed.out) as { command: Command; checker: string[] };
    expect(checker).toEqual([]);
    expect(await readFile(join(folder, 'placed.edgewright.json'), 'utf8')).toBe(serializeSite(afterOf(site, command)));
    const node = Object.values(plain.placements)[0]?.nodeId ?? '';
    expect((await say(folder, 'replace', PLAN, '--iterations', '5', '--fail', node)).out).toContain('Before and after');
    expect((await say(folder, 'replace', PLAN, '--fail', 'nothing')).code).toBe(1);
    expect((await say(folder, 'place', PLAN, '--seed', 'x')).code).toBe(2);
  });
});
