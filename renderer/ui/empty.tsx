import type { ReactElement, ReactNode } from 'react';
import css from './empty.module.css';

/** What to do first where there is nothing yet, with the one button that does it. */
export function Empty({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }): ReactElement {
  return (
    <div className={css.empty}>
      <p className={css.title}>{title}</p>
      {hint === undefined ? null : <p className={css.hint}>{hint}</p>}
      {action}
    </div>
  );
}
