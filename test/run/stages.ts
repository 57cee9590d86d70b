import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../electron/launch/root.mjs';
import { countPlaywright, countVitest, distrust, oneFailed, onePassed, skipReasons, type Counts } from './counts.ts';
import type { StageName } from './options.mjs';

export interface Stage {
  readonly name: StageName;
  readonly title: string;
  readonly run: (grep: string | null) => Promise<Counts>;
}

const typeProjects = ['core', 'core/cli', 'renderer', 'electron', 'test'];

/** In the order of their cost: what is quick to fail comes first. */
export const stages: readonly Stage[] = [
  { name: 'format', title: 'format (oxfmt)', run: () => runCheck('oxfmt/bin/oxfmt', ['--check']) },
  { name: 'lint', title: 'lint (oxlint)', run: () => runCheck('oxlint/bin/oxlint', ['--deny-warnings']) },
  ...typeProjects.map((project): Stage => ({
    name: 'types',
    title: `types of ${project}`,
    run: () => runCheck('typescript/bin/tsc', ['-p', project]),
  })),
  { name: 'unit', title: 'unit and contract tests (vitest)', run: runVitest },
  { name: 'build', title: 'build (vite)', run: () => runScript(join('electron', 'launch', 'build.ts')) },
  { name: 'e2e', title: 'end to end in Chromium (Playwright)', run: runPlaywright },
];

async function runCheck(program: string, args: readonly string[]): Promise<Counts> {
  return (await runNode([join('node_modules', program), ...args])) ? onePassed : oneFailed;
}

async function runScript(script: string): Promise<Counts> {
  return (await runNode([script])) ? onePassed : oneFailed;
}

function runVitest(grep: string | null): Promise<Counts> {
  const report = join(projectRoot, '.cache', 'vitest.json');
  const args = [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  if (grep !== null) args.push('-t', grep, '--passWithNoTests');
  return runSuite(args, {}, report, countVitest, grep !== null);
}

function runPlaywright(grep: string | null): Promise<Counts> {
  const report = join(projectRoot, '.cache', 'playwright.json');
  const args = [
    join('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    '-c',
    'test/e2e/playwright.config.ts',
    '--reporter=list,json',
  ];
  if (grep !== null) args.push('--grep', grep, '--pass-with-no-tests');
  return runSuite(args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, report, countAndExplain, grep !== null);
}

function countAndExplain(report: unknown): Counts {
  for (const [reason, count] of skipReasons(report)) console.log(`  ${count} skipped: ${reason}`);
  return countPlaywright(report);
}

async function runSuite(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  reportFile: string,
  count: (report: unknown) => Counts,
  mayBeEmpty: boolean,
): Promise<Counts> {
  await rm(reportFile, { force: true });
  const exitedWell = await runNode(args, env);
  const report = await readFile(reportFile, 'utf8').then(
    (text): unknown => JSON.parse(text),
    () => null,
  );
  return report === null ? oneFailed : distrust(count(report), exitedWell, mayBeEmpty);
}

function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...args], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
