import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeResult } from '../../../core/evaluate/result.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { TermHelp } from '../help/term-help.tsx';
import { termOf } from '../help/terms.ts';
import { Explainable } from '../explain/explainable.tsx';
import panel from '../panel.module.css';
import { recordName } from '../record-name.ts';
import css from './results.module.css';

const NODE_PX = 64;

interface Row {
  readonly result: NodeResult;
  readonly name: string;
  readonly fullest: number;
}

const BY = {
  fullest: (a: Row, b: Row) => b.fullest - a.fullest,
  power: (a: Row, b: Row) => b.result.powerW - a.result.powerW,
  name: (a: Row, b: Row) => a.name.localeCompare(b.name, undefined, { numeric: true }),
} as const;
type NodeOrder = keyof typeof BY;

/** Nodes, the fullest first, with each dimension against its limit. */
export function NodeList({ nodes }: { nodes: readonly NodeResult[] }): ReactElement {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<NodeOrder>('fullest');
  const selected = useInteractionStore((state) => (state.selection[0]?.collection === 'nodes' ? state.selection[0].id : null));
  const rows = useMemo(() => {
    if (site === null) return [];
    const wanted = query.trim().toLowerCase();
    return nodes
      .map((result) => ({ result, name: recordName(site, 'nodes', result.id), fullest: fullestOf(result) }))
      .filter((row) => wanted === '' || row.name.toLowerCase().includes(wanted))
      .toSorted((a, b) => BY[order](a, b) || (a.result.id < b.result.id ? -1 : 1));
  }, [site, nodes, query, order]);
  if (nodes.length === 0) return <Empty title={t('results.noNodes')} hint={t('results.noNodesHint')} />;
  return (
    <>
      <div className={panel.tools}>
        <TextInput
          className={panel.grow ?? ''}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={t('results.searchNodes')}
          aria-label={t('results.searchNodes')}
          leftSection={<IconSearch size={14} />}
        />
        <Select
          w={96}
          aria-label={t('results.order')}
          allowDeselect={false}
          value={order}
          onChange={(value) => setOrder((value ?? 'fullest') as NodeOrder)}
          data={(Object.keys(BY) as NodeOrder[]).map((value) => ({ value, label: t(`results.nodeOrder.${value}`) }))}
        />
      </div>
      <VirtualList
        rows={rows}
        rowKey={(row) => row.result.id}
        rowHeightPx={NODE_PX}
        measured
        revealKey={selected}
        role="list"
        aria-label={t('results.nodes')}
      >
        {({ result, name }) => (
          <div role="listitem" className={css.node} data-selected={result.id === selected}>
            <button
              type="button"
              className={css.nodeHead}
              aria-pressed={result.id === selected}
              onClick={() => select({ collection: 'nodes', id: result.id })}
            >
              <span className={panel.name}>{name}</span>
              <span className={panel.soft}>{t(`tier.${result.tier}`)}</span>
            </button>
            <Utilisation node={result} of="node" limit={4} />
          </div>
        )}
      </VirtualList>
    </>
  );
}

/** A bar a dimension, the fullest first. */
export function Utilisation({
  node,
  of,
  limit,
}: {
  node: Pick<NodeResult, 'id' | 'utilisation' | 'amounts'>;
  of: 'node' | 'place';
  limit: number;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const dimensions = Object.entries(node.utilisation).toSorted(([, a], [, b]) => b - a);
  if (dimensions.length === 0) return <span className={panel.soft}>{t('results.noCapacity')}</span>;
  return (
    <span className={css.dimensions}>
      {dimensions.slice(0, limit).map(([name, share]) => {
        const amount = node.amounts[name];
        const label = t(`dimension.${name}`);
        return (
          <span key={name} className={css.dimension}>
            <DimensionName name={name} label={label} />
            <LimitBar
              share={share}
              label={
                amount === undefined
                  ? label
                  : t('results.amount', {
                      name: label,
                      used: format.number(amount.used),
                      available: format.number(amount.available),
                      unit: amount.unit,
                    })
              }
            />
            <span className={css.share}>
              <Explainable subject={{ kind: of, id: node.id, figure: name }} name={label}>
                {format.percent(share)}
              </Explainable>
            </span>
          </span>
        );
      })}
    </span>
  );
}

function DimensionName({ name, label }: { name: string; label: string }): ReactElement {
  const term = termOf(name);
  return <span className={panel.name}>{term === null ? label : <TermHelp term={term}>{label}</TermHelp>}</span>;
}

function fullestOf(node: NodeResult): number {
  return Math.max(-1, ...Object.values(node.utilisation));
}
