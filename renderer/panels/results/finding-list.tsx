import { useMemo, useState } from 'react';
import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconListTree } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../core/evaluate/result.ts';
import { explainFigure } from '../../store/explain-store.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
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
import { findingText } from './finding-text.ts';
import css from './results.module.css';

const FINDING_PX = 92;
type Shown = 'all' | 'error' | 'warning';

/** Violated limits, then near ones; each with its reason and what would help. A click selects what it is about. */
export function FindingList({ findings }: { findings: readonly Finding[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState<Shown>('all');
  const hasFlows = useResultsStore((state) => state.flows.size > 0);
  const rows = useMemo(
    () =>
      findings
        .filter((finding) => shown === 'all' || finding.severity === shown)
        .toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
    [findings, shown],
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
          value={shown}
          onChange={(value) => setShown(value as Shown)}
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
      <VirtualList
        rows={rows}
        rowKey={(finding) => finding.id}
        rowHeightPx={FINDING_PX}
        measured
        role="list"
        aria-label={t('results.findings')}
      >
        {(finding) => <FindingRow finding={finding} />}
      </VirtualList>
    </>
  );
}

export function FindingRow({ finding }: { finding: Finding }): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const ref = site === null ? null : parseSubject(site, finding.subject);
  const selected = useInteractionStore(
    (state) => ref !== null && state.selection.some((one) => one.collection === ref.collection && one.id === ref.id),
  );
  if (site === null) return null;
  const text = findingText(t, finding);
  const term = termOf(`finding.${finding.kind}`);
  return (
    <div role="listitem" className={css.findingRow} data-record={finding.subject}>
      <button type="button" className={css.finding} aria-pressed={selected} onClick={() => select(ref)}>
        <StatusMark status={markOf(finding)} size={14} />
        <span className={css.findingText}>
          <span className={css.findingHead}>
            <span className={css.findingTitle}>{text.title}</span>
            <span className={panel.name} title={finding.subject}>
              {subjectName(site, finding.subject)}
            </span>
          </span>
          <span>{text.why}</span>
          <span className={css.remedy}>{text.remedy}</span>
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
