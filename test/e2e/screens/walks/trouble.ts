import { expect } from '@playwright/test';
import { answered, button, openSampleOn } from '../stage.ts';
import type { Walk } from '../stage.ts';

export const TROUBLE_WALKS: readonly Walk[] = [
  {
    name: 'no-webgl',
    screens: [
      {
        name: 'twin-lost',
        async open(stage) {
          await stage.page.addInitScript(() => {
            const original = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
              return kind.startsWith('webgl')
                ? null
                : (original as (...all: unknown[]) => RenderingContext | null).call(this, kind, ...rest);
            } as typeof original;
          });
          await openSampleOn(stage, 'car-factory-qc');
          await expect(stage.page.getByText(stage.words.t('twin.lost'))).toBeVisible({ timeout: 20_000 });
        },
      },
    ],
  },
  {
    name: 'no-storage',
    screens: [
      {
        name: 'no-storage',
        async open({ page }) {
          await page.addInitScript(() => {
            Object.defineProperty(window, 'indexedDB', {
              get: () => {
                throw new Error('storage is switched off');
              },
            });
          });
          await page.goto('/');
          await expect(
            page
              .getByRole('alert')
              .or(page.getByRole('region', { name: /./ }))
              .first(),
          ).toBeVisible();
        },
      },
      {
        name: 'no-storage-site',
        async open(stage) {
          await button(stage, 'action.new-site').click();
          await answered(stage.page);
        },
      },
    ],
  },
  {
    name: 'second-window',
    screens: [
      {
        name: 'read-only',
        async open(stage) {
          await openSampleOn(stage, 'mec-region');
          const other = await stage.page.context().newPage();
          await other.goto(stage.page.url());
          await answered(other);
          await stage.page.goto('about:blank');
          await stage.page.goto(other.url());
          await answered(stage.page);
          await expect(stage.page.getByText(stage.words.t('title.readOnly'))).toBeVisible();
        },
      },
    ],
  },
  {
    name: 'no-engine',
    screens: [
      {
        name: 'engine-failed',
        async open({ page, words }) {
          await page.route(/\/worker-[^/]*\.js/, (route) => route.abort());
          await page.goto('/');
          await page.getByRole('button', { name: words.sample('mec-region'), exact: true }).click();
          await expect(page.getByText(words.t('status.engineFailed'))).toBeVisible({ timeout: 60_000 });
        },
      },
    ],
  },
  {
    name: 'report',
    screens: [
      {
        name: 'report',
        async open(stage) {
          const { page } = stage;
          await openSampleOn(stage, 'car-factory-qc');
          const download = page.waitForEvent('download');
          await page.keyboard.press('Control+p');
          const path = await (await download).path();
          await page.goto(`file://${path}`);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        },
      },
    ],
  },
];
