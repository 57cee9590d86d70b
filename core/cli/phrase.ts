import english from '../../assets/locales/en.json' with { type: 'json' };
import type { Explanation } from '../evaluate/explain/explanation.ts';
import { fill } from '../report/words.ts';

type Texts = Readonly<Record<string, string>>;

const LABELS: Texts = english.explain.label;
const WORDS: Texts = { ...english.explain.word, ...english.part, ...english.mark, ...english.dimension };
const FIELDS: Texts = english.field;

/** A step of a derivation in English, with the words of the screen. */
export function phraseOf({ label }: Explanation): string {
  const parameters: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(label.parameters)) {
    const word = typeof value === 'string' ? value : '';
    if (name === 'field') parameters[name] = FIELDS[word] ?? value;
    else if (['dimension', 'part', 'status', 'way', 'what'].includes(name)) parameters[name] = WORDS[word] ?? value;
    else parameters[name] = value;
  }
  return fill(LABELS[label.code] ?? label.code, parameters);
}
