import { IndexHeap } from '../base/heap.ts';
import type { PositionM } from '../site/schema/common.ts';
import type { Site } from '../site/site.ts';
import { listRecords } from '../site/site.ts';
import { linkLengthM, works } from './graph.ts';

/** Shortest way over the links that work: its length and how many links it takes. */
export interface Route {
  readonly lengthM: number;
  readonly linkIds: readonly string[];
}

/** Straight line between two spots, m. */
export function straightM(a: PositionM, b: PositionM): number {
  return Math.hypot(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
}

/**
 * [L1] The way of least length from node to node, by the true paths of links; null where there is none. Length, not delay: it is the cable that
 * one would pull. One pass of Dijkstra's search over all links: O(links · log nodes).
 */
export function shortestRoute(site: Site, fromNodeId: string, toNodeId: string): Route | null {
  const nodes = listRecords(site, 'nodes').filter(works);
  const indexOf = new Map<string, number>(nodes.map((node, index) => [node.id, index]));
  const arcs: { readonly to: number; readonly lengthM: number; readonly linkId: string }[][] = nodes.map(() => []);
  for (const link of listRecords(site, 'links')) {
    const [from, to] = [indexOf.get(link.fromNodeId), indexOf.get(link.toNodeId)];
    if (from === undefined || to === undefined || !works(link) || link.underlayIds.length > 0) continue;
    const lengthM = linkLengthM(site, link);
    arcs[from]?.push({ to, lengthM, linkId: link.id });
    arcs[to]?.push({ to: from, lengthM, linkId: link.id });
  }
  const [start, goal] = [indexOf.get(fromNodeId), indexOf.get(toNodeId)];
  if (start === undefined || goal === undefined) return null;
  const least = nodes.map(() => Infinity);
  const came: ({ readonly from: number; readonly linkId: string } | null)[] = nodes.map(() => null);
  const heap = new IndexHeap();
  least[start] = 0;
  heap.push(start, 0);
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    if (next.item === goal) break;
    if (next.key > (least[next.item] ?? Infinity)) continue;
    for (const { to, lengthM, linkId } of arcs[next.item] ?? []) {
      const total = next.key + lengthM;
      if (total >= (least[to] ?? Infinity)) continue;
      least[to] = total;
      came[to] = { from: next.item, linkId };
      heap.push(to, total);
    }
  }
  const lengthM = least[goal] ?? Infinity;
  if (lengthM === Infinity) return null;
  const linkIds: string[] = [];
  for (let step = came[goal] ?? null; step !== null; step = came[step.from] ?? null) linkIds.push(step.linkId);
  return { lengthM, linkIds: linkIds.toReversed() };
}
