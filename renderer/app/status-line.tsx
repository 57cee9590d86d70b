import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { useResultsStore } from '../store/results-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { showPanel } from '../store/dock-store.ts';
import { Editing } from './editing-status.tsx';
import { useFormat } from '../ui/format.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import type { MarkStatus } from '../ui/status-mark.tsx';
import { useApp } from './app-context.ts';
import css from './status-line.module.css';

/** One line that says how the plan stands. Counts are announced; the clock is not. */
export function StatusLine(): ReactElement {
  const { t } = useTranslation();
  const evaluation = useResultsStore((state) => state.evaluation);
  const answered = useResultsStore((state) => state.revision);
  const engine = useResultsStore((state) => state.engine);
  const workerMs = useResultsStore((state) => state.workerMs);
  const revision = useSiteStore((state) => state.revision);
  const savedRevision = useSiteStore((state) => state.saved.revision);
  return (
    <footer className={css.line}>
      <div
        role="status"
        className={css.status}
        data-engine={engine}
        data-answered={answered}
        data-revision={revision}
        data-saved={savedRevision}
        data-worker-ms={workerMs ?? undefined}
      >
        {evaluation === null ? <span>{t('status.computing')}</span> : <Counts evaluation={evaluation} />}
        <span aria-live="off" className={css.quiet}>
          <Engine />
          <span>{t('status.revision', { revision })}</span>
          <Saved />
        </span>
      </div>
      <Editing />
      <Refusal />
    </footer>
  );
}

function Counts({ evaluation }: { evaluation: Evaluation }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { totals } = evaluation;
  const kinds: readonly { readonly status: MarkStatus; readonly count: number }[] = [
    { status: 'missed', count: totals.flowsMissed },
    { status: 'saturated', count: totals.flowsSaturated },
    { status: 'no-route', count: totals.flowsNoRoute },
    { status: 'unplaced', count: totals.flowsUnplaced },
  ];
  function show(): void {
    showPanel('results');
  }
  return (
    <button type="button" className={css.counts} onClick={show} title={t('status.show')}>
      <span>{t('status.flows', { count: evaluation.flows.length, number: format.count(evaluation.flows.length) })}</span>
      {kinds.map(({ status, count }) =>
        count === 0 && status !== 'missed' ? null : (
          <span key={status} className={css.kind}>
            <StatusMark status={count === 0 ? 'met' : status} size={10} />
            {t(`status.${status}`, { count, number: format.count(count) })}
          </span>
        ),
      )}
      <span>{t('status.findings', { count: evaluation.findings.length, number: format.count(evaluation.findings.length) })}</span>
    </button>
  );
}

function Engine(): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const engine = useResultsStore((state) => state.engine);
  const problem = useResultsStore((state) => state.problem);
  const textOf = useProblemText();
  const workerMs = useResultsStore((state) => state.workerMs);
  const progress = useResultsStore((state) => state.progress);
  const { session } = useApp();
  if (engine === 'failed') {
    return (
      <button
        type="button"
        className={css.alarm}
        title={problem === null ? undefined : textOf(problem).message}
        onClick={() => session.restartEngine()}
      >
        {t('status.engineFailed')}
      </button>
    );
  }
  if (engine === 'restarting') return <span className={css.warn}>{t('status.restarting')}</span>;
  if (progress !== null && progress.total > 0)
    return <span>{t('status.progress', { percent: format.percent(progress.done / progress.total) })}</span>;
  if (workerMs === null) return null;
  return <span>{t('status.answer', { ms: format.number(workerMs) })}</span>;
}

function Saved(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const saved = useSiteStore((state) => state.saved);
  const { session } = useApp();
  const now = useNow();
  if (saved.status === 'failed') {
    return (
      <button type="button" className={css.alarm} onClick={() => session.retrySave()}>
        {t('status.saveFailed')}
      </button>
    );
  }
  if (saved.status === 'saving') return <span>{t('status.saving')}</span>;
  if (saved.atMs === null) return <span>{t('status.saved')}</span>;
  return <span>{t('status.savedAgo', { ago: format.ago(now - saved.atMs) })}</span>;
}

/** Often enough that seconds look right, rarely enough to cost nothing. */
const TICK_MS = 2_000;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  const at = useSiteStore((state) => state.saved.atMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(now, at ?? 0);
}

/** Why the last command was not carried out. */
function Refusal(): ReactElement | null {
  const problem = useSiteStore((state) => state.problem);
  const textOf = useProblemText();
  if (problem === null) return null;
  const { message, remedy } = textOf(problem);
  return (
    <button
      type="button"
      role="alert"
      className={css.refusal}
      title={`${message} ${remedy}`}
      onClick={() => useSiteStore.setState({ problem: null })}
    >
      {`${message} ${remedy}`}
    </button>
  );
}
