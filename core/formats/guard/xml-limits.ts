import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { lineAndColumn } from '../../base/safe-json.ts';

export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxAttributes: number;
  /** Characters of a name, of an attribute's value, of a whole tag, and of the text of one element. */
  readonly maxNameChars: number;
  readonly maxAttributeChars: number;
  readonly maxTagChars: number;
  readonly maxTextChars: number;
}

/** Depth: reliability.md, "Import". Elements: nine times the largest network of the Topology Zoo. */
export const XML_LIMITS: XmlLimits = {
  maxDepth: 64,
  maxElements: 120_000,
  maxAttributes: 64,
  maxNameChars: 256,
  maxAttributeChars: 65_536,
  maxTagChars: 262_144,
  maxTextChars: 65_536,
};

/** Thrown inside this file only, to leave the scan from any depth of calls. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(value: Problem) {
    super(value.message);
    this.problem = value;
  }
}

/**
 * What the XML library does not look after, in one pass from mark to mark of linear cost: limits, document types, entities,
 * marks that are cut off, text or elements beside the root. Gives the offsets of the tags that are left open, outermost first;
 * names, attributes and whether tags match are left to the library.
 */
export function scanXml(text: string, limits: XmlLimits): Result<readonly number[], Problem> {
  const scan = new Scan(text, limits);
  try {
    scan.run();
    return ok(scan.open);
  } catch (error) {
    if (error instanceof Refused) return failed(error.problem);
    throw error;
  }
}

