import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkResult } from '../../../core/evaluate/result.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { recordName } from '../record-name.ts';
import { LinkLoad } from './link-load.tsx';
import css from './results.module.css';

const LINK_PX = 64;

/** Links, the fullest first, each direction against its bandwidth. */
export function LinkList({ links }: { links: readonly LinkResult[] }): ReactElement {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const selected = useInteractionStore((state) => (state.selection[0]?.collection === 'links' ? state.selection[0].id : null));
  const rows = useMemo(() => links.toSorted((a, b) => fullest(b) - fullest(a) || (a.id < b.id ? -1 : 1)), [links]);
  if (links.length === 0) return <Empty title={t('results.noLinks')} hint={t('results.noLinksHint')} />;
  return (
    <VirtualList
      rows={rows}
      rowKey={(link) => link.id}
      rowHeightPx={LINK_PX}
      measured
      revealKey={selected}
      role="list"
      aria-label={t('results.links')}
    >
      {(link) => (
        <div role="listitem" className={css.node} data-selected={link.id === selected}>
          <button
            type="button"
            className={css.nodeHead}
            aria-pressed={link.id === selected}
            onClick={() => select({ collection: 'links', id: link.id })}
          >
            <span className={panel.name}>{site === null ? link.id : recordName(site, 'links', link.id)}</span>
            <span className={panel.soft}>{t('results.flowsOver', { count: link.flows })}</span>
          </button>
          <LinkLoad link={link} />
        </div>
      )}
    </VirtualList>
  );
}

function fullest(link: LinkResult): number {
  return Math.max(link.utilisationUp, link.utilisationDown);
}
