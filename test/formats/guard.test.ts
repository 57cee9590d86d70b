import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../core/formats/guard/byte-source.ts';
import { memorySource } from '../../core/formats/guard/byte-source.ts';
import { readCsv } from '../../core/formats/guard/csv.ts';
import { decodeText } from '../../core/formats/guard/decode-text.ts';
import type { TextFormat } from '../../core/formats/guard/limits.ts';
import { readText } from '../../core/formats/guard/read-text.ts';
import { sniff } from '../../core/formats/guard/sniff.ts';
import type { XmlElement } from '../../core/formats/guard/xml.ts';
import { readXml } from '../../core/formats/guard/xml.ts';
import { expectRefusal } from './expect-refusal.ts';
import { NETWORK, SITES_CSV, TREE_CSV, USERS_CSV } from './import-fixtures.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('bytes to text', () => {
  test('agrees with the platform on any bytes: same text, or both refuse', () => {
    const platform = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }).map(bytesOf)),
        (bytes) => {
          let expected: string | null = null;
          try {
            expected = platform.decode(bytes);
          } catch {
            // refused
          }
          const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
          if (isUtf16 || bytes.includes(0)) return;
          const decoded = decodeText(bytes, 'x');
          expect(decoded.status === 'ok' ? decoded.value : null).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('decodes texts longer than one piece', () => {
    const text = '涂a😀é'.repeat(20_000);
    expect(decodeText(bytesOf(text), 'x')).toEqual({ status: 'ok', value: text });
  });

  test('takes off a byte order mark, and reads UTF-16 where one says so', () => {
    expect(decodeText(bytesOf('\ufeffID,x'), 'x')).toEqual({ status: 'ok', value: 'ID,x' });
    const little = new Uint8Array([0xff, 0xfe, 0x49, 0, 0x44, 0, 0x3d, 0xd8, 0x00, 0xde]);
    expect(decodeText(little, 'x')).toEqual({ status: 'ok', value: 'ID😀' });
    expect(decodeText(new Uint8Array([0xfe, 0xff, 0, 0x49]), 'x')).toEqual({ status: 'ok', value: 'I' });
  });

  test.each<[string, number[], string, string]>([
    ['Latin 1', [0x4b, 0xf6, 0x6c, 0x6e], 'text.not-utf8', 'byte 1'],
    ['an overlong character', [0x61, 0xc0, 0xaf], 'text.not-utf8', 'byte 1'],
    ['a surrogate', [0xed, 0xa0, 0x80], 'text.not-utf8', 'byte 0'],
    ['a character that is cut off', [0x61, 0xe6, 0xb6], 'text.not-utf8', 'byte 1'],
    ['a NUL', [0x61, 0x62, 0], 'text.nul', 'byte 2'],
    ['half of a UTF-16 character', [0xff, 0xfe, 0x3d, 0xd8], 'text.not-utf16', 'byte 2'],
    ['an odd number of UTF-16 bytes', [0xff, 0xfe, 0x3d], 'text.not-utf16', 'byte 3'],
    ['a NUL in UTF-16', [0xff, 0xfe, 0, 0], 'text.nul', 'byte 2'],
  ])('refuses %s', (_, bytes, code, place) => {
    expect(decodeText(new Uint8Array(bytes), 'x')).toMatchObject({ status: 'failed', error: { code, place, file: 'x' } });
  });
});

/** A file of any size that counts what is read of it. */
class CountedSource implements ByteSource {
  readonly name = 'big.bin';
  readonly size: number;
  bytesRead = 0;
  private readonly head: Uint8Array;

  constructor(size: number, head: Uint8Array) {
    this.size = size;
    this.head = head;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    this.bytesRead += end - start;
    const bytes = new Uint8Array(end - start);
    bytes.set(this.head.subarray(start, end).subarray(0, bytes.length));
    return bytes;
  }
}

