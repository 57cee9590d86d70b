import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { safeJson } from '../base/safe-json.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { importEua, importSiteList } from './eua.ts';
import { importGraphml } from './graphml.ts';
import type { ByteSource } from './guard/byte-source.ts';
import { memorySource } from './guard/byte-source.ts';
import { gunzip } from './guard/gunzip.ts';
import type { TextFormat } from './guard/limits.ts';
import { readBytes, readText } from './guard/read-text.ts';
import type { SniffedKind } from './guard/sniff.ts';
import { KINDS, sniff, SNIFF_BYTES } from './guard/sniff.ts';
import { readYaml } from './guard/yaml.ts';
import { importIfogsim } from './ifogsim.ts';
import type { ImportFile, ImportResult } from './import-result.ts';
import { buildCity } from './world/city.ts';
import type { CityTitle } from './world/city.ts';
import { importCityjson } from './world/cityjson.ts';
import { importDxf } from './world/dxf.ts';
import { readGeojson } from './world/geojson-read.ts';
import { importGltf } from './world/gltf.ts';
import { importIfc } from './world/ifc.ts';
import type { IfcEngine } from './world/ifc.ts';
import { readOsm } from './world/osm-read.ts';
import { importOccupancy, traceMap } from './world/occupancy.ts';
import type { GreyImage, MapFacts } from './world/occupancy-read.ts';
import { readMapFacts, readPgm } from './world/occupancy-read.ts';
import { importPicture } from './world/plan-image.ts';
import { importRmf } from './world/rmf.ts';
import { importSdf } from './world/sdf.ts';
import type { WorldOptions } from './world/world-options.ts';

export interface ReadAnyOptions extends WorldOptions {
  readonly catalog: Catalog;
  /** Takes the metropolitan list of an EUA folder as well. */
  readonly metro?: boolean;
  /** Only the network, without a probe workload. */
  readonly bare?: boolean;
}

/** Parts that are too large to be loaded before they are needed, and lie elsewhere in a page than on a disk. */
export interface Decoders {
  dracoWasm(): Promise<Uint8Array>;
  openIfc(): Promise<IfcEngine>;
}

interface Given {
  readonly source: ByteSource;
  readonly kind: SniffedKind;
}

/** The first of these among the files says what they are; the others of a set only help it. */
const LEADING: readonly SniffedKind[] = [
  'sdf',
  'rmf',
  'ifc',
  'dxf',
  'cityjson',
  'osm',
  'geojson',
  'glb',
  'gltf',
  'graphml',
  'eua-sites',
  'ifogsim',
  'occupancy',
  'pgm',
  'site-list',
  'eua-users',
  'json',
  'png',
  'jpeg',
];

const OSM_SOURCE: CityTitle['source'] = {
  title: 'OpenStreetMap',
  url: 'https://www.openstreetmap.org/copyright',
  date: null,
  note: '© OpenStreetMap contributors, Open Database Licence.',
};

/**
 * A site out of files that are not trusted, whatever importer knows them: maps, models, plans, networks, tables. Files of one set (a
 * world, its meshes and its map; a model and its buffers) are given together. An archive of gzip is unfolded first.
 */
export async function readAny(
  sources: readonly ByteSource[],
  options: ReadAnyOptions,
  decoders: Decoders,
): Promise<ImportResult> {
  const given: Given[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    const opened = await open(source);
    if (opened.status === 'failed') problems.push(opened.error);
    else given.push(opened.value);
  }
  if (problems.length > 0) return failed(problems);
  const leading = LEADING.map((kind) => given.find((each) => each.kind === kind)).find((each) => each !== undefined);
  if (leading === undefined) return failed(given.length === 0 ? [noFile()] : given.map(unknownKind));
  return new AnyReader(given, options, decoders).read(leading);
}

/** The kinds that `readAny` takes when they stand alone. */
export function isReadable(kind: SniffedKind): boolean {
  return kind === 'gzip' || (LEADING.includes(kind) && kind !== 'json');
}

async function open(source: ByteSource): Promise<Result<Given, Problem>> {
  const kind = sniff(await source.slice(0, Math.min(source.size, SNIFF_BYTES)));
  // A model that is broken in its first bytes is still meant as one: its reader says what is wrong.
  if (/\.glb$/i.test(source.name) && kind !== 'gzip') return ok({ source, kind: 'glb' });
  if (kind === 'json' && /\.gltf$/i.test(source.name)) return ok({ source, kind: 'gltf' });
  if (kind !== 'gzip') return ok({ source, kind });
  const packed = await readBytes(source, 'gzip');
  if (packed.status === 'failed') return packed;
  const bytes = gunzip(packed.value, source.name);
  if (bytes.status === 'failed') return bytes;
  const inner = memorySource(source.name.replace(/\.gz$/i, ''), bytes.value);
  return ok({ source: inner, kind: sniff(bytes.value.subarray(0, SNIFF_BYTES)) });
}

