import { CloseButton } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { notify, useNoticeStore } from '../store/notice-store.ts';
import type { Problem } from '../../core/base/problem.ts';
import { problemPlace, useProblemText } from '../ui/problem-text.ts';
import css from './notice-panel.module.css';
import { ProblemCard } from './problem-card.tsx';

/** More of one kind would be scrolled past; the rest is counted. */
const SHOWN_PROBLEMS = 20;

function Item({ problem, brief }: { problem: Problem; brief: boolean }): ReactElement {
  const { t } = useTranslation();
  const { message, remedy } = useProblemText()(problem);
  if (!brief) return <ProblemCard problem={problem} />;
  return (
    <p className={css.brief}>
      {message}{' '}
      <span className={css.soft}>
        {[problem.place === null ? '' : problemPlace(t, problem.place), remedy].filter(Boolean).join(' · ')}
      </span>
    </p>
  );
}

/** What was refused or recovered, beside the work and not in its way. */
export function NoticePanel(): ReactElement | null {
  const { t } = useTranslation();
  const notice = useNoticeStore((state) => state.notice);
  if (notice === null) return null;
  const more = notice.problems.length - SHOWN_PROBLEMS;
  return (
    <section
      className={css.panel}
      role={notice.kind === 'error' ? 'alert' : 'region'}
      aria-label={t(`notice.${notice.about}`)}
      data-kind={notice.kind}
    >
      <header className={css.head}>
        <h2 className={css.title}>{t(`notice.${notice.about}`)}</h2>
        <CloseButton size="sm" aria-label={t('notice.close')} onClick={() => notify(null)} />
      </header>
      <div className={css.list}>
        {notice.problems.slice(0, SHOWN_PROBLEMS).map((problem) => (
          <Item
            key={`${problem.code}${problem.place ?? ''}${problem.message}`}
            problem={problem}
            brief={notice.kind === 'information'}
          />
        ))}
        {more > 0 ? <p>{t('notice.more', { count: more })}</p> : null}
      </div>
    </section>
  );
}
