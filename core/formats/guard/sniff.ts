/** What a file looks like by its first bytes. It is a guess for messages and choices; the reader of a format decides. */
export type SniffedKind =
  | 'site'
  | 'graphml'
  | 'eua-sites'
  | 'eua-users'
  | 'ifogsim'
  | 'csv'
  | 'json'
  | 'html'
  | 'xml'
  | 'zip'
  | 'gzip'
  | 'png'
  | 'jpeg'
  | 'pdf'
  | 'glb'
  | 'zeros'
  | 'binary'
  | 'text'
  | 'empty';

/** First bytes that are looked at. */
export const SNIFF_BYTES = 4096;

/** What it is in words, and who takes it: the importer, `open`, or null for nobody. */
export const KINDS: { readonly [Kind in SniffedKind]: { readonly words: string; readonly takenBy: string | null } } = {
  site: { words: 'an Edgewright site', takenBy: 'open' },
  graphml: { words: 'a GraphML network', takenBy: 'import graphml' },
  'eua-sites': { words: 'a list of base-station sites (EUA)', takenBy: 'import eua' },
  'eua-users': { words: 'a list of users (EUA)', takenBy: 'import eua' },
  ifogsim: { words: 'a tree of edge resources (iFogSim)', takenBy: 'import ifogsim' },
  csv: { words: 'a CSV table', takenBy: null },
  json: { words: 'JSON of another kind', takenBy: null },
  html: { words: 'a web page', takenBy: null },
  xml: { words: 'XML of another kind', takenBy: null },
  zip: { words: 'a ZIP archive', takenBy: null },
  gzip: { words: 'a gzip archive', takenBy: null },
  png: { words: 'a PNG picture', takenBy: null },
  jpeg: { words: 'a JPEG picture', takenBy: null },
  pdf: { words: 'a PDF document', takenBy: null },
  glb: { words: 'a binary glTF model', takenBy: null },
  zeros: { words: 'nothing but zero bytes', takenBy: null },
  binary: { words: 'binary data', takenBy: null },
  text: { words: 'plain text', takenBy: null },
  empty: { words: 'an empty file', takenBy: null },
};

const SIGNATURES: readonly { readonly kind: SniffedKind; readonly bytes: readonly number[] }[] = [
  { kind: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'png', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'jpeg', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'glb', bytes: [0x67, 0x6c, 0x54, 0x46] },
];

/** Kind of a file from its first `SNIFF_BYTES` bytes. */
export function sniff(head: Uint8Array): SniffedKind {
  if (head.length === 0) return 'empty';
  const signature = SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (signature !== undefined) return signature.kind;
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!isUtf16 && head.includes(0)) return head.every((byte) => byte === 0) ? 'zeros' : 'binary';
  // Only ASCII matters for telling kinds apart; other characters may come out wrong here.
  const text = String.fromCharCode(...head.filter((byte) => byte !== 0 && byte < 0x80)).trimStart();
  if (text.startsWith('<')) return sniffMarkup(text);
  if (text.startsWith('{') || text.startsWith('[')) return /"format"\s*:\s*"edgewright-site"/.test(text) ? 'site' : 'json';
  return sniffTable(text);
}

function sniffMarkup(text: string): SniffedKind {
  if (/<graphml[\s>]/i.test(text)) return 'graphml';
  return /^<!doctype html|<html[\s>]/i.test(text) ? 'html' : 'xml';
}

function sniffTable(text: string): SniffedKind {
  const names = (text.split(/\r?\n/, 1)[0] ?? '').split(/[,;\t]/).map((name) => name.trim().replaceAll('"', '').toLowerCase());
  const has = (...wanted: string[]): boolean => wanted.every((name) => names.includes(name));
  if (has('site_id', 'latitude', 'longitude')) return 'eua-sites';
  if (has('id', 'latitude', 'longitude', 'level', 'parent')) return 'ifogsim';
  if (has('latitude', 'longitude') && names.length === 2) return 'eua-users';
  return names.length > 1 ? 'csv' : 'text';
}
