import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import type { Plugin } from 'vite';
import { projectRoot } from '../../electron/launch/root.mjs';
import { findChromium } from './kill/browser.ts';
import type { BenchOutcome } from './main.ts';
import { CHROMIUM_FLAGS } from '../helpers/chromium-flags.ts';
import { serveFolder } from './scene/serve-folder.ts';

/** Files that are compressed already. */
const COMPRESSED = new Set(['.woff2', '.png', '.jpg', '.wasm.gz']);

/** Characters of each package in a chunk, before it is minified. */
type Shares = ReadonlyMap<string, ReadonlyMap<string, number>>;

interface Row {
  readonly dependency: string;
  readonly bytesGzip: number;
  readonly bytesFirstScreen: number;
}

/**
 * First load of the built application from an empty cache: compressed bytes of everything, of what the start page asks for until it can
 * be used, and the time to then (best of `--runs`). The rows say what each dependency costs: a chunk's compressed bytes are split over
 * the packages in it by their length before minification.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({ args: [...options], options: { runs: { type: 'string', default: '3' } } });
  const outDir = mkdtempSync(join(tmpdir(), 'edgewright-load-'));
  try {
    const shares = await buildApp(outDir);
    const bytes = new Map(filesOf(outDir).map((file) => [relative(outDir, file), compressedBytes(file)]));
    const loads = [];
    for (let run = 0; run < Number(values.runs); run += 1) loads.push(await firstScreen(outDir));
    const asked = loads[0]?.files ?? new Set<string>();
    const sum = (names: Iterable<string>): number => [...names].reduce((total, name) => total + (bytes.get(name) ?? 0), 0);
    const figures = {
      bytesGzip: sum(bytes.keys()),
      bytesFirstScreen: sum(asked),
      interactiveMs: Math.min(...loads.map(({ interactiveMs }) => interactiveMs)),
      filesFirstScreen: asked.size,
      threeOnFirstScreen: Number([...asked].some((name) => /three/.test(name))),
    };
    return { figures, rows: costs(shares, bytes, asked) };
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

async function buildApp(outDir: string): Promise<Shares> {
  const shares = new Map<string, Map<string, number>>();
  const measure: Plugin = {
    name: 'measure',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        const own = new Map<string, number>();
        for (const [id, { renderedLength }] of Object.entries(output.modules)) {
          const name = packageOf(id);
          own.set(name, (own.get(name) ?? 0) + renderedLength);
        }
        shares.set(output.fileName, own);
      }
    },
  };
  await build({
    configFile: join(projectRoot, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [measure],
    worker: { format: 'es', plugins: () => [measure] },
    build: { outDir, emptyOutDir: true },
  });
  return shares;
}

/** The npm package that a module is of; the application's own otherwise. */
function packageOf(id: string): string {
  const path = id.slice(id.lastIndexOf('/node_modules/') + '/node_modules/'.length);
  const found = id.includes('/node_modules/') ? /^(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[0] : undefined;
  return found ?? (id.includes('/assets/') ? 'catalog, samples, texts' : 'edgewright');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

function compressedBytes(file: string): number {
  const content = readFileSync(file);
  return COMPRESSED.has(extname(file)) ? content.length : gzipSync(content, { level: 9 }).length;
}

/** Opens the start page in a fresh browser. It can be used once a sample can be clicked and the page has nothing else to do. */
async function firstScreen(folder: string): Promise<{ readonly files: ReadonlySet<string>; readonly interactiveMs: number }> {
  const server = await serveFolder(folder);
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const files = new Set<string>();
    page.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      files.add(path === '/' ? 'index.html' : decodeURIComponent(path.slice(1)));
    });
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Melbourne MEC', exact: true }).waitFor();
    const interactiveMs = await page.evaluate(
      () => new Promise<number>((resolve) => requestIdleCallback(() => resolve(performance.now()), { timeout: 10_000 })),
    );
    return { files, interactiveMs };
  } finally {
    await browser.close();
    server.close();
  }
}

function costs(shares: Shares, bytes: ReadonlyMap<string, number>, asked: ReadonlySet<string>): Row[] {
  const all = new Map<string, { total: number; first: number }>();
  for (const [chunk, own] of shares) {
    const length = [...own.values()].reduce((sum, one) => sum + one, 0);
    for (const [name, characters] of own) {
      const share = length === 0 ? 0 : ((bytes.get(chunk) ?? 0) * characters) / length;
      const known = all.get(name) ?? { total: 0, first: 0 };
      all.set(name, { total: known.total + share, first: known.first + (asked.has(chunk) ? share : 0) });
    }
  }
  // What is no script: styles, typefaces, compiled modules, data.
  for (const [file, size] of bytes) {
    if (shares.has(file)) continue;
    const name = `files *${extname(file)}`;
    const known = all.get(name) ?? { total: 0, first: 0 };
    all.set(name, { total: known.total + size, first: known.first + (asked.has(file) ? size : 0) });
  }
  return [...all]
    .map(([dependency, { total, first }]) => ({
      dependency,
      bytesGzip: Math.round(total),
      bytesFirstScreen: Math.round(first),
    }))
    .toSorted((a, b) => b.bytesGzip - a.bytesGzip);
}
