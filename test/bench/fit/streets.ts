import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { greatCircleM, readGeo } from '../../../core/formats/geo.ts';
import { readXml } from '../../../core/formats/guard/xml.ts';
import { XML_LIMITS } from '../../../core/formats/guard/xml-limits.ts';
import type { GeoPoint } from '../../../core/site/schema/common.ts';
import type { Pair } from './pairs.ts';
import { pairsOf } from './pairs.ts';
import type { Edge } from './shortest-paths.ts';
import { adjacencyOf } from './shortest-paths.ts';

/** Streets that a duct may follow, by OpenStreetMap's key `highway`; motorways, paths, steps and tracks are left out. */
const STREETS: ReadonlySet<string> = new Set([
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'pedestrian',
]);
/** From a site to its room it is a kilometre or more; nearer ends have far larger detours, and cables of a known length. */
const LEAST_M = 1000;
/** The extracts are ours to choose, so that they may have more elements than a file from outside. */
const LIMITS = { ...XML_LIMITS, maxElements: 1_000_000 };

export interface Town {
  readonly name: string;
  readonly pairs: readonly Pair[];
}

/** OpenStreetMap extracts with the shortest way along streets between each two of their crossings and dead ends. */
export function readTowns(folder: string): Town[] {
  const files = readdirSync(folder).filter((name) => /\.osm(\.gz)?$/.test(name));
  const towns = files.toSorted().map((name) => {
    const bytes = readFileSync(join(folder, name));
    return readTown(name.replace(/\.osm(\.gz)?$/, ''), (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  });
  return towns.filter(({ pairs }) => pairs.length > 0);
}

function readTown(name: string, text: string): Town {
  const root = readXml(text, name, LIMITS);
  if (root.status === 'failed') throw new Error(`${name}: ${root.error.message}`);
  const points = new Map<string, GeoPoint>();
  for (const { name: kind, attributes } of root.value.children) {
    const geo = kind === 'node' ? readGeo(attributes.get('lat') ?? '', attributes.get('lon') ?? '') : null;
    if (geo !== null) points.set(attributes.get('id') ?? '', geo);
  }
  const numberOf = new Map<string, number>();
  const geo: GeoPoint[] = [];
  const numbered = (id: string): number | null => {
    const point = points.get(id);
    if (point === undefined) return null;
    const known = numberOf.get(id);
    if (known !== undefined) return known;
    numberOf.set(id, geo.length);
    return geo.push(point) - 1;
  };
  const edges: Edge[] = [];
  for (const way of root.value.children) {
    const tag = way.children.find((child) => child.name === 'tag' && child.attributes.get('k') === 'highway');
    if (way.name !== 'way' || !STREETS.has((tag?.attributes.get('v') ?? '').replace(/_link$/, ''))) continue;
    const refs = way.children.filter((child) => child.name === 'nd').map(({ attributes }) => attributes.get('ref') ?? '');
    for (const [index, ref] of refs.slice(1).entries()) {
      const [from, to] = [numbered(refs[index] ?? ''), numbered(ref)];
      const [a, b] = [geo[from ?? -1], geo[to ?? -1]];
      if (from !== null && to !== null && a !== undefined && b !== undefined)
        edges.push({ from, to, lengthM: greatCircleM(a, b) });
    }
  }
  const adjacency = adjacencyOf(geo.length, edges);
  const ends = adjacency.flatMap((neighbours, index) => (neighbours.length === 2 ? [] : [index]));
  return { name, pairs: pairsOf(geo, adjacency, ends, LEAST_M) };
}