class AnyReader {
  private readonly given: readonly Given[];
  private readonly options: ReadAnyOptions;
  private readonly decoders: Decoders;

  constructor(given: readonly Given[], options: ReadAnyOptions, decoders: Decoders) {
    this.given = given;
    this.options = options;
    this.decoders = decoders;
  }

  async read({ kind, source }: Given): Promise<ImportResult> {
    const { catalog } = this.options;
    switch (kind) {
      case 'sdf':
        return this.sdf();
      case 'rmf':
        return this.yaml(source, (value) => importRmf(value, source.name, this.options));
      case 'ifc':
        return this.bytes(source, 'ifc', async (bytes) =>
          importIfc(bytes, source.name, this.options, await this.decoders.openIfc()),
        );
      case 'dxf':
        return this.text(source, 'dxf', (file) => importDxf(file, this.options));
      case 'osm':
        return this.text(source, 'osm', (file) => {
          const map = readOsm(file);
          return map.status === 'failed'
            ? map
            : ok(buildCity(map.value, { fileName: file.name, source: OSM_SOURCE }, this.options));
        });
      case 'glb':
      case 'gltf':
        return this.bytes(source, 'model', (bytes) => this.model(source, bytes));
      case 'graphml':
        return this.text(source, 'graphml', (file) =>
          importGraphml([file], { catalog, bare: this.options.bare === true, ...this.named() }),
        );
      case 'ifogsim':
        return this.text(source, 'csv', (file) => importIfogsim([file], { catalog, ...this.named() }));
      case 'eua-sites':
        return this.eua();
      case 'eua-users':
        return /user/i.test(source.name)
          ? this.eua()
          : this.text(source, 'csv', (file) => importSiteList(file, { catalog, ...this.named() }));
      case 'site-list':
        return this.text(source, 'csv', (file) => importSiteList(file, { catalog, ...this.named() }));
      case 'occupancy':
      case 'pgm':
        return this.occupancy();
      case 'png':
      case 'jpeg':
        return this.bytes(source, 'picture', (bytes) => importPicture(bytes, source.name, this.options));
      default:
        return this.text(source, 'json', (file) => this.json(file));
    }
  }

  /** Its first bytes may not have told what it is. */
  private json(file: ImportFile): ImportResult {
    const value = safeJson(file.text);
    if (value.status === 'failed') return failed([{ ...value.error, file: file.name }]);
    const type = typeof value.value === 'object' && value.value !== null && 'type' in value.value ? value.value.type : null;
    if (type === 'CityJSON') return importCityjson(value.value, file.name, this.options);
    if (type === 'FeatureCollection') {
      const map = readGeojson(value.value, file.name);
      return map.status === 'failed' ? map : ok(buildCity(map.value, { fileName: file.name, source: null }, this.options));
    }
    const remedy = 'Choose a CityJSON model, a GeoJSON map, or a site that was saved by Edgewright.';
    return failed([
      problem('import.other-json', 'This JSON is neither a city model nor a map.', remedy, { file: file.name, place: '$.type' }),
    ]);
  }

  private async model(source: ByteSource, bytes: Uint8Array): Promise<ImportResult> {
    const others: { name: string; bytes: Uint8Array }[] = [];
    for (const each of this.given) {
      if (each.source === source) continue;
      others.push({ name: each.source.name, bytes: await each.source.slice(0, each.source.size) });
    }
    return importGltf({ name: source.name, bytes, others }, this.options, () => this.decoders.dracoWasm());
  }

  private async sdf(): Promise<ImportResult> {
    const worlds = await this.texts('sdf', 'sdf');
    const meshes = await this.texts('collada', 'collada');
    if (worlds.status === 'failed') return worlds;
    if (meshes.status === 'failed') return meshes;
    const world = worlds.value.find(({ text }) => /<world[\s>]/.test(text)) ?? worlds.value[0];
    if (world === undefined) return failed([noFile()]);
    const map = this.given.some(({ kind }) => kind === 'occupancy') ? await this.map() : null;
    if (map !== null && map.status === 'failed') return failed([map.error]);
    const models = worlds.value.filter((file) => file !== world);
    return importSdf({ world, models, meshes: meshes.value, map: map === null ? null : map.value }, this.options);
  }

