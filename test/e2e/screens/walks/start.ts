import { expect } from '@playwright/test';
import { answered, button, openSampleOn, tab } from '../stage.ts';
import type { Stage, Walk } from '../stage.ts';

/** A floor plan in the smallest form of DXF: four lines, no unit. */
const PLAN = [
  ['0', 'SECTION', '2', 'ENTITIES'],
  ...[
    [0, 0, 12, 0],
    [12, 0, 12, 8],
    [12, 8, 0, 8],
    [0, 8, 0, 0],
  ].map(([x1, y1, x2, y2]) => ['0', 'LINE', '8', 'WALLS', '10', x1, '20', y1, '11', x2, '21', y2]),
  ['0', 'ENDSEC', '0', 'EOF'],
]
  .flat()
  .join('\n');

async function choose({ page }: Stage, click: () => Promise<void>, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
}

export const START_WALKS: readonly Walk[] = [
  {
    name: 'start',
    screens: [
      {
        name: 'start-page',
        async open(stage) {
          await stage.page.goto('/');
          await expect(stage.page.getByRole('region', { name: stage.words.t('start.samples') })).toBeVisible();
        },
      },
      {
        name: 'start-refused-file',
        async open(stage) {
          await choose(
            stage,
            () => button(stage, 'action.open-file').click(),
            'cut.edgewright.json',
            '{"format":"edgewright-site",',
          );
          const notice = stage.page.getByRole('alert', { name: stage.words.t('notice.open') });
          await notice.getByText(stage.words.t('problem.detail')).first().click();
        },
      },
      {
        name: 'import-preview',
        async open(stage) {
          await stage.page
            .getByRole('alert')
            .getByRole('button', { name: stage.words.t('notice.close') })
            .click();
          await choose(stage, () => button(stage, 'action.import-files').click(), 'plan.dxf', PLAN);
          await expect(stage.page.getByRole('dialog')).toBeVisible({ timeout: 30_000 });
        },
      },
      {
        name: 'imported',
        async open(stage) {
          await stage.page
            .getByRole('dialog')
            .getByRole('button', { name: stage.words.t('import.take'), exact: true })
            .click();
          await answered(stage.page);
        },
      },
      {
        name: 'start-page-sites',
        async open(stage) {
          await openSampleOn(stage, 'mec-region');
          await stage.page.getByRole('banner').getByRole('heading').getByRole('button').click();
          await stage.page.getByRole('menuitem', { name: stage.words.t('action.start-page') }).click();
          await expect(
            stage.page
              .getByRole('button', { name: stage.words.t('start.removeNamed', { name: stage.words.sample('mec-region') }) })
              .first(),
          ).toBeVisible();
        },
      },
      {
        name: 'start-page-removed',
        async open(stage) {
          await stage.page
            .getByRole('button', { name: stage.words.t('start.removeNamed', { name: stage.words.sample('mec-region') }) })
            .first()
            .click();
          await expect(button(stage, 'start.restore')).toBeVisible();
        },
      },
    ],
  },
  {
    name: 'empty',
    screens: [
      {
        name: 'empty-site',
        async open(stage) {
          await stage.page.goto('/');
          await button(stage, 'action.new-site').click();
          await answered(stage.page);
        },
      },
      ...(['outline', 'inspector', 'place', 'size', 'history'] as const).map((panel) => ({
        name: `empty-${panel}`,
        open: (stage: Stage) => tab(stage, panel).click(),
      })),
      ...(['flows', 'nodes', 'links', 'assess'] as const).map((list) => ({
        name: `empty-results-${list}`,
        async open(stage: Stage) {
          await tab(stage, 'results').click();
          await stage.page
            .getByRole('radiogroup', { name: stage.words.t('results.view') })
            .getByText(stage.words.t(list === 'assess' ? 'assess.title' : `results.${list}`))
            .click();
        },
      })),
      {
        name: 'menu-add',
        open: (stage) => button(stage, 'menu.insert').click(),
      },
    ],
  },
];
