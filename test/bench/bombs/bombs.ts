import { gzipSync } from 'node:zlib';
import type { ReaderName } from './readers.ts';

export interface Bomb {
  readonly name: string;
  readonly reader: ReaderName;
  /** The file, or the size of a file of zeros. */
  readonly bytes: () => string | Uint8Array | number;
}

const MEGA = 2 ** 20;
const site = (inside: string): string => `{"format":"edgewright-site","version":1,"minReader":1,"site":${inside}}`;
const tree = 'ID,Latitude,Longitude,Level,Parent,Details\n';
const sites = 'SITE_ID,LATITUDE,LONGITUDE,NAME\n';
const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join('');
const laughs = (levels: number): string =>
  `<!DOCTYPE a [<!ENTITY l0 "ha">${many(levels, (n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`)}]><graphml>&l${levels};</graphml>`;

const JSON_BOMBS: readonly (readonly [string, () => string | Uint8Array | number])[] = [
  ['1 GB of zeros', () => 1024 * MEGA],
  ['5,000 arrays deep', () => '['.repeat(5000) + ']'.repeat(5000)],
  ['5,000 objects deep', () => '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)],
  ['4 MB of open arrays', () => '['.repeat(4 * MEGA)],
  ['4 MB of open objects', () => '{"a":'.repeat((4 * MEGA) / 5)],
  ['deep inside a site', () => site('{"places":'.repeat(5000) + '{}' + '}'.repeat(5000))],
  ['deep in a scenario', () => site(`{"scenarios":{"s":{"commands":[${'['.repeat(100)}${']'.repeat(100)}]}}}`)],
  ['4 MB of one string', () => site(`"${'x'.repeat(4 * MEGA)}`)],
  ['4 MB of escapes', () => site(`"${'\\u0041'.repeat((4 * MEGA) / 6)}`)],
  ['4 MB of one number', () => site('9'.repeat(4 * MEGA))],
  ['4 MB of one exponent', () => site(`1e${'9'.repeat(4 * MEGA)}`)],
  ['4 MB of one key', () => site(`{"${'k'.repeat(4 * MEGA)}":1}`)],
  ['300,000 keys', () => site(`{${many(300_000, (n) => `"k${n}":0,`)}"z":0}`)],
  ['300,000 equal keys', () => site(`{${'"k":0,'.repeat(300_000)}"k":0}`)],
  ['4 MB of white space', () => ' '.repeat(4 * MEGA) + '{'],
  ['4 MB of line breaks', () => '{' + '\n'.repeat(4 * MEGA)],
  ['2 MB of commas', () => `[${','.repeat(2 * MEGA)}]`],
  ['a prototype', () => site('{"__proto__":{"a":1}}')],
  ['100,000 records that are none', () => site(`{"nodes":{${many(100_000, (n) => `"n${n}":0,`)}"z":0}}`)],
  ['GraphML', () => '<graphml/>'],
  ['a gzip bomb', () => gzipSync(new Uint8Array(64 * MEGA))],
  ['a ZIP', () => new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(1000)])],
  ['random bytes', () => Uint8Array.from({ length: MEGA }, (_, at) => (at * 7919) % 251)],
];

const XML_BOMBS: readonly (readonly [string, () => string | Uint8Array | number])[] = [
  ['1 GB of zeros', () => 1024 * MEGA],
  ['a billion laughs', () => laughs(9)],
  ['a quadratic blow-up', () => `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(100_000)}">]><graphml>${'&x;'.repeat(100_000)}</graphml>`],
  ['an external entity', () => '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///dev/zero">]><graphml>&x;</graphml>'],
  ['an external document type', () => '<!DOCTYPE g SYSTEM "http://localhost/x.dtd"><graphml/>'],
  ['parameter entities', () => '<!DOCTYPE g [<!ENTITY % a "<!ENTITY b \'c\'>"> %a; ]><graphml/>'],
  ['4 MB of open elements', () => '<graphml>' + '<a>'.repeat((4 * MEGA) / 3)],
  ['65 levels', () => '<graphml>' + '<a>'.repeat(65) + '</a>'.repeat(65) + '</graphml>'],
  ['600,000 elements', () => `<graphml>${'<a/>'.repeat(600_000)}</graphml>`],
  ['an attribute of 4 MB', () => `<graphml a="${'x'.repeat(4 * MEGA)}"/>`],
  ['100,000 attributes', () => `<graphml ${many(100_000, (n) => `a${n}="" `)}/>`],
  ['a name of 4 MB', () => `<graphml><${'a'.repeat(4 * MEGA)}/></graphml>`],
  ['a text of 4 MB', () => `<graphml>${'x'.repeat(4 * MEGA)}</graphml>`],
  ['4 MB of ampersands', () => `<graphml>${'&'.repeat(4 * MEGA)}</graphml>`],
  ['4 MB of <', () => `<graphml>${'<'.repeat(4 * MEGA)}`],
  ['4 MB of open comments', () => `<graphml>${'<!--'.repeat(MEGA)}`],
  ['4 MB of open CDATA', () => `<graphml>${'<![CDATA['.repeat((4 * MEGA) / 9)}`],
  ['6,000 nodes', () => `<graphml><graph>${many(6000, (n) => `<node id="${n}"/>`)}</graph></graphml>`],
  ['edges to nowhere', () => `<graphml><graph><node id="0"/>${'<edge source="0" target="9"/>'.repeat(19_000)}</graph></graphml>`],
  ['equal nodes', () => `<graphml><graph>${'<node id="0"/>'.repeat(4999)}</graph></graphml>`],
];