describe('a file is judged by its first bytes', () => {
  const formats: readonly TextFormat[] = ['site', 'graphml', 'csv'];

  test.each(formats)('1 GB of zeros as %s is refused by its first 4 KiB', async (format) => {
    const source = new CountedSource(2 ** 30, new Uint8Array(0));
    const read = await readText(source, format);
    if (read.status === 'ok') throw new Error('was read');
    expectRefusal(read.error, 'big.bin');
    expect(read.error.message).toContain('zero bytes');
    expect(source.bytesRead).toBeLessThanOrEqual(4096);
  });

  test.each<[TextFormat, string]>([
    ['site', '{"format":"edgewright-site"'],
    ['graphml', '<graphml>'],
    ['csv', 'a,b\n'],
  ])('1 GB that begins like %s is refused by its size', async (format, head) => {
    const source = new CountedSource(2 ** 30, bytesOf(head + ' '.repeat(5000)));
    const read = await readText(source, format);
    expect(read).toMatchObject({ status: 'failed', error: { code: 'file.too-large' } });
    expect(source.bytesRead).toBeLessThanOrEqual(4096);
  });

  test.each<[string, string | Uint8Array, TextFormat, string]>([
    ['GraphML to open', NETWORK, 'site', 'import graphml'],
    ['EUA sites to open', SITES_CSV, 'site', 'import eua'],
    ['a tree to open', TREE_CSV, 'site', 'import ifogsim'],
    ['users to the GraphML importer', USERS_CSV, 'graphml', 'import eua'],
    ['a site to the GraphML importer', '{"format":"edgewright-site"}', 'graphml', 'open'],
    ['a site to a CSV importer', '{"format":"edgewright-site"}', 'csv', 'open'],
    ['a web page', '<!DOCTYPE html><html></html>', 'graphml', 'web page'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'site', 'PNG'],
    ['an archive', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'csv', 'ZIP'],
    ['a model', new Uint8Array([0x67, 0x6c, 0x54, 0x46, 2, 0]), 'site', 'glTF'],
    ['a gzip', new Uint8Array([0x1f, 0x8b, 8]), 'graphml', 'gzip'],
    ['nothing', '', 'csv', 'empty'],
    ['data', new Uint8Array([1, 2, 0, 4]), 'csv', 'binary'],
  ])('%s: says what it looks like and who takes it', async (_, given, format, words) => {
    const bytes = typeof given === 'string' ? bytesOf(given) : given;
    const read = await readText(memorySource('given', bytes), format);
    if (read.status === 'ok') throw new Error('was read');
    expectRefusal(read.error, 'given');
    expect(read.error.code).toBe('file.other-format');
    expect(`${read.error.message} ${read.error.remedy}`).toContain(words);
  });

  test('a byte order mark hides nothing', async () => {
    expect(sniff(bytesOf(`\ufeff${TREE_CSV}`))).toBe('ifogsim');
    const utf16 = new Uint8Array([0xff, 0xfe, ...Array.from(bytesOf(SITES_CSV.slice(0, 60))).flatMap((byte) => [byte, 0])]);
    expect(sniff(utf16)).toBe('eua-sites');
  });
});

describe('the XML reader', () => {
  test('reads what an independent parser reads', () => {
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseTagValue: false,
      trimValues: true,
      ignoreDeclaration: true,
    });
    const plain = (element: XmlElement): unknown => [
      element.name,
      Object.fromEntries(element.attributes),
      element.text,
      element.children.map(plain),
    ];
    const other = (node: Record<string, unknown>): unknown => {
      const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text') ?? '';
      const inside = node[name] as Record<string, unknown>[];
      const text = inside
        .filter((each) => '#text' in each)
        .map((each) => String(each['#text']))
        .join('');
      return [name, node[':@'] ?? {}, text, inside.filter((each) => !('#text' in each)).map(other)];
    };
    const read = readXml(NETWORK, 'x');
    if (read.status === 'failed') throw new Error(JSON.stringify(read.error));
    expect(plain(read.value)).toEqual(other((parser.parse(NETWORK) as Record<string, unknown>[])[0] as Record<string, unknown>));
  });

  test.each<[string, string, string, string]>([
    ['nothing', '', 'xml.no-element', 'line 1, column 1'],
    ['text alone', 'hello', 'xml.syntax', 'line 1, column 1'],
    ['an element that is not closed', '<a>\n<b></b>', 'xml.truncated', 'line 2, column 8'],
    ['crossed elements', '<a><b></a></b>', 'xml.syntax', 'line 1, column 7'],
    ['two roots', '<a/><b/>', 'xml.syntax', 'line 1, column 5'],
    ['text after the root', '<a/>x', 'xml.syntax', 'line 1, column 5'],
    ['an attribute without quotes', '<a b=1/>', 'xml.syntax', 'line 1, column 4'],
    ['an attribute twice', '<a b="1" b="2"/>', 'xml.syntax', 'line 1, column 10'],
    ['attributes without a space', '<a b="1"c="2"/>', 'xml.syntax', 'line 1, column 9'],
    ['an unknown entity', '<a>&euro;</a>', 'xml.entity', 'line 1, column 4'],
    ['a bare ampersand', '<a>R&D</a>', 'xml.entity', 'line 1, column 5'],
    ['a character that XML does not have', '<a>&#0;</a>', 'xml.entity', 'line 1, column 4'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'xml.doctype', 'line 1, column 1'],
    ['an open comment', '<a><!-- </a>', 'xml.truncated', 'line 1, column 13'],
    ['an open CDATA section', '<a><![CDATA[ </a>', 'xml.truncated', 'line 1, column 18'],
    ['a name of our prototypes is only a name', '<__proto__ constructor="x"/', 'xml.truncated', 'line 1, column 28'],
    ['65 levels', '<a>'.repeat(65), 'xml.too-large', 'line 1, column 196'],
    ['a huge attribute', `<a b="${'x'.repeat(70_000)}"/>`, 'xml.too-large', 'line 1, column 6'],
    ['a huge text', `<a>${'x'.repeat(70_000)}</a>`, 'xml.too-large', 'line 1, column 4'],
    ['65 attributes', `<a ${Array.from({ length: 65 }, (_, n) => `b${n}="1"`).join(' ')}/>`, 'xml.too-large', 'line 1'],
  ])('refuses %s', (_, text, code, place) => {
    const read = readXml(text, 'x');
    if (read.status === 'ok') throw new Error('was read');
    expectRefusal(read.error, 'x');
    expect(read.error).toMatchObject({ code });
    expect(read.error.place).toContain(place);
  });

  test('a billion laughs are not one', () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')}]><lolz>&l9;</lolz>`;
    expect(readXml(laughs, 'x')).toMatchObject({ status: 'failed', error: { code: 'xml.doctype' } });
    const bare = readXml('<lolz>&l9;</lolz>', 'x');
    expect(bare).toMatchObject({ status: 'failed', error: { code: 'xml.entity' } });
  });

  test('reads names of our prototypes as names, whatever stands in front of the root', () => {
    const read = readXml(
      '<?xml version="1.0"?>\r\n<!-- x -->\r\n<?y z?>\r\n<__proto__ constructor="1" x:__proto__="2"><toString/></__proto__>',
      'x',
    );
    if (read.status === 'failed') throw new Error(JSON.stringify(read.error));
    const { name, attributes, children, offset } = read.value;
    expect([name, [...attributes], children.map((each) => each.name), offset]).toEqual([
      '__proto__',
      [
        ['constructor', '1'],
        ['__proto__', '2'],
      ],
      ['toString'],
      44,
    ]);
  });

  test.each([
    ['a lone quote', `<?x it's ?><a>don't</a>`],
    ['no name', '<?><a>?></a>'],
  ])('refuses an instruction with %s, whose end is in doubt', (_, text) => {
    expect(readXml(text, 'x')).toMatchObject({ status: 'failed', error: { code: 'xml.syntax', place: 'line 1, column 1' } });
  });

  test('knows the entities of XML and numbered characters', () => {
    const read = readXml('<a b="&quot;&#x41;&amp;lt;">&lt;&#128512;&gt;<!-- & < --></a>', 'x');
    expect(read).toMatchObject({ status: 'ok', value: { text: '<😀>' } });
    expect(read.status === 'ok' && read.value.attributes.get('b')).toBe('"A&lt;');
  });
});

