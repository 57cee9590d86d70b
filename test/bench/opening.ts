import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { serializeSite } from '../../core/site/file.ts';
import { scaleSite } from '../helpers/scale-site.ts';
import { serveApp } from './kill/app/serve-app.ts';
import { findChromium } from './kill/browser.ts';
import type { BenchOutcome } from './main.ts';
import { CHROMIUM_FLAGS } from '../helpers/chromium-flags.ts';

const ANSWER_MS = 180_000;

/** What the page notes. Times in ms. */
interface Noted {
  /** Parts of the first answer, each from its message to the end of its handler. */
  readonly partsMs: number[];
  /** Tasks that kept the page from drawing for more than 50 ms: when each began, and how long it took. */
  readonly longTasks: { readonly atMs: number; readonly tookMs: number }[];
  firstPartAtMs: number | null;
  lastPartAtMs: number | null;
}

declare global {
  interface Window {
    edgewrightOpening: Noted;
  }
}

/**
 * A generated city is opened from a file in a browser: how long the first answer keeps the page from drawing, part by part, and the longest task
 * from the first part on, drawing included; from the choice of the file, how long until the site is shown and answered, and all tasks over 50 ms.
 * Then it is opened from the library. Options: `--nodes N` (500: 5,000 flows), `--compressed`.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: { nodes: { type: 'string', default: '500' }, compressed: { type: 'boolean', default: false } },
  });
  const site = scaleSite('city', Number(values.nodes), 1);
  const folder = mkdtempSync(join(tmpdir(), 'edgewright-opening-'));
  const file = join(folder, `city.edgewright.json${values.compressed ? '.gz' : ''}`);
  const text = serializeSite(site);
  writeFileSync(file, values.compressed ? gzipSync(text) : text);
  const server = await serveApp();
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(note);
    await page.goto(server.url);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open file' }).click();
    await (await chooser).setFiles(file);
    const chosenAtMs = await page.evaluate(() => performance.now());
    const line = page.locator('[role="status"][data-answered]').filter({ hasText: /flows/ });
    await line.waitFor({ timeout: ANSWER_MS });
    const answeredAtMs = await page.evaluate(() => performance.now());
    await page.waitForTimeout(3_000);
    const noted = await page.evaluate(() => window.edgewrightOpening);
    await page.reload();
    const askedAtMs = 0;
    await line.waitFor({ timeout: ANSWER_MS });
    const againAtMs = await page.evaluate(() => performance.now());
    await page.waitForTimeout(3_000);
    const again = (await page.evaluate(() => window.edgewrightOpening)).longTasks;
    const from = noted.firstPartAtMs ?? 0;
    const until = noted.lastPartAtMs ?? 0;
    const during = noted.longTasks.filter((task) => task.atMs + task.tookMs > from && task.atMs < until);
    const opening = noted.longTasks.filter((task) => task.atMs >= chosenAtMs);
    const after = noted.longTasks.filter((task) => task.atMs >= until);
    return {
      figures: {
        flows: Object.keys(site.flows).length,
        parts: noted.partsMs.length,
        partMsMax: Math.max(0, ...noted.partsMs),
        partsMsSum: noted.partsMs.reduce((sum, ms) => sum + ms, 0),
        longestTaskWhileArrivingMs: Math.max(0, ...during.map((task) => task.tookMs)),
        fileMB: text.length / 1e6,
        secondsToAnswer: (answeredAtMs - chosenAtMs) / 1000,
        longestTaskMs: Math.max(0, ...opening.map((task) => task.tookMs)),
        longTasks: opening.length,
        longTasksSumMs: opening.reduce((sum, task) => sum + task.tookMs, 0),
        secondsFromLibrary: (againAtMs - askedAtMs) / 1000,
        longestTaskFromLibraryMs: Math.max(0, ...again.map((task) => task.tookMs)),
        longestTaskAfterMs: Math.max(0, ...after.map((task) => task.tookMs)),
      },
      rows: [noted],
    };
  } finally {
    await browser.close();
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs in the page, before the app. */
function note(): void {
  const noted: Noted = { partsMs: [], longTasks: [], firstPartAtMs: null, lastPartAtMs: null };
  window.edgewrightOpening = noted;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.longTasks.push({ atMs: entry.startTime, tookMs: entry.duration });
  }).observe({ entryTypes: ['longtask'] });
  const Real = globalThis.Worker;
  globalThis.Worker = class extends Real {
    override set onmessage(hear: ((this: Worker, event: MessageEvent) => unknown) | null) {
      super.onmessage =
        hear === null
          ? null
          : function timed(this: Worker, event: MessageEvent<{ readonly kind?: string; readonly isLast?: boolean }>) {
              const started = performance.now();
              const isPart = event.data.kind === 'result' && noted.lastPartAtMs === null;
              hear.call(this, event);
              if (!isPart) return;
              noted.firstPartAtMs ??= started;
              noted.partsMs.push(performance.now() - started);
              if (event.data.isLast === true) noted.lastPartAtMs = performance.now();
            };
    }
  };
}
