import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { relay } from '../../electron/launch/child.mjs';
import { findChromium } from '../../electron/launch/chromium.mjs';
import { fingerprint } from '../../electron/launch/fingerprint.ts';
import { withLock } from '../../electron/launch/lock.mjs';
import { readOptions } from '../../electron/launch/options.mjs';
import { ensurePackages, missingPackage } from '../../electron/launch/packages.mjs';
import { projectRoot } from '../../electron/launch/root.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgewright-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the options of npm start', () => {
  test.each([
    [[], { mode: 'window' }],
    [['--help'], { mode: 'help' }],
    [['--browser'], { mode: 'serve', port: 0, open: true }],
    [['--no-open'], { mode: 'serve', port: 0, open: false }],
    [['--no-open', '--port', '4173'], { mode: 'serve', port: 4173, open: false }],
    [['--port', '65535'], { mode: 'serve', port: 65_535, open: true }],
  ])('%j', (args, expected) => {
    expect(readOptions(args)).toEqual(expected);
  });

  test.each([['--port'], ['--port', '0'], ['--port', '65536'], ['--port', '80x'], ['--port', '-1'], ['--wrong'], ['extra']])(
    'refuses %j %j',
    (...args) => {
      expect(readOptions(args)).toMatchObject({ mode: 'refused' });
    },
  );
});

describe('the installed packages', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  async function install(locked: object, installed: object | null): Promise<void> {
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    if (installed === null) return;
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }

  test('are complete when all that is locked and not optional is there', async () => {
    await install(wanted, { 'node_modules/a': { version: '1.0.0' } });
    expect(await missingPackage(folder)).toBeNull();
  });

  test('are missing when none, another version or half of them are there', async () => {
    await install(wanted, null);
    expect(await missingPackage(folder)).toContain('none');
    await install(wanted, { 'node_modules/a': { version: '1.0.1' } });
    expect(await missingPackage(folder)).toContain('node_modules/a 1.0.0');
    await install(wanted, {});
    expect(await missingPackage(folder)).toContain('node_modules/a');
  });

  test('are never installed through a link into another checkout', async () => {
    await install(wanted, null);
    const other = await mkdtemp(join(tmpdir(), 'edgewright-other-'));
    await writeFile(join(other, 'kept'), '');
    await rm(join(folder, 'node_modules'), { recursive: true, force: true });
    await symlink(other, join(folder, 'node_modules'));
    await expect(ensurePackages(folder)).rejects.toThrow('node_modules is a link');
    expect(await readdir(other)).toEqual(['kept']);
    await rm(other, { recursive: true });
  });

  test('cannot be judged without a lock file', async () => {
    await expect(missingPackage(folder)).rejects.toThrow('package-lock.json');
  });

  test('of this checkout are complete', async () => {
    expect(await missingPackage(projectRoot)).toBeNull();
  });
});

describe('the lock', () => {
  test('lets one in at a time', async () => {
    const lock = join(folder, 'lock');
    const trace: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      trace.push(`${name} in`);
      await sleep(20);
      trace.push(`${name} out`);
    };
    await Promise.all([withLock(lock, work('a')), withLock(lock, work('b'))]);
    expect(trace).toHaveLength(4);
    expect(trace[0]?.[0]).toBe(trace[1]?.[0]);
  });

  test('of a process that is gone is taken over, and so is one without an owner that is old', async () => {
    const lock = join(folder, 'lock');
    const gone = spawnSync(process.execPath, ['--version']).pid;
    await mkdir(lock);
    await writeFile(join(lock, 'owner'), String(gone));
    expect(await withLock(lock, async () => 'in')).toBe('in');
    await mkdir(lock);
    await utimes(lock, new Date(0), new Date(0));
    expect(await withLock(lock, async () => 'in')).toBe('in');
  });

  test('is given back when the work fails', async () => {
    const lock = join(folder, 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await withLock(lock, async () => 'in')).toBe('in');
  });
});

