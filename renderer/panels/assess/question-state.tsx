import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../core/engine/question.ts';
import { callOff, keyOf } from '../../store/questions-store.ts';
import type { QuestionEntry } from '../../store/questions-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { askAgain } from '../use-answer.ts';
import css from './assess.module.css';

/** What becomes of a question while it has no present answer: how far it is with a way to stop it, stopped, or failed with a way to ask again. */
export function QuestionState({
  question,
  entry,
  name,
}: {
  question: Question;
  entry: QuestionEntry | undefined;
  name: string;
}): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useProblemText();
  if (entry?.status === 'answered') return null;
  if (entry?.status === 'failed' || entry?.status === 'stopped') {
    return (
      <div className={css.state} role="status">
        <span className={css.stateText}>
          {entry.status === 'stopped' || entry.problem === null ? t('assess.stopped') : textOf(entry.problem).message}
        </span>
        <Button size="compact-xs" variant="default" onClick={() => askAgain(question)}>
          {t('assess.again')}
        </Button>
      </div>
    );
  }
  const progress = entry?.progress ?? null;
  const share = progress === null || progress.total === 0 ? null : progress.done / progress.total;
  return (
    <div className={css.state}>
      <span className={css.stateText}>
        {share === null
          ? t('results.computing')
          : t('status.progress', { percent: format.percent(Math.floor(share * 100) / 100) })}
      </span>
      <span
        className={css.progress}
        role="progressbar"
        aria-label={name}
        {...(share === null ? {} : { 'aria-valuenow': Math.floor(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 })}
      >
        <span style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      {progress === null ? null : (
        <Button size="compact-xs" variant="default" onClick={() => callOff(keyOf(question), 'stopped')}>
          {t('assess.stop')}
        </Button>
      )}
    </div>
  );
}
