import type { Explanation } from '../../core/evaluate/explain/explanation.ts';

/** What children make of it by its operation; undefined where only a formula knows. */
export function remade({ operation, children }: Explanation): number | undefined {
  const figures = children.map((child) => (typeof child.value === 'number' ? child.value : Number.NaN));
  const [first = Number.NaN, ...others] = figures;
  switch (operation) {
    case 'sum':
      return figures.reduce((a, b) => a + b, 0);
    case 'product':
      return figures.reduce((a, b) => a * b, 1);
    case 'difference':
      return others.reduce((a, b) => a - b, first);
    case 'quotient':
      return first / (others[0] ?? Number.NaN);
    case 'greatest':
      return Math.max(...figures);
    case 'least':
      return Math.min(...figures);
    case 'same':
      return first;
    default:
      return undefined;
  }
}

/** Visits every step of a derivation with the way to it. */
export function walk(explanation: Explanation, visit: (one: Explanation, path: string) => void, path = ''): void {
  const here = `${path}/${explanation.label.code}`;
  visit(explanation, here);
  for (const child of explanation.children) walk(child, visit, here);
}
