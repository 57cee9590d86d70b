import { Components } from './components.ts';
import type { ArcChange, NetworkGraph } from './graph.ts';
import { RouteTree } from './route-tree.ts';

/** The nearest of several targets from a node, and the way there. */
export interface NearestWay {
  readonly target: number;
  readonly path: readonly number[];
  /** Unloaded delay of a full packet. */
  readonly costMs: number;
}

/** Ways through one graph, found when asked for and kept up to date with it. */
export class Routes {
  private readonly graph: NetworkGraph;
  private readonly components: Components;
  /** Trees that are repaired when the graph changes: their owners hear of it. */
  private readonly kept = new Set<RouteTree>();
  /** Trees for single questions, until the graph changes. */
  private readonly passing = new Map<string, RouteTree>();

  constructor(graph: NetworkGraph) {
    this.graph = graph;
    this.components = new Components(graph);
  }

  /** A tree that stays and is repaired by `repair` until it is released. */
  keep(targets: Iterable<number>): RouteTree {
    const tree = new RouteTree(this.graph, this.components, targets);
    this.kept.add(tree);
    return tree;
  }

  release(tree: RouteTree): void {
    this.kept.delete(tree);
  }

  /** Takes in a change of the graph, and new and old targets of trees; gives the askers of each tree whose way is another one now. */
  repair(
    changes: readonly ArcChange[],
    targets: ReadonlyMap<RouteTree, { readonly added: readonly number[]; readonly removed: readonly number[] }>,
  ): Map<RouteTree, readonly number[]> {
    const moved = new Map<RouteTree, readonly number[]>();
    if (changes.length > 0) {
      this.components.forget();
      this.passing.clear();
    }
    for (const tree of changes.length > 0 ? this.kept : targets.keys()) {
      const askers = tree.repair(changes, targets.get(tree)?.added, targets.get(tree)?.removed);
      if (askers.length > 0) moved.set(tree, askers);
    }
    return moved;
  }

  /** Arcs from `source` to `target` in order; empty when they are the same node, null when there is no way. */
  path(source: number, target: number): readonly number[] | null {
    return this.toNearest([target]).path(source);
  }

  /** The nearest of `targets` from `source`; null when there is no way to any. */
  nearest(targets: readonly number[], source: number): NearestWay | null {
    const tree = this.toNearest(targets);
    const path = tree.path(source);
    if (path === null) return null;
    const target = path.length === 0 ? source : (this.graph.arcs[path.at(-1) ?? -1]?.to ?? source);
    return { target, path, costMs: tree.costNs(source) / 1e6 };
  }

  /** Ways and costs to the nearest of `targets` from any node, until the graph changes. */
  toNearest(targets: readonly number[]): RouteTree {
    const key = targets.join(' ');
    let tree = this.passing.get(key);
    if (tree === undefined) {
      tree = new RouteTree(this.graph, this.components, targets);
      this.passing.set(key, tree);
    }
    return tree;
  }
}
