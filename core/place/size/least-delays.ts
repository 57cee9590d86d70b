import type { SiteModel } from '../../evaluate/site-model.ts';
import type { RecordOf } from '../../site/site.ts';

/** [P3] Least delays of a network: propagation and what is fixed, over any way, without waiting or message length. */
export class LeastDelays {
  private readonly model: SiteModel;
  private readonly known = new Map<string, Float64Array>();

  constructor(model: SiteModel) {
    this.model = model;
  }

  /** Least time of request and answer of a device group's flow that is served at a node, ms, without work; Infinity where there is no way. */
  ofAnswerMs(flow: RecordOf<'flows'>, nodeId: string): number {
    const { graph, accesses } = this.model;
    const access = accesses.get(flow.from.id);
    const source = access === undefined ? undefined : graph.indexOf.get(access.nodeId);
    if (access === undefined || source === undefined || !graph.indexOf.has(nodeId)) return Infinity;
    const way = this.to(nodeId)[source] ?? Infinity;
    const up = access.up.propagationMs + access.up.access.minimum;
    const down = access.down.propagationMs + access.down.access.minimum;
    return flow.pattern === 'one-way' ? up + way : up + down + 2 * way;
  }

  /** From one node to another, ms; Infinity where there is no way. */
  betweenMs(fromId: string, toId: string): number {
    const from = this.model.graph.indexOf.get(fromId);
    return from === undefined || !this.model.graph.indexOf.has(toId) ? Infinity : (this.to(toId)[from] ?? Infinity);
  }

  /** From each node to one, by its lesser direction: ways there and back may differ. */
  private to(nodeId: string): Float64Array {
    const known = this.known.get(nodeId);
    if (known !== undefined) return known;
    const { graph } = this.model;
    const least = new Float64Array(graph.nodes.length).fill(Infinity);
    const start = graph.indexOf.get(nodeId) ?? -1;
    least[start] = 0;
    const front = [start];
    // A queue of labels to correct: delays of a plan are few and short, so that hardly a node is looked at twice.
    for (let at = front.shift(); at !== undefined; at = front.shift()) {
      for (const slot of graph.arriving[at] ?? []) {
        const arc = graph.arcs[slot];
        const back = graph.arcs[slot ^ 1];
        if (arc === undefined) continue;
        const one = arc.underlays.length > 0 ? 0 : arc.channel.propagationMs + arc.channel.access.minimum;
        const other =
          back === undefined || back.underlays.length > 0 ? one : back.channel.propagationMs + back.channel.access.minimum;
        const sum = (least[at] ?? Infinity) + Math.min(one, other);
        if (sum >= (least[arc.from] ?? Infinity)) continue;
        least[arc.from] = sum;
        front.push(arc.from);
      }
    }
    this.known.set(nodeId, least);
    return least;
  }
}
