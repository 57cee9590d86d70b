import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from './actions/action.ts';
import { useActionStatus } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import { useApp } from './app-context.ts';
import css from './menu-action.module.css';

const IS_MAC = navigator.platform.startsWith('Mac');

/** An action as a line of a menu, with its icon and its shortcut. */
export function MenuAction({ action }: { action: Action }): ReactElement {
  const { t } = useTranslation();
  const ports = useApp();
  const { enabled } = useActionStatus(action);
  const Icon = action.icon;
  const [shortcut] = action.shortcuts;
  return (
    <Menu.Item
      disabled={!enabled}
      leftSection={Icon === null ? <span className={css.noIcon} /> : <Icon size={14} />}
      rightSection={shortcut === undefined ? null : <kbd className={css.key}>{shortcutText(shortcut, IS_MAC)}</kbd>}
      onClick={() => action.run(ports)}
    >
      {t(`action.${action.id}`)}
    </Menu.Item>
  );
}
