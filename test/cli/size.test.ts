import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { SizeResult } from '../../core/place/size/result.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { say } from './terminal.ts';

const PLAN = 'plan.edgewright.json';
let folder = '';

/** A room with a switch and cameras, and nothing that computes. */
const site = new SiteBuilder()
  .type({
    id: 'hub',
    category: 'switch',
    compute: { computeUnits: 0, cores: 0, threads: 0, architecture: null, perThreadFactor: 0 },
    forwardingMbps: 100_000,
  })
  .place('room', { kind: 'room', tier: 'on-site-edge' })
  .node('switch', { typeId: 'hub', placeId: 'room' })
  .workload('w')
  .service('s', 'w', { work: { computeMs: 5, variability: 1 }, replicas: { min: 1, max: 8, targetUtilisation: null } })
  .group('cameras', 'switch', { requestsPerSecond: 100, bytesUp: 1000, bytesDown: 100 })
  .flow('f', 'w', 'cameras', 's', { objectiveP99Ms: 100 })
  .build();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-size-'));
  await writeFile(join(folder, PLAN), serializeSite(site));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('size', () => {
  test('[P5] --json is the whole answer, and --out the site on which everything holds', async () => {
    const told = await say(folder, 'size', PLAN, '--iterations', '6', '--json', '--out', 'bought.edgewright.json');
    expect(told.code).toBe(0);
    const result = JSON.parse(told.out) as SizeResult;
    expect([result.checker, result.plan?.bom.length]).toEqual([[], 1]);
    expect(result.bound).toBeLessThanOrEqual(result.plan?.figures.price ?? 0);
    const written = parseSiteFile(await readFile(join(folder, 'bought.edgewright.json'), 'utf8'), 'bought');
    expect(written.status === 'ok' && evaluate(written.value.site).totals).toMatchObject({ flowsMet: 1, errors: 0 });
  });

  test('a person reads what to buy, and why there is nothing where there is not', async () => {
    const told = await say(folder, 'size', PLAN, '--iterations', '6', '--n-plus-one', 'all', '--spares', '1');
    expect(told.out).toMatch(/Buy\n.*count.*type.*place/);
    expect(told.out).toContain('spare');
    const poor = await say(folder, 'size', PLAN, '--iterations', '6', '--budget', '5');
    expect(poor.out).toContain('In conflict: budget');
    expect(poor.out).toMatch(/would do: budget \d/);
    const refused = await say(folder, 'size', PLAN, '--iterations', '6', '--budget', '5', '--out', 'none.edgewright.json');
    expect([refused.code, refused.note]).toEqual([1, expect.stringContaining('size.no-plan')]);
    expect(`${told.out}${poor.out}`).not.toMatch(/undefined|NaN|\[object/);
  });

  test.each([
    [2, '--budget', 'much'],
    [2, '--headroom', '1.5'],
    [2, '--spares', 'some'],
    [2, '--seed', ''],
    [1, '--types', 'unknown-type'],
    [1, '--places', 'nowhere'],
    [1, '--n-plus-one', 'nobody'],
  ])('ends with %d on %s %s and says what there is', async (code, option, value) => {
    const told = await say(folder, 'size', PLAN, option, value);
    expect([told.code, told.out]).toEqual([code, '']);
    expect(told.note).toContain(option);
  });
});
