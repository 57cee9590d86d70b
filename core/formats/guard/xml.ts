import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { lineAndColumn } from '../../base/safe-json.ts';

/** An element of an XML document. Names are without their namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, trimmed. */
  readonly text: string;
  /** Offset of its `<` in the document, for messages. */
  readonly offset: number;
}

export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxAttributes: number;
  /** Characters of a name, of an attribute's value, and of the text of one element. */
  readonly maxNameChars: number;
  readonly maxAttributeChars: number;
  readonly maxTextChars: number;
}

/** Depth: reliability.md, "Import". Elements: nine times the largest network of the Topology Zoo. */
export const XML_LIMITS: XmlLimits = {
  maxDepth: 64,
  maxElements: 120_000,
  maxAttributes: 64,
  maxNameChars: 256,
  maxAttributeChars: 65_536,
  maxTextChars: 65_536,
};

interface OpenElement {
  readonly name: string;
  /** As written, with its prefix: the closing tag has to repeat it. */
  readonly rawName: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  readonly texts: string[];
  textChars: number;
  readonly offset: number;
}

/** Thrown inside this file only, to leave the reader from any depth of calls. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(value: Problem) {
    super(value.message);
    this.problem = value;
  }
}

/**
 * Root element of a well-formed XML text without a document type. Refused with line and column: what is not well formed, a
 * DOCTYPE (and with it every entity but the five of XML), and what is over the limits. One pass, no recursion; linear cost.
 * It is ours because the library at hand takes truncated documents, knows no limits and gives no places.
 */
export function readXml(text: string, fileName: string, limits: XmlLimits = XML_LIMITS): Result<XmlElement, Problem> {
  try {
    return ok(new Reader(text, limits).run());
  } catch (error) {
    if (error instanceof Refused) return failed({ ...error.problem, file: fileName });
    throw error;
  }
}

const NAME = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y;
const SPACE = /[ \t\r\n]*/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

class Reader {
  private readonly text: string;
  private readonly limits: XmlLimits;
  private at = 0;
  private elements = 0;
  private root: XmlElement | null = null;
  private readonly stack: OpenElement[] = [];

  constructor(text: string, limits: XmlLimits) {
    this.text = text;
    this.limits = limits;
  }

  run(): XmlElement {
    while (this.at < this.text.length) {
      const next = this.text.indexOf('<', this.at);
      this.readText(next === -1 ? this.text.length : next);
      if (next !== -1) this.readMarkup();
    }
    const open = this.stack.at(-1);
    if (open !== undefined) this.truncated(`<${open.name}> from ${lineAndColumn(this.text, open.offset)} is never closed.`);
    if (this.root === null) this.refuse('xml.no-element', 'There is no XML element.', 'Choose an XML file.');
    return this.root;
  }

  private readText(end: number): void {
    const inside = this.stack.at(-1);
    const raw = this.text.slice(this.at, end);
    if (raw.trim() !== '') {
      if (inside === undefined) this.syntax('Text stands outside of the root element.');
      if (raw.length > this.limits.maxTextChars) this.over(`an element holds more than ${this.limits.maxTextChars} characters`);
      this.addText(inside, this.decode(raw, this.at));
    }
    this.at = end;
  }

  private addText(inside: OpenElement, text: string): void {
    inside.textChars += text.length;
    if (inside.textChars > this.limits.maxTextChars)
      this.over(`an element holds more than ${this.limits.maxTextChars} characters`);
    inside.texts.push(text);
  }

  private readMarkup(): void {
    if (this.text.startsWith('<!--', this.at)) this.skipPast('<!--', '-->', 'a comment');
    else if (this.text.startsWith('<![CDATA[', this.at)) this.readCdata();
    else if (this.text.startsWith('<?', this.at)) this.skipPast('<?', '?>', 'a processing instruction');
    else if (this.text.startsWith('<!', this.at)) this.readDeclaration();
    else if (this.text.startsWith('</', this.at)) this.readClosingTag();
    else this.readOpeningTag();
  }

  private skipPast(start: string, end: string, what: string): string {
    const from = this.at + start.length;
    const found = this.text.indexOf(end, from);
    if (found === -1) this.truncated(`The text ends inside ${what}.`);
    this.at = found + end.length;
    return this.text.slice(from, found);
  }

  private readCdata(): void {
    const inside = this.stack.at(-1);
    if (inside === undefined) this.syntax('Text stands outside of the root element.');
    this.addText(inside, this.skipPast('<![CDATA[', ']]>', 'a CDATA section'));
  }

  private readDeclaration(): never {
    if ('<!--'.startsWith(this.text.slice(this.at)) || '<![CDATA['.startsWith(this.text.slice(this.at)))
      this.truncated('The text ends in the middle of a mark.');
    this.refuse(
      'xml.doctype',
      'Document types and entity definitions are not read.',
      'Remove the <!DOCTYPE …> part and try again.',
    );
  }

  private readClosingTag(): void {
    const start = this.at;
    this.at += 2;
    const name = this.readName();
    this.skip(SPACE);
    this.take('>', 'the end of a closing tag');
    const open = this.stack.pop();
    if (open === undefined || open.rawName !== name) {
      this.at = start;
      this.syntax(`</${name}> closes ${open === undefined ? 'nothing' : `<${open.rawName}>`}.`);
    }
    this.close(open);
  }

