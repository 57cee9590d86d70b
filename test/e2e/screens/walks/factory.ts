import { expect } from '@playwright/test';
import { answered, button, choice, openSampleOn, paletteFor, selectRecord, tab } from '../stage.ts';
import type { Screen, Stage, Walk } from '../stage.ts';

/** One record of each kind that the factory has. */
const RECORDS: readonly (readonly [string, string])[] = [
  ['node', 'nodes/assembly-ipc'],
  ['place', 'places/assembly'],
  ['link', 'links/assembly-1-box-assembly-switch'],
  ['device-group', 'deviceGroups/assembly-agvs'],
  ['workload', 'workloads/agv-fleet'],
  ['service', 'services/agv-fleet-map-match'],
  ['flow', 'flows/agv-fleet-scan'],
  ['placement', 'placements/agv-fleet-map-match-plant-server-2'],
  ['hardware-type', 'hardwareTypes/cisco-c8300'],
  ['medium', 'media/copper-1g'],
];

const LISTS = ['findings', 'flows', 'nodes', 'links'] as const;

/** Sections of the assessments that say the most different things. */
const QUESTIONS = ['availability', 'failures', 'runway', 'burst', 'cost', 'energy', 'data', 'rollout', 'variants'] as const;

const OVERLAYS = ['utilisation', 'slack', 'tier', 'findings'] as const;

async function showResults(stage: Stage, key: string): Promise<void> {
  await tab(stage, 'results').click();
  await choice(stage, 'results.view', key).click();
}

const inspectors: readonly Screen[] = RECORDS.map(([kind, record]) => ({
  name: `inspector-${kind}`,
  async open(stage) {
    await selectRecord(stage, record);
    await tab(stage, 'inspector').click();
  },
}));

const lists: readonly Screen[] = LISTS.map((list) => ({
  name: `results-${list}`,
  open: (stage) => showResults(stage, `results.${list}`),
}));

const assessments: readonly Screen[] = QUESTIONS.map((question) => ({
  name: `assess-${question}`,
  async open(stage) {
    const { page, words } = stage;
    await showResults(stage, 'assess.title');
    const head = page.locator(`[aria-controls="assess-${question}"]`);
    await head.click();
    const body = page.locator(`#assess-${question}`);
    await expect(body.getByRole('listitem').first()).toBeVisible({ timeout: 60_000 });
    await expect(body.getByRole('button', { name: words.t('assess.stop') })).toHaveCount(0);
    await head.scrollIntoViewIfNeeded();
  },
}));

const overlays: readonly Screen[] = OVERLAYS.map((overlay, index) => ({
  name: `overlay-${overlay}`,
  open: ({ page }) => page.keyboard.press(`Alt+${index + 1}`),
}));

