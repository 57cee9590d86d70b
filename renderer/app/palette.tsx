import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { select } from '../store/interaction-store.ts';
import { usePaletteStore } from '../store/palette-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { showPanel } from '../store/dock-store.ts';
import { askCamera, useViewStore } from '../store/view-store.ts';
import { Empty } from '../ui/empty.tsx';
import { readActionState } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import { useApp } from './app-context.ts';
import { paletteEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entries.ts';
import css from './palette.module.css';

const IS_MAC = navigator.platform.startsWith('Mac');

/** Everything one can do and everything there is, by name. */
export function Palette(): ReactElement {
  const { t } = useTranslation();
  const open = usePaletteStore((state) => state.open);
  const close = (): void => usePaletteStore.setState({ open: false });
  return (
    <Modal.Root opened={open} onClose={close} size={560} yOffset={72} returnFocus transitionProps={{ duration: 0 }}>
      <Modal.Overlay transitionProps={{ duration: 0 }} />
      <Modal.Content aria-label={t('palette.title')}>
        <Modal.Body p={0}>{open ? <Search onDone={close} /> : null}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onDone }: { onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const ports = useApp();
  const site = useSiteStore((state) => state.site);
  const what = usePaletteStore((state) => state.what);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const entries = useMemo(() => paletteEntries(t, readActionState(), site, query, what), [t, site, query, what]);
  const list = useRef<HTMLDivElement>(null);
  const current = entries[Math.min(at, entries.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, entries]);

  function choose(entry: PaletteEntry): void {
    onDone();
    if (entry.kind === 'action') entry.action.run(ports);
    else {
      select(entry.ref);
      showPanel('inspector');
      if (useViewStore.getState().twinLost === null) askCamera('selection');
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((before) => Math.max(0, Math.min(entries.length - 1, before + step)));
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      choose(current);
    }
  }

  return (
    <div className={css.palette}>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className={css.field ?? ''}
        leftSection={<IconSearch size={16} />}
        placeholder={t(what === 'all' ? 'palette.placeholder' : 'palette.records')}
        aria-label={t(what === 'all' ? 'palette.placeholder' : 'palette.records')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={current === undefined ? undefined : entryId(current)}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {entries.length === 0 ? <Empty title={t('palette.nothing')} /> : null}
      <div id="palette-list" ref={list} role="listbox" tabIndex={-1} aria-label={t('palette.title')} className={css.list}>
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} selected={entry === current} onChoose={() => choose(entry)} />
        ))}
      </div>
    </div>
  );
}

function Entry({ entry, selected, onChoose }: { entry: PaletteEntry; selected: boolean; onChoose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [shortcut] = entry.kind === 'action' ? entry.action.shortcuts : [];
  return (
    <div
      id={entryId(entry)}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className={css.entry}
      onClick={onChoose}
      onPointerDown={(event) => event.preventDefault()}
    >
      <span className={css.name}>{entry.name}</span>
      <span className={css.side}>
        {entry.kind === 'record'
          ? t(`collection.${entry.ref.collection}`)
          : shortcut === undefined
            ? t(`menu.${entry.action.section}`)
            : shortcutText(shortcut, IS_MAC)}
      </span>
    </div>
  );
}

function entryId(entry: PaletteEntry): string {
  return `palette-${entry.key.replaceAll(/[^a-z0-9]+/gi, '-')}`;
}
