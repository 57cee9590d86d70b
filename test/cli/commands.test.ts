import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../core/cli/commands.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { parseSiteFile, serializeSite } from '../../core/site/file.ts';
import { METRO_CSV, NETWORK, SITES_CSV, TREE_CSV, USERS_CSV } from '../formats/import-fixtures.ts';
import { randomSite } from '../helpers/random-site.ts';
import { say } from './terminal.ts';

let folder = '';
const site = randomSite(5);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-cli-'));
  await mkdir(join(folder, 'eua'));
  await writeFile(join(folder, 'eua/site-optus-melbCBD.csv'), SITES_CSV);
  await writeFile(join(folder, 'eua/users-melbcbd-generated.csv'), USERS_CSV);
  await writeFile(join(folder, 'eua/optus-melb-metro-sites.derived.csv'), METRO_CSV);
  await writeFile(join(folder, 'eua/README.md'), 'not read');
  await writeFile(join(folder, 'tree.csv'), TREE_CSV);
  await writeFile(join(folder, 'net.graphml'), NETWORK);
  await writeFile(join(folder, 'plan.edgewright.json'), serializeSite(site));
  await writeFile(join(folder, 'zeros.bin'), '');
  await truncate(join(folder, 'zeros.bin'), 2 ** 30);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the command line', () => {
  test('without a command, with an unknown one, and with wrong options it says what there is and exits with 2', async () => {
    for (const words of [
      [],
      ['fly'],
      ['import'],
      ['import', 'dxf'],
      ['evaluate'],
      ['evaluate', 'a', 'b'],
      ['evaluate', 'a', '--fast'],
      ['schema', '--out'],
    ]) {
      const said = await say(folder, ...words);
      expect(said.code, words.join(' ')).toBe(2);
      expect(said.out + said.note, words.join(' ')).toContain('Usage:');
    }
  });

  test('--help of everything, of a family and of each command exits with 0', async () => {
    for (const words of [
      ['--help'],
      ['help'],
      ['import', '--help'],
      ...COMMANDS.map(({ name }) => [...name.split(' '), '--help']),
    ]) {
      const said = await say(folder, ...words);
      expect([said.code, said.note], words.join(' ')).toEqual([0, '']);
      expect(said.out).toContain('Usage:');
    }
    const all = (await say(folder, '--help')).out;
    for (const { summary } of COMMANDS) expect(all).toContain(summary);
  });
});

