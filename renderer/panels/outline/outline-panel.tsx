import { TextInput } from '@mantine/core';
import { IconChevronRight, IconEyeOff, IconLock, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { getRecord } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';
import { isSelected, select, selectMany, useInteractionStore } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { showPanel } from '../../store/dock-store.ts';
import { hiddenHere, useHiddenStore } from '../../store/hidden-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useCarry } from '../carry.ts';
import { subjectOf } from '../carry-targets.ts';
import { rackOf } from '../racks/rack-model.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { outlineRows, typedRow } from './outline-rows.ts';
import type { OutlineRow } from './outline-rows.ts';
import css from './outline-panel.module.css';

const ROW_PX = 28;
const INDENT_PX = 14;
const PAGE_ROWS = 20;
/** Letters that follow one another within this time are one word. */
const TYPED_MS = 700;

/** The whole site as one tree. Arrows move and fold, Enter selects, letters go to the next name that begins so. */
export function OutlinePanel(): ReactElement {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const [query, setQuery] = useState('');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set(['section:places', 'section:workloads']));
  const [active, setActive] = useState<string | null>(null);
  const rows = useMemo(() => (site === null ? [] : outlineRows(site, unfolded, query)), [site, unfolded, query]);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === active),
  );
  const current = rows[at];
  const typed = useRef({ text: '', atMs: 0 });

  function fold(row: OutlineRow, open: boolean): void {
    const next = new Set(unfolded);
    if (open) next.add(row.key);
    else next.delete(row.key);
    setUnfolded(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (current === undefined) return;
    // With a modifier an arrow is a shortcut, unless it is Shift, which takes rows along.
    if ((event.ctrlKey || event.metaKey || event.altKey) && event.key !== ' ') return;
    const handled =
      event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')
        ? extend(event.key)
        : keyStep(event.key, event.ctrlKey || event.metaKey);
    if (handled) return event.preventDefault();
    if (!typeAhead(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Letters look for a name while nothing is selected; what is selected has them as its shortcuts. */
  function typeAhead(key: string): boolean {
    if (key.length !== 1 || key === ' ' || useInteractionStore.getState().selection.length > 0) return false;
    const nowMs = performance.now();
    const text = (nowMs - typed.current.atMs < TYPED_MS ? typed.current.text : '') + key;
    typed.current = { text, atMs: nowMs };
    const found = typedRow(rows, at, text, (row) => (row.section === null ? row.name : t(`outline.section.${row.section}`)));
    if (found !== null) setActive(found.key);
    return true;
  }

  /** One row further, which is selected as well. */
  function extend(key: string): boolean {
    const next = rows[at + (key === 'ArrowDown' ? 1 : -1)];
    if (next === undefined || current === undefined) return true;
    setActive(next.key);
    selectMany(
      [current, next].flatMap((row) => row.ref ?? []),
      true,
    );
    return true;
  }

  /** All rows from the active one to this one. */
  function selectTo(row: OutlineRow): void {
    const to = rows.indexOf(row);
    selectMany(
      rows.slice(Math.min(at, to), Math.max(at, to) + 1).flatMap((one) => one.ref ?? []),
      true,
    );
  }

  function keyStep(key: string, toggle: boolean): boolean {
    if (current === undefined) return false;
    switch (key) {
      case 'ArrowDown':
        setActive(rows[at + 1]?.key ?? current.key);
        return true;
      case 'ArrowUp':
        setActive(rows[at - 1]?.key ?? current.key);
        return true;
      case 'PageDown':
        setActive(rows[Math.min(rows.length - 1, at + PAGE_ROWS)]?.key ?? current.key);
        return true;
      case 'PageUp':
        setActive(rows[Math.max(0, at - PAGE_ROWS)]?.key ?? current.key);
        return true;
      case 'Home':
        setActive(rows[0]?.key ?? null);
        return true;
      case 'End':
        setActive(rows.at(-1)?.key ?? null);
        return true;
      case 'ArrowRight':
        if (current.expanded === false) fold(current, true);
        else if (current.expanded === true) setActive(rows[at + 1]?.key ?? current.key);
        return true;
      case 'ArrowLeft':
        if (current.expanded === true) fold(current, false);
        else if (current.parentKey !== null) setActive(current.parentKey);
        return true;
      case 'Enter':
      case ' ':
        if (current.ref === null) fold(current, current.expanded !== true);
        else select(current.ref, toggle);
        return true;
      default:
        return false;
    }
  }

  return (
    <div className={panel.panel}>
      <div className={panel.tools}>
        <TextInput
          className={panel.grow ?? ''}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={t('outline.search')}
          aria-label={t('outline.search')}
          leftSection={<IconSearch size={14} />}
        />
      </div>
      {rows.length === 0 ? (
        <Empty
          title={t(query === '' ? 'outline.empty' : 'outline.nothing')}
          hint={t(query === '' ? 'outline.emptyHint' : 'outline.nothingHint')}
        />
      ) : (
        <VirtualList
          rows={rows}
          rowKey={(row) => row.key}
          rowHeightPx={ROW_PX}
          revealKey={active}
          role="tree"
          tabIndex={0}
          aria-label={t('outline.title')}
          aria-activedescendant={current === undefined ? undefined : rowId(current)}
          onKeyDown={onKeyDown}
        >
          {(row) => (
            <Row
              row={row}
              active={row === current}
              onFold={() => fold(row, row.expanded !== true)}
              onActivate={(toggle, range) => {
                if (range) return selectTo(row);
                setActive(row.key);
                if (row.ref === null) fold(row, row.expanded !== true);
                else select(row.ref, toggle);
              }}
            />
          )}
        </VirtualList>
      )}
    </div>
  );
}

function rowId(row: OutlineRow): string {
  return `outline-${row.key.replaceAll(/[^a-z0-9]+/gi, '-')}`;
}

interface RowProps {
  readonly row: OutlineRow;
  readonly active: boolean;
  readonly onFold: () => void;
  readonly onActivate: (toggle: boolean, range: boolean) => void;
}

function Row({ row, active, onFold, onActivate }: RowProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const carry = useCarry();
  const selected = useInteractionStore((state) => row.ref !== null && isSelected(state, row.ref));
  const hidden = useHiddenStore((state) => row.ref !== null && hiddenHere(state).includes(`${row.ref.collection}/${row.ref.id}`));
  const locked = useSiteStore((state) => row.ref !== null && isLocked(state.site, row.ref));
  const subject = row.ref === null ? null : subjectOf(row.ref);
  return (
    <div
      id={rowId(row)}
      role="treeitem"
      data-record={row.ref === null ? undefined : `${row.ref.collection}/${row.ref.id}`}
      tabIndex={-1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={selected}
      data-active={active}
      data-hidden={hidden}
      className={`${panel.row} ${css.row} ${row.ref === null ? css.section : ''}`}
      style={{ paddingInlineStart: 4 + (row.level - 1) * INDENT_PX }}
      onClick={(event) => onActivate(event.ctrlKey || event.metaKey, event.shiftKey)}
      onDoubleClick={opensRack(row) ? () => showPanel('racks') : undefined}
      onPointerDown={subject === null ? undefined : (event) => carry.start(subject, event)}
    >
      <span
        className={css.twist}
        data-open={row.expanded === true}
        aria-hidden="true"
        onClick={(event) => {
          if (row.expanded === null) return;
          event.stopPropagation();
          onFold();
        }}
      >
        {row.expanded === null ? null : <IconChevronRight size={14} />}
      </span>
      <span className={panel.name}>{row.section === null ? row.name : t(`outline.section.${row.section}`)}</span>
      {hidden ? <IconEyeOff size={12} role="img" aria-label={t('edit.hidden')} /> : null}
      {locked ? <IconLock size={12} role="img" aria-label={t('edit.locked')} /> : null}
      {row.count === 0 ? null : <span className={panel.soft}>{format.count(row.count)}</span>}
    </div>
  );
}

function isLocked(site: Site | null, ref: RecordRef): boolean {
  const record = site === null ? undefined : getRecord(site, ref.collection, ref.id);
  return record !== undefined && 'locked' in record && record.locked;
}

/** A rack opens on a double click, and so does what stands in one. */
function opensRack({ ref }: OutlineRow): boolean {
  const { site } = useSiteStore.getState();
  return site !== null && ref !== null && rackOf(site, ref.collection, ref.id) !== null;
}
