import { Button, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { IconChevronDown, IconSearch } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { ActionButton } from './action-button.tsx';
import { ACTIONS, actionById, useActionStatus } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import { useApp } from './app-context.ts';
import { AddMenu } from './add-menu.tsx';
import { Brand } from './brand.tsx';
import { LANGUAGES } from './i18n.ts';
import type { Language } from './i18n.ts';
import { MenuAction } from './menu-action.tsx';
import css from './title-bar.module.css';

const IS_MAC = navigator.platform.startsWith('Mac');

export function TitleBar(): ReactElement {
  const { t } = useTranslation();
  const { showPalette } = useApp();
  return (
    <header className={css.bar}>
      <Brand compact />
      <SiteMenu />
      <div className={css.group}>
        <ActionButton id="undo" />
        <ActionButton id="redo" />
      </div>
      <AddMenu />
      <div className={css.group}>
        <PlanButton id="place" />
        <PlanButton id="size" />
      </div>
      <ReadOnly />
      <span className={css.space} />
      <Button
        variant="default"
        className={css.search ?? ''}
        aria-label={t('title.search')}
        title={t('title.search')}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={css.key}>{shortcutText('mod+K', IS_MAC)}</kbd>}
        onClick={() => showPalette()}
      >
        {t('title.search')}
      </Button>
      <span className={css.space} />
      <div className={css.group}>
        <span data-tour="report">
          <ActionButton id="export-report" />
        </span>
        <ActionButton id="toggle-left" />
        <ActionButton id="toggle-bottom" />
        <ActionButton id="toggle-right" />
      </div>
      <LanguageChoice />
      <ActionButton id="toggle-theme" />
    </header>
  );
}

/** English or Chinese, each in its own name. */
export function LanguageChoice(): ReactElement {
  const { t } = useTranslation();
  const language = useViewStore((state) => state.language);
  return (
    <SegmentedControl
      aria-label={t('title.language')}
      value={language}
      onChange={(value) => useViewStore.setState({ language: value as Language })}
      data={LANGUAGES.map((value) => ({ value, label: <span lang={value}>{t(`language.${value}`)}</span> }))}
    />
  );
}

function SiteMenu(): ReactElement {
  const name = useSiteStore((state) => state.site?.header.name ?? '');
  const shown = ACTIONS.filter((action) => action.section === 'site' || action.section === 'report');
  return (
    <Menu position="bottom-start" width={280}>
      <h1 className={css.heading}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            className={css.site ?? ''}
            rightSection={<IconChevronDown size={14} />}
            title={name}
          >
            {name}
          </Button>
        </Menu.Target>
      </h1>
      <Menu.Dropdown>
        {shown.map((action) => (
          <MenuAction key={action.id} action={action} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The ways to a better plan, by name: they are what one comes for. */
function PlanButton({ id }: { id: 'place' | 'size' }): ReactElement {
  const { t } = useTranslation();
  const ports = useApp();
  const action = actionById(id);
  const { enabled } = useActionStatus(action);
  const [shortcut = ''] = action.shortcuts;
  const Icon = action.icon;
  return (
    <Tooltip label={`${t(`action.${id}`)} · ${shortcutText(shortcut, IS_MAC)}`}>
      <Button
        variant="default"
        className={css.place ?? ''}
        leftSection={Icon === null ? null : <Icon size={14} />}
        disabled={!enabled}
        onClick={() => action.run(ports)}
      >
        {t(`title.${id}`)}
      </Button>
    </Tooltip>
  );
}

function ReadOnly(): ReactElement | null {
  const { t } = useTranslation();
  const readOnly = useSiteStore((state) => state.readOnly);
  if (readOnly === null) return null;
  return (
    <span className={css.readOnly} title={`${readOnly.message} ${readOnly.remedy}`}>
      {t('title.readOnly')}
    </span>
  );
}
