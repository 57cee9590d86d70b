import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../electron/launch/root.mjs';

const PICTURES = join(projectRoot, 'test', 'e2e', 'pictures');

/** Keeps what is on the screen, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Notes what the page throws, logs as an error or may not do by its policy; to be empty at the end. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

export function status(page: Page): Locator {
  return page.getByRole('status');
}

/** Opens a sample from the start page and waits for its first answer. */
export async function openSample(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name, exact: true }).click();
  await expect(status(page)).toContainText(/\d+ flows?/, { timeout: 30_000 });
  await expect(status(page)).toContainText(/\d+ findings?/);
}

/** Revision of the document that is open. */
export async function revision(page: Page): Promise<number> {
  return Number(await status(page).getAttribute('data-revision'));
}

/** Waits until the answer to this revision shows and the store has it. */
export async function settled(page: Page, at: number): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-revision', String(at));
  await expect(status(page)).toHaveAttribute('data-answered', String(at), { timeout: 15_000 });
  await expect(status(page)).toContainText(/saved/, { timeout: 15_000 });
}

/** Drags with the real mouse, in steps small enough for the gesture to see them. */
export async function dragTo(page: Page, from: Locator, to: { readonly x: number; readonly y: number }): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const box = await from.boundingBox();
  if (box === null) throw new Error('what is to be dragged is not on the screen');
  await page.mouse.move(box.x + Math.min(40, box.width / 2), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 12 });
  // The preview is computed while the pointer rests here.
  await page.waitForTimeout(400);
}

export async function middleOf(target: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('the target is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A column of the tier board. */
export function column(page: Page, tier: string): Locator {
  return page.locator(`[data-drop-tier="${tier}"]`).first();
}

/** Nodes of a tier, as its column says. */
export async function nodesIn(page: Page, tier: string): Promise<number> {
  return Number((await column(page, tier).locator('h2 span').last().innerText()).replaceAll(',', ''));
}
