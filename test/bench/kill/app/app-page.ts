import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import type { RandomStream } from '../../../../core/base/random.ts';
import type { Edit, Plan } from './plan.ts';

const READY_MS = 60_000;
const EDITED_MS = 20_000;
const BINDING = 'edgewrightNoteSaved';

export interface AppPage {
  readonly page: Page;
  /** The start page's list of one's own sites has this one. */
  isListed(): Promise<boolean>;
  openSample(): Promise<void>;
  /** Opens the site from the list. */
  openFromList(): Promise<void>;
  /** Reloads the page with the open site and waits until it is back. */
  reload(): Promise<void>;
  revision(): Promise<number>;
  /** The site as the application saves it to a file. */
  save(): Promise<unknown>;
  /** Carries out gestures one after the other until the page is gone or `isOver` says so. */
  edit(plan: Plan, random: RandomStream, isOver: () => boolean): Promise<void>;
}

/** Drives the application as a user does; `onSaved` hears each revision that the status line calls safe, outside of the browser. */
export async function openApp(
  context: BrowserContext,
  url: string,
  siteName: string,
  onSaved: (revision: number) => void,
): Promise<AppPage> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.exposeBinding(BINDING, (_source, revision: number) => onSaved(revision));
  await page.addInitScript(reportSaved, BINDING);
  await page.goto(url);
  const own = page.getByRole('region', { name: 'Your sites' });
  const listed = own.getByRole('button', { name: new RegExp(`^${siteName}`) });
  const status = page.locator('[role="status"][data-revision]');

  async function ready(): Promise<void> {
    await status.filter({ hasText: /flows?/ }).waitFor({ timeout: READY_MS });
    await page.getByRole('tab', { name: 'Inspector' }).click();
  }

  async function revision(): Promise<number> {
    return Number(await status.getAttribute('data-revision', { timeout: READY_MS }));
  }

  /** The document has changed; whether the change is safe is not waited for, so that several may be under way at the kill. */
  async function expectStep(plan: Plan, what: string): Promise<void> {
    try {
      // Not `waitForFunction`: that brings back a handle, see `onScreen`.
      await page.locator(`[role="status"][data-revision="${plan.revision}"]`).waitFor({ timeout: EDITED_MS });
    } catch (error) {
      throw new Error(`${what} did not lead from revision ${plan.revision - 1} to the next.`, { cause: error });
    }
  }

  async function carryOut(edit: Exclude<Edit, { kind: 'move' }>): Promise<void> {
    const panel = page.locator('[data-tabset-id="right"]');
    if (edit.kind === 'undo') return page.keyboard.press('Control+z');
    if (edit.kind === 'redo') return page.keyboard.press('Control+Shift+Z');
    const field = panel.getByRole('textbox', { name: edit.kind === 'years' ? 'Years' : 'Description', exact: true });
    await field.fill(edit.kind === 'years' ? String(edit.years) : edit.description);
    // Leaving the field takes what it holds and gives the keys back to the application.
    await field.blur();
  }

  /** Drags a placement of one column to a node of the other one. */
  async function move(plan: Plan, random: RandomStream): Promise<void> {
    const tiers = ['on-site-edge', 'regional'] as const;
    const [from, to] = random() < 0.5 ? tiers : tiers.toReversed();
    const chips = await onScreen(page, `[data-drop-tier="${from}"] [data-placement]`, 'data-placement');
    // A node that runs something already can run something.
    const cards = await onScreen(page, `[data-drop-tier="${to}"] [data-drop-node]:has([data-placement])`, 'data-drop-node');
    const [choice] = cards.flatMap((card) =>
      chips.filter((chip) => plan.mayMove(chip.id, card.id)).map((chip) => ({ chip, card })),
    );
    if (choice === undefined) return;
    const [placementId, nodeId] = [choice.chip.id, choice.card.id];
    await page.mouse.move(choice.chip.x, choice.chip.y);
    await page.mouse.down();
    await page.mouse.move(choice.card.x, choice.card.y, { steps: 5 });
    plan.begin({ kind: 'move', placementId, nodeId });
    await page.mouse.up();
    await expectStep(plan, `the move of ${placementId} to ${nodeId}`);
    // A press selects what is below it, and the inspector would show that instead of the site.
    await page.keyboard.press('Escape');
  }

  return {
    page,
    async isListed() {
      await listed.or(own.getByText('Nothing yet.')).first().waitFor({ timeout: READY_MS });
      return (await listed.count()) > 0;
    },
    async openSample() {
      await page.getByRole('button', { name: siteName, exact: true }).click();
      await ready();
    },
    async openFromList() {
      await listed.first().click();
      await ready();
    },
    async reload() {
      await page.reload();
      await ready();
    },
    revision,
    async save() {
      const saving = page.waitForEvent('download', { timeout: READY_MS });
      await page.keyboard.press('Control+s');
      return JSON.parse(await readFile(await (await saving).path(), 'utf8')) as unknown;
    },
    async edit(plan, random, isOver) {
      while (!isOver()) {
        for (const edit of plan.next(random)) {
          if (isOver()) return;
          if (edit.kind === 'move-any') await move(plan, random);
          else if (edit.kind !== 'move') {
            plan.begin(edit);
            await carryOut(edit);
            await expectStep(plan, JSON.stringify(edit));
          }
        }
      }
    },
  };
}

/** What of it can be seen and pressed, with the place to press. Takes no handle of anything in the page, for a kill would leave it dangling. */
function onScreen(page: Page, selector: string, attribute: string): Promise<{ id: string; x: number; y: number }[]> {
  return page.locator(selector).evaluateAll(
    (elements, name) =>
      elements.flatMap((element) => {
        const box = element.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + Math.min(8, box.height / 2)];
        return element.contains(document.elementFromPoint(x, y)) ? [{ id: element.getAttribute(name) ?? '', x, y }] : [];
      }),
    attribute,
  );
}

/** Runs in the page, before the application: tells each revision as soon as the status line says that it is safe. */
function reportSaved(binding: string): void {
  const tell = (window as unknown as Record<string, (revision: number) => Promise<void>>)[binding];
  let last = -1;
  new MutationObserver(() => {
    const saved = Number(document.querySelector<HTMLElement>('[role="status"]')?.dataset['saved'] ?? -1);
    if (saved === last || saved < 0) return;
    last = saved;
    void tell?.(saved);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-saved'] });
}
