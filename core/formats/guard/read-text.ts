import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { ByteSource } from './byte-source.ts';
import { decodeText } from './decode-text.ts';
import type { ByteFormat, TextFormat } from './limits.ts';
import { MAX_BYTES } from './limits.ts';
import type { SniffedKind } from './sniff.ts';
import { KINDS, SNIFF_BYTES, sniff } from './sniff.ts';

/** What each reader may meet by its looks. A site whose `format` is far from the start looks like any JSON; the reader decides. */
const TAKES: { readonly [Format in TextFormat | ByteFormat]: readonly SniffedKind[] } = {
  site: ['site', 'json'],
  graphml: ['graphml', 'xml'],
  csv: ['csv', 'eua-sites', 'eua-users', 'ifogsim', 'site-list', 'text'],
  osm: ['osm', 'xml'],
  json: ['json', 'cityjson', 'geojson', 'gltf'],
  sdf: ['sdf', 'xml'],
  collada: ['collada', 'xml'],
  yaml: ['rmf', 'occupancy', 'text', 'csv'],
  dxf: ['dxf', 'text', 'csv'],
  model: ['glb', 'gltf', 'json', 'empty', 'zeros', 'binary', 'text'],
  ifc: ['ifc', 'text', 'csv'],
  pgm: ['pgm', 'binary', 'text'],
  picture: ['png', 'jpeg'],
  gzip: ['gzip'],
};
const EXPECTED: { readonly [Format in TextFormat | ByteFormat]: string } = {
  site: 'an Edgewright site (JSON)',
  graphml: 'a GraphML network',
  csv: 'a CSV table',
  osm: 'an OpenStreetMap extract',
  json: 'a map or model as JSON (GeoJSON, CityJSON)',
  sdf: 'a Gazebo world or model (SDF)',
  collada: 'a COLLADA model',
  yaml: 'a building plan or map description (YAML)',
  dxf: 'a DXF drawing',
  model: 'a glTF model',
  ifc: 'an IFC building model',
  pgm: 'an occupancy map (PGM)',
  picture: 'a PNG or JPEG picture',
  gzip: 'a gzip archive',
};

/**
 * Text of a file of the wanted format. Its first 4 KiB decide whether the rest is read at all: another kind of file and
 * one over the limit of the format are refused without reading on.
 */
export async function readText(source: ByteSource, format: TextFormat): Promise<Result<string, Problem>> {
  const bytes = await readBytes(source, format);
  return bytes.status === 'failed' ? bytes : decodeText(bytes.value, source.name);
}

/** Bytes of a file of the wanted format, with the same guards. */
export async function readBytes(source: ByteSource, format: TextFormat | ByteFormat): Promise<Result<Uint8Array, Problem>> {
  const kind = sniff(await source.slice(0, Math.min(source.size, SNIFF_BYTES)));
  const at = { file: source.name, place: 'byte 0' };
  if (!TAKES[format].includes(kind)) {
    const { words, takenBy } = KINDS[kind];
    const remedy = takenBy === null ? 'Choose another file.' : `Use “${takenBy}” for it, or choose another file.`;
    const parameters = { which: takenBy === null ? 'unknown' : 'other-reader', kind, format, reader: takenBy ?? '' };
    return failed(
      problem('file.other-format', `This looks like ${words}; expected ${EXPECTED[format]}.`, remedy, at, parameters),
    );
  }
  const limit = MAX_BYTES[format];
  if (source.size > limit) {
    return failed(
      problem(
        'file.too-large',
        `The file has ${source.size} bytes; at most ${limit} are read as ${EXPECTED[format]}.`,
        'Split it, or take the part that is needed.',
        { file: source.name, place: `byte ${limit}` },
        { sizeBytes: source.size, limitBytes: limit },
      ),
    );
  }
  return ok(await source.slice(0, source.size));
}