  private async occupancy(): Promise<ImportResult> {
    const map = await this.map();
    if (map.status === 'failed') return failed([map.error]);
    const { image, facts, fileName } = map.value;
    const traced = traceMap(image, facts, fileName, this.options);
    return traced.status === 'failed' ? failed([traced.error]) : ok(importOccupancy(traced.value, fileName, this.options));
  }

  /** A description and its picture. The picture is found by its name, whatever its ending: converters change that. */
  private async map(): Promise<Result<{ image: GreyImage; facts: MapFacts; fileName: string }, Problem>> {
    const description = this.given.find(({ kind }) => kind === 'occupancy')?.source;
    const pictures = this.given.filter(({ kind }) => kind === 'pgm').map(({ source }) => source);
    if (description === undefined) {
      const remedy = 'Choose the picture together with its map.yaml, which says how large a cell is.';
      return failed(
        problem('map.no-description', 'The map comes without its description.', remedy, {
          file: pictures[0]?.name ?? '',
          place: 'byte 0',
        }),
      );
    }
    const text = await readText(description, 'yaml');
    if (text.status === 'failed') return text;
    const value = readYaml(text.value, description.name);
    if (value.status === 'failed') return value;
    const facts = readMapFacts(value.value, description.name);
    if (facts.status === 'failed') return facts;
    const wanted = stem(facts.value.image);
    const picture = pictures.find(({ name }) => stem(name) === wanted) ?? (pictures.length === 1 ? pictures[0] : undefined);
    if (picture === undefined) {
      const message = `The map is in ${facts.value.image.slice(0, 80)}, which is not among the files as PGM.`;
      const remedy = 'Choose map.yaml together with the map, saved as PGM.';
      return failed(
        problem(
          'map.no-picture',
          message,
          remedy,
          { file: description.name, place: '$.image' },
          { name: facts.value.image.slice(0, 80) },
        ),
      );
    }
    const bytes = await readBytes(picture, 'pgm');
    if (bytes.status === 'failed') return bytes;
    const image = readPgm(bytes.value, picture.name);
    return image.status === 'failed' ? image : ok({ image: image.value, facts: facts.value, fileName: picture.name });
  }

  private async eua(): Promise<ImportResult> {
    const files: ImportFile[] = [];
    for (const { source } of this.given) {
      const text = await readText(source, 'csv');
      if (text.status === 'failed') return failed([text.error]);
      files.push({ name: source.name, text: text.value });
    }
    const metro = this.options.metro ?? files.some(({ name }) => /metro/i.test(name));
    return importEua(files, { catalog: this.options.catalog, metro, ...this.named() });
  }

  private yaml(source: ByteSource, read: (value: unknown) => ImportResult): Promise<ImportResult> {
    return this.text(source, 'yaml', (file) => {
      const value = readYaml(file.text, file.name);
      return value.status === 'failed' ? failed([value.error]) : read(value.value);
    });
  }

  private async text(source: ByteSource, format: TextFormat, read: (file: ImportFile) => ImportResult): Promise<ImportResult> {
    const text = await readText(source, format);
    return text.status === 'failed' ? failed([text.error]) : read({ name: source.name, text: text.value });
  }

  private async bytes(
    source: ByteSource,
    format: Parameters<typeof readBytes>[1],
    read: (bytes: Uint8Array) => ImportResult | Promise<ImportResult>,
  ): Promise<ImportResult> {
    const bytes = await readBytes(source, format);
    return bytes.status === 'failed' ? failed([bytes.error]) : read(bytes.value);
  }

  private async texts(kind: SniffedKind, format: TextFormat): Promise<Result<readonly ImportFile[], readonly Problem[]>> {
    const files: ImportFile[] = [];
    for (const each of this.given) {
      if (each.kind !== kind) continue;
      const text = await readText(each.source, format);
      if (text.status === 'failed') return failed([text.error]);
      files.push({ name: each.source.name, text: text.value });
    }
    return ok(files);
  }

  private named(): { readonly name?: string } {
    return this.options.name === undefined ? {} : { name: this.options.name };
  }
}

function stem(path: string): string {
  return path
    .replace(/^.*[/\\]/, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase();
}

function noFile(): Problem {
  return problem('import.no-file', 'No file was given.', 'Choose a file.');
}

function unknownKind({ source, kind }: Given): Problem {
  const { words } = KINDS[kind];
  const remedy = 'Choose a map, a plan, a model, a network, a table of sites, or a site that was saved by Edgewright.';
  return problem(
    'import.unknown-kind',
    `This looks like ${words}, which no importer reads.`,
    remedy,
    { file: source.name, place: 'byte 0' },
    { kind },
  );
}
