import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { projectRoot } from '../../electron/launch/root.mjs';
import type { Stage, Walk } from '../e2e/screens/stage.ts';
import { findTextProblems } from '../e2e/screens/text-problems.ts';
import { WALKS } from '../e2e/screens/walks.ts';
import type { Language } from '../e2e/screens/words.ts';
import { LANGUAGES, wordsOf } from '../e2e/screens/words.ts';
import { CHROMIUM_FLAGS } from '../helpers/chromium-flags.ts';
import { findChromium } from './kill/browser.ts';
import type { BenchOutcome } from './main.ts';
import { serveFolder } from './scene/serve-folder.ts';

const SCHEMES = ['light', 'dark'] as const;
const SIZE = { width: 1280, height: 720 };

interface Row {
  readonly language: Language;
  readonly screen: string;
  /** Why it could not be set up; null when it was. */
  readonly notOpened: string | null;
  readonly axe: readonly string[];
  readonly text: readonly string[];
  /** Pictures by theme, names of files beside the sheet. */
  readonly pictures: readonly string[];
}

/**
 * The contact sheet: every screen of the application at 1280 × 720, light and dark, in each language, with what axe (WCAG rules of its
 * default set) and the search for cut or overlapping text find there. Writes pictures and `index.html` to `.cache/screens`, or to `--out`.
 * Options: `--language en`, `--walk NAME`, `--no-axe`. Figures: screens set up, those that could not be, findings of both.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      out: { type: 'string', default: join(projectRoot, '.cache', 'screens') },
      language: { type: 'string' },
      walk: { type: 'string' },
      'no-axe': { type: 'boolean', default: false },
    },
  });
  mkdirSync(values.out, { recursive: true });
  const app = mkdtempSync(join(tmpdir(), 'edgewright-screens-'));
  try {
    await build({
      configFile: join(projectRoot, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: app, emptyOutDir: true },
    });
    const server = await serveFolder(app);
    const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...CHROMIUM_FLAGS] });
    const rows: Row[] = [];
    try {
      for (const language of LANGUAGES.filter((one) => values.language === undefined || values.language === one)) {
        for (const walk of WALKS.filter(({ name }) => values.walk === undefined || values.walk === name)) {
          rows.push(...(await go(browser, server.origin, language, walk, values.out, !values['no-axe'])));
        }
      }
    } finally {
      await browser.close();
      server.close();
    }
    writeFileSync(join(values.out, 'index.html'), sheetOf(rows));
    const opened = rows.filter(({ notOpened }) => notOpened === null);
    const figures = {
      screens: opened.length,
      notOpened: rows.length - opened.length,
      axeViolations: new Set(rows.flatMap(({ axe }) => axe)).size,
      textProblems: new Set(rows.flatMap(({ text }) => text)).size,
    };
    return { figures, rows };
  } finally {
    rmSync(app, { recursive: true });
  }
}

async function go(
  browser: Browser,
  origin: string,
  language: Language,
  walk: Walk,
  out: string,
  withAxe: boolean,
): Promise<Row[]> {
  const context = await browser.newContext({ baseURL: origin, locale: language, viewport: SIZE, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const stage: Stage = { page, words: wordsOf(language) };
  const rows: Row[] = [];
  try {
    for (const screen of walk.screens) {
      const of = { language, screen: `${walk.name} · ${screen.name}` };
      await page.emulateMedia({ colorScheme: 'light' });
      const problem = await screen.open(stage).then(
        () => null,
        (error: unknown) => String(error).split('\n')[0] ?? 'unknown',
      );
      if (problem !== null) {
        rows.push({ ...of, notOpened: problem, axe: [], text: [], pictures: [] });
        continue;
      }
      const axe = new Set<string>();
      const pictures: string[] = [];
      let text: readonly string[] = [];
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await settle(page);
        const file = `${language}-${walk.name}-${screen.name}-${colorScheme}.png`.replaceAll(/[^\w.-]+/g, '-');
        await page.screenshot({ path: join(out, file) });
        pictures.push(file);
        if (withAxe) for (const one of await violations(page, colorScheme === 'dark' ? ['color-contrast'] : null)) axe.add(one);
        if (colorScheme === 'light') {
          text = (await page.evaluate(findTextProblems)).map(({ kind, text: words, where }) => `${kind}: “${words}” ${where}`);
        }
      }
      rows.push({ ...of, notOpened: null, axe: [...axe], text, pictures });
    }
  } finally {
    await context.close();
  }
  return rows;
}

/** What a click or another theme sets off is laid out after two frames, and the twin has faded. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
  await page.waitForTimeout(300);
}

async function violations(page: Page, rules: string[] | null): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations: broken } = await (rules === null ? axe : axe.withRules(rules)).analyze();
  return broken.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

function sheetOf(rows: readonly Row[]): string {
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const list = (items: readonly string[]): string => items.map((one) => `<li>${escape(one)}</li>`).join('');
  const figure = ({ language, screen, notOpened, axe, text, pictures }: Row): string => `<section>
<h2>${escape(screen)} <small>${language}</small></h2>
${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${escape(screen)}" loading="lazy"></a>`).join('')}
<ul>${notOpened === null ? '' : `<li>${escape(notOpened)}</li>`}${list(axe)}${list(text)}</ul>
</section>`;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Edgewright: screens</title>
<style>body{font:13px system-ui;margin:24px}section{display:inline-block;vertical-align:top;width:640px;margin:0 16px 24px 0}
img{width:316px;border:1px solid #bbb}h2{font-size:13px}ul{color:#a01a5b;overflow-wrap:anywhere}</style>
${rows.map(figure).join('\n')}
</html>
`;
}
