import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { describeStep } from '../panels/history/describe-step.ts';
import { useSiteStore } from '../store/site-store.ts';
import { actionById, useActionStatus } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import { useApp } from './app-context.ts';

const IS_MAC = navigator.platform.startsWith('Mac');

/** What undo would take back or redo do again, by name; null for other actions. */
function useStepName(id: string): string | null {
  const { t } = useTranslation();
  const entry = useSiteStore(({ history }) =>
    id === 'undo' ? history.past.at(-1) : id === 'redo' ? history.future[0] : undefined,
  );
  return entry === undefined ? null : describeStep(t, entry);
}

/** An action of the table as an icon with its name and shortcut. */
export function ActionButton({ id }: { id: string }): ReactElement {
  const { t } = useTranslation();
  const ports = useApp();
  const action = actionById(id);
  const { enabled, checked } = useActionStatus(action);
  const name = t(`action.${id}`);
  const step = useStepName(id);
  const [shortcut] = action.shortcuts;
  const Icon = action.icon;
  return (
    <Tooltip
      label={[
        step === null ? name : `${name}: ${step}`,
        ...(shortcut === undefined ? [] : [shortcutText(shortcut, IS_MAC)]),
      ].join(' · ')}
    >
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
