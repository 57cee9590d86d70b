import type { Problem, ProblemParameters } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { must } from '../base/assert.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { newHeader } from '../site/defaults.ts';
import type { GeoPoint, Tier } from '../site/schema/common.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import { addDeviceGroup, addLink, addNode, addPlace } from './add-records.ts';
import type { Host } from './deploy-template.ts';
import { deployTemplate } from './deploy-template.ts';
import { middleOf, projectionAround, readGeo } from './geo.ts';
import type { CsvRow } from './guard/csv.ts';
import { CSV_LIMITS, readCsv } from './guard/csv.ts';
import { pickCompute, pickMedium, pickTemplate } from './import-catalog.ts';
import type { ImportFile, ImportResult } from './import-result.ts';
import { cleanName, SiteAssembly } from './site-assembly.ts';

export interface IfogsimOptions {
  readonly catalog: Catalog;
  readonly name?: string;
}

interface Resource {
  readonly id: string;
  readonly geo: GeoPoint;
  readonly level: number;
  readonly parent: string | null;
  readonly details: string;
  readonly state: string;
  readonly line: number;
}

const COLUMNS = ['ID', 'Latitude', 'Longitude', 'Level', 'Parent', 'Details'] as const;
/** Most resources that become places; the tree of Melbourne has 131. */
const MAX_RESOURCES = 5_000;
/** Levels of the tree from the root: cloud, proxies, gateways and below. */
const TIERS: readonly Tier[] = ['central', 'near-edge', 'on-site-edge', 'device'];
/** Level of iFogSim2's data centre, proxies and gateways, in the words of a carrier. */
const ROOMS = ['core', 'aggregation', 'access', 'access'] as const;
/** Port speed of a link to the parent by the child's level, Mbps: iFogSim2's own examples give 10,000 upwards throughout. */
const UPLINK_MBPS = 10_000;
const SOURCE = {
  fields: [],
  title: 'iFogSim2, edge resources of Melbourne',
  url: 'https://github.com/Cloudslab/iFogSim',
  date: null,
  note: 'MIT licence. Positions after the EUA dataset (Swinburne).',
};

/** A tree of edge resources: each row a place with a node, linked to its parent by fibre; the leaves serve one group of users each. */
export function importIfogsim(files: readonly ImportFile[], { catalog, name }: IfogsimOptions): ImportResult {
  const [file] = files;
  if (file === undefined || files.length !== 1) {
    const message = `The importer takes one file, not ${files.length}.`;
    return failed([problem('import.one-file', message, 'Choose the CSV file of the tree.', {}, { count: files.length })]);
  }
  const read = readResources(file);
  return read.status === 'failed' ? read : ok(build(read.value, catalog, name ?? ''));
}

function readResources(file: ImportFile): Result<readonly Resource[], readonly Problem[]> {
  const table = readCsv(file.text, file.name, COLUMNS, { ...CSV_LIMITS, maxRows: MAX_RESOURCES });
  if (table.status === 'failed') return failed([table.error]);
  const { rows } = table.value;
  const refuse = (code: string, line: number, message: string, remedy: string, parameters: ProblemParameters = {}): Problem =>
    problem(code, message, remedy, { file: file.name, place: `line ${line}` }, parameters);
  if (rows.length === 0)
    return failed([refuse('ifogsim.empty', 2, 'The table names no resource.', 'Take a complete copy of the file.')]);
  const problems: Problem[] = [];
  const byId = new Map<string, Resource>();
  for (const row of rows) {
    const resource = readResource(row);
    const before = byId.get(row.get('ID'));
    if ('wrong' in resource)
      problems.push(
        refuse(
          'ifogsim.bad-row',
          row.line,
          resource.wrong,
          'Correct the row, or take a complete copy of the file.',
          resource.parameters,
        ),
      );
    else if (before !== undefined)
      problems.push(
        refuse(
          'ifogsim.duplicate-id',
          row.line,
          `The ID ${resource.id} stands in line ${before.line} already.`,
          'Give each resource an ID of its own.',
          { id: resource.id, line: before.line },
        ),
      );
    else byId.set(resource.id, resource);
    if (problems.length >= 20) break;
  }
  for (const { parent, level, line, id } of problems.length > 0 ? [] : byId.values()) {
    if (parent === null) continue;
    const above = byId.get(parent);
    if (above === undefined)
      problems.push(
        refuse(
          'ifogsim.unknown-parent',
          line,
          `The parent ${parent} of ${id} is no ID of the table.`,
          'Correct the Parent column, or take a complete copy of the file.',
          { parent, id },
        ),
      );
    else if (above.level >= level)
      problems.push(
        refuse(
          'ifogsim.parent-level',
          line,
          `The parent ${parent} of ${id} is on level ${above.level}, not above level ${level}.`,
          'Correct the Level or the Parent column.',
          { parent, id, parentLevel: above.level, level },
        ),
      );
    if (problems.length >= 20) break;
  }
  return problems.length > 0 ? failed(problems) : ok([...byId.values()]);
}