describe('finding Chromium', () => {
  test('takes the named one, then the first on the path, and no file that is no program', async () => {
    const program = join(folder, 'chromium');
    const named = join(folder, 'my-browser');
    await writeFile(program, '');
    await writeFile(named, '');
    await chmod(named, 0o755);
    expect(findChromium({ PATH: folder })).not.toBe(program);
    await chmod(program, 0o755);
    expect(findChromium({ PATH: folder })).toBe(program);
    expect(findChromium({ PATH: folder, EDGEWRIGHT_CHROMIUM: named })).toBe(named);
    expect(findChromium({ PATH: folder, EDGEWRIGHT_CHROMIUM: join(folder, 'gone') })).toBe(program);
  });
});

describe('the fingerprint of the sources', () => {
  test('changes with a content, a name and a new file, not with what a build leaves', async () => {
    await mkdir(join(folder, 'renderer', 'dist'), { recursive: true });
    await writeFile(join(folder, 'renderer', 'a.ts'), '1');
    const read = (): Promise<string> => fingerprint(folder, ['renderer', 'package-lock.json']);
    const first = await read();
    await writeFile(join(folder, 'renderer', 'dist', 'a.js'), 'built');
    expect(await read()).toBe(first);
    const seen = new Set([first]);
    await writeFile(join(folder, 'renderer', 'a.ts'), '2');
    seen.add(await read());
    await writeFile(join(folder, 'renderer', 'b.ts'), '');
    seen.add(await read());
    await writeFile(join(folder, 'package-lock.json'), '{}');
    seen.add(await read());
    expect(seen.size).toBe(4);
  });
});

describe('running a script', () => {
  const runner = join(projectRoot, 'electron', 'launch', 'run.mjs');

  test('passes arguments, input, output and exit code, and keeps the output clean', async () => {
    const script = join(folder, 'script.ts');
    await writeFile(
      script,
      `const text: string = await new Response(process.stdin as never).text();
       console.log(JSON.stringify({ args: process.argv.slice(2), text, major: parseInt(process.versions.node), main: import.meta.main }));
       process.exitCode = 7;`,
    );
    const { stdout, status } = spawnSync(process.execPath, [runner, script, 'a b', '--json'], {
      input: 'given',
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toEqual({ args: ['a b', '--json'], text: 'given', major: 24, main: true });
    expect(status).toBe(7);
  });

  test('hands a signal on to the program it stands for', async () => {
    const mark = join(folder, 'mark');
    const program = `process.on('SIGTERM', () => { require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'got it'); process.exit(5); }); setInterval(() => {}, 1000); console.log('up');`;
    const relaying = `import { relay } from ${JSON.stringify(join(projectRoot, 'electron', 'launch', 'child.mjs'))}; process.exit(await relay(process.execPath, ['-e', ${JSON.stringify(program)}]));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', relaying], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect([code, await readFile(mark, 'utf8')]).toEqual([5, 'got it']);
  });

  test('under npm, ends the program when the shell between dies without a word', async () => {
    const program = `console.log(process.pid); setInterval(() => {}, 1000);`;
    const relaying = `import { relay } from ${JSON.stringify(join(projectRoot, 'electron', 'launch', 'child.mjs'))}; await relay(process.execPath, ['-e', ${JSON.stringify(program)}]);`;
    const script = join(folder, 'relaying.mjs');
    await writeFile(script, relaying);
    // The second command keeps the shell from giving its own process to the first.
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${script}"; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    const processId = await new Promise<number>((resolve) => shell.stdout.once('data', (text) => resolve(Number(text))));
    shell.kill('SIGKILL');
    await expect.poll(() => isAlive(processId), { timeout: 5_000 }).toBe(false);
  });

  test('tells a program that a signal ended by its number', async () => {
    expect(await relay(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(137);
    await expect(relay(join(folder, 'no-such-program'), [])).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
