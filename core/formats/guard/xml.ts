import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { assert } from '../../base/assert.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { lineAndColumn } from '../../base/safe-json.ts';
import type { XmlLimits } from './xml-limits.ts';
import { scanXml, XML_LIMITS } from './xml-limits.ts';

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

/**
 * Root element of a well-formed XML text without a document type. Refused with line and column: what is not well formed, a
 * DOCTYPE (and with it every entity but the five of XML), and what is over the limits. Linear cost.
 */
export function readXml(text: string, fileName: string, limits: XmlLimits = XML_LIMITS): Result<XmlElement, Problem> {
  const open = scanXml(text, limits);
  if (open.status === 'failed') return failed({ ...open.error, file: fileName });
  const fault = faultOf(text, open.value);
  if (fault !== null) return failed({ ...fault, file: fileName });
  const nodes = parserOf(limits).parse(text) as readonly LibraryNode[];
  const root = nodes.find((node) => !(TEXT in node));
  assert(root !== undefined, 'an element was found before');
  return ok(elementOf(root));
}

function faultOf(text: string, open: readonly number[]): Problem | null {
  const checked = XMLValidator.validate(text);
  if (checked === true) return null;
  const { msg, line, col } = checked.err;
  const place = `line ${line}, column ${col}`;
  const [outermost] = open;
  // Of tags that are left open the library gives the place of the only one, or the start of the text.
  if (outermost !== undefined && (place === 'line 1, column 1' || place === lineAndColumn(text, outermost))) {
    const innermost = open.at(-1) ?? outermost;
    const name = text.slice(innermost + 1).match(/^[^\s/>]*/)?.[0] ?? '';
    return problem(
      'xml.truncated',
      `<${name}> from ${lineAndColumn(text, innermost)} is never closed.`,
      'Take a complete copy of the file.',
      { place: lineAndColumn(text, text.length) },
    );
  }
  return problem('xml.syntax', msg, 'Correct the text, or take another copy of the file.', { place });
}

/** In front of every name that the library makes a key of, so that none can be one of `Object.prototype`. */
const MARK = '@';
const ATTRIBUTES = ':@';
const TEXT = '#text';
const METADATA = XMLParser.getMetaDataSymbol() as symbol;

/** An element or a text of the library's ordered tree: one key with what is inside, and the attributes. */
type LibraryNode = Readonly<Record<string | symbol, unknown>>;

function parserOf({ maxDepth }: XmlLimits): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    captureMetaData: true,
    ignoreAttributes: false,
    attributeNamePrefix: MARK,
    transformTagName: (name) => (name.startsWith(MARK) ? name : MARK + name),
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    // Numbered characters too, which the library counts among those of HTML; the scan lets no other entity of HTML through.
    htmlEntities: true,
    maxNestedTags: maxDepth,
  });
}

function elementOf(node: LibraryNode): XmlElement {
  const key = Object.keys(node).find((each) => each !== ATTRIBUTES) ?? '';
  const inside = node[key] as readonly LibraryNode[];
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Readonly<Record<string, string>>);
  const texts = inside.map((each) => (TEXT in each ? String(each[TEXT]) : ''));
  return {
    name: withoutPrefix(key),
    attributes: new Map(attributes.map(([name, value]) => [withoutPrefix(name), value])),
    children: inside.filter((each) => !(TEXT in each)).map(elementOf),
    text: texts
      .filter((each) => each.trim() !== '')
      .join('')
      .trim(),
    offset: (node[METADATA] as { readonly startIndex: number }).startIndex,
  };
}

function withoutPrefix(marked: string): string {
  const name = marked.slice(MARK.length);
  return name.startsWith('xmlns') ? name : name.slice(name.indexOf(':') + 1);
}
