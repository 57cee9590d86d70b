import { IndexHeap } from '../../../core/base/heap.ts';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
}

/** Neighbours of each point with the length of the way to them. */
export type Adjacency = readonly (readonly { readonly to: number; readonly lengthM: number }[])[];

export function adjacencyOf(points: number, edges: readonly Edge[]): Adjacency {
  const adjacency: { to: number; lengthM: number }[][] = Array.from({ length: points }, () => []);
  for (const { from, to, lengthM } of edges) {
    adjacency[from]?.push({ to, lengthM });
    adjacency[to]?.push({ to: from, lengthM });
  }
  return adjacency;
}

/** Dijkstra: length of the shortest way from one point to each, infinite where there is none. */
export function shortestPaths(adjacency: Adjacency, from: number): Float64Array {
  const lengths = new Float64Array(adjacency.length).fill(Infinity);
  lengths[from] = 0;
  const heap = new IndexHeap();
  heap.push(from, 0);
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    if (next.key > (lengths[next.item] ?? 0)) continue;
    for (const { to, lengthM } of adjacency[next.item] ?? []) {
      const length = next.key + lengthM;
      if (length >= (lengths[to] ?? 0)) continue;
      lengths[to] = length;
      heap.push(to, length);
    }
  }
  return lengths;
}