interface BadRow {
  readonly wrong: string;
  readonly parameters: ProblemParameters;
}

/** A row, or the sentence that says what is wrong with it. */
function readResource(row: CsvRow): Resource | BadRow {
  const shown = (column: string): string => JSON.stringify(row.get(column).slice(0, 40));
  const id = row.get('ID');
  const geo = readGeo(row.get('Latitude'), row.get('Longitude'));
  const level = row.get('Level');
  const parent = row.get('Parent');
  const bad = (wrong: string, parameters: ProblemParameters): BadRow => ({ wrong, parameters });
  if (id === '') return bad('The ID is empty.', { which: 'no-id' });
  if (id.length > 60) return bad('The ID has more than 60 characters.', { which: 'long-id', limit: 60 });
  if (geo === null)
    return bad(`${shown('Latitude')}, ${shown('Longitude')} is not a latitude and a longitude in degrees.`, {
      which: 'coordinate',
      latitude: shown('Latitude'),
      longitude: shown('Longitude'),
    });
  if (!/^\d{1,2}$/.test(level))
    return bad(`The level ${shown('Level')} is not a whole number from 0 to 99.`, { which: 'level', level: shown('Level') });
  if (parent === '') return bad('The Parent is empty; the root has −1.', { which: 'no-parent' });
  return {
    id,
    geo,
    level: Number(level),
    parent: parent === '-1' ? null : parent,
    details: row.get('Details'),
    state: row.get('State'),
    line: row.line,
  };
}

