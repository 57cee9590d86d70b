import { basename } from 'node:path';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { importEua } from '../../formats/eua.ts';
import { importGraphml } from '../../formats/graphml.ts';
import type { TextFormat } from '../../formats/guard/limits.ts';
import { MAX_BYTES } from '../../formats/guard/limits.ts';
import { SNIFF_BYTES } from '../../formats/guard/sniff.ts';
import { importIfogsim } from '../../formats/ifogsim.ts';
import type { Imported, ImportFile, ImportFinding, ImportResult } from '../../formats/import-result.ts';
import { readAny } from '../../formats/read-any.ts';
import type { ByteSource } from '../../formats/guard/byte-source.ts';
import { memorySource } from '../../formats/guard/byte-source.ts';
import { readNumber } from '../../formats/geo.ts';
import { readTextFile, withFile } from '../../formats/read-file.ts';
import { readFolder } from '../../formats/read-folder.ts';
import { serializeSite } from '../../site/file.ts';
import type { Arguments, Command, ExitCode, Terminal } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { nodeDecoders } from '../decoders.ts';
import { loadCatalog } from '../load-catalog.ts';
import { writeTextFile } from '../write-file.ts';

const OUT = {
  out: { type: 'string', help: 'site file to write; without it the site goes to the standard output' },
  name: { type: 'string', help: 'name of the site' },
} as const;

/** Findings that are printed one by one; all of them are in the site. */
const SHOWN = 12;
/** Files of one set. */
const MOST_FILES = 200;

export const importCommands: readonly Command[] = [
  {
    name: 'import eua',
    usage: '<folder> --out <site.edgewright.json> [--metro]',
    summary: 'A MEC region from the EUA dataset: sites, users and the carrier above them.',
    options: { ...OUT, metro: { type: 'boolean', help: 'also the metropolitan list of sites' } },
    takes: 1,
    run: (given, terminal) =>
      importFrom(given, terminal, readCsvFolder, (files, catalog) =>
        importEua(files, { catalog, metro: given.options['metro'] === true, ...named(given) }),
      ),
  },
  {
    name: 'import ifogsim',
    usage: '<edgeResources.csv> --out <site.edgewright.json>',
    summary: 'A tree of edge resources as iFogSim2 reads it.',
    options: OUT,
    takes: 1,
    run: (given, terminal) =>
      importFrom(given, terminal, readOne('csv'), (files, catalog) => importIfogsim(files, { catalog, ...named(given) })),
  },
  {
    name: 'import graphml',
    usage: '<network.graphml> --out <site.edgewright.json> [--bare]',
    summary: 'A carrier network of the Internet Topology Zoo, or any GraphML.',
    options: { ...OUT, bare: { type: 'boolean', help: 'only the network, without a probe workload that makes it answer' } },
    takes: 1,
    run: (given, terminal) =>
      importFrom(given, terminal, readOne('graphml'), (files, catalog) =>
        importGraphml(files, { catalog, bare: given.options['bare'] === true, ...named(given) }),
      ),
  },
  {
    name: 'import city',
    usage: '<map.osm | map.osm.gz | map.geojson | model.city.json> --out <site.edgewright.json> [--storeys N]',
    summary: 'A city from OpenStreetMap, GeoJSON or CityJSON: buildings, streets, crossings, poles.',
    options: {
      ...OUT,
      storeys: { type: 'string', help: 'storeys of a building that does not say how high it is' },
      scale: { type: 'string', help: 'metres of a unit, for a model without a reference system' },
    },
    takes: 1,
    run: importWorld,
  },
  {
    name: 'import plan',
    usage: '<file…> --out <site.edgewright.json> [--scale N] [--floor-height N]',
    summary: 'A building: Open-RMF plan, Gazebo world with its models and map, map.yaml, IFC, DXF, or a picture of a plan.',
    options: {
      ...OUT,
      scale: { type: 'string', help: 'metres of a unit of the plan: of a pixel, of a drawing unit' },
      'floor-height': { type: 'string', help: 'height of a floor where the file has none, in metres' },
    },
    takes: [1, MOST_FILES],
    run: importWorld,
  },
  {
    name: 'import model',
    usage: '<model.glb | model.gltf> [<buffer>…] --out <site.edgewright.json> [--scale N]',
    summary: 'A glTF model as clay, checked by the validator of Khronos.',
    options: { ...OUT, scale: { type: 'string', help: 'metres of a unit of the model' } },
    takes: [1, MOST_FILES],
    run: importWorld,
  },
  {
    name: 'import sites',
    usage: '<sites.csv> --out <site.edgewright.json>',
    summary: "A carrier's map from a table of sites with latitude and longitude: rooms, backhaul, coverage.",
    options: OUT,
    takes: 1,
    run: importWorld,
  },
];

