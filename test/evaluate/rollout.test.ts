import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import { expectedWithRestart, expectedWithResume } from '../../core/evaluate/rollout/interruptions.ts';
import type { RolloutAssessment, RolloutOptions, RolloutSummary } from '../../core/evaluate/rollout/result.ts';
import { rolloutAssessment } from '../../core/evaluate/rollout/rollout.ts';
import { splitWaves } from '../../core/evaluate/rollout/waves.ts';
import type { Site } from '../../core/site/site.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

type Ok = Extract<RolloutAssessment, { readonly status: 'ok' }>;

const AT_ONCE = { canaryShare: 0, waves: 1, watchMinutes: 0, beside: 'nothing' } as const;

function rollout(site: Site, options: Partial<RolloutOptions> = {}): Ok {
  const answer = rolloutAssessment(evaluatedSite(site), { serviceIds: ['s'], ...AT_ONCE, ...options });
  if (answer.status !== 'ok') throw new Error(answer.reason);
  return answer;
}

function plan(answer: Ok, method: string, payload = 'full'): RolloutSummary {
  const found = answer.comparison.find((one) => one.method === method && one.payload === payload);
  if (found === undefined) throw new Error(`no ${method} ${payload}`);
  return found;
}

/** Centre, hubs behind `trunkMbps`, nodes behind `lastMbps`; each node runs the service. */
function tree(hubs: number, each: number, trunkMbps: number, lastMbps: number, fields: object = {}): SiteBuilder {
  const builder = new SiteBuilder().node('centre', { tier: 'central' }).workload('w');
  builder.service('s', 'w', { imageMB: 100, deltaMB: 20, coldStartMs: 2000, ...fields });
  for (let hub = 0; hub < hubs; hub += 1) {
    const id = `hub-${hub}`;
    builder
      .node(id, { tier: 'regional' })
      .link(`t-${hub}`, 'centre', id, { bandwidthUpMbps: trunkMbps, bandwidthDownMbps: trunkMbps });
    for (let at = 0; at < each; at += 1) {
      const node = `node-${hub}-${at}`;
      builder
        .node(node)
        .link(`l-${hub}-${at}`, id, node, { bandwidthUpMbps: lastMbps, bandwidthDownMbps: lastMbps })
        .deploy('s', node);
    }
  }
  return builder;
}

