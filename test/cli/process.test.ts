import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { serializeSite } from '../../core/site/file.ts';
import { projectRoot } from '../../electron/launch/root.mjs';
import { randomSite } from '../helpers/random-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'edgewright-process-'));
writeFileSync(join(folder, 'plan.edgewright.json'), serializeSite(randomSite(2)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command line as a process of its own. */
function start(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { code: number | null; out: string; note: string } {
  const env = { ...process.env, npm_lifecycle_event: '', INIT_CWD: '', ...environment };
  const done = spawnSync(process.execPath, [join(projectRoot, 'core/cli/main.ts'), ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, note: done.stderr };
}

describe('as a process', () => {
  test('standard output is pure JSON, and the exit code is 0', () => {
    const said = start(['evaluate', 'plan.edgewright.json', '--json']);
    expect([said.code, said.note]).toEqual([0, '']);
    expect(Object.keys(JSON.parse(said.out) as object)).toContain('totals');
  });

  test('a refusal goes to the error stream with exit code 1, a wrong command line with 2', () => {
    const refused = start(['evaluate', 'missing.json', '--json']);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.note).toContain('missing.json');
    expect(start(['evaluate']).code).toBe(2);
  });

  test('through npm, relative paths start where the user stands', () => {
    const environment = { npm_lifecycle_event: 'edgewright', INIT_CWD: folder };
    const done = spawnSync(process.execPath, [join(projectRoot, 'core/cli/main.ts'), 'schema', '--out', 'schema.json'], {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
    });
    expect(done.status).toBe(0);
    expect(readFileSync(join(folder, 'schema.json'), 'utf8')).toContain('Edgewright site file');
  });
});
