import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { siteBound } from '../../core/place/site/bound.ts';
import { GrowingBound } from '../../core/place/site/growing-bound.ts';
import { type Opening, openingBound } from '../../core/place/site/opening-bound.ts';
import { DEFAULT_PLACE_OPTIONS } from '../../core/place/site/options.ts';
import { Workbench } from '../../core/place/site/workbench.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** Least cost over all choices of replicas on each node and of a node, or none, for each class, each within the replicas there. */
function bestOpening({ replicaCost, running, stayWorth, room, serveCost, unservedCost, load, least, most }: Opening): number {
  const nodes = replicaCost.length;
  const classes = serveCost.length / nodes;
  let best = Infinity;
  for (const counts of vectors(room)) {
    const total = counts.reduce((sum, each) => sum + each, 0);
    if (total < least || total > most) continue;
    let cost = 0;
    for (const [node, count] of counts.entries())
      cost += count * (replicaCost[node] as number) - Math.min(count, running[node] as number) * stayWorth;
    let serving = Infinity;
    for (const nodeOf of vectors(new Int32Array(classes).fill(nodes))) {
      const busy = new Float64Array(nodes);
      let sum = 0;
      for (const [each, node] of nodeOf.entries()) {
        sum += node === nodes ? unservedCost : (serveCost[each * nodes + node] as number);
        if (node === nodes) continue;
        busy[node] = (busy[node] as number) + (load[each * nodes + node] as number);
      }
      const serves = nodeOf.every((node) => node === nodes || (counts[node] as number) > 0);
      if (serves && busy.every((share, node) => share <= (counts[node] as number))) serving = Math.min(serving, sum);
    }
    best = Math.min(best, cost + serving);
  }
  return best;
}

/** All vectors of whole numbers from 0 up to these. */
function vectors(most: Int32Array): number[][] {
  return [...most].reduce<number[][]>(
    (all, limit) => all.flatMap((one) => Array.from({ length: limit + 1 }, (_, each) => [...one, each])),
    [[]],
  );
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
    let capacityCounts = 0;
    let solved = 0;
    for (let seed = 0; seed < 150; seed += 1) {
      const random = createRandom(seed, 'openings');
      const nodes = 2 + Math.floor(2 * random());
      const classes = 1 + Math.floor(5 * random());
      const busy = seed % 3 === 0 ? 0 : random();
      const opening = {
        replicaCost: Float64Array.from({ length: nodes }, () => 2 * random()),
        running: Int32Array.from({ length: nodes }, () => Math.floor(1.4 * random())),
        stayWorth: 0.3 * random(),
        room: Int32Array.from({ length: nodes }, () => 1 + Math.floor(3 * random())),
        serveCost: Float64Array.from({ length: nodes * classes }, () => 2 * random()),
        load: Float64Array.from({ length: nodes * classes }, () => 1.5 * busy * random()),
        unservedCost: seed % 2 === 0 ? 2 : 5,
        least: Math.floor(3 * random()),
        most: 1 + Math.floor(5 * random()),
      };
      const best = bestOpening(opening);
      const bound = openingBound(opening);
      expect(bound).toBeLessThanOrEqual(best + 1e-9);
      const free = openingBound({ ...opening, load: new Float64Array(nodes * classes) });
      if (bound > free + 1e-6) capacityCounts += 1;
      if (best === Infinity) continue;
      solved += 1;
      ratio += bound / best;
    }
    expect(solved).toBeGreaterThan(100);
    expect(ratio / solved).toBeGreaterThan(0.85);
    expect(capacityCounts).toBeGreaterThan(20);
  });

  test('[P4] while it is worked on it rises, and each of its steps is below every plan', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const bench = new Workbench(randomSite(seed), DEFAULT_PLACE_OPTIONS);
      const whole = siteBound(bench).objective;
      const growing = new GrowingBound(bench);
      let before = -Infinity;
      while (!growing.isDone) {
        expect(growing.value.objective).toBeGreaterThanOrEqual(before - 1e-12);
        before = growing.value.objective;
        // What is tried on the bench meanwhile changes nothing.
        const [placement] = bench.plan.all();
        if (placement !== undefined) bench.apply([{ ...placement, replicas: placement.replicas + 1 }]);
        growing.advance();
      }
      expect(growing.value.objective).toBeCloseTo(whole, 12);
    }
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
