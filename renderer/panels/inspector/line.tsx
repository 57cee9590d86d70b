import { useId, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Problem } from '../../../core/base/problem.ts';
import { useProblemText } from '../../ui/problem-text.ts';
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
  const textOf = useProblemText();
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const error = refusal === null ? undefined : Object.values(textOf(refusal)).join(' ');
  function attempt(value: unknown): boolean {
    const found = commit(value);
    setRefusal(found);
    return found === null;
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
