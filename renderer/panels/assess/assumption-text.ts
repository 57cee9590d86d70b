import type { TFunction } from 'i18next';
import type { StatedAssumption } from '../../../core/evaluate/stated-assumption.ts';

/** An assumption in the language of the screen; the engine's own sentence where there is no translation of it. */
export function assumptionText(t: TFunction, { code, text, parameters, count }: StatedAssumption): string {
  const said = t(`sentence.assumption.${code}`, { ns: 'report', ...parameters, defaultValue: text });
  return count > 1 ? `${said} (× ${count})` : said;
}
