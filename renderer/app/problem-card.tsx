import { CopyButton, Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../core/base/problem.ts';
import { formatProblem } from '../../core/base/problem.ts';
import { problemPlace, useProblemText } from '../ui/problem-text.ts';
import css from './problem-card.module.css';

/** What happened, where, what to do; the detail folds out and can be copied. */
export function ProblemCard({ problem }: { problem: Problem }): ReactElement {
  const { t } = useTranslation();
  const text = useProblemText()(problem);
  const detail = formatProblem(problem);
  const place = problem.place === null ? null : problemPlace(t, problem.place);
  const where = [problem.file, place].filter((part) => part !== null).join(' · ');
  return (
    <div className={css.card}>
      <p className={css.message}>{text.message}</p>
      {where === '' ? null : <p className={css.where}>{where}</p>}
      <p className={css.remedy}>{text.remedy}</p>
      <details>
        <summary className={css.summary}>{t('problem.detail')}</summary>
        <pre className={css.detail}>{detail}</pre>
        <CopyButton value={detail}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-xs" onClick={copy}>
              {t(copied ? 'problem.copied' : 'problem.copy')}
            </Button>
          )}
        </CopyButton>
      </details>
    </div>
  );
}