export const FACTORY_WALK: Walk = {
  name: 'factory',
  screens: [
    { name: 'factory', open: (stage) => openSampleOn(stage, 'car-factory-qc') },
    {
      name: 'catalog-nothing',
      open: (stage) => stage.page.getByRole('searchbox', { name: stage.words.t('catalog.search') }).fill('zzzz'),
    },
    {
      name: 'catalog-templates',
      async open(stage) {
        await stage.page.getByRole('searchbox', { name: stage.words.t('catalog.search') }).fill('');
        await choice(stage, 'catalog.kind', 'catalog.templates').click();
      },
    },
    {
      name: 'outline',
      async open(stage) {
        await tab(stage, 'outline').click();
        const tree = stage.page.getByRole('tree', { name: stage.words.t('outline.title') });
        await tree.focus();
        await stage.page.keyboard.press('ArrowDown');
        await stage.page.keyboard.press('ArrowRight');
      },
    },
    {
      name: 'outline-nothing',
      open: (stage) => stage.page.getByRole('searchbox', { name: stage.words.t('outline.search') }).fill('zzzz'),
    },
    ...inspectors,
    {
      name: 'inspector-refused',
      async open(stage) {
        await stage.page.keyboard.press('Escape');
        await tab(stage, 'inspector').click();
        const years = stage.page.getByRole('textbox', { name: stage.words.t('field.years'), exact: true });
        await years.fill('500');
        await years.press('Enter');
      },
    },
    {
      name: 'inspector-several',
      async open(stage) {
        await stage.page.keyboard.press('Escape');
        const heads = stage.page.locator('[data-drop-node] button[aria-pressed]').filter({ visible: true });
        await heads.nth(0).click();
        await heads.nth(1).click({ modifiers: ['Control'] });
      },
    },
    {
      name: 'target-picker',
      async open(stage) {
        await selectRecord(stage, 'nodes/assembly-ipc');
        await stage.page
          .getByRole('button', { name: stage.words.t('carry.moveTo', { name: '' }).slice(0, 4) })
          .first()
          .click();
      },
    },
    ...lists,
    {
      name: 'flow-selected',
      async open(stage) {
        await showResults(stage, 'results.flows');
        await stage.page
          .getByRole('list', { name: stage.words.t('results.flows') })
          .getByRole('button')
          .nth(2)
          .click();
      },
    },
    {
      name: 'explain',
      async open(stage) {
        await stage.page.locator('dt').filter({ hasText: 'p99' }).locator('..').locator('dd button').click();
        await expect(stage.page.getByRole('tree').getByRole('treeitem').first()).toBeVisible();
      },
    },
    {
      name: 'explain-finding',
      async open(stage) {
        await stage.page.keyboard.press('Escape');
        await showResults(stage, 'results.findings');
        await stage.page
          .getByRole('list', { name: stage.words.t('results.findings') })
          .getByRole('listitem')
          .first()
          .getByRole('button')
          .nth(1)
          .click();
        await expect(stage.page.getByRole('treeitem').first()).toBeVisible();
      },
    },
    {
      name: 'why',
      async open(stage) {
        await stage.page.keyboard.press('Escape');
        await selectRecord(stage, 'services/agv-fleet-map-match');
        await stage.page.keyboard.press('Alt+w');
        await expect(stage.page.getByRole('region', { name: stage.words.t('why.title', { name: '' }).trim() })).toBeVisible();
        await expect(stage.page.getByText(stage.words.t('why.computing'))).toHaveCount(0, { timeout: 60_000 });
      },
    },
    ...assessments,
    ...overlays,
    {
      name: 'palette',
      open: (stage) => paletteFor(stage, ''),
    },
    {
      name: 'palette-found',
      open: (stage) => stage.page.getByRole('combobox').last().fill('server'),
    },
    {
      name: 'palette-nothing',
      open: (stage) => stage.page.getByRole('combobox').last().fill('zzzz'),
    },
    {
      name: 'palette-target',
      async open(stage) {
        await stage.page.keyboard.press('Escape');
        await selectRecord(stage, 'nodes/assembly-ipc');
        await stage.page.keyboard.press('Control+m');
        await expect(stage.page.getByRole('dialog')).toBeVisible();
      },
    },
    {
      name: 'menu-context',
      async open({ page }) {
        await page.keyboard.press('Escape');
        await page.locator('[data-record^="placements/"]').filter({ visible: true }).first().click({ button: 'right' });
        await expect(page.getByRole('menuitem').first()).toBeVisible();
      },
    },
    {
      name: 'menu-site',
      async open({ page }) {
        await page.keyboard.press('Escape');
        await page.getByRole('banner').getByRole('heading').getByRole('button').click();
        await expect(page.getByRole('menuitem').first()).toBeVisible();
      },
    },
    {
      name: 'history',
      async open(stage) {
        const { page } = stage;
        await page.keyboard.press('Escape');
        await selectRecord(stage, 'nodes/assembly-ipc');
        await page.keyboard.press('Delete');
        await answered(page);
        await tab(stage, 'history').click();
        await expect(button(stage, 'action.undo')).toBeEnabled();
      },
    },
  ],
};