const CSV_BOMBS: readonly (readonly [ReaderName, string, () => string | Uint8Array | number])[] = [
  ['ifogsim', '1 GB of zeros', () => 1024 * MEGA],
  ['eua', '1 GB of zeros', () => 1024 * MEGA],
  ['ifogsim', '4 MB of commas', () => ','.repeat(4 * MEGA)],
  ['ifogsim', '4 MB of quotes', () => tree + '"'.repeat(4 * MEGA)],
  ['ifogsim', 'an open quote of 4 MB', () => `${tree}"${'x,'.repeat(2 * MEGA)}`],
  ['ifogsim', 'broken quotes', () => tree + '"x"y,'.repeat(300_000)],
  ['ifogsim', '4 MB of line breaks', () => tree + '\n'.repeat(4 * MEGA)],
  ['ifogsim', 'a cell of 4 MB', () => tree + 'x'.repeat(4 * MEGA)],
  ['ifogsim', 'a header of 4 MB', () => 'ID,'.repeat(MEGA)],
  ['ifogsim', '100,000 rows', () => tree + many(100_000, (n) => `${n},0,0,0,-1,x\n`)],
  ['ifogsim', 'a chain of 5,000 parents', () => tree + many(5000, (n) => `${n},0,0,${n % 100},${n - 1},x\n`)],
  ['ifogsim', 'equal ids', () => tree + '1,0,0,0,-1,x\n'.repeat(5000)],
  ['ifogsim', 'infinite numbers', () => `${tree}0,1e999,0,0,-1,x\n`],
  ['eua', '100,000 rows', () => sites + many(100_000, (n) => `${n},0,0,x\n`)],
  ['eua', 'equal ids', () => sites + '1,0,0,x\n'.repeat(5000)],
  ['eua', 'numbers of 30,000 digits', () => `${sites}1,${'9'.repeat(30_000)},0,x\n`],
  ['eua', 'a gzip bomb', () => gzipSync(new Uint8Array(64 * MEGA))],
];

/** Files that are small or cheap to make and want to be dear to read. Each has to be refused. */
/** Files that a map, a plan or a model would have to be far larger to deserve. */
const WORLD_BOMBS: readonly Bomb[] = [
  { name: '1 GB of zeros', reader: 'osm', bytes: () => 1024 * MEGA },
  { name: 'a billion laughs', reader: 'osm', bytes: () => laughs(9).replaceAll('graphml', 'osm') },
  { name: '600,000 elements', reader: 'osm', bytes: () => `<osm>${'<node/>'.repeat(600_000)}</osm>` },
  { name: 'nine levels', reader: 'osm', bytes: () => `<osm>${'<way>'.repeat(9)}${'</way>'.repeat(9)}</osm>` },
  {
    name: 'deep coordinates',
    reader: 'geojson',
    bytes: () => `{"type":"FeatureCollection","features":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  },
  { name: 'deep boundaries', reader: 'cityjson', bytes: () => `{"type":"CityJSON","vertices":${'['.repeat(5000)}` },
  {
    name: 'a vertex that is not there',
    reader: 'cityjson',
    bytes: () =>
      '{"type":"CityJSON","version":"2.0","CityObjects":{"a":{"type":"Building","geometry":[{"type":"MultiSurface","boundaries":[[[9,8,7]]]}]}},"vertices":[]}',
  },
  { name: '1 GB of zeros', reader: 'rmf', bytes: () => 1024 * MEGA },
  {
    name: 'references of references',
    reader: 'rmf',
    bytes: () =>
      `a: &a [1]\n${many(20, (n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]\n`)}`,
  },
  { name: '5,000 lists deep', reader: 'rmf', bytes: () => `levels: ${'['.repeat(5000)}` },
  { name: 'a prototype', reader: 'rmf', bytes: () => 'levels:\n  __proto__: {a: 1}\n' },
  { name: '65 levels', reader: 'sdf', bytes: () => `<sdf>${'<model>'.repeat(65)}${'</model>'.repeat(65)}</sdf>` },
  { name: '30,000 models', reader: 'sdf', bytes: () => `<sdf><world>${'<model name="a"/>'.repeat(30_000)}</world></sdf>` },
  {
    name: 'blocks of blocks',
    reader: 'dxf',
    bytes: () =>
      `0\nSECTION\n2\nBLOCKS\n${many(12, (n) => `0\nBLOCK\n2\nB${n}\n${n === 0 ? '0\nCIRCLE\n40\n1\n' : `0\nINSERT\n2\nB${n - 1}\n70\n1000\n71\n1000\n`}0\nENDBLK\n`)}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nINSERT\n2\nB11\n0\nENDSEC\n0\nEOF\n`,
  },
];

export const BOMBS: readonly Bomb[] = [
  ...JSON_BOMBS.map(([name, bytes]): Bomb => ({ name, reader: 'open', bytes })),
  ...XML_BOMBS.map(([name, bytes]): Bomb => ({ name, reader: 'graphml', bytes })),
  ...WORLD_BOMBS,
  ...CSV_BOMBS.map(([reader, name, bytes]): Bomb => ({ name, reader, bytes })),
];