describe('the CSV reader', () => {
  const cells = (text: string): string[][] => {
    const read = readCsv(text, 'x', ['a', 'b']);
    if (read.status === 'failed') throw new Error(JSON.stringify(read.error));
    return read.value.rows.map((row) => [String(row.line), row.get('a'), row.get('B')]);
  };

  test('reads quotes, line breaks inside them, other delimiters and line ends, and keeps the line of each row', () => {
    expect(cells('a,b\n1,2\n\n"3\n4","5,""6"""\n7,8')).toEqual([
      ['2', '1', '2'],
      ['4', '3\n4', '5,"6"'],
      ['6', '7', '8'],
    ]);
    expect(cells('A;B\r\n1;2\r\n')).toEqual([['2', '1', '2']]);
    expect(cells('b\ta\n1\t2')).toEqual([['2', '2', '1']]);
    expect(cells('a,b,c\n1')).toEqual([['2', '1', '']]);
  });

  test.each<[string, string, string, string]>([
    ['nothing', '', 'csv.empty', 'line 1'],
    ['a missing column', 'a,c\n1,2', 'csv.missing-column', 'line 1'],
    ['a column twice', 'a,b,A\n1,2,3', 'csv.duplicate-column', 'line 1'],
    ['a row with more cells than columns', 'a,b\n1,2\n1,2,3', 'csv.too-many-cells', 'line 3'],
    ['an open quote', 'a,b\n1,2\n1,"2\n3,4', 'csv.open-quote', 'line 3'],
    ['201 columns', `a,b${',c'.repeat(199)}`, 'csv.too-large', 'line 1'],
    ['a huge cell', `a,b\n${'x'.repeat(40_000)},1`, 'csv.too-large', 'line 2'],
  ])('refuses %s', (_, text, code, place) => {
    const read = readCsv(text, 'x', ['a', 'b']);
    if (read.status === 'ok') throw new Error('was read');
    expectRefusal(read.error, 'x');
    expect(read.error).toMatchObject({ code, place });
  });

  test('counts a line break of two characters inside of quotes once, and takes a quote inside of a plain cell as it is', () => {
    expect(cells('a,b\r\n"1\r\n2",3\r\n \r\n4,5" pipe "x"\r\n')).toEqual([
      ['2', '1\r\n2', '3'],
      ['5', '4', '5" pipe "x"'],
    ]);
  });

  test('a line of quotes with blanks at its end does not keep it busy', () => {
    const started = performance.now();
    const read = readCsv(`a,b\n${'"x"y'.repeat(20_000)},${' '.repeat(1_000_000)}\n`, 'x', ['a', 'b']);
    expect(read).toMatchObject({ status: 'failed', error: { code: 'csv.open-quote', place: 'line 2' } });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('names the column that is missing and those that are there', () => {
    const read = readCsv('Lat,Lon\n1,2', 'x', ['Latitude', 'Lon']);
    expect(read.status === 'failed' && read.error.message).toMatch(/Latitude.*"Lat", "Lon"/);
  });
});
