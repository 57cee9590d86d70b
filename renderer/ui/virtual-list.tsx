import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { HTMLAttributes, ReactElement, ReactNode } from 'react';
import css from './virtual-list.module.css';

export interface VirtualListProps<Row> extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Height in px; of rows that differ, a guess that is corrected once they are on screen. */
  readonly rowHeightPx: number;
  readonly measured?: boolean;
  /** Row to bring into view when it changes. */
  readonly revealKey?: string | null;
  readonly children: (row: Row, index: number) => ReactNode;
}

/** A list of any length that draws only what one sees. */
export function VirtualList<Row>(props: VirtualListProps<Row>): ReactElement {
  const { rows, rowKey, rowHeightPx, measured = false, revealKey = null, children, ...rest } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // The compiler this rule speaks of is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 8,
  });
  const revealed = useRef<string | null>(null);
  useEffect(() => {
    if (revealKey === revealed.current) return;
    const index = revealKey === null ? -1 : rows.findIndex((row) => rowKey(row) === revealKey);
    if (revealKey !== null && index < 0) return;
    revealed.current = revealKey;
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [revealKey, rows, rowKey, virtualizer]);
  return (
    <div ref={scroller} {...rest} className={`${css.scroller} ${rest.className ?? ''}`}>
      <div className={css.content} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              ref={measured ? virtualizer.measureElement : undefined}
              data-index={item.index}
              role="presentation"
              className={css.row}
              style={{ transform: `translateY(${item.start}px)`, ...(measured ? {} : { height: rowHeightPx }) }}
            >
              {children(row, item.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
