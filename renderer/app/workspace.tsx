import { Tabs } from '@mantine/core';
import type { ReactElement } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels';
import { CatalogPanel } from '../panels/catalog/catalog-panel.tsx';
import { HistoryPanel } from '../panels/history/history-panel.tsx';
import { InspectorPanel } from '../panels/inspector/inspector-panel.tsx';
import { OutlinePanel } from '../panels/outline/outline-panel.tsx';
import { PlacePanel } from '../panels/place/place-panel.tsx';
import { SizePanel } from '../panels/size/size-panel.tsx';
import { ResultsPanel } from '../panels/results/results-panel.tsx';
import { TierBoard } from '../panels/board/tier-board.tsx';
import { useViewStore } from '../store/view-store.ts';
import type { LeftTab, RightTab, ViewState } from '../store/view-store.ts';
import { useApp } from './app-context.ts';
import { ContextMenu } from './context-menu.tsx';
import { DragTip } from './drag-tip.tsx';
import { StatusLine } from './status-line.tsx';
import { TitleBar } from './title-bar.tsx';
import { TwinFrame } from './twin-frame.tsx';
import { TwinLost } from './twin-lost.tsx';
import css from './workspace.module.css';

const LEFT_PX = 300;
const RIGHT_PX = 360;
const SIDE_MIN_PX = 220;
const BOARD_PX = 232;

type Fold = 'leftOpen' | 'rightOpen' | 'boardOpen';

/** The planner at work: catalog and outline, the twin over the tier board, inspector and results. */
export function Workspace(): ReactElement {
  const { t } = useTranslation();
  const layout = useDefaultLayout({ id: 'edgewright-columns', storage: localStorage });
  return (
    <div className={css.workspace}>
      <TitleBar />
      <Group className={css.columns ?? ''} defaultLayout={layout.defaultLayout} onLayoutChanged={layout.onLayoutChanged}>
        <FoldingPanel id="left" fold="leftOpen" sizePx={LEFT_PX}>
          <aside className={css.side} aria-label={t('panel.left')}>
            <LeftPanel />
          </aside>
        </FoldingPanel>
        <Separator className={css.vertical ?? ''} />
        <Panel id="centre" minSize={320}>
          <main className={css.side}>
            <Centre />
          </main>
        </Panel>
        <Separator className={css.vertical ?? ''} />
        <FoldingPanel id="right" fold="rightOpen" sizePx={RIGHT_PX}>
          <aside className={css.side} aria-label={t('panel.right')}>
            <RightPanel />
          </aside>
        </FoldingPanel>
      </Group>
      <StatusLine />
      <DragTip />
      <ContextMenu />
    </div>
  );
}

function Centre(): ReactElement {
  const lost = useViewStore((state) => state.twinLost);
  const layout = useDefaultLayout({ id: 'edgewright-centre', storage: localStorage });
  if (lost !== null) return <TwinLost reason={lost} />;
  return (
    <Group orientation="vertical" defaultLayout={layout.defaultLayout} onLayoutChanged={layout.onLayoutChanged}>
      <Panel id="twin" minSize={160}>
        <TwinFrame />
      </Panel>
      <Separator className={css.horizontal ?? ''} />
      <FoldingPanel id="board" fold="boardOpen" sizePx={BOARD_PX} minPx={120}>
        <TierBoard />
      </FoldingPanel>
    </Group>
  );
}

interface FoldingPanelProps {
  readonly id: string;
  readonly fold: Fold;
  readonly sizePx: number;
  readonly minPx?: number;
  readonly children: ReactElement;
}

/** A panel that folds away by its edge or by its action; both tell the same store. */
function FoldingPanel({ id, fold, sizePx, minPx = SIDE_MIN_PX, children }: FoldingPanelProps): ReactElement {
  const ref = usePanelRef();
  const open = useViewStore((state) => state[fold]);
  useEffect(() => {
    if (open) ref.current?.expand();
    else ref.current?.collapse();
  }, [open, ref]);
  return (
    <Panel
      id={id}
      panelRef={ref}
      collapsible
      collapsedSize={0}
      defaultSize={sizePx}
      minSize={minPx}
      groupResizeBehavior="preserve-pixel-size"
      onResize={(size, _id, before) => {
        const isOpen = size.inPixels > 1;
        // The first report is the layout that was remembered: the store knows better.
        if (before !== undefined && useViewStore.getState()[fold] !== isOpen)
          useViewStore.setState({ [fold]: isOpen } as Pick<ViewState, Fold>);
      }}
    >
      {open ? children : null}
    </Panel>
  );
}

function LeftPanel(): ReactElement {
  const { t } = useTranslation();
  const tab = useViewStore((state) => state.leftTab);
  return (
    <Tabs
      className={css.tabs ?? ''}
      value={tab}
      onChange={(value) => useViewStore.setState({ leftTab: value as LeftTab })}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="catalog">{t('panel.catalog')}</Tabs.Tab>
        <Tabs.Tab value="outline">{t('panel.outline')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={css.tab ?? ''} value="catalog">
        <CatalogPanel />
      </Tabs.Panel>
      <Tabs.Panel className={css.tab ?? ''} value="outline">
        <OutlinePanel />
      </Tabs.Panel>
    </Tabs>
  );
}

function RightPanel(): ReactElement {
  const { t } = useTranslation();
  const tab = useViewStore((state) => state.rightTab);
  const { session, rules } = useApp();
  return (
    <Tabs
      className={css.tabs ?? ''}
      value={tab}
      onChange={(value) => useViewStore.setState({ rightTab: value as RightTab })}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="inspector">{t('panel.inspector')}</Tabs.Tab>
        <Tabs.Tab value="results">{t('panel.results')}</Tabs.Tab>
        <Tabs.Tab value="place">{t('panel.place')}</Tabs.Tab>
        <Tabs.Tab value="size">{t('panel.size')}</Tabs.Tab>
        <Tabs.Tab value="history">{t('panel.history')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={css.tab ?? ''} value="inspector">
        <InspectorPanel />
      </Tabs.Panel>
      <Tabs.Panel className={css.tab ?? ''} value="results">
        <ResultsPanel onRestartEngine={() => session.restartEngine()} />
      </Tabs.Panel>
      <Tabs.Panel className={css.tab ?? ''} value="place">
        <PlacePanel
          rules={{
            onImport: () => void rules.importRules(t('rules.importedStep')),
            onExport: () => void rules.exportRules(),
          }}
        />
      </Tabs.Panel>
      <Tabs.Panel className={css.tab ?? ''} value="size">
        <SizePanel />
      </Tabs.Panel>
      <Tabs.Panel className={css.tab ?? ''} value="history">
        <HistoryPanel />
      </Tabs.Panel>
    </Tabs>
  );
}
