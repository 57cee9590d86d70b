import { parseArgs } from 'node:util';
import { chromium, type Locator, type Page } from '@playwright/test';
import { installStopwatch, type DropTiming } from './edit/stopwatch.ts';
import { serveApp } from './kill/app/serve-app.ts';
import { findChromium } from './kill/browser.ts';
import type { BenchOutcome } from './main.ts';
import { CHROMIUM_FLAGS } from '../helpers/chromium-flags.ts';

const READY_MS = 120_000;
const ANSWER_MS = 20_000;
/** A drop that has not changed the document by then was refused. */
const REFUSED_MS = 2_000;

/**
 * On the Melbourne sample, with the real mouse: a placement is dragged from node to node on the tier board, over and over, and the
 * time from each drop to the painted answer is taken in the page. The twin is on the screen all the while.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({ args: [...options], options: { drops: { type: 'string', default: '40' } } });
  const drops = Number(values.drops);
  if (!Number.isInteger(drops) || drops < 2) throw new Error('--drops takes a whole number from 2 up.');
  const server = await serveApp();
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(installStopwatch);
    await page.goto(server.url);
    await page
      .getByRole('button', { name: /Melbourne MEC/ })
      .or(page.getByRole('link', { name: /Melbourne MEC/ }))
      .first()
      .click();
    await page.locator('[role="status"][data-answered]').filter({ hasText: /flows/ }).waitFor({ timeout: READY_MS });
    // The click that opened the sample was a release, too.
    await page.evaluate(() => {
      window.edgewrightDrops = [];
    });
    const rows = await dragAround(page, drops);
    return { figures: summarise(rows), rows };
  } finally {
    await browser.close();
    server.stop();
  }
}

/** Takes the first placement of the board from card to card. A card that refuses it (the service runs there already) is left out from then on. */
async function dragAround(page: Page, drops: number): Promise<DropTiming[]> {
  const chip = page.locator('[data-placement]').first();
  await chip.waitFor({ timeout: READY_MS });
  const placement = (await chip.getAttribute('data-placement')) ?? '';
  const refused = new Set<string>();
  const used: string[] = [];
  while (used.length < drops) {
    const here = await cardOf(page, placement);
    const targets = (await visibleCards(page.locator('[data-drop-node]'), here)).filter((id) => !refused.has(id));
    // The longest unused first, so that each drop changes other flows.
    const target = targets.toSorted((a, b) => used.lastIndexOf(a) - used.lastIndexOf(b))[0];
    if (target === undefined) throw new Error(`After ${used.length} drops no visible node takes ${placement}.`);
    const taken = await dragTo(
      page,
      page.locator(`[data-placement="${placement}"]`).first(),
      page.locator(`[data-drop-node="${target}"]`).first(),
      used.length + 1,
    );
    if (taken) used.push(target);
    else refused.add(target);
  }
  return page.evaluate(() => window.edgewrightDrops);
}

async function cardOf(page: Page, placement: string): Promise<string> {
  const card = page.locator('[data-drop-node]', { has: page.locator(`[data-placement="${placement}"]`) }).first();
  return (await card.getAttribute('data-drop-node')) ?? '';
}

async function visibleCards(cards: Locator, except: string): Promise<string[]> {
  const ids = await cards.evaluateAll((elements) =>
    elements.flatMap((element) => {
      const box = element.getBoundingClientRect();
      const inside = box.top > 0 && box.bottom < window.innerHeight && box.left > 0 && box.right < window.innerWidth;
      const id = element.getAttribute('data-drop-node');
      return inside && id !== null ? [id] : [];
    }),
  );
  return ids.filter((id) => id !== except);
}

/** One drag with a few moves on the way. False when the drop was refused: then nothing was measured. */
async function dragTo(page: Page, from: Locator, to: Locator, expected: number): Promise<boolean> {
  await from.scrollIntoViewIfNeeded();
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  if (start === null || end === null) return false;
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + 8, { steps: 6 });
  await page.waitForTimeout(60);
  const before = await revision(page);
  await page.mouse.up();
  const taken = await page
    .waitForFunction(
      (was) => document.querySelector<HTMLElement>('[role="status"][data-revision]')?.dataset['revision'] !== was,
      before,
      { timeout: REFUSED_MS, polling: 20 },
    )
    .then(() => true)
    .catch(() => false);
  if (!taken) return false;
  await page.waitForFunction((count) => window.edgewrightDrops.length >= count, expected, { timeout: ANSWER_MS, polling: 20 });
  return true;
}

async function revision(page: Page): Promise<string | undefined> {
  return page.locator('[role="status"][data-revision]').evaluate((line) => (line as HTMLElement).dataset['revision']);
}

function summarise(rows: readonly DropTiming[]): Record<string, number> {
  const paint = rows.map((row) => row.dropToPaintMs);
  const worker = rows.map((row) => row.workerMs);
  return {
    drops: rows.length,
    dropToPaintMsP50: percentile(paint, 0.5),
    dropToPaintMsP99: percentile(paint, 0.99),
    workerMsP50: percentile(worker, 0.5),
    workerMsP99: percentile(worker, 0.99),
  };
}

/** Nearest rank. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}
