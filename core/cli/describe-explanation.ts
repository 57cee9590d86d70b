import type { Explanation } from '../evaluate/explain/explanation.ts';
import { figure } from './figure.ts';
import { phraseOf } from './phrase.ts';

/** Signs between what makes a figure. */
const SIGN: { readonly [Operation in Explanation['operation']]?: string } = {
  sum: '+',
  product: '×',
  difference: '−',
  quotient: '÷',
  greatest: 'max',
  least: 'min',
};

/** A derivation as an indented tree: figure, what it is, formula with its rule, and at the leaves where it comes from. */
export function describeExplanation(root: Explanation, depth: number): string {
  const lines: string[] = [];
  const write = (one: Explanation, parent: Explanation | null, indent: string, level: number): void => {
    const sign = parent === null ? '' : `${SIGN[parent.operation] ?? '·'} `;
    const value = one.value === null ? '' : `  ${typeof one.value === 'number' ? figure(one.value) : one.value} ${one.unit}`;
    const why = [one.formula, one.rule === null ? null : `[${one.rule}]`].filter((part) => part !== null).join(' ');
    lines.push(oneLine(`${indent}${sign}${phraseOf(one)}${value.trimEnd()}${why === '' ? '' : `  = ${why}`}${sourceOf(one)}`));
    if (level >= depth) {
      if (one.children.length > 0) lines.push(`${lines.pop() ?? ''}  … ${one.children.length} below`);
      return;
    }
    for (const child of one.children) write(child, one, `${indent}  `, level + 1);
  };
  write(root, null, '', 0);
  return `${lines.join('\n')}\n`;
}

function sourceOf({ source }: Explanation): string {
  if (source === null) return '';
  const from = [source.subject === null ? null : `${source.subject} ${source.field ?? ''}`, source.title, source.url];
  const text = from.filter((part) => part !== null).join('; ');
  return text === '' ? '' : `  ← ${text}`;
}

/** Text from a file may hold what moves a cursor or colours a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' '); // oxlint-disable-line no-control-regex -- exactly these are taken out
}
