import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { dragTo, middleOf } from '../workspace.ts';

/** Most tabs between two things one goes to one after the other. */
const MOST_TABS = 120;

/** Two ways to work: each counts what it does. A text that is typed is one action, and so is a key, a click and a drag. */
export interface Hands {
  readonly actions: number;
}

/** The mouse, and a keyboard for nothing but text. */
export class Mouse implements Hands {
  actions = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async click(target: Locator): Promise<void> {
    this.actions += 1;
    await target.click();
  }

  /** Into a field: one click and the text. */
  async type(field: Locator, text: string): Promise<void> {
    this.actions += 2;
    await field.click();
    await field.fill(text);
  }

  async drag(from: Locator, to: Locator): Promise<void> {
    this.actions += 1;
    await to.scrollIntoViewIfNeeded();
    await dragTo(this.#page, from, await middleOf(to));
    await this.#page.mouse.up();
  }
}

/** The keyboard alone. */
export class Keys implements Hands {
  actions = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    this.actions += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.actions += 1;
    await this.#page.keyboard.type(text);
  }

  /** By the palette: what is named, then, for what is carried, where to. */
  async ask(...names: readonly string[]): Promise<void> {
    await this.press('Control+k');
    for (const name of names) await this.#choose(name);
    await expect(this.#page.getByRole('dialog')).toHaveCount(0);
  }

  /** Carries or links what is selected to what is named. */
  async carry(shortcut: 'Control+m' | 'Control+Shift+k', to: string): Promise<void> {
    await this.press(shortcut);
    await this.#choose(to);
    await expect(this.#page.getByRole('dialog')).toHaveCount(0);
  }

  async #choose(name: string): Promise<void> {
    const field = this.#page.getByRole('dialog').getByRole('combobox');
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
    await this.type(name);
    await expect(this.#page.getByRole('option', { selected: true })).toContainText(name.split(' ')[0] ?? '', {
      ignoreCase: true,
    });
    await this.press('Enter');
  }

  /** Goes on with Tab until it is there. */
  async tabTo(target: Locator): Promise<void> {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      await this.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    }
    throw new Error(`not reached within ${MOST_TABS} tabs: ${target.toString()}`);
  }

  /** From part to part of the window until it is the one. */
  async goTo(region: Locator): Promise<void> {
    for (let steps = 0; steps < 12; steps += 1) {
      await this.press('F6');
      if (await region.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    }
    throw new Error(`F6 does not reach ${region.toString()}`);
  }
}
