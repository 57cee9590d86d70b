import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tier } from '../../../core/site/schema/common.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { useShownMoves } from '../../store/placing-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { boardColumns, unplacedServices } from './board-model.ts';
import type { BoardColumn } from './board-model.ts';
import { NodeCard, ServiceChip } from './node-card.tsx';
import css from './tier-board.module.css';

const CARD_PX = 62;
/** Chips of unplaced services on the board's head; the outline lists them all. */
const SHOWN_UNPLACED = 6;

/** The same site as columns of tiers. Cards and chips are dragged as in the scene. */
export function TierBoard(): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const results = useResultsStore((state) => state.nodes);
  const [query, setQuery] = useState('');
  const [unfolded, setUnfolded] = useState<ReadonlySet<Tier>>(new Set());
  const moves = useShownMoves();
  const columns = useMemo(
    () => (site === null ? [] : boardColumns(site, results, query, unfolded, moves)),
    [site, results, query, unfolded, moves],
  );
  const unplaced = useMemo(() => (site === null ? [] : unplacedServices(site)), [site]);
  const format = useFormat();
  if (site === null) return null;

  function toggle(tier: Tier): void {
    const next = new Set(unfolded);
    if (!next.delete(tier)) next.add(tier);
    setUnfolded(next);
  }

  return (
    <section className={css.board} aria-label={t('board.title')}>
      <div className={css.head}>
        <TextInput
          w={200}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={t('board.filter')}
          aria-label={t('board.filter')}
          leftSection={<IconSearch size={14} />}
        />
        {unplaced.length === 0 ? null : (
          <div className={css.unplaced}>
            <span className={panel.soft}>
              {t('board.unplaced', { count: unplaced.length, number: format.count(unplaced.length) })}
            </span>
            {unplaced.slice(0, SHOWN_UNPLACED).map((service) => (
              <ServiceChip key={service.id} service={service} />
            ))}
            {unplaced.length > SHOWN_UNPLACED ? (
              <span className={panel.soft}>{t('board.more', { number: format.count(unplaced.length - SHOWN_UNPLACED) })}</span>
            ) : null}
          </div>
        )}
      </div>
      <div className={css.columns} style={{ gridTemplateColumns: columns.map(widthOf).join(' ') }}>
        {columns.map((column) => (
          <Column key={column.tier} column={column} onToggleIdle={() => toggle(column.tier)} />
        ))}
      </div>
    </section>
  );
}

/** An empty tier needs no more room than a drop does. */
function widthOf(column: BoardColumn): string {
  return column.nodes === 0 ? 'minmax(72px, 0.6fr)' : 'minmax(0, 1fr)';
}

function Column({ column, onToggleIdle }: { column: BoardColumn; onToggleIdle: () => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const targeted = useInteractionStore((state) => {
    const target = state.interaction.kind === 'dragging' ? state.interaction.target : null;
    return target !== null && target.kind === 'tier' && target.tier === column.tier;
  });
  return (
    <div className={css.column} data-drop-tier={column.tier} data-targeted={targeted}>
      <h2 className={css.tier}>
        <span className={panel.name} title={t(`tier.${column.tier}`)}>
          {t(`tier.${column.tier}`)}
        </span>
        <span className={panel.soft}>{format.count(column.nodes)}</span>
      </h2>
      {column.rows.length === 0 ? (
        <p className={css.none}>{t('board.noNodes')}</p>
      ) : (
        <VirtualList
          rows={column.rows}
          rowKey={(row) => row.key}
          rowHeightPx={CARD_PX}
          measured
          role="list"
          aria-label={t(`tier.${column.tier}`)}
        >
          {(row) =>
            row.kind === 'card' ? (
              <NodeCard card={row.card} />
            ) : (
              <div role="listitem">
                <button type="button" className={css.idle} aria-expanded={row.shown} onClick={onToggleIdle}>
                  {t(row.shown ? 'board.hideIdle' : 'board.showIdle', { count: row.count, number: format.count(row.count) })}
                </button>
              </div>
            )
          }
        </VirtualList>
      )}
    </div>
  );
}