describe('[R1] rollout', () => {
  test('[R1] hand-computed: ten nodes behind one trunk, from the centre, from a mirror, among peers, prewarmed', () => {
    const answer = rollout(tree(1, 10, 100, 50).build());
    expect(answer).toMatchObject({ registryNodeId: 'centre', mirrorNodeIds: ['hub-0'], nodes: 10, fullMB: 100, deltaMB: 20 });
    const install = 100 / 100 + 2;
    // 10 × 800 Mbit over a trunk of 100 Mbps.
    expect(plan(answer, 'central').totalS).toBeCloseTo(80 + install, 6);
    expect(plan(answer, 'central', 'delta').totalS).toBeCloseTo(16 + 20 / 100 + 2, 6);
    // The mirror is filled in 8 s; then each node has its own 50 Mbps.
    expect(plan(answer, 'mirror')).toMatchObject({ preparationS: expect.closeTo(8, 6) as number });
    expect(plan(answer, 'mirror').totalS).toBeCloseTo(16 + install, 6);
    expect(plan(answer, 'mirror').publishedToDoneS).toBeCloseTo(24 + install, 6);
    // The narrowest link of a way gives 50 Mbps, all together can send 100 + 10 × 50 for ten: 60 each. Half of 50 is reached.
    expect(plan(answer, 'peers').totalS).toBeCloseTo(800 / 25 + install, 6);
    expect(plan(answer, 'prewarmed').totalS).toBeCloseTo((100 * 0.064) / 100 + 2, 6);
    expect(plan(answer, 'prewarmed').preparationS).toBeCloseTo(80 + 1, 6);
    expect(answer.comparison[0]?.method).toBe('prewarmed');
  });

  test('[R1] what each link carries: every copy from the centre, one copy with a mirror or among peers', () => {
    const site = tree(2, 4, 100, 100).build();
    const trunk = (method: 'central' | 'mirror' | 'peers'): number | undefined =>
      rollout(site, { detail: { method, payload: 'full' } }).plan.perLink.find((one) => one.linkId === 't-0')?.carriedGB;
    expect(trunk('central')).toBeCloseTo(0.4, 9);
    expect(trunk('mirror')).toBeCloseTo(0.1, 9);
    expect(trunk('peers')).toBeCloseTo(0.1, 9);
    expect(plan(rollout(site), 'central').carriedGB).toBeCloseTo(2 * 0.4 + 8 * 0.1, 9);
  });

  test('[R1] peers that send little: the origin and all peers together set the pace, as Kumar and Ross show', () => {
    const site = new SiteBuilder()
      .type({ id: 'switch', storage: [] })
      .node('centre', { tier: 'central' })
      .node('hub', { typeId: 'switch' })
      .link('t', 'centre', 'hub', { bandwidthUpMbps: 8, bandwidthDownMbps: 8 })
      .workload('w')
      .service('s', 'w', { imageMB: 100 });
    const peers = Array.from({ length: 12 }, (_, at) => `peer-${at}`);
    for (const id of peers)
      site.node(id).link(`l-${id}`, 'hub', id, { bandwidthUpMbps: 100, bandwidthDownMbps: 2 }).deploy('s', id);
    const answer = rollout(site.build());
    // N F / (u_s + Σ u_i) = 12 × 800 / (8 + 12 × 2) = 300 s at an efficiency of one, against 12 × 800 / 8 from the centre.
    expect(plan(answer, 'peers').totalS).toBeCloseTo(300 / 0.5 + 1, 6);
    expect(plan(answer, 'central').totalS).toBeCloseTo(1200 + 1, 6);
  });

  test('[R1] waves follow one another, the canary first, and the plan tells when each node is done', () => {
    const answer = rollout(tree(1, 20, 100, 50).build(), {
      canaryShare: 0.1,
      waves: 3,
      watchMinutes: 10,
      detail: { method: 'central', payload: 'full' },
    });
    const { waves, perNode, totalS, workS } = answer.plan;
    expect(waves.map((one) => [one.kind, one.nodes])).toEqual([
      ['canary', 2],
      ['wave', 6],
      ['wave', 6],
      ['wave', 6],
    ]);
    for (const [at, wave] of waves.slice(1).entries()) expect(wave.startS).toBeCloseTo(waves[at]?.endS ?? NaN, 9);
    expect(totalS - workS).toBeCloseTo(3 * 600, 6);
    expect(perNode).toHaveLength(20);
    for (const node of perNode) expect(node.doneS).toBeLessThanOrEqual(waves[node.wave]?.doneS ?? NaN);
    expect(waves[0]?.transferredS).toBeCloseTo(16, 6);
    expect(waves[1]?.transferredS).toBeCloseTo((waves[1]?.startS ?? 0) + 48, 6);
  });

  test('[R1] the way back: a start where the old version is kept, another transfer where it is not', () => {
    const answer = rollout(tree(1, 10, 100, 50).build());
    expect(plan(answer, 'central').rollbackKeptS).toBe(2);
    expect(plan(answer, 'central').rollbackFetchedS).toBeCloseTo(80 + 3, 6);
  });

  test('[R1] interruptions: closed forms, and starting over costs more than going on', () => {
    const drops = { perSecond: 0.01, lastS: 30 };
    expect(expectedWithResume(100, drops)).toBeCloseTo(100 * 1.3, 9);
    expect(expectedWithRestart(100, drops)).toBeCloseTo((Math.E - 1) * 130, 9);
    expect(expectedWithRestart(1e5, drops)).toBeNull();
    const answer = rollout(tree(1, 10, 100, 50).build(), { drops: { perHour: 6, minutes: 1 } });
    const central = plan(answer, 'central');
    expect(central.expectedResumeS).toBeCloseTo(80 * (1 + (6 / 3600) * 60) + 3, 6);
    expect(central.expectedRestartS ?? 0).toBeGreaterThan(central.expectedResumeS ?? Infinity);
  });

  test('[R1] the restart formula against twenty thousand seeded transfers', () => {
    const random = createRandom(7, 'drops');
    const [transferS, lastS, rate] = [60, 20, 1 / 45];
    let sum = 0;
    const runs = 20_000;
    for (let run = 0; run < runs; run += 1) {
      for (;;) {
        const next = -Math.log(1 - random()) / rate;
        if (next >= transferS) break;
        sum += next + lastS;
      }
      sum += transferS;
    }
    const expected = expectedWithRestart(transferS, { perSecond: rate, lastS }) ?? NaN;
    expect(Math.abs(sum / runs / expected - 1)).toBeLessThan(0.03);
  });

  test('[R1] other traffic leaves less, a link without room leaves none', () => {
    const site = (mbps: number): Site =>
      tree(1, 1, 100, 100)
        .group('g', 'node-0-0', { requestsPerSecond: 0, streamDownMbps: mbps, streamUpMbps: 0 })
        .service('video', 'w')
        .flow('f', 'w', 'g', 'video')
        .deploy('video', 'centre')
        .build();
    expect(plan(rollout(site(60), { beside: 'busy-hour' }), 'central').workS).toBeCloseTo(20 + 3, 6);
    expect(plan(rollout(site(60)), 'central').workS).toBeCloseTo(8 + 3, 6);
    expect(rolloutAssessment(evaluatedSite(site(100)), { serviceIds: ['s'] }).status).toBe('unreachable');
  });

  test('[R1] what cannot be answered says why', () => {
    const status = (site: Site, serviceIds: string[]): string => rolloutAssessment(evaluatedSite(site), { serviceIds }).status;
    expect(status(tree(1, 1, 1, 1).build(), ['nobody'])).toBe('unknown-service');
    expect(status(new SiteBuilder().node('n').workload('w').service('s', 'w').build(), ['s'])).toBe('nothing-placed');
  });

  test('[R1] a service without a delta is not given one', () => {
    const answer = rollout(tree(1, 2, 100, 50, { deltaMB: null }).build());
    expect(answer.deltaMB).toBeNull();
    expect(answer.comparison.every((one) => one.payload === 'full')).toBe(true);
  });
});

