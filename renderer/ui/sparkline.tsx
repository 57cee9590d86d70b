import type { ReactElement } from 'react';
import css from './sparkline.module.css';

const WIDTH_PX = 72;
const HEIGHT_PX = 18;
/** Room for the stroke and the dot at the end. */
const PAD_PX = 2;

/** A line through values from 0 to the largest, the newest marked. It tells a course, not figures: the label does. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }): ReactElement {
  const highest = Math.max(1, ...values);
  const x = (index: number): number => PAD_PX + (index / Math.max(1, values.length - 1)) * (WIDTH_PX - 2 * PAD_PX);
  const y = (value: number): number => HEIGHT_PX - PAD_PX - (value / highest) * (HEIGHT_PX - 2 * PAD_PX);
  const last = values.length - 1;
  return (
    <svg className={css.line} width={WIDTH_PX} height={HEIGHT_PX} role="img" aria-label={label}>
      <polyline points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')} />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r={PAD_PX} />
    </svg>
  );
}
