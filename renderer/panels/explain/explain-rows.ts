import type { Explanation } from '../../../core/evaluate/explain/explanation.ts';

/** One visible line of a derivation. `id` is its path, `0.2.1`. */
export interface ExplainRow {
  readonly id: string;
  readonly parentId: string | null;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly explanation: Explanation;
  /** How it joins those before it: `+` in a sum, `×` in a product; empty at the root. */
  readonly sign: string;
  /** Of its parent, where the parent is a sum; null elsewhere. */
  readonly share: number | null;
}

const SIGN: { readonly [Operation in Explanation['operation']]?: string } = {
  sum: '+',
  product: '×',
  difference: '−',
  quotient: '÷',
  greatest: 'max',
  least: 'min',
};

/** What is on the screen: the root and everything under open lines. */
export function explainRows(root: Explanation, open: ReadonlySet<string>): ExplainRow[] {
  const rows: ExplainRow[] = [];
  const visit = (explanation: Explanation, parent: ExplainRow | null, position: number): void => {
    const of = parent?.explanation ?? null;
    const row: ExplainRow = {
      id: parent === null ? '0' : `${parent.id}.${position}`,
      parentId: parent?.id ?? null,
      level: parent === null ? 1 : parent.level + 1,
      position: position + 1,
      siblings: of?.children.length ?? 1,
      explanation,
      sign: of === null || position === 0 ? '' : (SIGN[of.operation] ?? ''),
      share: of === null ? null : shareOf(explanation, of),
    };
    rows.push(row);
    if (open.has(row.id)) explanation.children.forEach((child, index) => visit(child, row, index));
  };
  visit(root, null, 0);
  return rows;
}

function shareOf(child: Explanation, parent: Explanation): number | null {
  if (parent.operation !== 'sum' || typeof parent.value !== 'number' || typeof child.value !== 'number') return null;
  return parent.value > 0 && child.value >= 0 ? Math.min(1, child.value / parent.value) : null;
}

/** Lines that are open at first: the root, and from it down to the greatest part, which is mostly what one looks for. */
export function openAtFirst(root: Explanation): ReadonlySet<string> {
  const open = new Set(['0']);
  let at = root;
  let id = '0';
  for (let level = 0; level < 3 && at.children.length > 0; level += 1) {
    const greatest = at.operation === 'sum' ? greatestOf(at) : 0;
    const next = at.children[greatest];
    if (next === undefined) break;
    id = `${id}.${greatest}`;
    if (next.children.length > 0) open.add(id);
    at = next;
  }
  return open;
}

function greatestOf({ children }: Explanation): number {
  let greatest = 0;
  children.forEach((child, index) => {
    if (Number(child.value) > Number(children[greatest]?.value)) greatest = index;
  });
  return greatest;
}

/** Every line that has something below it. */
export function allOf(root: Explanation): ReadonlySet<string> {
  const open = new Set<string>();
  const visit = ({ children }: Explanation, id: string): void => {
    if (children.length === 0) return;
    open.add(id);
    children.forEach((child, index) => visit(child, `${id}.${index}`));
  };
  visit(root, '0');
  return open;
}

/** The derivation as text, to be pasted elsewhere. */
export function explanationAsText(root: Explanation, words: (explanation: Explanation) => string): string {
  const lines: string[] = [];
  const write = (one: Explanation, level: number): void => {
    const why = [one.formula, one.rule === null ? null : `[${one.rule}]`].filter((part) => part !== null).join(' ');
    const source = [one.source?.subject, one.source?.field, one.source?.title, one.source?.url].filter(
      (part) => typeof part === 'string',
    );
    const value = one.value === null ? '' : `\t${one.value} ${one.unit}`.trimEnd();
    lines.push([`${'  '.repeat(level)}${words(one)}${value}`, why, source.join(', ')].filter((part) => part !== '').join('\t'));
    for (const child of one.children) write(child, level + 1);
  };
  write(root, 0);
  return lines.join('\n');
}
