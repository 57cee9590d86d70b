import '../../../../renderer/engine/zod-setting.ts';
import '@mantine/core/styles.layer.css';
import '../../../../renderer/app/theme.css';
import { MantineProvider } from '@mantine/core';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createTranslations } from '../../../../renderer/app/i18n.ts';
import { DragTip } from '../../../../renderer/app/drag-tip.tsx';
import { theme } from '../../../../renderer/app/theme.ts';
import { Twin } from '../../../../renderer/scene/twin.tsx';
import { sceneDoor } from '../../../../renderer/scene/registry.ts';
import { showSite } from '../../../../renderer/store/document.ts';
import { useInteractionStore } from '../../../../renderer/store/interaction-store.ts';
import type { RecordRef } from '../../../../renderer/store/interaction-store.ts';
import type { EvaluationPatch } from '../../../../core/engine/evaluation-patch.ts';
import { emptyIndex, patchIndex } from '../../../../core/engine/evaluation-index.ts';
import { useResultsStore } from '../../../../renderer/store/results-store.ts';
import { useSiteStore } from '../../../../renderer/store/site-store.ts';
import { createCarry } from '../../../../renderer/tools/carry.ts';
import { drawnAnswer } from '../answer.ts';
import { bigSite } from '../big-site.ts';
import { PlainScene } from './plain-scene.tsx';

/** What the driver of the benchmark asks of the page. */
export interface BenchPage {
  /** Generates the site and its answer; nothing is drawn yet. */
  prepare(nodes: number): void;
  /** Puts the scene on the screen; the next drained frame is its first picture. */
  mount(kind: 'twin' | 'plain'): void;
  screenPosition(ref: RecordRef): { xPx: number; yPx: number } | null;
  /** `collection/id` of what is selected. */
  selected(): string | null;
  dragging(): boolean;
}

declare global {
  interface Window {
    sceneBench: BenchPage;
  }
}

const translations = createTranslations();
createCarry({
  hardwareType: () => undefined,
  template: () => undefined,
  media: () => [],
  templateCommands: () => {
    throw new Error('the benchmark has no templates');
  },
});
const root = createRoot(document.querySelector('#root') as HTMLElement);

window.sceneBench = {
  prepare(nodes) {
    const site = bigSite(nodes);
    showSite(site);
    const { flows, nodes: answers, links, findings } = drawnAnswer(site);
    const index = patchIndex(emptyIndex(), {
      changed: { flows, nodes: answers, links },
      gone: { flows: [], nodes: [], links: [] },
      came: findings,
      went: [],
    } as unknown as EvaluationPatch);
    useResultsStore.setState({ ...index, revision: 0 });
  },
  mount(kind) {
    const site = useSiteStore.getState().site;
    if (site === null) throw new Error('prepare comes first');
    root.render(kind === 'plain' ? <PlainScene site={site} /> : <TwinAlone />);
  },
  screenPosition: (ref) => sceneDoor()?.screenPosition(ref) ?? null,
  selected() {
    const [first] = useInteractionStore.getState().selection;
    return first === undefined ? null : `${first.collection}/${first.id}`;
  },
  dragging: () => useInteractionStore.getState().interaction.kind === 'dragging',
};

/** The twin and the tip at the cursor, without the panels around them. */
function TwinAlone(): ReactElement {
  return (
    <I18nextProvider i18n={translations}>
      <MantineProvider theme={theme} forceColorScheme="light">
        <Twin />
        <DragTip />
      </MantineProvider>
    </I18nextProvider>
  );
}
