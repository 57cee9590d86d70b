import type { Finding } from '../evaluate/result.ts';
import { dimensionName } from './context.ts';
import type { Words } from './words.ts';
import { fill } from './words.ts';

export interface Sentences {
  readonly why: string;
  readonly remedy: string;
}

/** Reason and remedy in the language of the catalogue; the evaluation's own English where it has no sentence for the code. */
export function sentencesOf(words: Words, finding: Finding): Sentences {
  const { code } = finding.text;
  const why = words.optional(`sentence.${code}.why`, '');
  const remedy = words.optional(`sentence.${code}.remedy`, '');
  if (why === '') return { why: finding.why, remedy: finding.remedy };
  const parameters: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(finding.text.parameters)) parameters[name] = parameterText(words, name, value);
  return { why: fill(why, parameters), remedy: fill(remedy, parameters) };
}

/** Codes among the parameters in the words of the language. */
function parameterText(words: Words, name: string, value: string | number): string | number {
  if (typeof value === 'number') return words.figure(value);
  switch (name) {
    case 'dimension':
      return dimensionName(words, value);
    case 'part':
      return words.optional(`part.latency.${value}`, value);
    case 'tier':
      return words.optional(`tier.${value}`, value);
    case 'allowed':
      return value
        .split(', ')
        .map((tier) => words.optional(`tier.${tier}`, tier))
        .join(words.text('list.gap'));
    case 'across':
    case 'direction':
      return words.optional(`sentence.${name}.${value}`, value);
    default:
      return value;
  }
}