/** Maps, plans and models: what a file is, its first bytes say. */
async function importWorld({ positionals, options }: Arguments, terminal: Terminal): Promise<ExitCode> {
  const catalog = loadCatalog();
  const sources: ByteSource[] = [];
  const problems: Problem[] = catalog.status === 'failed' ? [...catalog.error] : [];
  const number = (name: string, least: number, most: number): number | null => {
    const given = options[name];
    if (typeof given !== 'string') return null;
    const value = readNumber(given);
    if (value !== null && value >= least && value <= most) return value;
    const message = `--${name} is ${JSON.stringify(given.slice(0, 40))}, not a number from ${least} to ${most}.`;
    problems.push(
      problem(
        'import.bad-option',
        message,
        'Give a number.',
        { place: `--${name}` },
        { name, given: given.slice(0, 40), least, most },
      ),
    );
    return null;
  };
  const [metresPerUnit, storeys, floorHeightM] = [
    number('scale', 1e-6, 1e6),
    number('storeys', 1, 200),
    number('floor-height', 0.1, 1000),
  ];
  for (const path of positionals) {
    const source = await sourceFrom(terminal, path);
    if (source.status === 'failed') problems.push(source.error);
    else sources.push(source.value);
  }
  if (problems.length > 0 || catalog.status === 'failed') {
    printProblems(terminal, problems);
    return EXIT.refused;
  }
  const result = await readAny(
    sources,
    { catalog: catalog.value, metresPerUnit, storeys, floorHeightM, ...named({ positionals, options }) },
    nodeDecoders,
  );
  if (result.status === 'failed') {
    printProblems(terminal, result.error);
    return EXIT.refused;
  }
  return deliver(result.value, terminal, typeof options['out'] === 'string' ? options['out'] : null);
}

/** A file as far as the largest limit reaches; what is larger keeps its size and is refused for it. */
async function sourceFrom(terminal: Terminal, path: string): Promise<Result<ByteSource, Problem>> {
  return withFile(pathFrom(terminal, path), path, async (source) => {
    const most = Math.max(...Object.values(MAX_BYTES));
    if (source.size > most) return { ...memorySource(path, await source.slice(0, SNIFF_BYTES)), size: source.size };
    return memorySource(path, await source.slice(0, source.size));
  });
}

type Files = Result<readonly ImportFile[], readonly Problem[]>;

async function importFrom(
  { positionals: [path = ''], options }: Arguments,
  terminal: Terminal,
  read: (terminal: Terminal, path: string) => Promise<Files>,
  convert: (files: readonly ImportFile[], catalog: Catalog) => ImportResult,
): Promise<ExitCode> {
  const files = await read(terminal, path);
  const catalog = loadCatalog();
  const result = files.status === 'failed' ? files : catalog.status === 'failed' ? catalog : convert(files.value, catalog.value);
  if (result.status === 'failed') {
    printProblems(terminal, result.error);
    return EXIT.refused;
  }
  return deliver(result.value, terminal, typeof options['out'] === 'string' ? options['out'] : null);
}

async function deliver({ site, findings }: Imported, terminal: Terminal, out: string | null): Promise<ExitCode> {
  const text = serializeSite(site);
  if (out === null) {
    terminal.out(text);
  } else {
    const written = await writeTextFile(pathFrom(terminal, out), out, text);
    if (written.status === 'failed') {
      printProblems(terminal, [written.error]);
      return EXIT.refused;
    }
  }
  const size = (map: object): number => Object.keys(map).length;
  terminal.note(
    `${site.header.name}: ${size(site.places)} places, ${size(site.nodes)} nodes, ${size(site.links)} links, ${size(site.deviceGroups)} device groups, ${size(site.flows)} flows, ${size(site.scenery)} layers of scenery${out === null ? '' : ` → ${out}`}\n`,
  );
  describeFindings(findings, terminal);
  return EXIT.done;
}

/** Remarks that hold for the whole site first; the rest is counted after the first dozen. */
function describeFindings(findings: readonly ImportFinding[], terminal: Terminal): void {
  const ordered = [...findings.filter(({ subject }) => subject === null), ...findings.filter(({ subject }) => subject !== null)];
  for (const { kind, subject, place, text } of ordered.slice(0, SHOWN)) {
    const where = [subject, place].filter((part) => part !== null).join(', ');
    terminal.note(`  ${kind}${where === '' ? '' : ` (${where})`}: ${text}\n`);
  }
  if (ordered.length > SHOWN) terminal.note(`  … and ${ordered.length - SHOWN} more, all kept in the site as assumptions\n`);
}

function readCsvFolder(terminal: Terminal, path: string): Promise<Files> {
  return readFolder(pathFrom(terminal, path), path, '.csv', 'csv');
}

function readOne(format: TextFormat): (terminal: Terminal, path: string) => Promise<Files> {
  return async (terminal, path) => {
    const text = await readTextFile(pathFrom(terminal, path), path, format);
    return text.status === 'ok' ? ok([{ name: path, text: text.value }]) : failed([text.error]);
  };
}

function named({ options }: Arguments): { readonly name?: string } {
  const name = options['name'];
  return typeof name === 'string' && basename(name) !== '' ? { name } : {};
}
