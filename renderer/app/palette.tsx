import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Problem } from '../../core/base/problem.ts';
import { useCarry } from '../panels/carry.ts';
import { targetQuestion, toTarget } from '../panels/carry-targets.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import { dispatch } from '../store/document.ts';
import { select } from '../store/interaction-store.ts';
import type { DragSubject } from '../store/interaction-store.ts';
import { askTarget, usePaletteStore } from '../store/palette-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { showPanel } from '../store/dock-store.ts';
import { askCamera, useViewStore } from '../store/view-store.ts';
import { Empty } from '../ui/empty.tsx';
import { readActionState } from './actions/actions.ts';
import { shortcutText } from './actions/keyboard.ts';
import { useApp } from './app-context.ts';
import { paletteEntries, targetEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entries.ts';
import css from './palette.module.css';
import { selectDropped } from '../tools/select-dropped.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { useSubjectName } from './subject-name.ts';

const IS_MAC = navigator.platform.startsWith('Mac');

/** Everything one can do and everything there is, by name; and where to, for what is carried by key. */
export function Palette(): ReactElement {
  const { t } = useTranslation();
  const open = usePaletteStore((state) => state.open);
  const carried = usePaletteStore((state) => state.carried);
  const close = (): void => usePaletteStore.setState({ open: false, carried: null });
  return (
    <Modal.Root opened={open} onClose={close} size={560} yOffset={72} returnFocus transitionProps={{ duration: 0 }}>
      <Modal.Overlay transitionProps={{ duration: 0 }} />
      <Modal.Content aria-label={t('palette.title')}>
        <Modal.Body p={0}>
          {open ? <Search key={carried === null ? 'all' : 'target'} carried={carried} onDone={close} /> : null}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ carried, onDone }: { carried: DragSubject | null; onDone: () => void }): ReactElement {
  const { t, i18n } = useTranslation();
  const ports = useApp();
  const site = useSiteStore((state) => state.site);
  const what = usePaletteStore((state) => state.what);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const catalog = useCatalogStore();
  const carry = useCarry();
  const subjectName = useSubjectName(carried);
  const textOf = useProblemText();
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const entries = useMemo(() => {
    const asked = { t, language: i18n.language, query };
    if (carried !== null) return site === null ? [] : targetEntries(asked, site, carried);
    return paletteEntries(asked, readActionState(), site, catalog, what);
  }, [t, i18n.language, site, catalog, query, carried, what]);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const current = entries[Math.min(at, entries.length - 1)];

  // The dialog gives the focus when it opens, not when it goes on to ask where to.
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, entries]);

  function choose(entry: PaletteEntry): void {
    if (entry.kind === 'subject') return askTarget(entry.subject);
    if (entry.kind === 'target') return carryTo(entry.value);
    onDone();
    if (entry.kind === 'action') entry.action.run(ports);
    else {
      select(entry.ref);
      showPanel('inspector');
      if (useViewStore.getState().twinLost === null) askCamera('selection');
    }
  }

  function carryTo(value: string): void {
    if (site === null || carried === null) return;
    const command = carry.command(carried, toTarget(site, value));
    const result = command.status === 'failed' ? command : dispatch(command.value);
    if (result.status === 'failed') return setRefusal(result.error);
    onDone();
    if (command.status === 'ok') selectDropped(command.value);
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

  const question =
    carried === null
      ? t(what === 'all' ? 'palette.placeholder' : 'palette.records')
      : t(targetQuestion(carried), { name: subjectName });
  return (
    <div className={css.palette}>
      <TextInput
        ref={field}
        data-autofocus
        size="md"
        variant="unstyled"
        className={css.field ?? ''}
        leftSection={<IconSearch size={16} />}
        placeholder={question}
        aria-label={question}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={current === undefined ? undefined : entryId(current)}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
          setRefusal(null);
        }}
        onKeyDown={onKeyDown}
      />
      {refusal === null ? null : (
        <p role="alert" className={css.refusal}>
          {`${textOf(refusal).message} ${textOf(refusal).remedy}`}
        </p>
      )}
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
      <span className={css.side}>{sideOf(t, entry)}</span>
    </div>
  );
}

function sideOf(t: TFunction, entry: PaletteEntry): string {
  switch (entry.kind) {
    case 'action': {
      const [shortcut] = entry.action.shortcuts;
      return shortcut === undefined ? t(`menu.${entry.action.section}`) : shortcutText(shortcut, IS_MAC);
    }
    case 'record':
      return t(`collection.${entry.ref.collection}`);
    case 'subject':
      return t(`palette.${entry.subject.kind}`);
    case 'target':
      return t('palette.target');
  }
}

function entryId(entry: PaletteEntry): string {
  return `palette-${entry.key.replaceAll(/[^a-z0-9]+/gi, '-')}`;
}
