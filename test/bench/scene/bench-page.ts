import { writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { RecordRef } from '../../../renderer/store/interaction-store.ts';
import { findChromium } from '../kill/browser.ts';
import { DRAIN_END, DRAIN_START, installInstruments, INSTRUMENT_SETTING } from './instruments.ts';
import type { BenchPage } from './page/page.tsx';
import { scriptTimes } from './script-time.ts';
import type { TraceEvent } from './script-time.ts';
import { CHROMIUM_FLAGS } from '../../helpers/chromium-flags.ts';

const VIEWPORT = { width: 1280, height: 800 };
/** With nothing drawn for so long the scene is at rest. */
const REST_MS = 400;
const PATIENCE_MS = 300_000;
const CATEGORIES = ['devtools.timeline', 'blink.user_timing', 'v8', 'disabled-by-default-v8.gc'];

declare const window: { readonly sceneBench: BenchPage } & Window;

/** A scene in a browser of its own. */
export interface SceneInBrowser {
  readonly page: Page;
  readonly firstPictureMs: number;
  /** Carries out a gesture and gives the scripting time of each frame it made, ms. */
  timed(gesture: () => Promise<void>): Promise<number[]>;
  /** How many were drawn so far. */
  frames(): Promise<number>;
  drawCalls(): Promise<number>;
  /** Live after a collection, typed arrays included. */
  heapMiB(): Promise<number>;
  /** The pointer to a spot, and the frame that comes of it, if one does. */
  moveTo(xPx: number, yPx: number): Promise<void>;
  screenPosition(ref: RecordRef): Promise<{ readonly xPx: number; readonly yPx: number } | null>;
  atRest(): Promise<void>;
  /** Waits until more frames than these were drawn: one that was asked for may have to wait for the rasteriser of the one before. */
  drawnBeyond(frames: number): Promise<void>;
  close(): Promise<void>;
}

export async function openScene(origin: string, kind: 'twin' | 'plain', nodes: number): Promise<SceneInBrowser> {
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...CHROMIUM_FLAGS] });
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => console.error(error.message));
  await page.addInitScript(installInstruments, INSTRUMENT_SETTING);
  await page.goto(origin);
  await page.waitForFunction(() => 'sceneBench' in window);
  await page.evaluate((count) => window.sceneBench.prepare(count), nodes);
  const started = await page.evaluate((what) => {
    const now = performance.now();
    window.sceneBench.mount(what);
    return now;
  }, kind);
  await page.waitForFunction(() => window.frameCounts.frames > 0, undefined, { polling: 10, timeout: PATIENCE_MS });
  const firstPictureMs = (await page.evaluate(() => window.frameCounts.drainedAtMs)) - started;
  // From here on what counts is what scripts do.
  await page.evaluate(() => {
    window.frameCounts.whole = false;
  });
  const session = await page.context().newCDPSession(page);
  return new OpenScene(browser, page, session, firstPictureMs);
}

class OpenScene implements SceneInBrowser {
  readonly page: Page;
  readonly firstPictureMs: number;
  private readonly browser: Browser;
  private readonly session: CDPSession;

  constructor(browser: Browser, page: Page, session: CDPSession, firstPictureMs: number) {
    this.browser = browser;
    this.page = page;
    this.session = session;
    this.firstPictureMs = firstPictureMs;
  }

  async timed(gesture: () => Promise<void>): Promise<number[]> {
    await this.atRest();
    await this.browser.startTracing(this.page, { categories: CATEGORIES });
    await gesture();
    await this.atRest();
    const trace = JSON.parse((await this.browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
    const kept = process.env['EDGEWRIGHT_BENCH_TRACE'];
    if (kept !== undefined) writeFileSync(`${kept}-${Date.now()}.json`, JSON.stringify(trace));
    return scriptTimes(trace.traceEvents, DRAIN_START, DRAIN_END);
  }

  drawCalls(): Promise<number> {
    return this.page.evaluate(() => window.frameCounts.drawCalls);
  }

  async heapMiB(): Promise<number> {
    await this.session.send('HeapProfiler.collectGarbage');
    const usage = (await this.session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
    return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 2 ** 20;
  }

  async moveTo(xPx: number, yPx: number): Promise<void> {
    const before = await this.frames();
    await this.page.mouse.move(xPx, yPx);
    for (let wait = 0; wait < 30 && (await this.frames()) === before; wait += 1) await this.page.waitForTimeout(8);
  }

  screenPosition(ref: RecordRef): Promise<{ readonly xPx: number; readonly yPx: number } | null> {
    return this.page.evaluate((asked) => window.sceneBench.screenPosition(asked), ref);
  }

  async atRest(): Promise<void> {
    for (let before = -1; ;) {
      const now = await this.frames();
      if (now === before) return;
      before = now;
      await this.page.waitForTimeout(REST_MS);
    }
  }

  async drawnBeyond(frames: number): Promise<void> {
    await this.page.waitForFunction((before) => window.frameCounts.frames > before, frames, { polling: 20 });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  frames(): Promise<number> {
    return this.page.evaluate(() => window.frameCounts.frames);
  }
}
