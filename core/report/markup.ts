/** Markup that is safe to put into a page. Only the `html` template and `joinHtml` make it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | readonly Html[] | string | number | null;

/** Markup from a template: literal parts stay, strings and numbers are escaped, `Html` is taken as it is, null is nothing. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = withoutIndent(literals[0]);
  for (const [index, part] of parts.entries()) markup += render(part) + withoutIndent(literals[index + 1]);
  return { markup };
}

/** Lines of a template are indented for those who read the code; the page does without. */
function withoutIndent(literal: string | undefined): string {
  return literal === undefined ? '' : literal.replace(/\n\s+/g, '\n');
}

export function joinHtml(parts: readonly Html[]): Html {
  return { markup: parts.map((part) => part.markup).join('') };
}

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return escapeText(String(part));
  if ('markup' in part) return part.markup;
  return joinHtml(part).markup;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes what has a meaning in text and in quoted attributes, and replaces what no reader should meet. */
function escapeText(value: string): string {
  return plainText(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/**
 * What no reader should meet: controls but tab and line ends, lone surrogates and noncharacters (all forbidden in HTML text),
 * and direction controls, which can make a name read as another.
 */
const UNREADABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\ufeff]/gu;

/** The text with U+FFFD for each character that cannot be shown honestly and a space for Unicode line separators. */
export function plainText(value: string): string {
  return value.replace(/[\u2028\u2029]/g, ' ').replace(UNREADABLE, '\ufffd');
}

/** The address when a browser may follow it from a page (http and https only), else null. */
export function safeHref(address: string | null): string | null {
  return address !== null && /^https?:\/\/[^\s"'<>\\]+$/i.test(address) ? address : null;
}
