import { useId, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Problem } from '../../../core/base/problem.ts';
import css from './inspector.module.css';

interface LineProps {
  readonly label: string;
  readonly commit: (value: unknown) => Problem | null;
  /** Gets what tries a value, the id that ties label and widget together, and the refusal to show. */
  readonly children: (attempt: (value: unknown) => boolean, id: string, error: string | undefined) => ReactNode;
}

/** A labelled field that shows why its last value was not taken. */
export function Line({ label, commit, children }: LineProps): ReactElement {
  const id = useId();
  const [error, setError] = useState<string | undefined>(undefined);
  function attempt(value: unknown): boolean {
    const refusal = commit(value);
    setError(refusal === null ? undefined : `${refusal.message} ${refusal.remedy}`);
    return refusal === null;
  }
  return (
    <div className={css.line}>
      <label className={css.label} htmlFor={id} title={label}>
        {label}
      </label>
      <div className={css.widget}>{children(attempt, id, error)}</div>
    </div>
  );
}
