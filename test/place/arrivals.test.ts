import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import { usefulCeiling } from '../../core/place/arrivals/ceiling.ts';
import { DEFAULT_FEATURES } from '../../core/place/arrivals/features.ts';
import { drawOrder, learnWeights } from '../../core/place/arrivals/learn.ts';
import { learnSite, recordedKinds } from '../../core/place/arrivals/learn-site.ts';
import { parseLearnedPolicy, serializeLearnedPolicy } from '../../core/engine/online.ts';
import { learnedPolicySchema } from '../../core/place/arrivals/learned-policy.ts';
import { onlineSite } from '../../core/place/arrivals/online-site.ts';
import { ARRIVAL_POLICIES, arrivalPolicy } from '../../core/place/arrivals/policies.ts';
import { runArrivals } from '../../core/place/arrivals/run.ts';
import type { ArrivalKind, ArrivalWorld } from '../../core/place/arrivals/world.ts';
import { drawTrace, worldOf } from '../../core/place/arrivals/world.ts';
import { Cluster } from '../../core/place/online/cluster.ts';
import { randomSite } from '../helpers/random-site.ts';
import { finish } from '../helpers/run-steps.ts';

/** Small edge and large centre with GPUs; tight requests are in time at the edge alone, the others anywhere. */
function twoTiers(): ArrivalWorld {
  const node = (id: string, gpus: number) => ({ id, cpuMilli: 64_000, memoryMiB: 64_000, gpus, model: id });
  const kind = (serviceId: string, inTime: readonly number[], weight: number): ArrivalKind => ({
    serviceId,
    sourceId: 'edge',
    request: { cpuMilli: 500, memoryMiB: 500, gpus: 1, gpuMilli: 500, models: [] },
    allowed: Uint8Array.from([1, 1]),
    inTime: Uint8Array.from(inTime),
    delayMs: Float64Array.from([2, 40]),
    weight,
  });
  return {
    nodes: [node('edge', 4), node('centre', 12)],
    depth: Uint8Array.from([1, 4]),
    kinds: [kind('tight', [1, 0], 1), kind('loose', [1, 1], 3)],
  };
}

