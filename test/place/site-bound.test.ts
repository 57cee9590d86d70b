import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { siteBound } from '../../core/place/site/bound.ts';
import { type Opening, openingBound } from '../../core/place/site/opening-bound.ts';
import { DEFAULT_PLACE_OPTIONS } from '../../core/place/site/options.ts';
import { Workbench } from '../../core/place/site/workbench.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** Least cost over all choices of replicas on each node. */
function bestOpening({ nodeCost, extraCost, serveCost, least, most }: Opening): number {
  const nodes = nodeCost.length;
  const classes = serveCost.length / nodes;
  let best = Infinity;
  for (let code = 1; code < 2 ** nodes; code += 1) {
    const chosen = [...nodeCost.keys()].filter((node) => (code >> node) % 2 === 1);
    if (chosen.length > most) continue;
    let cost = Math.max(0, least - chosen.length) * extraCost;
    for (const node of chosen) cost += nodeCost[node] as number;
    for (let each = 0; each < classes; each += 1)
      cost += Math.min(...chosen.map((node) => serveCost[each * nodes + node] as number));
    best = Math.min(best, cost);
  }
  return best;
}

/** Two groups at the ends of a line of three nodes, two services of which one calls the other. */
function lineSite(seed: number): Site {
  const random = createRandom(seed, 'line site');
  const between = (from: number, to: number): number => from + (to - from) * random();
  const service = (): object => ({
    work: { computeMs: between(1, 20), variability: random() < 0.5 ? 0 : between(0, 1) },
    replicas: { min: 0, max: 2, targetUtilisation: 0.7 },
  });
  const group = (): object => ({
    bytesUp: Math.round(between(100, 50_000)),
    bytesDown: 1000,
    requestsPerSecond: between(0.1, 5),
    count: 1 + Math.floor(between(0, 4)),
  });
  return new SiteBuilder()
    .node('a')
    .node('b')
    .node('c', { tier: 'regional' })
    .link('ab', 'a', 'b')
    .link('bc', 'b', 'c')
    .workload('w')
    .service('s', 'w', service())
    .service('t', 'w', service())
    .group('one', 'a', group())
    .group('two', 'c', group())
    .flow('f', 'w', 'one', 's', { objectiveP99Ms: between(20, 200) })
    .flow('g', 'w', 'two', 's', { objectiveP99Ms: null })
    .flow('h', 'w', 's', 't', { requestBytes: 2000, responseBytes: 500, objectiveP99Ms: null })
    .build();
}

describe('the bound on placements of a site', () => {
  test('[P3, P8] the bound of one service is below every choice of nodes, and near the best', () => {
    let ratio = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const random = createRandom(seed, 'openings');
      const nodes = 2 + Math.floor(4 * random());
      const classes = 1 + Math.floor(6 * random());
      const opening = {
        nodeCost: Float64Array.from({ length: nodes }, () => 3 * random() - 0.3),
        extraCost: random(),
        serveCost: Float64Array.from({ length: nodes * classes }, () => 2 * random()),
        least: Math.floor(3 * random()),
        most: 1 + Math.floor(nodes * random()),
      };
      const best = bestOpening(opening);
      const bound = openingBound(opening);
      expect(bound).toBeLessThanOrEqual(best + 1e-9);
      ratio += bound / best / 200;
    }
    expect(ratio).toBeGreaterThan(0.85);
  });

  test('[P3, P8] no plan of a small site is below it: all plans that serve everything, whatever the weights', () => {
    let plans = 0;
    let nearest = 0;
    for (let seed = 0; seed < 12; seed += 1) {
      const site = lineSite(seed);
      const weights = [
        { cost: 0.4, performance: 0.4, energy: 0.2 },
        { cost: 0, performance: 1, energy: 0 },
        { cost: 1, performance: 0.2, energy: 0 },
      ][seed % 3] as { cost: number; performance: number; energy: number };
      const bench = new Workbench(site, { ...DEFAULT_PLACE_OPTIONS, weights });
      const bound = siteBound(bench);
      const nodeIds = ['a', 'b', 'c'];
      let best = Infinity;
      for (let code = 0; code < 3 ** 6; code += 1) {
        const replicas = Array.from({ length: 6 }, (_, at) => Math.floor(code / 3 ** at) % 3);
        if ((replicas[0] ?? 0) + (replicas[1] ?? 0) + (replicas[2] ?? 0) > 2) continue;
        if ((replicas[3] ?? 0) + (replicas[4] ?? 0) + (replicas[5] ?? 0) > 2) continue;
        bench.apply(
          replicas.map((count, at) => ({ serviceId: at < 3 ? 's' : 't', nodeId: nodeIds[at % 3] as string, replicas: count })),
        );
        const { broken, unserved, objective, parts } = bench.value;
        if (broken > 0 || unserved > 0) continue;
        plans += 1;
        best = Math.min(best, objective);
        expect(objective).toBeGreaterThanOrEqual(bound.objective - 1e-12);
        for (const part of ['costPerMonth', 'objectiveUsed', 'powerW', 'moved'] as const)
          expect(parts[part]).toBeGreaterThanOrEqual(bound.parts[part] - 1e-9);
      }
      nearest += bound.objective / best / 12;
    }
    expect(plans).toBeGreaterThan(500);
    expect(nearest).toBeGreaterThan(0.8);
  });

  test('[P3, P8] nor is what a random site has, where it serves everything', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const bench = new Workbench(randomSite(seed), DEFAULT_PLACE_OPTIONS);
      const { broken, unserved, objective } = bench.value;
      if (broken === 0 && unserved === 0) expect(objective).toBeGreaterThanOrEqual(siteBound(bench).objective - 1e-12);
    }
  });
});