describe('import', () => {
  test.each<[string, string, number, ...string[]]>([
    ['eua', 'eua', 3],
    ['eua', 'eua', 4, '--metro'],
    ['ifogsim', 'tree.csv', 5],
    ['graphml', 'net.graphml', 4],
    ['graphml', 'net.graphml', 4, '--bare'],
  ])('%s %s writes a site with %i places that opens and answers', async (format, from, places, ...flags) => {
    const said = await say(folder, 'import', format, from, '--out', 'out.edgewright.json', '--name', 'Our site', ...flags);
    expect([said.code, said.out]).toEqual([0, '']);
    expect(said.note).toContain(`${places} places`);
    const opened = parseSiteFile(await readFile(join(folder, 'out.edgewright.json'), 'utf8'), 'out');
    if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
    expect(opened.value.site.header.name).toBe('Our site');
    const answer = await say(folder, 'evaluate', 'out.edgewright.json', '--json');
    expect(JSON.parse(answer.out)).toEqual(JSON.parse(JSON.stringify(evaluate(opened.value.site))));
    expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('without --out the site, and nothing else, goes to the standard output', async () => {
    const said = await say(folder, 'import', 'graphml', 'net.graphml');
    expect(parseSiteFile(said.out, 'stdout').status).toBe('ok');
    expect(said.note).toContain('assumed');
  });

  test('says a relative path as it was given, whatever the folder', async () => {
    const said = await say(join(folder, 'eua'), 'import', 'ifogsim', '../missing.csv');
    expect([said.code, said.out, said.note]).toEqual([
      1,
      '',
      '../missing.csv: There is no such file. Check the path. [file.missing]\n',
    ]);
  });

  test.each([
    ['eua', 'tree.csv', 'file.not-a-folder'],
    ['eua', 'nowhere', 'file.missing'],
    ['eua', '.', 'eua.missing-file'],
    ['ifogsim', 'eua', 'file.not-a-file'],
    ['ifogsim', 'net.graphml', 'file.other-format'],
    ['graphml', 'tree.csv', 'file.other-format'],
    ['graphml', 'plan.edgewright.json', 'file.other-format'],
    ['graphml', 'zeros.bin', 'file.other-format'],
    ['ifogsim', 'zeros.bin', 'file.other-format'],
  ])('%s %s is refused with %s, nothing is written, and an older file stays', async (format, from, code) => {
    await writeFile(join(folder, 'kept.edgewright.json'), 'older');
    const started = performance.now();
    const said = await say(folder, 'import', format, from, '--out', 'kept.edgewright.json');
    expect(performance.now() - started).toBeLessThan(500);
    expect([said.code, said.out]).toEqual([1, '']);
    expect(said.note).toContain(`[${code}]`);
    expect(await readFile(join(folder, 'kept.edgewright.json'), 'utf8')).toBe('older');
  });

  test('a folder that cannot be written to is named', async () => {
    const said = await say(folder, 'import', 'graphml', 'net.graphml', '--out', 'no/such/out.json');
    expect(said.code).toBe(1);
    expect(said.note).toBe('no/such/out.json: Its folder does not exist. Create it first. [file.no-folder]\n');
  });

  test('a file that is a link to nothing is missing, not a crash', async () => {
    await symlink(join(folder, 'gone'), join(folder, 'link.csv'));
    expect((await say(folder, 'import', 'ifogsim', 'link.csv')).note).toContain('[file.missing]');
    await rm(join(folder, 'link.csv'));
  });
});

describe('evaluate', () => {
  test('--json gives exactly the answer of the engine', async () => {
    const said = await say(folder, 'evaluate', 'plan.edgewright.json', '--json');
    expect([said.code, said.note]).toEqual([0, '']);
    expect(JSON.parse(said.out)).toEqual(JSON.parse(JSON.stringify(evaluate(site))));
    expect(Object.keys(JSON.parse(said.out) as object)).toEqual(
      expect.arrayContaining(['site', 'flows', 'nodes', 'links', 'findings', 'totals']),
    );
  });

  test('without --json a person reads counts, and the worst of each list first', async () => {
    const said = await say(folder, 'evaluate', 'plan.edgewright.json');
    const answer = evaluate(site);
    expect(said.out).toContain(`${answer.totals.flowsMet} met, ${answer.totals.flowsMissed} missed`);
    expect(said.out).toContain('Nodes, fullest first');
    expect(said.out.split('\n').every((line) => line.length < 400)).toBe(true);
  });

  test('--check exits with 3 exactly when a finding is an error', async () => {
    const said = await say(folder, 'evaluate', 'plan.edgewright.json', '--check');
    expect(said.code).toBe(evaluate(site).totals.errors > 0 ? 3 : 0);
    await writeFile(join(folder, 'empty.edgewright.json'), serializeSite({ ...site, flows: {}, placements: {}, policies: {} }));
    const sound = evaluate({ ...site, flows: {}, placements: {}, policies: {} });
    expect((await say(folder, 'evaluate', 'empty.edgewright.json', '--check')).code).toBe(sound.totals.errors > 0 ? 3 : 0);
  });

  test.each([
    ['net.graphml', 'import graphml'],
    ['zeros.bin', 'zero bytes'],
    ['eua', 'folder'],
    ['nowhere.json', 'no such file'],
  ])('%s is refused in less than half a second, with words that help', async (name, words) => {
    const started = performance.now();
    const said = await say(folder, 'evaluate', name, '--json');
    expect(performance.now() - started).toBeLessThan(500);
    expect([said.code, said.out]).toEqual([1, '']);
    expect(said.note).toContain(words);
    expect(said.note.startsWith(name)).toBe(true);
  });

  test('text from a file cannot steer the terminal', async () => {
    await writeFile(
      join(folder, 'evil.edgewright.json'),
      '{"format":"edgewright-site","version":1,"minReader":1,"site":{"\\u001b[2Jx":1}}',
    );
    const said = await say(folder, 'evaluate', 'evil.edgewright.json');
    expect(said.code).toBe(1);
    expect([...said.note].filter((mark) => mark < ' ' && mark !== '\n')).toEqual([]);
  });
});

describe('schema', () => {
  test('prints the published schema', async () => {
    const said = await say(folder, 'schema');
    expect(said.out).toBe(await readFile(new URL('../../assets/schema/edgewright-site.schema.json', import.meta.url), 'utf8'));
  });
});
