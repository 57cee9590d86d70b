import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../core/network/graph.ts';
import type { NetworkGraph } from '../../core/network/graph.ts';
import { Routes } from '../../core/network/routes.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** All shortest costs by the definition (Floyd and Warshall), for comparison. */
function allCosts(graph: NetworkGraph): number[][] {
  const size = graph.nodes.length;
  const costs = Array.from({ length: size }, (_, from) =>
    Array.from({ length: size }, (_unused, to) => (from === to ? 0 : Infinity)),
  );
  for (const arc of graph.arcs) {
    const row = costs[arc.from] as number[];
    row[arc.to] = Math.min(row[arc.to] as number, arc.costNs);
  }
  for (let via = 0; via < size; via += 1) {
    for (const row of costs) {
      for (let to = 0; to < size; to += 1)
        row[to] = Math.min(row[to] as number, (row[via] as number) + ((costs[via] as number[])[to] as number));
    }
  }
  return costs;
}

describe('[L1] routes follow the least unloaded delay', () => {
  test('costs equal those of an exhaustive search, paths are connected and cost what they say', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const graph = buildGraph(randomSite(seed, 9));
        const routes = new Routes(graph);
        const costs = allCosts(graph);
        const targets = [0, seed % graph.nodes.length].toSorted((a, b) => a - b);
        for (let from = 0; from < graph.nodes.length; from += 1) {
          const least = Math.min(...targets.map((target) => costs[from]?.[target] ?? Infinity));
          const way = routes.nearest([...new Set(targets)], from);
          expect(way?.costMs).toBe(least / 1e6);
          let at = from;
          let spent = 0;
          for (const index of way?.path ?? []) {
            const arc = graph.arcs[index];
            expect(arc?.from).toBe(at);
            at = arc?.to ?? -1;
            spent += arc?.costNs ?? 0;
          }
          expect(at).toBe(way?.target);
          expect(spent).toBe(least);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of equal ways the one with fewer hops; failed nodes and links carry nothing', () => {
    const builder = new SiteBuilder()
      .medium({ id: 'free', propagationUsPerKm: 0, bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
      .node('a')
      .node('b')
      .node('m');
    for (const [id, from, to] of [
      ['l1', 'a', 'm'],
      ['l2', 'm', 'b'],
      ['l3', 'a', 'b'],
    ] as const)
      builder.link(id, from, to, { mediumId: 'free', baseLatencyMs: id === 'l3' ? 2 : 1, lengthM: 0 });
    const hopsOf = (site = builder.build()): number | undefined => {
      const graph = buildGraph(site);
      return new Routes(graph).path(graph.indexOf.get('a') ?? -1, graph.indexOf.get('b') ?? -1)?.length;
    };
    expect(hopsOf()).toBe(1);
    expect(hopsOf(builder.run({ kind: 'link.edit', id: 'l3', patch: { status: 'failed' } }).build())).toBe(2);
    expect(hopsOf(builder.run({ kind: 'node.edit', id: 'm', patch: { status: 'failed' } }).build())).toBeUndefined();
  });
});
