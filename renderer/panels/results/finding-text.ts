import type { TFunction } from 'i18next';
import type { Finding } from '../../../core/evaluate/result.ts';

export interface FindingText {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

/** Catalogue that report and screen share, so that both say the same of a finding. */
const SHARED = { ns: 'report' } as const;

/** A finding in the language of the screen; the engine's own sentence where there is no translation of it. */
export function findingText(t: TFunction, finding: Finding): FindingText {
  const { code, parameters } = finding.text;
  const values = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, wordOf(t, name, value)]));
  return {
    title: t(`finding.${finding.kind}`, SHARED),
    why: t(`sentence.${code}.why`, { ...SHARED, ...values, defaultValue: finding.why }),
    remedy: t(`sentence.${code}.remedy`, { ...SHARED, ...values, defaultValue: finding.remedy }),
  };
}

/** Codes among the parameters in the words of the language. */
function wordOf(t: TFunction, name: string, value: string | number): string | number {
  if (typeof value === 'number') return value;
  switch (name) {
    case 'dimension':
      return t(`dimension.${value}`, { defaultValue: value });
    case 'part':
      return t(`part.${value}`, { defaultValue: value });
    case 'tier':
      return t(`tier.${value}`, { defaultValue: value });
    case 'allowed':
      return value
        .split(', ')
        .map((tier) => t(`tier.${tier}`, { defaultValue: tier }))
        .join(', ');
    case 'across':
    case 'direction':
      return t(`sentence.${name}.${value}`, { ...SHARED, defaultValue: value });
    default:
      return value;
  }
}
