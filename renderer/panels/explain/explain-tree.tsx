import { IconChevronRight } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../core/evaluate/explain/explanation.ts';
import { select } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { parseSubject } from '../record-name.ts';
import { explainRows } from './explain-rows.ts';
import type { ExplainRow } from './explain-rows.ts';
import { explanationText, formulaText } from './explanation-text.ts';
import css from './explain.module.css';

const ROW_PX = 40;
/** Deeper lines are not moved further in: the panel is narrow. */
const INDENTED_LEVELS = 9;
const INDENT_PX = 10;

interface ExplainTreeProps {
  readonly root: Explanation;
  readonly open: ReadonlySet<string>;
  readonly onOpen: (open: ReadonlySet<string>) => void;
}

/** The tree, driven by one focus: arrows move and fold, Enter goes to the record a leaf comes from. */
export function ExplainTree({ root, open, onOpen }: ExplainTreeProps): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const rows = useMemo(() => explainRows(root, open), [root, open]);
  const [active, setActive] = useState('0');
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === active),
  );
  const current = rows[at];

  function toggle(row: ExplainRow, wanted = !open.has(row.id)): void {
    if (row.explanation.children.length === 0) return;
    const next = new Set(open);
    if (wanted) next.add(row.id);
    else next.delete(row.id);
    onOpen(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (current === undefined) return;
    const isOpen = open.has(current.id) && current.explanation.children.length > 0;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => setActive(rows[at + 1]?.id ?? current.id),
      ArrowUp: () => setActive(rows[at - 1]?.id ?? current.id),
      Home: () => setActive('0'),
      End: () => setActive(rows.at(-1)?.id ?? '0'),
      ArrowRight: () => (isOpen ? setActive(`${current.id}.0`) : toggle(current, true)),
      ArrowLeft: () => (isOpen ? toggle(current, false) : setActive(current.parentId ?? '0')),
      Enter: () => (current.explanation.children.length > 0 ? toggle(current) : goTo(current.explanation)),
      ' ': () => toggle(current),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  return (
    <VirtualList
      rows={rows}
      rowKey={(row) => row.id}
      rowHeightPx={ROW_PX}
      measured
      revealKey={active}
      role="tree"
      aria-label={t('explain.title')}
      aria-activedescendant={`${id}${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={css.tree ?? ''}
    >
      {(row) => (
        <Row
          row={row}
          id={`${id}${row.id}`}
          active={row.id === active}
          open={open.has(row.id)}
          onPress={() => {
            setActive(row.id);
            toggle(row);
          }}
        />
      )}
    </VirtualList>
  );
}

/** Selects the record a leaf is a field of. */
function goTo({ source }: Explanation): void {
  const { site } = useSiteStore.getState();
  const subject = source?.subject ?? null;
  const ref = site === null || subject === null ? null : parseSubject(site, subject);
  if (ref !== null) select(ref);
}

interface RowProps {
  readonly row: ExplainRow;
  readonly id: string;
  readonly active: boolean;
  readonly open: boolean;
  readonly onPress: () => void;
}

function Row({ row, id, active, open, onPress }: RowProps): ReactElement {
  const { t } = useTranslation();
  const { explanation } = row;
  const folds = explanation.children.length > 0;
  const text = explanationText(t, explanation);
  const formula = explanation.formula === null ? null : formulaText(t, explanation.formula);
  return (
    // Keys are handled by the tree, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={active}
      {...(folds ? { 'aria-expanded': open } : {})}
      tabIndex={-1}
      className={css.row}
      style={{ paddingInlineStart: 8 + Math.min(row.level - 1, INDENTED_LEVELS) * INDENT_PX }}
      onClick={onPress}
      onDoubleClick={() => goTo(explanation)}
    >
      <span className={css.caret} data-open={open}>
        {folds ? <IconChevronRight size={12} aria-hidden /> : null}
      </span>
      <span className={css.body}>
        <span className={css.line}>
          <span className={css.sign} aria-hidden>
            {row.sign}
          </span>
          <span className={css.label} title={text}>
            {text}
          </span>
          {explanation.rule === null ? null : <span className={css.rule}>{explanation.rule}</span>}
          {row.share === null ? null : (
            <span className={css.share} aria-hidden>
              <span style={{ width: `${row.share * 100}%` }} />
            </span>
          )}
          <Value explanation={explanation} />
        </span>
        {formula === null ? null : (
          <span className={css.why} title={formula}>
            {formula.includes('=') ? formula : `= ${formula}`}
          </span>
        )}
        <Source explanation={explanation} />
      </span>
    </div>
  );
}

function Value({ explanation: { value, unit } }: { explanation: Explanation }): ReactElement | null {
  const format = useFormat();
  if (value === null) return null;
  if (typeof value === 'string') return <span className={css.word}>{value === '' ? '–' : value}</span>;
  return (
    <span className={css.value} title={`${format.exact(value)} ${unit === 'ratio' ? '' : unit}`.trim()}>
      {unit === 'ratio' ? format.percent(value) : <Quantity value={value} unit={unit} />}
    </span>
  );
}

/** The document behind an input or a constant, as text that can be selected. */
function Source({ explanation: { source } }: { explanation: Explanation }): ReactElement | null {
  const { t } = useTranslation();
  if (source === null) return null;
  const text = source.title ?? (source.subject === null ? null : t('explain.own'));
  if (text === null) return null;
  const full = [text, source.note, source.url].filter((part) => part !== null).join('\n');
  return (
    <span className={css.source} title={full}>
      {text}
      {source.url === null ? null : <span className={css.url}>{` ${source.url}`}</span>}
    </span>
  );
}
