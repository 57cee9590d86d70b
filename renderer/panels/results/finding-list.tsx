import { useMemo, useState } from 'react';
import { ActionIcon, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconListTree, IconSearch, IconTarget } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, FindingKind } from '../../../core/evaluate/result.ts';
import { TIERS } from '../../../core/site/schema/common.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import { explainFigure } from '../../store/explain-store.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { askCamera } from '../../store/view-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { MarkStatus } from '../../ui/status-mark.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import panel from '../panel.module.css';
import { TermHelp } from '../help/term-help.tsx';
import { termOf } from '../help/terms.ts';
import { WhyButton } from '../place/why/why-button.tsx';
import { parseSubject, subjectName } from '../record-name.ts';
import { causeOf } from './cause-of.ts';
import { findingRows } from './finding-rows.ts';
import type { FindingFilter, FindingGroup, FindingOrder } from './finding-rows.ts';
import { findingText } from './finding-text.ts';
import css from './results.module.css';

const FINDING_PX = 92;
const GROUPS: readonly FindingGroup[] = ['none', 'kind', 'tier'];
const ORDERS: readonly FindingOrder[] = ['severity', 'excess', 'name'];

/** Violated limits, then near ones; each with its reason and what would help. A click selects what it is about. */
export function FindingList({ findings }: { findings: readonly Finding[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [filter, setFilter] = useState<FindingFilter>({ query: '', shown: 'all', group: 'none', order: 'severity' });
  const site = useSiteStore((state) => state.site);
  const hasFlows = useResultsStore((state) => state.flows.size > 0);
  const rows = useMemo(
    () =>
      site === null ? [] : findingRows(site, findings, filter, (finding) => Object.values(findingText(t, finding)).join(' ')),
    [site, findings, filter, t],
  );
  if (findings.length === 0)
    return hasFlows ? (
      <Empty title={t('results.noFindings')} hint={t('results.noFindingsHint')} />
    ) : (
      <Empty title={t('results.noFlows')} hint={t('results.noFlowsHint')} />
    );
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return (
    <>
      <div className={panel.tools}>
        <SegmentedControl
          aria-label={t('results.severity')}
          value={filter.shown}
          onChange={(shown) => setFilter({ ...filter, shown: shown as FindingFilter['shown'] })}
          data={[
            { value: 'all', label: t('results.all') },
            { value: 'error', label: t('results.tab', { name: t('results.errors'), count: format.count(errors) }) },
            {
              value: 'warning',
              label: t('results.tab', { name: t('results.warnings'), count: format.count(findings.length - errors) }),
            },
          ]}
        />
      </div>
      <div className={panel.tools}>
        <TextInput
          className={panel.grow ?? ''}
          type="search"
          value={filter.query}
          onChange={(event) => setFilter({ ...filter, query: event.currentTarget.value })}
          placeholder={t('results.searchFindings')}
          aria-label={t('results.searchFindings')}
          leftSection={<IconSearch size={14} />}
        />
        <Select
          w={96}
          aria-label={t('results.group')}
          allowDeselect={false}
          value={filter.group}
          onChange={(group) => setFilter({ ...filter, group: (group ?? 'none') as FindingGroup })}
          data={GROUPS.map((value) => ({ value, label: t(`results.groupBy.${value}`) }))}
        />
        <Select
          w={96}
          aria-label={t('results.order')}
          allowDeselect={false}
          value={filter.order}
          onChange={(order) => setFilter({ ...filter, order: (order ?? 'severity') as FindingOrder })}
          data={ORDERS.map((value) => ({ value, label: t(`results.findingOrder.${value}`) }))}
        />
      </div>
      {rows.length === 0 ? <Empty title={t('results.nothing')} /> : null}
      <VirtualList
        rows={rows}
        rowKey={(row) => row.key}
        rowHeightPx={FINDING_PX}
        measured
        role="list"
        aria-label={t('results.findings')}
      >
        {(row) => (row.kind === 'group' ? <GroupHead of={row.of} count={row.count} /> : <FindingRow finding={row.finding} />)}
      </VirtualList>
    </>
  );
}

function GroupHead({ of, count }: { of: FindingKind | Tier | null; count: number }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const isTier = TIERS.some((tier) => tier === of);
  const name = of === null ? t('results.noTier') : isTier ? t(`tier.${of}`) : t(`finding.${of}`, { ns: 'report' });
  return (
    <div role="listitem" className={css.group}>
      {t('results.tab', { name, count: format.count(count) })}
    </div>
  );
}

export function FindingRow({ finding }: { finding: Finding }): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const ref = site === null ? null : parseSubject(site, finding.subject);
  const selected = useInteractionStore(
    (state) => ref !== null && state.selection.some((one) => one.collection === ref.collection && one.id === ref.id),
  );
  const flow = useResultsStore((state) =>
    finding.subject.startsWith('flows/') ? state.flows.get(finding.subject.slice('flows/'.length)) : undefined,
  );
  if (site === null) return null;
  const cause = causeOf(site, finding, flow);
  const text = findingText(t, finding);
  const term = termOf(`finding.${finding.kind}`);
  return (
    <div role="listitem" className={css.findingRow} data-record={finding.subject}>
      <button type="button" className={css.finding} aria-pressed={selected} onClick={() => select(ref)}>
        <StatusMark status={markOf(finding)} size={14} />
        <span className={css.findingHead}>
          <span className={css.findingTitle}>{text.title}</span>
          <span className={panel.name} title={finding.subject}>
            {subjectName(site, finding.subject)}
          </span>
        </span>
        {finding.value === null ? null : (
          <span className={css.findingValue}>
            <Value value={finding.value} unit={finding.unit} />
            {finding.limit === null ? null : (
              <span className={panel.soft}>
                {t('results.limit')} <Value value={finding.limit} unit={finding.unit} />
              </span>
            )}
          </span>
        )}
        <span className={css.findingText}>
          <span>{text.why}</span>
          <span className={css.remedy}>{text.remedy}</span>
        </span>
      </button>
      <span className={css.tools}>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label={t('explain.figure', { name: text.title })}
          title={t('explain.figure', { name: text.title })}
          onClick={() => explainFigure({ kind: 'finding', id: finding.id })}
        >
          <IconListTree size={14} />
        </ActionIcon>
        {cause === null ? null : (
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t('results.cause')}
            title={t('results.cause')}
            onClick={() => {
              select(cause);
              askCamera('selection');
            }}
          >
            <IconTarget size={14} />
          </ActionIcon>
        )}
        <WhyButton target={ref} compact />
        {term === null ? null : <TermHelp term={term} />}
      </span>
    </div>
  );
}

/** A ratio is read as a percentage. */
function Value({ value, unit }: { value: number; unit: string }): ReactElement {
  const format = useFormat();
  return unit === 'ratio' ? <span>{format.percent(value)}</span> : <Quantity value={value} unit={unit} />;
}

function markOf(finding: Finding): MarkStatus {
  if (finding.severity === 'warning') return 'near';
  switch (finding.kind) {
    case 'link-saturated':
    case 'service-saturated':
    case 'access-saturated':
    case 'node-over-capacity':
      return 'saturated';
    case 'unplaced':
      return 'unplaced';
    case 'no-route':
      return 'no-route';
    default:
      return 'missed';
  }
}
