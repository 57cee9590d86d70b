import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { watchErrors } from '../workspace.ts';
import type { Stage } from './stage.ts';
import { findTextProblems } from './text-problems.ts';
import { WALKS } from './walks.ts';
import { LANGUAGES, wordsOf } from './words.ts';

/** Windows of the issue, and a usual one at 200 %: a browser that zooms has half as many pixels of the page. */
const WINDOWS = [
  { name: '1920 × 1080', width: 1920, height: 1080 },
  { name: '2560 × 1440', width: 2560, height: 1440 },
  { name: '1920 × 1080 at 200 %', width: 960, height: 540 },
  { name: '1280 × 720', width: 1280, height: 720 },
] as const;

const [, , , FIRST] = WINDOWS;

for (const language of LANGUAGES) {
  for (const walk of WALKS) {
    test.describe(`${walk.name} in ${language}`, () => {
      test.use({ locale: language, viewport: { width: FIRST.width, height: FIRST.height }, reducedMotion: 'reduce' });

      test('passes axe in both themes, and no text overlaps or is cut', async ({ page }) => {
        test.setTimeout(60_000 + 20_000 * walk.screens.length);
        const errors = watchErrors(page);
        await page.addInitScript(drawNothing);
        const stage: Stage = { page, words: wordsOf(language) };
        /** What is wrong, with the first screen and the first window or theme it was seen in. */
        const found = new Map<string, string>();
        for (const screen of walk.screens) {
          await page.emulateMedia({ colorScheme: 'light' });
          await test.step(screen.name, () => screen.open(stage));
          await settle(page);
          const say = (at: string, what: string): void => {
            if (!found.has(what)) found.set(what, `${screen.name} · ${at}`);
          };
          for (const one of await violations(page, null)) say('light', one);
          await page.emulateMedia({ colorScheme: 'dark' });
          await settle(page);
          // The themes differ in nothing but their colours.
          for (const one of await violations(page, ['color-contrast'])) say('dark', one);
          for (const { name, width, height } of WINDOWS) {
            await page.setViewportSize({ width, height });
            await settle(page);
            for (const { kind, text, where } of await page.evaluate(findTextProblems)) say(name, `${kind}: “${text}” ${where}`);
          }
        }
        expect([...found].map(([what, where]) => `${where} · ${what}`)).toEqual([]);
        if (!walk.name.startsWith('no-')) expect(errors).toEqual([]);
      });
    });
  }
}

/** Neither axe nor the search for texts sees into the twin, and drawing it in software at four sizes is most of the time. */
function drawNothing(): void {
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements'] as const)
    WebGL2RenderingContext.prototype[name] = () => undefined;
}

/** Two frames: what a resize or a click sets off is laid out by then. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
}

async function violations(page: Page, rules: string[] | null): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: broken } = await (rules === null ? axe : axe.withRules(rules)).analyze();
  return broken.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}