function build(resources: readonly Resource[], catalog: Catalog, name: string): ReturnType<SiteAssembly['finish']> {
  const assembly = new SiteAssembly();
  const origin = middleOf(resources.map(({ geo }) => geo));
  const toFrame = projectionAround(origin);
  const fibre = pickMedium(catalog, 'fibre', ['fibre-dwdm-10g', 'fibre-10g']);
  const radio = pickMedium(catalog, 'cellular', ['5g-embb-midband', 'lte']);
  assembly.use('media', fibre);
  assembly.use('media', radio);
  const template = pickTemplate(catalog, ['ar-assistance', 'video-analytics']);
  const types = TIERS.map((_, level) => typeOf(catalog, level));
  const parents = new Set(resources.map(({ parent }) => parent));
  const leaves = countLeaves(resources);
  const nodeOf = new Map<string, string>();
  const rings: Host[][] = [];
  const groupIds: string[] = [];
  for (const resource of resources.toSorted((a, b) => a.level - b.level || a.line - b.line)) {
    const depth = Math.min(resource.level, TIERS.length - 1);
    const tier = TIERS[depth] ?? 'device';
    const type = must(types[depth], `type of level ${depth}`);
    assembly.use('hardwareTypes', type);
    const title = cleanName(resource.details, `Resource ${resource.id}`);
    const placeId = assembly.freshId('places', `place-${resource.id}`);
    const place = {
      id: placeId,
      name: title,
      kind: 'site',
      tier,
      roomLevel: ROOMS[depth] ?? null,
      geo: resource.geo,
      positionM: toFrame(resource.geo),
    };
    addPlace(assembly, place);
    const nodeId = assembly.freshId('nodes', `node-${resource.id}`);
    nodeOf.set(resource.id, nodeId);
    addNode(assembly, { id: nodeId, name: title, typeId: type.id, tier, placeId });
    if (resource.parent !== null) {
      const parentNode = must(nodeOf.get(resource.parent), `node of ${resource.parent}`);
      const link = {
        id: assembly.freshId('links', `${nodeId}-${parentNode}`),
        fromNodeId: nodeId,
        toNodeId: parentNode,
        mediumId: fibre.id,
      };
      addLink(assembly, { ...link, bandwidthUpMbps: UPLINK_MBPS, bandwidthDownMbps: UPLINK_MBPS });
    }
    const isLeaf = !parents.has(resource.id);
    const requestsPerSecond = (leaves.get(resource.id) ?? 0) * (template?.source.requestsPerSecond ?? 0);
    (rings[resource.level] ??= []).push({ nodeId, type, tier, requestsPerSecond });
    if (isLeaf && template !== null) {
      const groupId = assembly.freshId('deviceGroups', `users-${resource.id}`);
      const group = {
        ...template.source,
        id: groupId,
        name: cleanName(`Users at ${title}`, groupId),
        count: 1,
        placeId,
        attachment: { nodeId, mediumId: radio.id, lengthM: 50 },
      };
      addDeviceGroup(assembly, group);
      groupIds.push(groupId);
    }
  }
  const assume = (text: string, source: string): void =>
    assembly.find({ kind: 'assumed', subject: null, place: null, text, source });
  assume('The table names no hardware: each level has one type of the catalog.', 'chosen from the catalog');
  assume(
    `Links to the parents are fibre of geometric length with ${UPLINK_MBPS / 1000} Gbps.`,
    'bandwidth of the examples of iFogSim2',
  );
  if (template !== null) {
    deployTemplate(assembly, template, rings.filter((ring) => ring !== undefined).toReversed(), groupIds);
    assume(
      `Each leaf serves one user of “${template.name}”, 50 m away; the table says nothing of users.`,
      'template of the catalog',
    );
  }
  return assembly.finish(
    newHeader({
      id: 'ifogsim-tree',
      name: cleanName(name, 'Edge resources (iFogSim)'),
      kind: 'mec',
      description: `${resources.length} resources.`,
      geoOrigin: origin,
      sources: [SOURCE],
    }),
  );
}

/** How many leaves stand below each resource; a leaf counts itself. */
function countLeaves(resources: readonly Resource[]): Map<string, number> {
  const parents = new Set(resources.map(({ parent }) => parent));
  const leaves = new Map<string, number>();
  for (const { id, parent } of resources.toSorted((a, b) => b.level - a.level)) {
    if (!parents.has(id)) leaves.set(id, 1);
    if (parent !== null) leaves.set(parent, (leaves.get(parent) ?? 0) + (leaves.get(id) ?? 0));
  }
  return leaves;
}

/** Hardware of a level of the tree: cloud, aggregation room, site, device. */
function typeOf(catalog: Catalog, level: number): HardwareType {
  const tier = TIERS[level] ?? 'device';
  const preferred =
    [['central-cloud-pool'], ['aggregation-room-cluster'], ['otii-mec-server-4t4', 'tesla-t4-server'], ['raspberry-pi-4']][
      level
    ] ?? [];
  return pickCompute(catalog, { preferred, tier, acceleratorKinds: [], size: level === 0 ? 'largest' : 'smallest' });
}
