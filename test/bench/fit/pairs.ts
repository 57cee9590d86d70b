import { greatCircleM } from '../../../core/formats/geo.ts';
import type { GeoPoint } from '../../../core/site/schema/common.ts';
import type { Adjacency } from './shortest-paths.ts';
import { shortestPaths } from './shortest-paths.ts';

/** Two points of a map: how far apart, and how long the way between them is. */
export interface Pair {
  readonly straightM: number;
  readonly pathM: number;
}

/** All pairs among `ends` that a way connects and that are `leastM` or more apart. */
export function pairsOf(geo: readonly GeoPoint[], adjacency: Adjacency, ends: readonly number[], leastM: number): Pair[] {
  const pairs: Pair[] = [];
  for (const [index, from] of ends.entries()) {
    const paths = shortestPaths(adjacency, from);
    for (const to of ends.slice(index + 1)) {
      const pathM = paths[to] ?? Infinity;
      const [a, b] = [geo[from], geo[to]];
      if (a === undefined || b === undefined || pathM === Infinity) continue;
      const straightM = greatCircleM(a, b);
      if (straightM >= leastM) pairs.push({ straightM, pathM });
    }
  }
  return pairs;
}

export function detours(pairs: readonly Pair[]): number[] {
  return pairs.map(({ straightM, pathM }) => pathM / straightM);
}
