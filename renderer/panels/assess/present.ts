import type { TFunction } from 'i18next';
import type { AnySubject } from '../../../core/evaluate/explain/assessed.ts';
import type { StatedAssumption } from '../../../core/evaluate/stated-assumption.ts';
import type { SimpleCommand } from '../../../core/site/commands/schema.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Formatter } from '../../ui/format.ts';
import type { MarkStatus } from '../../ui/status-mark.tsx';

/** One line of an assessment: a name, a figure, its bar against a limit, and why. */
export interface AssessRow {
  readonly key: string;
  readonly name: string;
  readonly mark?: MarkStatus;
  /** As it is read, without its unit. */
  readonly value: string;
  readonly unit?: string;
  /** Of its limit; 1 is the limit. */
  readonly share?: number | null;
  /** Of a whole that is no limit. */
  readonly portion?: number | null;
  /** Colour of the part it is, as in `parts`. */
  readonly swatch?: string;
  /** Parts of a whole, by the colours of the theme. */
  readonly parts?: readonly { readonly name: string; readonly label: string; readonly value: number }[];
  /** A second line: what it is limited by, since when, by what. */
  readonly why?: string;
  /** What to explain when the figure is asked where it comes from. */
  readonly explain?: AnySubject;
  /** What can be done about it, as one step that can be undone. */
  readonly remedy?: { readonly label: string; readonly commands: readonly SimpleCommand[] };
  /** Record to select, `collection/id`. */
  readonly subject?: string | null;
}

export interface AssessSection {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly AssessRow[];
  /** Shown where there are no rows. */
  readonly empty?: string;
}

/** An assessment as the panel shows it. */
export interface Presented {
  /** The finding in one line: what one came for. */
  readonly headline: string;
  readonly mark: MarkStatus | null;
  readonly sections: readonly AssessSection[];
  readonly assumptions: readonly StatedAssumption[];
}

/** What presenters need of the screen. */
export interface Words {
  readonly t: TFunction;
  readonly format: Formatter;
  readonly site: Site;
  /** Name of a type of hardware, of the site or of the catalog. */
  typeName(id: string): string;
}

/** More rows than one reads at a glance; the rest is counted. */
export const ROWS_AT_MOST = 12;

/** Minutes as the unit one would use. */
export function minutesText({ t, format }: Words, minutes: number): string {
  if (minutes < 90) return t('assess.minutes', { value: format.number(minutes) });
  if (minutes < 2880) return t('assess.hours', { value: format.number(minutes / 60) });
  if (minutes < 730 * 1440) return t('assess.days', { value: format.number(minutes / 1440) });
  return t('assess.years', { value: format.number(minutes / (365 * 1440)) });
}

/** Seconds as the unit one would use. */
export function secondsText(words: Words, seconds: number): string {
  if (seconds < 1) return words.t('assess.milliseconds', { value: words.format.number(seconds * 1000) });
  if (seconds < 120) return words.t('assess.seconds', { value: words.format.number(seconds) });
  return minutesText(words, seconds / 60);
}

/** A target as it was set: 0.9995 → 99.95. */
export function targetText({ format }: Words, target: number): string {
  return format.exact(Math.round(target * 1e9) / 1e7);
}

/** Availability with all its nines: 0.99995 → 99.995 %. */
export function ninesText(availability: number): string {
  if (availability >= 1) return '100';
  const digits = Math.min(7, Math.max(1, Math.ceil(-Math.log10(1 - availability)) - 1));
  // The hair keeps what is exact in decimals from being cut by how it is stored.
  return (Math.floor(availability * 100 * 10 ** digits + 1e-5) / 10 ** digits).toFixed(digits);
}