const TAG_NAME = /[^\s/>]*/y;
const QUOTE_OR_END = /["'>]/g;
const REFERENCE = /&(?:(lt|gt|amp|apos|quot)|#(?:(\d{1,7})|x([\da-fA-F]{1,6})));|&(?:#?\w{1,16};?)?/g;

class Scan {
  readonly open: number[] = [];
  private readonly text: string;
  private readonly limits: XmlLimits;
  private at = 0;
  private elements = 0;
  /** Characters since the last tag, whatever comments stand between, and those of the text of each open element. */
  private runChars = 0;
  private readonly textChars: number[] = [];

  constructor(text: string, limits: XmlLimits) {
    this.text = text;
    this.limits = limits;
  }

  run(): void {
    while (this.at < this.text.length) {
      const next = this.text.indexOf('<', this.at);
      this.passText(next === -1 ? this.text.length : next);
      if (next !== -1) this.passMark();
    }
    if (this.elements === 0) this.refuse('xml.no-element', 'There is no XML element.', 'Choose an XML file.');
  }

  private passText(end: number): void {
    const raw = this.text.slice(this.at, end);
    const isBlank = raw.trim() === '';
    if (!isBlank && this.open.length === 0) this.syntax('Text stands outside of the root element.');
    this.runChars += raw.length;
    this.countText(isBlank ? 0 : raw.length);
    this.checkReferences(raw, this.at);
    this.at = end;
  }

  private countText(chars: number): void {
    const { maxTextChars } = this.limits;
    const before = this.textChars.pop();
    if (before !== undefined) this.textChars.push(before + chars);
    if (this.runChars > maxTextChars || (before ?? 0) + chars > maxTextChars)
      this.over(`an element holds more than ${maxTextChars} characters`);
  }

  private passMark(): void {
    if (this.text.startsWith('<!--', this.at)) this.passUntil('<!--', '-->', 'a comment');
    else if (this.text.startsWith('<![CDATA[', this.at)) this.passCdata();
    else if (this.text.startsWith('<?', this.at)) this.passInstruction();
    else if (this.text.startsWith('<!', this.at)) this.refuseDeclaration();
    else if (this.text.startsWith('</', this.at)) this.passClosingTag();
    else this.passOpeningTag();
  }

  private passUntil(start: string, end: string, what: string): string {
    const from = this.at + start.length;
    const found = this.text.indexOf(end, from);
    if (found === -1) this.truncated(`The text ends inside ${what}.`);
    this.at = found + end.length;
    return this.text.slice(from, found);
  }

  private passCdata(): void {
    if (this.open.length === 0) this.syntax('Text stands outside of the root element.');
    this.runChars = 0;
    this.countText(this.passUntil('<![CDATA[', ']]>', 'a CDATA section').length);
  }

  /** The two halves of the library disagree on where an instruction with a lone quote or without a name ends. */
  private passInstruction(): void {
    const start = this.at;
    const raw = this.passUntil('<?', '?>', 'a processing instruction');
    this.runChars = 0;
    if (raw.length <= this.limits.maxTagChars && /^[A-Za-z_:\u0080-\uffff](?:[^"']|"[^"]*"|'[^']*')*$/.test(raw)) return;
    this.at = start;
    this.syntax('A processing instruction has no name, a quote that is never closed, or too many characters.');
  }

  private refuseDeclaration(): never {
    if ('<!--'.startsWith(this.text.slice(this.at)) || '<![CDATA['.startsWith(this.text.slice(this.at)))
      this.truncated('The text ends in the middle of a mark.');
    this.refuse(
      'xml.doctype',
      'Document types and entity definitions are not read.',
      'Remove the <!DOCTYPE …> part and try again.',
    );
  }

  private passClosingTag(): void {
    this.passUntil('</', '>', 'a closing tag');
    this.runChars = 0;
    this.open.pop();
    this.textChars.pop();
  }

  private passOpeningTag(): void {
    const start = this.at;
    if (this.elements > 0 && this.open.length === 0) this.syntax('There is more than one root element.');
    TAG_NAME.lastIndex = start + 1;
    TAG_NAME.test(this.text);
    this.at = TAG_NAME.lastIndex;
    this.checkName(this.at - start - 1);
    this.passAttributes(start);
    this.runChars = 0;
    this.elements += 1;
    if (this.elements > this.limits.maxElements) this.over(`there are more than ${this.limits.maxElements} elements`);
    if (this.open.length >= this.limits.maxDepth) this.over(`elements are nested more than ${this.limits.maxDepth} deep`);
    if (this.text[this.at - 2] === '/') return;
    this.open.push(start);
    this.textChars.push(0);
  }

  private passAttributes(start: number): void {
    for (let attributes = 1; ; attributes += 1) {
      QUOTE_OR_END.lastIndex = this.at;
      const mark = QUOTE_OR_END.exec(this.text);
      if (mark === null) this.truncated('The text ends inside a tag.');
      this.checkName(this.text.slice(this.at, mark.index).trim().length - 1);
      this.at = mark.index;
      if (mark[0] === '>') break;
      this.passValue(mark[0]);
      if (attributes > this.limits.maxAttributes) this.over(`an element has more than ${this.limits.maxAttributes} attributes`);
    }
    this.at += 1;
    if (this.at - start > this.limits.maxTagChars) this.over(`a tag has more than ${this.limits.maxTagChars} characters`);
  }

  private passValue(quote: string): void {
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
    this.checkReferences(raw, start);
    this.at = end + 1;
  }

  private checkName(chars: number): void {
    if (chars > this.limits.maxNameChars) this.over(`a name has more than ${this.limits.maxNameChars} characters`);
  }

  /** The five entities of XML and numbered characters; any other would need a document type. */
  private checkReferences(raw: string, offset: number): void {
    if (!raw.includes('&')) return;
    for (const { 0: whole, 1: name, 2: decimal, 3: hexadecimal, index } of raw.matchAll(REFERENCE)) {
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
      if (name !== undefined || isCharacter(code)) continue;
      this.at = offset + index;
      this.refuse(
        'xml.entity',
        `${JSON.stringify(whole)} is not one of the entities of XML.`,
        'Write the character itself, or &amp; for “&”.',
      );
    }
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

function isCharacter(code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff));
}
