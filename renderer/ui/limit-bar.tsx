import type { ReactElement } from 'react';
import css from './limit-bar.module.css';

export type BarTone = 'normal' | 'near' | 'over';

/** Share of a limit from which it counts as near: the engine's own default of its warning policy. */
const NEAR = 0.8;

/**
 * A bar against its limit. `share` 1 is the limit, marked by a line at four fifths of the width, so that what lies
 * beyond it stays visible up to 1.25; more is cut and the label says how much.
 */
export function LimitBar({ share, label, tone }: { share: number; label: string; tone?: BarTone }): ReactElement {
  const shown = Math.min(Math.max(share, 0), 1.25) * 80;
  const colour = tone ?? (share > 1 ? 'over' : share >= NEAR ? 'near' : 'normal');
  return (
    <span className={css.bar} role="img" aria-label={label} title={label}>
      <span className={css.fill} data-tone={colour} style={{ width: `${shown}%` }} />
      <span className={css.limit} />
    </span>
  );
}

export interface Part {
  readonly name: string;
  readonly label: string;
  readonly value: number;
}

/** Parts of a whole, side by side; each part's colour is `--ew-part-<name>`. */
export function PartsBar({ parts, label }: { parts: readonly Part[]; label: string }): ReactElement {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <span className={css.parts} role="img" aria-label={label}>
      {parts.map((part) =>
        part.value <= 0 || whole === 0 ? null : (
          <span
            key={part.name}
            title={part.label}
            style={{ width: `${(part.value / whole) * 100}%`, background: `var(--ew-part-${part.name})` }}
          />
        ),
      )}
    </span>
  );
}
