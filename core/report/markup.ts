/** Markup that is safe to put into a page. Only the `html` template and `joinHtml` make it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | readonly Html[] | string | number | null;

/** Markup from a template: literal parts stay, strings and numbers are escaped, `Html` is taken as it is, null is nothing. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = literals[0] ?? '';
  for (const [index, part] of parts.entries()) markup += render(part) + (literals[index + 1] ?? '');
  return { markup };
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

/** Controls, lone surrogates and noncharacters (forbidden in HTML text), and direction controls, which can make a name read as another. */
const UNREADABLE =
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is replaced here
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ufeff]|\p{Cs}/gu;

/** The text with U+FFFD for each character that cannot be shown honestly and a space for Unicode line separators. */
export function plainText(value: string): string {
  return value.replace(/[\u2028\u2029]/g, ' ').replace(UNREADABLE, '\ufffd');
}

/** The address when a browser may follow it from a page (http and https only), else null. */
export function safeHref(address: string | null): string | null {
  return address !== null && /^https?:\/\/[^\s"'<>\\]+$/i.test(address) ? address : null;
}
