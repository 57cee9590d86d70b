import type { NetworkGraph } from './graph.ts';

/** Which working nodes are connected at all. Found by a flood when first asked after a change. */
export class Components {
  private readonly graph: NetworkGraph;
  private known: Int32Array | null = null;

  constructor(graph: NetworkGraph) {
    this.graph = graph;
  }

  forget(): void {
    this.known = null;
  }

  connected(source: number, targets: Iterable<number>): boolean {
    this.known ??= this.flood();
    const component = this.known[source];
    for (const target of targets) if (this.known[target] === component) return true;
    return false;
  }

  private flood(): Int32Array {
    const component = new Int32Array(this.graph.nodes.length).fill(-1);
    const open: number[] = [];
    for (let start = 0; start < component.length; start += 1) {
      if (component[start] !== -1) continue;
      component[start] = start;
      open.push(start);
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        for (const index of this.graph.leaving[node] ?? []) {
          const to = this.graph.arcs[index]?.to ?? -1;
          if (component[to] !== -1) continue;
          component[to] = start;
          open.push(to);
        }
      }
    }
    return component;
  }
}
