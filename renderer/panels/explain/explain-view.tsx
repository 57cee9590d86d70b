import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconChevronsDown, IconChevronsUp, IconCopy } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnySubject } from '../../../core/evaluate/explain/assessed.ts';
import type { Explanation } from '../../../core/evaluate/explain/explanation.ts';
import { closeExplanation } from '../../store/explain-store.ts';
import { Empty } from '../../ui/empty.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import panel from '../panel.module.css';
import { askAgain, useAnswer } from '../use-answer.ts';
import { allOf, explanationAsText, openAtFirst } from './explain-rows.ts';
import { ExplainTree } from './explain-tree.tsx';
import { explanationText } from './explanation-text.ts';
import css from './explain.module.css';

/** Where a figure comes from: its derivation as a tree that folds, down to inputs and documents. */
export function ExplainView({ subject }: { subject: AnySubject }): ReactElement {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const question = useMemo(() => ({ kind: 'explain', subject }) as const, [subject]);
  const entry = useAnswer(question);
  const root = entry?.answer?.kind === 'explain' ? entry.answer.explanation : undefined;
  return (
    <section
      className={panel.panel}
      aria-label={t('explain.title')}
      onKeyDown={(event) => event.key === 'Escape' && closeExplanation()}
    >
      {root === undefined || root === null ? (
        <Head title={t('explain.title')} />
      ) : (
        <Derivation key={JSON.stringify(subject)} root={root} />
      )}
      {root === null ? <Empty title={t('explain.gone')} hint={t('explain.goneHint')} /> : null}
      {root === undefined && entry?.status === 'failed' && entry.problem !== null ? (
        <Empty
          title={t('explain.failed')}
          hint={textOf(entry.problem).message}
          action={<Button onClick={() => askAgain(question)}>{t('assess.again')}</Button>}
        />
      ) : null}
      {root === undefined && entry?.status !== 'failed' ? <Empty title={t('results.computing')} /> : null}
    </section>
  );
}

function Head({ title, children }: { title: string; children?: ReactElement }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.head}>
      <ActionIcon variant="subtle" aria-label={t('explain.back')} title={t('explain.back')} onClick={closeExplanation}>
        <IconArrowLeft size={16} />
      </ActionIcon>
      <h2 className={css.title} title={title}>
        {title}
      </h2>
      {children}
    </div>
  );
}

function Derivation({ root }: { root: Explanation }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(root));
  const [copied, setCopied] = useState(false);
  const words = (one: Explanation): string => explanationText(t, one);

  function copy(): void {
    void navigator.clipboard.writeText(explanationAsText(root, words)).then(() => setCopied(true));
  }

  return (
    <>
      <Head title={words(root)}>
        <>
          <ActionIcon
            variant="subtle"
            aria-label={t('explain.unfold')}
            title={t('explain.unfold')}
            onClick={() => setOpen(allOf(root))}
          >
            <IconChevronsDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={t('explain.fold')}
            title={t('explain.fold')}
            onClick={() => setOpen(new Set(['0']))}
          >
            <IconChevronsUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={t('explain.copy')}
            title={t(copied ? 'problem.copied' : 'explain.copy')}
            onClick={copy}
          >
            <IconCopy size={16} />
          </ActionIcon>
        </>
      </Head>
      <ExplainTree root={root} open={open} onOpen={setOpen} />
      <p className={css.foot} aria-live="polite">
        {t(copied ? 'problem.copied' : 'explain.hint')}
      </p>
    </>
  );
}
