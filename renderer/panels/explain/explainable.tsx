import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnySubject } from '../../../core/evaluate/explain/assessed.ts';
import { explainFigure } from '../../store/explain-store.ts';
import css from './explain.module.css';

/** A figure that says, when asked, where it comes from. */
export function Explainable({
  subject,
  name,
  children,
}: {
  subject: AnySubject;
  name: string;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const label = t('explain.figure', { name });
  return (
    <button type="button" className={css.figure} title={label} onClick={() => explainFigure(subject)}>
      {children}
    </button>
  );
}
