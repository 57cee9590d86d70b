import { describe, expect, test } from 'vitest';
import type { TakeoverAssessment, TakeoverOptions } from '../../core/evaluate/autonomy/result.ts';
import { takeoverInSteps } from '../../core/evaluate/autonomy/takeover.ts';
import { randomSite } from '../helpers/random-site.ts';
import { evaluated, finish } from '../helpers/run-steps.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function assess(site: SiteBuilder, options: Partial<TakeoverOptions> = {}): TakeoverAssessment {
  return finish(takeoverInSteps(evaluated(site.build()), { offlineNodeIds: ['box'], ...options }));
}

/** Cameras at a switch, a box beside it that works for them, and a cloud 1,000 km away. */
function edge(fields: object = {}): SiteBuilder {
  return new SiteBuilder()
    .node('switch')
    .node('box')
    .node('cloud', { tier: 'central' })
    .link('short', 'switch', 'box')
    .link('long', 'switch', 'cloud', { lengthM: 1_000_000 })
    .group('cameras', 'switch', { requestsPerSecond: 2, bytesUp: 1000 })
    .group('local', 'box')
    .workload('w')
    .service('s', 'w', { imageMB: 900, modelMB: 350, coldStartMs: 2000, work: { computeMs: 5, variability: 0 }, ...fields })
    .flow('f', 'w', 'cameras', 's', { objectiveP99Ms: 12 })
    .deploy('s', 'box', 2);
}

describe('takeover by the centre', () => {
  test('[A4] it takes what fits, later by detection, transfer and start, and answers as late as its distance makes it', () => {
    const result = assess(edge());
    expect(result.centreNodeIds).toEqual(['cloud']);
    expect(result.placements).toMatchObject([
      { placementId: 's.box', status: 'taken', toNodeId: 'cloud', replicas: 2, refusal: null },
    ]);
    // 50 s + 300 s until Kubernetes moves it, 1,250 MB over 10 Gbit/s, 2 s to start.
    expect(result.placements[0]?.seconds).toEqual({ detection: 350, transfer: 1, start: 2, total: 353 });
    expect(result).toMatchObject({ takenShare: 1, totalSeconds: 353, strandedGroupIds: ['local'] });
    const [flow] = result.flows;
    expect(flow).toMatchObject({ flowId: 'f', status: 'missed', objectiveP99Ms: 12 });
    // There and back at 5 µs/km.
    expect((flow?.p99AfterMs ?? 0) - (flow?.p99BeforeMs ?? 0)).toBeCloseTo(10, 0);
  });

  test('[A4] what it cannot take is told with the limit: room, fit, way, or no centre at all', () => {
    const big = assess(edge({ perReplica: { computeUnits: 1, memoryGiB: 20, storageGB: 0, storageClass: null } }));
    expect(big.placements[0]?.refusal).toEqual({ kind: 'no-capacity', dimension: 'memory', missing: 8, unit: 'GiB' });
    expect(big).toMatchObject({ takenShare: 0, totalSeconds: null });
    expect(big.flows[0]?.status).toBe('unplaced');
    expect(assess(edge({ allowedTiers: ['on-site-edge'] })).placements[0]?.refusal).toMatchObject({ kind: 'misfit' });
    expect(assess(edge(), { offlineNodeIds: ['box', 'switch'] }).placements[0]?.refusal).toEqual({ kind: 'no-route' });
    expect(assess(edge(), { centreTiers: ['regional'] }).placements[0]?.refusal).toEqual({ kind: 'no-centre' });
  });

  test('[A4] room is given out once, to the higher priority first; replicas that stand there already need no image', () => {
    const site = edge({ perReplica: { computeUnits: 1, memoryGiB: 10, storageGB: 0, storageClass: null } })
      .workload('vip', { priority: 900 })
      .service('v', 'vip', { imageMB: 1250, perReplica: { computeUnits: 1, memoryGiB: 10, storageGB: 0, storageClass: null } })
      .flow('vf', 'vip', 'cameras', 'v')
      .deploy('v', 'box')
      .deploy('v', 'cloud');
    const result = assess(site);
    // The cloud has 32 GiB, 10 of them in use.
    expect(result.placements.map(({ serviceId, status }) => [serviceId, status])).toEqual([
      ['v', 'taken'],
      ['s', 'refused'],
    ]);
    expect(result.placements[0]?.seconds?.transfer).toBe(0);
    expect(result.takenShare).toBeCloseTo(1 / 3, 12);
  });

  test('[A4] without names, what has failed is handed over, else the whole edge', () => {
    const failed = edge().run({ kind: 'node.edit', id: 'box', patch: { status: 'failed' } });
    expect(assess(failed, { offlineNodeIds: [] }).offlineNodeIds).toEqual(['box']);
    expect(assess(failed, { offlineNodeIds: [] }).placements[0]).toMatchObject({ status: 'taken', toNodeId: 'cloud' });
    expect(assess(edge(), { offlineNodeIds: [] }).offlineNodeIds).toEqual(['box', 'switch']);
  });

  test('[A4] state that is not replicated stays behind, and is said to', () => {
    const site = edge({ state: { kind: 'stateful', stateGB: 1, copies: 1, replication: 'none' } });
    expect(assess(site).assumptions.map(({ code }) => code)).toContain('state-stays-behind');
    expect(assess(edge()).assumptions.map(({ code }) => code)).not.toContain('state-stays-behind');
  });

  test('[A4] laws: every placement is taken or refused with a reason; a larger centre never takes less', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const result = finish(takeoverInSteps(evaluated(randomSite(seed, 6, 2))));
      for (const one of result.placements) {
        expect(one.status === 'taken').toBe(one.refusal === null && one.toNodeId !== null && one.seconds !== null);
        if (one.toNodeId !== null) expect(result.centreNodeIds).toContain(one.toNodeId);
      }
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    }
    let share = 0;
    for (const memoryGiB of [8, 16, 32, 64]) {
      const site = edge({ perReplica: { computeUnits: 1, memoryGiB: 12, storageGB: 0, storageClass: null } })
        .type({ id: 'sized', memoryGiB })
        .run({ kind: 'node.edit', id: 'cloud', patch: { typeId: 'sized' } });
      const next = assess(site).takenShare;
      expect(next).toBeGreaterThanOrEqual(share);
      share = next;
    }
    expect(share).toBe(1);
  });
});
