import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Words } from './words.ts';

/** The page on which the screens are set up one after the other, in one language. */
export interface Stage {
  readonly page: Page;
  readonly words: Words;
}

export interface Screen {
  /** Stable; names its pictures. */
  readonly name: string;
  /** Sets it up from the one before it in its walk. */
  readonly open: (stage: Stage) => Promise<void>;
  /** Shows figures of a search that differ from run to run: no picture to compare. */
  readonly varies?: true;
}

/** Screens that follow one another on one page. */
export interface Walk {
  readonly name: string;
  readonly screens: readonly Screen[];
}

export function tab({ page, words }: Stage, key: string): Locator {
  return page.getByRole('tab', { name: words.t(`panel.${key}`), exact: true });
}

export function button({ page, words }: Stage, key: string, values?: Readonly<Record<string, string>>): Locator {
  return page.getByRole('button', { name: words.t(key, values), exact: true });
}

/** One of the choices of a segmented control, by the text it begins with. */
export function choice({ page, words }: Stage, group: string, key: string): Locator {
  return page
    .getByRole('radiogroup', { name: words.t(group) })
    .getByText(words.t(key))
    .first();
}

/** Opens a sample and waits for its answer and its first picture. */
export async function openSampleOn(stage: Stage, id: string): Promise<void> {
  const { page, words } = stage;
  await page.goto('/');
  await page.getByRole('button', { name: words.sample(id), exact: true }).click();
  await answered(page);
}

/** Waits for the answer to the revision that is shown. */
export async function answered(page: Page): Promise<void> {
  const line = page.getByRole('status');
  await expect(line).toHaveAttribute('data-answered', /\d/, { timeout: 60_000 });
  await expect(async () => {
    expect(await line.getAttribute('data-answered')).toBe(await line.getAttribute('data-revision'));
  }).toPass({ timeout: 30_000 });
}

/** Selects a record by its row in the outline. */
export async function selectRecord(stage: Stage, record: string): Promise<void> {
  const { page, words } = stage;
  await tab(stage, 'outline').click();
  const search = page.getByRole('searchbox', { name: words.t('outline.search') });
  await search.fill(record.slice(record.indexOf('/') + 1));
  await page
    .getByRole('tree', { name: words.t('outline.title') })
    .locator(`[data-record="${record}"]`)
    .first()
    .click();
  await search.fill('');
}

export async function paletteFor({ page, words }: Stage, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: words.t('palette.placeholder') }).fill(text);
}
