import { useEffect, useMemo } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Separator, useWorkspaceRef, Workspace } from 'react-resizable-panels';
import type { DisableDropArgs, TabNode, TabRenderProps, TabsetNode, WorkspaceModel } from 'react-resizable-panels';
import { connectDock, panelOf, tabsetWith, useDockStore } from '../../store/dock-store.ts';
import type { PanelId } from '../../store/dock-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { foldable, readArrangement, usualArrangement } from './arrangement.ts';
import { DockTools } from './dock-tools.tsx';
import css from './dock.module.css';

/** All panels around the twin. They are moved by their tabs or by the menu beside them, fold, and stay where they were put. */
export function Dock({ panels }: { panels: Readonly<Record<PanelId, ReactNode>> }): ReactElement {
  const ref = useWorkspaceRef();
  const start = useMemo(() => readArrangement(useDockStore.getState().model), []);
  useEffect(() => {
    const dock = ref.current;
    if (dock === null) return;
    useDockStore.setState({ model: dock.getModel() });
    connectDock({
      show(panel) {
        const tabset = tabsetWith(dock.getModel(), panel);
        dock.selectTab(panel);
        if (tabset?.collapsed === true) dock.expandTabset(tabset.id);
      },
      move(panel, side) {
        const index = tabsetWith(dock.getModel(), panel)?.id === side ? 0 : Number.MAX_SAFE_INTEGER;
        dock.moveTab(panel, { tabsetId: side, index });
        dock.expandTabset(side);
      },
      fold(side, folded) {
        if (folded) dock.collapseTabset(side);
        else dock.expandTabset(side);
      },
      reset: () => void dock.setModel(usualArrangement()),
    });
    return () => connectDock(null);
  }, [ref]);

  function changed(model: WorkspaceModel): void {
    const better = foldable(model);
    useDockStore.setState({ model: better ?? model });
    if (better !== null) ref.current?.setModel(better);
  }

  return (
    <Workspace
      id="edgewright-dock"
      className={css.dock ?? ''}
      classNames={CLASSES}
      workspaceRef={ref}
      defaultModel={start}
      onModelChanged={changed}
      lazyTabContent
      hiddenTabBehavior={(tab) => (tab.id === 'twin' ? 'keep-mounted' : 'unmount')}
      tabRemovalSelectionBehavior="recent"
      disableDrop={refusesDrop}
      renderTab={(tab, props) => <DockTab tab={tab} tabProps={props} />}
      renderTabContent={(tab) => panels[panelOf(tab)]}
      renderTabsetToolbar={(tabset) => <DockTools tabset={tabset} />}
      renderEmptyTabset={() => <EmptyGroup />}
      renderDragPreview={(tab) => <PanelName panel={panelOf(tab)} />}
      renderSeparator={(orientation) => (
        <Separator className={(orientation === 'horizontal' ? css.vertical : css.horizontal) ?? ''} />
      )}
    />
  );
}

const CLASSES = {
  tabset: css.tabset ?? '',
  header: (tabset: TabsetNode) => (tabset.id === 'twin' ? css.noHeader : css.header),
  tabList: css.tabList ?? '',
  toolbar: css.toolbar ?? '',
  tabPanels: css.panels ?? '',
  tabContent: css.content ?? '',
  dropIndicator: css.indicator ?? '',
  dragPreview: css.preview ?? '',
};

/** The twin shares its place with nothing; beside it there is room. */
function refusesDrop({ target }: DisableDropArgs): boolean {
  return 'tabsetId' in target && target.tabsetId === 'twin' && ('index' in target || target.region === 'center');
}

function DockTab({ tab, tabProps }: { tab: TabNode; tabProps: TabRenderProps }): ReactElement {
  // A second click on what one sees is no wish to have it away.
  const onTop = tabProps['aria-selected'] === true && tabProps['data-tabset-collapsed'] === undefined;
  return (
    <div
      {...tabProps}
      className={`${css.tab} ${tabProps.className ?? ''}`}
      onClick={onTop ? undefined : tabProps.onClick}
      onKeyDown={(event) => {
        if (onTop && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
        else tabProps.onKeyDown?.(event);
      }}
    >
      <PanelName panel={panelOf(tab)} />
    </div>
  );
}

function PanelName({ panel }: { panel: PanelId }): ReactElement {
  const { t } = useTranslation();
  return <>{t(`panel.${panel}`)}</>;
}

function EmptyGroup(): ReactElement {
  const { t } = useTranslation();
  return <Empty title={t('dock.empty')} hint={t('dock.emptyHint')} />;
}
