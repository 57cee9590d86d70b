import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { actionById, useActionStatus } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import { useApp } from './app-context.ts';

const IS_MAC = navigator.platform.startsWith('Mac');

/** An action of the table as an icon with its name and shortcut. */
export function ActionButton({ id }: { id: string }): ReactElement {
  const { t } = useTranslation();
  const ports = useApp();
  const action = actionById(id);
  const { enabled, checked } = useActionStatus(action);
  const name = t(`action.${id}`);
  const [shortcut] = action.shortcuts;
  const Icon = action.icon;
  return (
    <Tooltip label={shortcut === undefined ? name : `${name} · ${shortcutText(shortcut, IS_MAC)}`}>
      <ActionIcon
        aria-label={name}
        aria-pressed={checked ?? undefined}
        variant={checked === true ? 'light' : 'subtle'}
        disabled={!enabled}
        onClick={() => action.run(ports)}
      >
        {Icon === null ? null : <Icon size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
