import type { ReactElement } from 'react';
import css from './percentile-fan.module.css';

export interface Percentiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Null where none is asked for. */
  readonly objectiveMs: number | null;
}

/** Where the objective, or else the 99th percentile, stands on the track; what is longer is cut at its end. */
const AT = 0.8;

/** Median, 95th and 99th percentile on one line, the darker the more of the answers come by then, and the objective as a line across. */
export function PercentileFan({ p50Ms, p95Ms, p99Ms, objectiveMs, label }: Percentiles & { label: string }): ReactElement {
  const whole = (objectiveMs ?? p99Ms) / AT || 1;
  const at = (ms: number): string => `${Math.min(100, (ms / whole) * 100)}%`;
  const missed = objectiveMs !== null && p99Ms > objectiveMs;
  return (
    <span className={css.fan} role="img" aria-label={label} data-missed={missed}>
      <span className={css.p99} style={{ width: at(p99Ms) }} />
      <span className={css.p95} style={{ width: at(p95Ms) }} />
      <span className={css.p50} style={{ width: at(p50Ms) }} />
      {objectiveMs === null ? null : <span className={css.objective} style={{ insetInlineStart: at(objectiveMs) }} />}
    </span>
  );
}
