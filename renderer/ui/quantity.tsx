import type { ReactElement } from 'react';
import { useFormat } from './format.ts';
import css from './quantity.module.css';

/** A figure with its unit in a lighter tone; a dash where there is no figure. */
export function Quantity({
  value,
  unit = '',
  digits = 3,
}: {
  value: number | null;
  unit?: string;
  digits?: number;
}): ReactElement {
  const format = useFormat();
  if (value === null) return <span className={css.unit}>–</span>;
  return (
    <span className={css.quantity}>
      {format.number(value, digits)}
      {unit === '' ? null : <span className={css.unit}>{`\u2009${unit}`}</span>}
    </span>
  );
}
