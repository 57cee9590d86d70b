import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Formatter {
  /** Three significant digits unless asked otherwise; millions and more in short form. */
  number(value: number, significantDigits?: number): string;
  /** A whole number in full. */
  count(value: number): string;
  /** A share from 0 to 1 as a percentage; below a tenth of a percent only that it is less, just below the whole with all its nines. */
  percent(share: number): string;
  /** A value to be read back: all digits it has. */
  exact(value: number): string;
  ago(ms: number): string;
}

/** Smaller shares are noise to a planner and would not fit beside a bar. */
const LEAST_SHARE = 0.001;
/** From here three digits would make a whole of what is none. */
const NEAR_WHOLE = 0.999;

export function createFormatter(language: string): Formatter {
  const full = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(language, { maximumSignificantDigits: 15 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumSignificantDigits: 3 });
  const relative = new Intl.RelativeTimeFormat(language, { style: 'narrow' });
  const digits = new Map<string, Intl.NumberFormat>();
  function nearWhole(share: number): string {
    // The digit that tells it from the whole is the last one: 0.99995 lacks 5 in the fifth place.
    const maximumSignificantDigits = Math.min(15, Math.floor(-Math.log10(1 - share)) + 1);
    return new Intl.NumberFormat(language, { style: 'percent', maximumSignificantDigits }).format(share);
  }
  return {
    number(value, significantDigits = 3) {
      const short = Math.abs(value) >= 1e6;
      const key = `${significantDigits}${short}`;
      let format = digits.get(key);
      if (format === undefined) {
        format = new Intl.NumberFormat(language, {
          maximumSignificantDigits: significantDigits,
          ...(short ? { notation: 'compact' } : {}),
        });
        digits.set(key, format);
      }
      return format.format(value);
    },
    count: (value) => full.format(value),
    percent(share) {
      if (share > 0 && share < LEAST_SHARE) return `<${percent.format(LEAST_SHARE)}`;
      return share > NEAR_WHOLE && share < 1 ? nearWhole(share) : percent.format(share);
    },
    exact: (value) => exact.format(value),
    ago(ms) {
      const seconds = Math.max(0, Math.round(ms / 1000));
      if (seconds < 60) return relative.format(-seconds, 'second');
      if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
      return relative.format(-Math.floor(seconds / 3600), 'hour');
    },
  };
}

/** Numbers in the language of the screen. */
export function useFormat(): Formatter {
  const { i18n } = useTranslation();
  return useMemo(() => createFormatter(i18n.language), [i18n.language]);
}
