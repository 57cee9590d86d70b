import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

export interface PageElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: string;
}

export interface Page {
  readonly elements: readonly PageElement[];
  /** Text outside of the style sheet, pieces joined by a line feed. */
  readonly text: string;
  readonly comments: number;
  /** Kinds of mistakes in the markup. */
  readonly errors: readonly string[];
}

/** A page as a browser reads it: every element with its attributes, in order. */
export function parsePage(source: string): Page {
  const errors = new Set<string>();
  const elements: PageElement[] = [];
  const texts: string[] = [];
  let comments = 0;
  function walk(node: Tree.Node, parent: string): void {
    if (node.nodeName === '#comment') comments += 1;
    if ('value' in node && parent !== 'style') texts.push(node.value);
    if ('tagName' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      elements.push({ name: node.tagName, attributes, parent });
    }
    if (!('childNodes' in node)) return;
    for (const child of node.childNodes) walk(child, 'tagName' in node ? node.tagName : parent);
  }
  walk(parse(source, { onParseError: (error) => errors.add(error.code) }), '');
  return { elements, text: texts.join('\n'), comments, errors: Array.from(errors) };
}