  private readOpeningTag(): void {
    const offset = this.at;
    if (this.root !== null && this.stack.length === 0) this.syntax('There is more than one root element.');
    this.at += 1;
    const rawName = this.readName();
    const attributes = this.readAttributes();
    const isEmpty = this.text[this.at] === '/';
    if (isEmpty) this.at += 1;
    this.take('>', 'the end of a tag');
    this.elements += 1;
    if (this.elements > this.limits.maxElements) this.over(`there are more than ${this.limits.maxElements} elements`);
    if (this.stack.length >= this.limits.maxDepth) this.over(`elements are nested more than ${this.limits.maxDepth} deep`);
    const element = { name: withoutPrefix(rawName), rawName, attributes, children: [], texts: [], textChars: 0, offset };
    if (isEmpty) this.close(element);
    else this.stack.push(element);
  }

  private close({ name, attributes, children, texts, offset }: OpenElement): void {
    const element: XmlElement = { name, attributes, children, text: texts.join('').trim(), offset };
    const parent = this.stack.at(-1);
    if (parent === undefined) this.root = element;
    else parent.children.push(element);
  }

  private readAttributes(): Map<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      const before = this.at;
      this.skip(SPACE);
      const mark = this.text[this.at];
      if (mark === '>' || mark === '/' || mark === undefined) return attributes;
      if (this.at === before) this.syntax('A space is missing before an attribute.');
      const start = this.at;
      const rawName = this.readName();
      const name = rawName.startsWith('xmlns') ? rawName : withoutPrefix(rawName);
      this.skip(SPACE);
      this.take('=', `the value of the attribute ${name}`);
      this.skip(SPACE);
      const value = this.readAttributeValue();
      if (attributes.has(name)) {
        this.at = start;
        this.syntax(`The attribute ${name} occurs twice in one element.`);
      }
      attributes.set(name, value);
      if (attributes.size > this.limits.maxAttributes)
        this.over(`an element has more than ${this.limits.maxAttributes} attributes`);
    }
  }

  private readAttributeValue(): string {
    const quote = this.text[this.at];
    if (quote === undefined) this.truncated('The text ends inside a tag.');
    if (quote !== '"' && quote !== "'") this.syntax('An attribute needs its value in quotes.');
    const start = this.at + 1;
    const end = this.text.indexOf(quote, start);
    if (end === -1) this.truncated('The text ends inside the value of an attribute.');
    if (end - start > this.limits.maxAttributeChars)
      this.over(`an attribute has more than ${this.limits.maxAttributeChars} characters`);
    const raw = this.text.slice(start, end);
    const less = raw.indexOf('<');
    if (less !== -1) {
      this.at = start + less;
      this.syntax('The value of an attribute holds a “<”.');
    }
    this.at = end + 1;
    return this.decode(raw, start);
  }

  /** The five entities of XML and numbered characters; any other would need a document type. */
  private decode(raw: string, offset: number): string {
    if (!raw.includes('&')) return raw;
    return raw.replaceAll(
      /&(?:#(\d{1,7}|x[0-9a-fA-F]{1,6})|(\w{1,16}))?;?/g,
      (whole, number: string | undefined, name: string | undefined, index: number) => {
        const known = name === undefined ? characterOf(number) : Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
        if (known !== undefined && whole.endsWith(';')) return known;
        this.at = offset + index;
        this.refuse(
          'xml.entity',
          `${JSON.stringify(whole)} is not one of the entities of XML.`,
          'Write the character itself, or &amp; for “&”.',
        );
      },
    );
  }

  private readName(): string {
    const start = this.at;
    if (!this.skip(NAME)) {
      if (this.at >= this.text.length) this.truncated('The text ends inside a tag.');
      this.syntax('A name is missing after “<”, or it has characters that no name has.');
    }
    if (this.at - start > this.limits.maxNameChars) this.over(`a name has more than ${this.limits.maxNameChars} characters`);
    return this.text.slice(start, this.at);
  }

  private take(mark: string, what: string): void {
    if (this.at >= this.text.length) this.truncated(`The text ends before ${what}.`);
    if (this.text[this.at] !== mark) this.syntax(`Expected ${mark} for ${what}.`);
    this.at += 1;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private truncated(message: string): never {
    this.at = this.text.length;
    this.refuse('xml.truncated', message, 'Take a complete copy of the file.');
  }

  private syntax(message: string): never {
    this.refuse('xml.syntax', message, 'Correct the text, or take another copy of the file.');
  }

  private over(what: string): never {
    this.refuse('xml.too-large', `Too large to be read: ${what}.`, 'No network file is like this: check where it comes from.');
  }

  private refuse(code: string, message: string, remedy: string): never {
    throw new Refused(problem(code, message, remedy, { place: lineAndColumn(this.text, this.at) }));
  }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function characterOf(number: string | undefined): string | undefined {
  if (number === undefined) return undefined;
  const code = number.startsWith('x') ? Number.parseInt(number.slice(1), 16) : Number(number);
  const isCharacter =
    code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff));
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
