import { IndexHeap } from '../base/heap.ts';
import type { NetworkGraph } from './graph.ts';

/** Least-delay ways from every node to the nearest of some targets. */
export interface RouteTree {
  /** Unloaded delay to the nearest target, ms; Infinity where there is no way. */
  readonly costMs: Float64Array;
  /** Arc to take from each node; −1 at a target and where there is no way. */
  readonly nextArc: Int32Array;
  /** Target that is reached; −1 where there is no way. */
  readonly target: Int32Array;
}

/** Route trees computed when asked for and kept. One a graph. */
export class Routes {
  private readonly graph: NetworkGraph;
  private readonly trees = new Map<string, RouteTree>();

  constructor(graph: NetworkGraph) {
    this.graph = graph;
  }

  /** Ways to the nearest of `targets`, node indices in rising order. One search, however many targets. */
  toNearest(targets: readonly number[]): RouteTree {
    const key = targets.join(' ');
    let tree = this.trees.get(key);
    if (tree === undefined) {
      tree = searchBack(this.graph, targets);
      this.trees.set(key, tree);
    }
    return tree;
  }

  /** Arcs from `source` to `target` in order; empty when they are the same node, null when there is no way. */
  path(source: number, target: number): readonly number[] | null {
    return this.along(this.toNearest([target]), source);
  }

  /** Arcs that a tree takes from `source`; null when there is no way. */
  along(tree: RouteTree, source: number): readonly number[] | null {
    if (tree.costMs[source] === Infinity || tree.costMs[source] === undefined) return null;
    const arcs: number[] = [];
    for (let at = source; tree.nextArc[at] !== -1;) {
      const arc = tree.nextArc[at] as number;
      arcs.push(arc);
      at = (this.graph.arcs[arc] as { readonly to: number }).to;
    }
    return arcs;
  }
}

/**
 * Dijkstra backwards from all targets at once. Of equal ways the one with fewer hops is taken, then the smaller arc index.
 * O(E log V).
 */
function searchBack(graph: NetworkGraph, targets: readonly number[]): RouteTree {
  const size = graph.nodes.length;
  const costMs = new Float64Array(size).fill(Infinity);
  const hops = new Int32Array(size);
  const nextArc = new Int32Array(size).fill(-1);
  const reached = new Int32Array(size).fill(-1);
  const done = new Uint8Array(size);
  const heap = new IndexHeap();
  for (const target of targets) {
    costMs[target] = 0;
    reached[target] = target;
    heap.push(target, 0);
  }
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const at = top.item;
    if (done[at] === 1) continue;
    done[at] = 1;
    for (const index of graph.arriving[at] ?? []) {
      const arc = graph.arcs[index];
      if (arc === undefined || done[arc.from] === 1) continue;
      const cost = (costMs[at] as number) + arc.costMs;
      const known = costMs[arc.from] as number;
      const count = (hops[at] as number) + 1;
      const knownHops = hops[arc.from] as number;
      const better =
        cost < known || (cost === known && (count < knownHops || (count === knownHops && index < (nextArc[arc.from] as number))));
      if (!better) continue;
      costMs[arc.from] = cost;
      hops[arc.from] = count;
      nextArc[arc.from] = index;
      reached[arc.from] = reached[at] as number;
      heap.push(arc.from, cost);
    }
  }
  return { costMs, nextArc, target: reached };
}
