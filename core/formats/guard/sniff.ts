/** What a file looks like by its first bytes. It is a guess for messages and choices; the reader of a format decides. */
export type SniffedKind =
  | 'site'
  | 'graphml'
  | 'eua-sites'
  | 'eua-users'
  | 'ifogsim'
  | 'site-list'
  | 'osm'
  | 'geojson'
  | 'cityjson'
  | 'gltf'
  | 'sdf'
  | 'collada'
  | 'rmf'
  | 'occupancy'
  | 'pgm'
  | 'dxf'
  | 'ifc'
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
  'site-list': { words: 'a list of sites with coordinates', takenBy: 'import sites' },
  osm: { words: 'an OpenStreetMap extract', takenBy: 'import city' },
  geojson: { words: 'a GeoJSON map', takenBy: 'import city' },
  cityjson: { words: 'a CityJSON model', takenBy: 'import city' },
  gltf: { words: 'a glTF model', takenBy: 'import model' },
  sdf: { words: 'a Gazebo world (SDF)', takenBy: 'import plan' },
  collada: { words: 'a COLLADA model', takenBy: 'import plan' },
  rmf: { words: 'a building plan of Open-RMF', takenBy: 'import plan' },
  occupancy: { words: 'the description of an occupancy map', takenBy: 'import plan' },
  pgm: { words: 'an occupancy map (PGM)', takenBy: 'import plan' },
  dxf: { words: 'a DXF drawing', takenBy: 'import plan' },
  ifc: { words: 'an IFC building model', takenBy: 'import plan' },
  csv: { words: 'a CSV table', takenBy: null },
  json: { words: 'JSON of another kind', takenBy: null },
  html: { words: 'a web page', takenBy: null },
  xml: { words: 'XML of another kind', takenBy: null },
  zip: { words: 'a ZIP archive', takenBy: null },
  gzip: { words: 'a gzip archive', takenBy: null },
  png: { words: 'a PNG picture', takenBy: 'import plan' },
  jpeg: { words: 'a JPEG picture', takenBy: 'import plan' },
  pdf: { words: 'a PDF document', takenBy: null },
  glb: { words: 'a binary glTF model', takenBy: 'import model' },
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
  { kind: 'pgm', bytes: [0x50, 0x35, 0x0a] },
  { kind: 'pgm', bytes: [0x50, 0x32, 0x0a] },
  { kind: 'pgm', bytes: [0x50, 0x35, 0x20] },
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
  if (text.startsWith('{') || text.startsWith('[')) return sniffJson(text);
  if (text.startsWith('ISO-10303-21;')) return 'ifc';
  if (/^(?:999\s*\r?\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION\b/.test(text)) return 'dxf';
  return sniffYaml(text) ?? sniffTable(text);
}

function sniffMarkup(text: string): SniffedKind {
  if (/<graphml[\s>]/i.test(text)) return 'graphml';
  if (/<osm[\s>]/.test(text)) return 'osm';
  if (/<sdf[\s>]/.test(text)) return 'sdf';
  if (/<COLLADA[\s>]/.test(text)) return 'collada';
  return /^<!doctype html|<html[\s>]/i.test(text) ? 'html' : 'xml';
}

/** Where the word that tells lies beyond the first bytes, the reader of JSON decides. */
function sniffJson(text: string): SniffedKind {
  if (/"format"\s*:\s*"edgewright-site"/.test(text)) return 'site';
  if (/"type"\s*:\s*"CityJSON"|"CityObjects"\s*:\s*\{/.test(text)) return 'cityjson';
  if (/"type"\s*:\s*"FeatureCollection"/.test(text)) return 'geojson';
  return /"asset"\s*:\s*\{[^}]*"version"\s*:/.test(text) ? 'gltf' : 'json';
}

function sniffYaml(text: string): SniffedKind | null {
  if (/^resolution:\s/m.test(text) && /^(?:image|origin):\s/m.test(text)) return 'occupancy';
  return /^levels:\s*$/m.test(text) || /^coordinate_system:\s*(?:reference_image|cartesian_meters|wgs84)/m.test(text)
    ? 'rmf'
    : null;
}

function sniffTable(text: string): SniffedKind {
  const names = (text.split(/\r?\n/, 1)[0] ?? '').split(/[,;\t]/).map((name) => name.trim().replaceAll('"', '').toLowerCase());
  const has = (...wanted: string[]): boolean => wanted.every((name) => names.includes(name));
  if (has('site_id', 'latitude', 'longitude')) return 'eua-sites';
  if (has('id', 'latitude', 'longitude', 'level', 'parent')) return 'ifogsim';
  if (has('latitude', 'longitude') && names.length === 2) return 'eua-users';
  if (has('latitude', 'longitude') || has('lat', 'lon') || has('lat', 'lng')) return 'site-list';
  return names.length > 1 ? 'csv' : 'text';
}
