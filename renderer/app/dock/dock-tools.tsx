import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize, IconCheck, IconDots } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useParentTabset, useParentTabsetState, useTabListOverflow } from 'react-resizable-panels';
import type { TabsetNode } from 'react-resizable-panels';
import { movePanel, panelOf, resetDock, SIDES } from '../../store/dock-store.ts';
import css from './dock.module.css';

/** Beside the tabs of a group: which panels it has, where the one on top could go, fold, fill the window. */
export function DockTools({ tabset }: { tabset: TabsetNode }): ReactElement | null {
  const { t } = useTranslation();
  const group = useParentTabset();
  const state = useParentTabsetState();
  const hidden = useTabListOverflow({ includePartiallyVisible: true });
  if (tabset.id === 'twin' || group === null || state === null) return null;
  const top = tabset.tabs.find(({ id }) => id === tabset.selectedId);
  const name = top === undefined ? '' : t(`panel.${panelOf(top)}`);
  const label = hidden.length === 0 ? t('dock.menu') : t('dock.menuMore', { count: hidden.length });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={label} title={label} className={css.dots ?? ''} data-more={hidden.length > 0}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {tabset.tabs.map((tab) => (
          <Menu.Item
            key={tab.id}
            leftSection={tab.id === tabset.selectedId ? <IconCheck size={14} /> : <span className={css.noIcon} />}
            onClick={() => {
              group.selectTab(tab.id);
              group.expand();
            }}
          >
            {t(`panel.${panelOf(tab)}`)}
          </Menu.Item>
        ))}
        {top === undefined ? null : (
          <>
            <Menu.Divider />
            <Menu.Label>{t('dock.move', { name })}</Menu.Label>
            {SIDES.filter((side) => side !== tabset.id).map((side) => (
              <Menu.Item key={side} leftSection={<span className={css.noIcon} />} onClick={() => movePanel(panelOf(top), side)}>
                {t(`dock.side.${side}`)}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        {state.isCollapsible ? (
          <Menu.Item
            leftSection={<span className={css.noIcon} />}
            onClick={() => (state.isCollapsed ? group.expand() : group.collapse())}
          >
            {t(state.isCollapsed ? 'dock.unfold' : 'dock.fold')}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={state.isMaximized ? <IconArrowsMinimize size={14} /> : <IconArrowsMaximize size={14} />}
          onClick={() => (state.isMaximized ? group.restore() : group.maximize())}
        >
          {t(state.isMaximized ? 'dock.restore' : 'dock.maximise')}
        </Menu.Item>
        <Menu.Item leftSection={<span className={css.noIcon} />} onClick={resetDock}>
          {t('dock.reset')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
