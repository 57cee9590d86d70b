import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build, type InlineConfig } from 'vite';
import { fingerprint } from './fingerprint.ts';
import { withLock } from './lock.mjs';
import { projectRoot } from './root.mjs';
import { say } from './say.mjs';

interface Part {
  readonly name: string;
  /** What the output depends on; package-lock.json stands for the libraries. */
  readonly inputs: readonly string[];
  /** Present exactly when the part was built. */
  readonly output: string;
  readonly config: InlineConfig;
}

const shared = ['core', 'package-lock.json', 'electron/launch/build.ts'];

export const rendererFolder = join(projectRoot, 'renderer', 'dist');

const parts: readonly Part[] = [
  {
    name: 'renderer',
    inputs: [...shared, 'renderer', 'assets', 'vite.config.ts', 'electron/ipc'],
    output: join(rendererFolder, 'index.html'),
    config: { configFile: join(projectRoot, 'vite.config.ts') },
  },
  {
    name: 'main process',
    inputs: [...shared, 'electron'],
    output: join(projectRoot, 'electron', 'dist', 'main.js'),
    config: shellConfig('electron/main/main.ts', 'es', 'main.js'),
  },
  {
    // A sandboxed preload script is one CommonJS file that may require `electron` and nothing else.
    name: 'preload script',
    inputs: [...shared, 'electron'],
    output: join(projectRoot, 'electron', 'dist', 'preload.cjs'),
    config: shellConfig('electron/preload/preload.ts', 'cjs', 'preload.cjs'),
  },
];

/** Builds each part whose sources differ from those of its last build. `force` builds all. */
export async function buildStale(force = false): Promise<void> {
  await withLock(join(projectRoot, '.cache', 'build.lock'), async () => {
    for (const part of parts) await buildPart(part, force);
  });
}

async function buildPart(part: Part, force: boolean): Promise<void> {
  const stampFile = join(projectRoot, '.cache', `${part.name.replace(' ', '-')}.built`);
  const wanted = await fingerprint(projectRoot, part.inputs);
  const built = await readFile(stampFile, 'utf8').catch(() => null);
  const isThere = (await stat(part.output).catch(() => null)) !== null;
  if (!force && isThere && built === wanted) return;
  const startMs = performance.now();
  await build({ ...part.config, logLevel: 'warn', mode: 'production' });
  await mkdir(join(projectRoot, '.cache'), { recursive: true });
  await writeFile(stampFile, wanted);
  say(`built the ${part.name} in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
}

/** How the main process or the preload script becomes one file. */
export function shellConfig(entry: string, format: 'es' | 'cjs', fileName: string): InlineConfig {
  return {
    configFile: false,
    root: projectRoot,
    publicDir: false,
    build: {
      ssr: join(projectRoot, entry),
      outDir: join(projectRoot, 'electron', 'dist'),
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: { external: ['electron', /^node:/], output: { format, entryFileNames: fileName } },
    },
  };
}

if (import.meta.main) await buildStale(process.argv.includes('--force'));
