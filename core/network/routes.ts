import { IndexHeap } from '../base/heap.ts';
import type { NetworkGraph } from './graph.ts';

/** Least-delay ways from every node to one target. */
export interface RouteTree {
  readonly target: number;
  /** Unloaded delay to the target, ms; Infinity where there is no way. */
  readonly costMs: Float64Array;
  /** Arc to take from each node; −1 at the target and where there is no way. */
  readonly nextArc: Int32Array;
}

/** Route trees computed when asked for and kept. One a graph. */
export class Routes {
  private readonly graph: NetworkGraph;
  private readonly trees = new Map<number, RouteTree>();

  constructor(graph: NetworkGraph) {
    this.graph = graph;
  }

  to(target: number): RouteTree {
    let tree = this.trees.get(target);
    if (tree === undefined) {
      tree = routesTo(this.graph, target);
      this.trees.set(target, tree);
    }
    return tree;
  }

  /** Arcs from `source` to `target` in order; empty when they are the same node, null when there is no way. */
  path(source: number, target: number): readonly number[] | null {
    const tree = this.to(target);
    if (tree.costMs[source] === Infinity) return null;
    const arcs: number[] = [];
    let at = source;
    while (at !== target) {
      const arc = tree.nextArc[at] as number;
      arcs.push(arc);
      at = (this.graph.arcs[arc] as { readonly to: number }).to;
    }
    return arcs;
  }
}

/** Dijkstra backwards from the target. Of equal ways the one with fewer hops is taken, then the smaller arc index. O(E log V). */
function routesTo(graph: NetworkGraph, target: number): RouteTree {
  const size = graph.nodes.length;
  const costMs = new Float64Array(size).fill(Infinity);
  const hops = new Int32Array(size);
  const nextArc = new Int32Array(size).fill(-1);
  const done = new Uint8Array(size);
  costMs[target] = 0;
  const heap = new IndexHeap();
  heap.push(target, 0);
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
      const better =
        cost < known ||
        (cost === known &&
          (count < (hops[arc.from] as number) || (count === hops[arc.from] && index < (nextArc[arc.from] as number))));
      if (!better) continue;
      costMs[arc.from] = cost;
      hops[arc.from] = count;
      nextArc[arc.from] = index;
      heap.push(arc.from, cost);
    }
  }
  return { target, costMs, nextArc };
}
