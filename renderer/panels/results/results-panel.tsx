import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplainStore } from '../../store/explain-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import panel from '../panel.module.css';
import { AssessList } from '../assess/assess-list.tsx';
import { ExplainView } from '../explain/explain-view.tsx';
import { FindingList } from './finding-list.tsx';
import { FlowList } from './flow-list.tsx';
import { LinkList } from './link-list.tsx';
import { NodeList } from './node-list.tsx';
import css from './results.module.css';
import { Trend } from './trend.tsx';

const LISTS = ['findings', 'flows', 'nodes', 'links'] as const;
type View = (typeof LISTS)[number] | 'assess';

/** The answer: what is wrong first, then the figures behind it. */
export function ResultsPanel({ onRestartEngine }: { onRestartEngine: () => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [view, setView] = useState<View>('findings');
  const evaluation = useResultsStore((state) => state.evaluation);
  const engine = useResultsStore((state) => state.engine);
  const problem = useResultsStore((state) => state.problem);
  const explained = useExplainStore((state) => state.subject);
  const textOf = useProblemText();
  if (engine === 'failed' && problem !== null) {
    return (
      <div className={panel.panel}>
        <Empty
          title={t('results.failed')}
          hint={Object.values(textOf(problem)).join(' ')}
          action={<Button onClick={onRestartEngine}>{t('results.restart')}</Button>}
        />
      </div>
    );
  }
  if (evaluation === null) {
    return (
      <div className={panel.panel}>
        <Empty title={t('results.computing')} />
      </div>
    );
  }
  if (explained !== null) return <ExplainView subject={explained} />;
  return (
    <div className={panel.panel}>
      <div className={panel.tools}>
        <SegmentedControl
          fullWidth
          className={`${panel.grow} ${css.views}`}
          aria-label={t('results.view')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            ...LISTS.map((value) => ({
              value: value as View,
              label: <ViewName name={t(`results.${value}`)} count={format.count(evaluation[value].length)} />,
            })),
            { value: 'assess' as View, label: <ViewName name={t('assess.title')} /> },
          ]}
        />
      </div>
      {view === 'findings' ? <Trend /> : null}
      {view === 'findings' ? <FindingList findings={evaluation.findings} /> : null}
      {view === 'flows' ? <FlowList flows={evaluation.flows} /> : null}
      {view === 'nodes' ? <NodeList nodes={evaluation.nodes} /> : null}
      {view === 'assess' ? <AssessList /> : null}
      {view === 'links' ? <LinkList links={evaluation.links} /> : null}
    </div>
  );
}

/** Name over count: five of them fit into the narrowest panel, in the largest site. */
function ViewName({ name, count }: { name: string; count?: string }): ReactElement {
  return (
    <span className={css.viewName}>
      <span>{name}</span>
      <span className={panel.soft}>{count ?? '\u00A0'}</span>
    </span>
  );
}