describe('[P7] services that arrive one by one', () => {
  test('no policy takes more of a node than it has, and all is counted', () => {
    for (const seed of [3, 5, 8]) {
      const world = worldOf(randomSite(seed));
      const trace = drawTrace(world, 400, seed);
      for (const name of ARRIVAL_POLICIES) {
        const run = runArrivals(world, trace, arrivalPolicy(name, world, DEFAULT_FEATURES), drawOrder(world, seed));
        expect(run.placed).toBeLessThanOrEqual(run.arrived);
        expect(run.inTime).toBeLessThanOrEqual(run.placed);
        expect(run.useful).toBeLessThanOrEqual(run.allocated + 1e-12);
        expect(run.allocatedAtEnd).toBeLessThanOrEqual(1 + 1e-12);
      }
    }
  });

  test('a policy that knows delays leaves nothing late; the default places some late where the edge is not the emptiest', () => {
    const world = twoTiers();
    const trace = drawTrace(world, 60, 1);
    const order = [0, 1];
    const near = runArrivals(world, trace, arrivalPolicy('nearest', world, DEFAULT_FEATURES), order);
    expect(near.inTime).toBe(near.placed);
    const byDefault = runArrivals(world, trace, arrivalPolicy('default', world, DEFAULT_FEATURES), order);
    expect(byDefault.inTime).toBeLessThan(byDefault.placed);
  });

  test('what is learned uses the scarcest resource better on traces that it has not seen, and never above the ceiling', () => {
    const world = twoTiers();
    const traces = [1, 2, 3].map((seed) => drawTrace(world, 60, seed));
    const learned = finish(
      learnWeights(
        world,
        traces,
        traces.map((_, seed) => drawOrder(world, seed)),
        1,
      ),
    );
    expect(learned.after).toBeGreaterThan(learned.before);
    const gains = [100, 101, 102, 103].map((seed) => {
      const trace = drawTrace(world, 60, seed);
      const useful = (name: 'default' | 'learned'): number =>
        runArrivals(world, trace, arrivalPolicy(name, world, learned.weights), drawOrder(world, seed)).useful;
      expect(useful('learned')).toBeLessThanOrEqual(usefulCeiling(world, trace) + 1e-9);
      return useful('learned') - useful('default');
    });
    expect(gains.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
  });

  test('the ceiling is the best of all ways to hand out, tried one by one', () => {
    const random = createRandom(3, 'ceiling');
    for (let round = 0; round < 20; round += 1) {
      const pick = (most: number): number => 1 + Math.floor(random() * most);
      const nodes = [0, 1, 2].map((index) => ({ id: `n${index}`, cpuMilli: 1e6, memoryMiB: 1e6, gpus: pick(2), model: '' }));
      const kinds = [0, 1, 2].map((index): ArrivalKind => {
        const inTime = Uint8Array.from([0, 1, 2].map(() => (random() < 0.5 ? 1 : 0)));
        const request = { cpuMilli: 1, memoryMiB: 1, gpus: 1, gpuMilli: 1000, models: [] };
        return {
          serviceId: `s${index}`,
          sourceId: null,
          request,
          allowed: inTime,
          inTime,
          delayMs: new Float64Array(3),
          weight: 1,
        };
      });
      const world = { nodes, kinds, depth: new Uint8Array(3) };
      const capacity = nodes.reduce((sum, { gpus }) => sum + gpus, 0);
      const trace = drawTrace(world, capacity, round);
      const most = (at: number, free: readonly number[]): number => {
        const kind = kinds[trace[at] ?? -1];
        if (kind === undefined) return 0;
        let best = most(at + 1, free);
        for (const [node, one] of kind.inTime.entries())
          if (one === 1 && (free[node] ?? 0) > 0)
            best = Math.max(
              best,
              1 +
                most(
                  at + 1,
                  free.map((each, index) => each - (index === node ? 1 : 0)),
                ),
            );
        return best;
      };
      expect(usefulCeiling(world, trace)).toBeCloseTo(
        most(
          0,
          nodes.map(({ gpus }) => gpus),
        ) / capacity,
        9,
      );
    }
  });

  test('equal sites and seeds give equal policies, which go out and in again; a site tells the same row for row', () => {
    const site = randomSite(5);
    const learn = () => finish(learnSite(site, { seed: 4, traces: 2, moves: 20 }));
    const policy = learn();
    expect(canonicalJson(learn())).toBe(canonicalJson(policy));
    expect(learnedPolicySchema.parse(policy)).toEqual(policy);
    expect(parseLearnedPolicy(serializeLearnedPolicy(policy), 'p.json')).toEqual({ status: 'ok', value: policy });
    const ask = () =>
      finish(onlineSite(site, { policies: ['default', 'learned'], seed: 9, runs: 2, learned: policy, recorded: null }));
    expect(ask()).toEqual(ask());
    for (const { useful } of ask().rows) expect(useful).toBeLessThanOrEqual(ask().ceiling + 1e-9);
  });

  test('what was recorded is found by service and source, else by service; what the site does not have is left out', () => {
    const world = twoTiers();
    const recorded = [
      { service: 'loose', source: 'edge' },
      { service: 'tight', source: 'elsewhere' },
      { service: 'nobody', source: null },
    ];
    expect([...recordedKinds(world, recorded)]).toEqual([1, 0]);
  });

  test('a file that is none is refused with its place', () => {
    for (const text of ['{', '{"format":"edgewright-policy"}', 'x'.repeat(300_000)]) {
      const parsed = parseLearnedPolicy(text, 'bad.json');
      expect(parsed.status).toBe('failed');
      if (parsed.status === 'failed') expect(parsed.error[0]).toMatchObject({ file: 'bad.json' });
    }
  });
});

test('a cluster of the world starts with all that is free', () => {
  const cluster = new Cluster(twoTiers().nodes);
  expect([0, 1].map((node) => cluster.gpuFreeOf(node))).toEqual([4000, 12_000]);
});
