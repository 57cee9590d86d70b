import type { TFunction } from 'i18next';
import type { Explanation } from '../../../core/evaluate/explain/explanation.ts';

/** A step of a derivation in the language of the screen. */
export function explanationText(t: TFunction, { label }: Pick<Explanation, 'label'>): string {
  const parameters = Object.fromEntries(Object.entries(label.parameters).map(([name, value]) => [name, wordOf(t, name, value)]));
  return t(`explain.label.${label.code}`, { ...parameters, interpolation: { escapeValue: false } });
}

/** A formula with its words in the language of the screen; one of signs alone stays as it is. */
export function formulaText(t: TFunction, formula: string): string {
  const key = formula
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return t(`explain.formula.${key}`, { defaultValue: formula });
}

/** Codes among the parameters in the words of the language. */
function wordOf(t: TFunction, name: string, value: string | number): string | number {
  if (typeof value === 'number') return value;
  switch (name) {
    case 'field':
      return t(`field.${value}`, { defaultValue: value });
    case 'dimension':
      return t([`dimension.${value}`, `explain.word.${value}`], { defaultValue: value });
    case 'part':
      return t([`part.${value}`, `explain.word.${value}`], { defaultValue: value });
    case 'status':
      return t(`mark.${value}`, { defaultValue: value });
    case 'way':
    case 'what':
      return t(`explain.word.${value}`, { defaultValue: value });
    default:
      return value;
  }
}