describe('laws of rollout', () => {
  const cases = fc.record({
    hubs: fc.integer({ min: 1, max: 3 }),
    each: fc.integer({ min: 1, max: 6 }),
    trunk: fc.integer({ min: 5, max: 500 }),
    last: fc.integer({ min: 5, max: 500 }),
    waves: fc.integer({ min: 1, max: 4 }),
    canaryShare: fc.constantFrom(0, 0.05, 0.3),
  });

  test('[R1] delta never slower than full, peers never slower than the centre, wider links never slower', () => {
    fc.assert(
      fc.property(cases, ({ hubs, each, trunk, last, waves, canaryShare }) => {
        const answer = (factor: number): Ok =>
          rollout(tree(hubs, each, trunk * factor, last).build(), { waves, canaryShare, watchMinutes: 1 });
        const one = answer(1);
        const wide = answer(3);
        for (const method of ['central', 'mirror', 'peers', 'prewarmed']) {
          expect(plan(one, method, 'delta').totalS).toBeLessThanOrEqual(plan(one, method).totalS * (1 + 1e-9));
          expect(plan(wide, method).totalS).toBeLessThanOrEqual(plan(one, method).totalS * (1 + 1e-9));
        }
        for (const payload of ['full', 'delta'])
          expect(plan(one, 'prewarmed', payload).totalS).toBeLessThanOrEqual(plan(one, 'central', payload).totalS * (1 + 1e-9));
        for (const payload of ['full', 'delta'])
          expect(plan(one, 'peers', payload).totalS).toBeLessThanOrEqual(plan(one, 'central', payload).totalS * (1 + 1e-9));
        expect(() => canonicalJson(one)).not.toThrow();
      }),
      { numRuns: 40 },
    );
  });

  test('[R1] waves part the fleet: each node in one wave, none left out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(0, 0.01, 0.05, 1),
        fc.integer({ min: 1, max: 9 }),
        (fleet, canaryShare, waves) => {
          const members = splitWaves(fleet, { canaryShare, waves }).flatMap((one) => one.members);
          expect(members.toSorted((a, b) => a - b)).toEqual(Array.from({ length: fleet }, (_, index) => index));
        },
      ),
    );
  });
});
