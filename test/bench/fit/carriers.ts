import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { greatCircleM } from '../../../core/formats/geo.ts';
import { readNetwork } from '../../../core/formats/graphml-read.ts';
import type { GeoPoint } from '../../../core/site/schema/common.ts';
import type { Pair } from './pairs.ts';
import { pairsOf } from './pairs.ts';
import { adjacencyOf } from './shortest-paths.ts';

/** Nearer points are the same town, whose middle is all that the maps know. */
const LEAST_M = 20_000;

export interface Carrier {
  readonly name: string;
  readonly pairs: readonly Pair[];
}

/** Networks of the Topology Zoo with the shortest way over their links, taken as great circles, between each two of their towns. */
export function readCarriers(folder: string): Carrier[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphml'));
  const carriers = files.toSorted().map((name) => readCarrier(name, readFileSync(join(folder, name), 'utf8')));
  return carriers.filter(({ pairs }) => pairs.length > 0);
}

function readCarrier(name: string, text: string): Carrier {
  const network = readNetwork({ name, text });
  if (network.status === 'failed') throw new Error(`${name}: ${network.error[0]?.message}`);
  const { nodes, edges } = network.value;
  const known = nodes.flatMap(({ geo }, index) => (geo === null ? [] : [{ geo, index }]));
  const numberOf = new Map(known.map(({ index }, number) => [index, number]));
  const geo: readonly GeoPoint[] = known.map((one) => one.geo);
  const links = edges.flatMap((edge) => {
    const [from, to] = [numberOf.get(edge.from), numberOf.get(edge.to)];
    const [a, b] = [geo[from ?? -1], geo[to ?? -1]];
    return from === undefined || to === undefined || a === undefined || b === undefined
      ? []
      : [{ from, to, lengthM: greatCircleM(a, b) }];
  });
  const ends = geo.map((_, index) => index);
  return { name: name.replace('.graphml', ''), pairs: pairsOf(geo, adjacencyOf(geo.length, links), ends, LEAST_M) };
}
