import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowResult, FlowStatus } from '../../../core/evaluate/result.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { FlowAnswer } from './flow-answer.tsx';
import { FLOW_STATUSES, flowRows } from './flow-rows.ts';
import type { FlowOrder, FlowRow } from './flow-rows.ts';
import css from './results.module.css';

const FLOW_PX = 46;
const ORDERS: readonly FlowOrder[] = ['slack', 'p99', 'name'];

export function FlowList({ flows }: { flows: readonly FlowResult[] }): ReactElement {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const [query, setQuery] = useState('');
  const [status, setStatus] = useState<FlowStatus | null>(null);
  const [order, setOrder] = useState<FlowOrder>('slack');
  const rows = useMemo(
    () => (site === null ? [] : flowRows(site, flows, { query, status, order })),
    [site, flows, query, status, order],
  );
  const selected = useInteractionStore((state) => (state.selection[0]?.collection === 'flows' ? state.selection[0].id : null));
  const answer = useResultsStore((state) => (selected === null ? undefined : state.flows.get(selected)));
  if (flows.length === 0) return <Empty title={t('results.noFlows')} hint={t('results.noFlowsHint')} />;
  return (
    <>
      <div className={panel.tools}>
        <TextInput
          className={panel.grow ?? ''}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={t('results.searchFlows')}
          aria-label={t('results.searchFlows')}
          leftSection={<IconSearch size={14} />}
        />
        <Select
          w={96}
          aria-label={t('results.status')}
          placeholder={t('results.anyStatus')}
          clearable
          value={status}
          onChange={(value) => setStatus(value as FlowStatus | null)}
          data={FLOW_STATUSES.map((value) => ({ value, label: t(`mark.${value}`) }))}
        />
        <Select
          w={96}
          aria-label={t('results.order')}
          allowDeselect={false}
          value={order}
          onChange={(value) => setOrder((value ?? 'slack') as FlowOrder)}
          data={ORDERS.map((value) => ({ value, label: t(`results.orderBy.${value}`) }))}
        />
      </div>
      {rows.length === 0 ? (
        <Empty title={t('results.nothing')} />
      ) : (
        <VirtualList
          rows={rows}
          rowKey={(row) => row.result.id}
          rowHeightPx={FLOW_PX}
          revealKey={selected}
          role="list"
          aria-label={t('results.flows')}
        >
          {(row) => <Row row={row} selected={row.result.id === selected} />}
        </VirtualList>
      )}
      {answer === undefined ? null : (
        <div className={css.detail}>
          <FlowAnswer flow={answer} />
        </div>
      )}
    </>
  );
}

function Row({ row, selected }: { row: FlowRow; selected: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { result } = row;
  return (
    <div role="listitem">
      <button
        type="button"
        className={css.flow}
        aria-pressed={selected}
        title={`${row.name}\n${row.from} → ${row.to}`}
        onClick={() => select({ collection: 'flows', id: result.id })}
      >
        <StatusMark status={result.status} />
        <span className={css.flowText}>
          <span className={panel.name}>{row.name}</span>
          <span className={css.flowEnds}>{`${row.from} → ${row.to}`}</span>
        </span>
        <span className={css.flowFigures}>
          <span>
            <Quantity value={result.p99Ms} unit="ms" />
            {result.objectiveP99Ms === null ? null : (
              <span className={panel.soft}>{` / ${format.number(result.objectiveP99Ms)}`}</span>
            )}
          </span>
          {result.p99Ms === null || result.objectiveP99Ms === null ? (
            <span className={panel.soft}>{result.p99Ms === null ? t(`mark.${result.status}`) : t('results.noObjective')}</span>
          ) : (
            <LimitBar
              share={result.p99Ms / result.objectiveP99Ms}
              label={t('results.p99Of', { value: format.number(result.p99Ms), limit: format.number(result.objectiveP99Ms) })}
            />
          )}
        </span>
      </button>
    </div>
  );
}
