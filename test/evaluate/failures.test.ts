import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { failedSite, failuresInSteps } from '../../core/evaluate/failures/failures.ts';
import { Baseline } from '../../core/evaluate/failures/baseline.ts';
import { listFailures } from '../../core/evaluate/failures/list-failures.ts';
import type { FailureAssessment } from '../../core/evaluate/failures/result.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { evaluated, finish } from '../helpers/run-steps.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function assess(site: Site): FailureAssessment {
  return finish(failuresInSteps(evaluated(site)));
}

/** Cameras at a switch, a server beside it and one behind a slow link. */
function twoServers(): SiteBuilder {
  return new SiteBuilder()
    .node('switch')
    .node('near')
    .node('far')
    .link('short', 'switch', 'near')
    .link('long', 'switch', 'far', { lengthM: 2_000_000 })
    .group('cameras', 'switch', { requestsPerSecond: 4, bytesUp: 1000 })
    .workload('vision', { priority: 200 })
    .service('detect', 'vision', { work: { computeMs: 5, variability: 0 } })
    .flow('frames', 'vision', 'cameras', 'detect', { objectiveP99Ms: 20 })
    .deploy('detect', 'near')
    .deploy('detect', 'far');
}

describe('single failures', () => {
  test('[A2] a server that fails hands over to the other, which is too far: by how much is told', () => {
    const { impacts, singlePointsOfFailure } = assess(twoServers().build());
    const near = impacts.find(({ failure }) => failure.id === 'nodes/near');
    expect(near?.failovers).toEqual([{ flowId: 'frames', fromNodeId: 'near', toNodeId: 'far' }]);
    expect(near?.lost).toEqual([]);
    const [late] = near?.degraded ?? [];
    expect(late).toMatchObject({ flowId: 'frames', before: 'met', after: 'missed' });
    // 2,000 km there and back at 5 µs/km, the 5 ms of work and some wire.
    expect(late?.p99AfterMs).toBeGreaterThan(25);
    expect(late?.missedByMs).toBeCloseTo((late?.p99AfterMs ?? 0) - 20, 9);
    expect(near?.degradedShare).toBe(1);
    // The short link does the same; only the switch loses the cameras.
    expect(impacts.map(({ failure }) => failure.id)).toEqual(['nodes/switch', 'links/short', 'nodes/near']);
    expect(singlePointsOfFailure).toEqual(['nodes/switch']);
    expect(impacts[0]).toMatchObject({ rank: 1, lostShare: 1, workloadsLost: ['vision'] });
  });

  test('[A2] what no flow uses changes no answer, as evaluating it anyway shows; what is harmless loses none', () => {
    let unused = 0;
    for (const seed of [1, 2, 3, 4]) {
      const site = randomSite(seed, 9, 1);
      const base = evaluated(site);
      const baseline = new Baseline(base);
      const before = base.evaluation.flows;
      const { harmless, impacts } = assess(site);
      expect(harmless.length + impacts.length).toBe(listFailures(site).length);
      for (const failure of harmless) {
        const after = evaluate(failedSite(site, failure)).flows;
        if (!baseline.uses(failure)) {
          unused += 1;
          expect(after).toEqual(before);
        }
        for (const [index, flow] of after.entries())
          if (before[index]?.status === 'met')
            expect({ failure: failure.id, status: flow.status }).toEqual({ failure: failure.id, status: 'met' });
      }
    }
    expect(unused).toBeGreaterThan(0);
  });

  test('[A2] each impact is what the site without the part evaluates to', () => {
    const site = randomSite(11, 6, 2);
    const before = new Map(evaluate(site).flows.map((flow) => [flow.id, flow]));
    for (const { failure, lost, degraded } of assess(site).impacts) {
      for (const flow of evaluate(failedSite(site, failure)).flows) {
        const answered = before.get(flow.id)?.status === 'met' || before.get(flow.id)?.status === 'missed';
        const gone = flow.status !== 'met' && flow.status !== 'missed';
        expect(lost.some(({ flowId }) => flowId === flow.id)).toBe(answered && gone);
        if (degraded.some(({ flowId }) => flowId === flow.id)) expect(flow.status).toBe('missed');
      }
    }
  });

  test('[A2] a place takes everything in it; of places with the same hardware the innermost is told', () => {
    const site = twoServers()
      .place('hall')
      .place('rack', { parentId: 'hall' })
      .run(
        { kind: 'node.edit', id: 'near', patch: { placeId: 'rack' } },
        { kind: 'node.edit', id: 'far', patch: { placeId: 'rack' } },
      )
      .build();
    const places = assess(site).impacts.filter(({ failure }) => failure.kind === 'place');
    expect(places.map(({ failure }) => [failure.id, failure.nodeIds])).toEqual([['places/rack', ['far', 'near']]]);
    expect(places[0]?.workloadsLost).toEqual(['vision']);
  });

  test('[A2] a feed takes what has no other, once its UPS is empty', () => {
    const site = twoServers()
      .place('hall', { powerFeeds: ['A'], upsH: 2 })
      .place('room', { powerFeeds: ['A', 'B'] })
      .run(
        { kind: 'node.edit', id: 'near', patch: { placeId: 'hall' } },
        { kind: 'node.edit', id: 'far', patch: { placeId: 'room' } },
      )
      .build();
    const { impacts, harmless } = assess(site);
    expect(impacts.find(({ failure }) => failure.kind === 'power-feed')?.failure).toMatchObject({
      id: 'places/hall/A',
      nodeIds: ['near'],
      afterH: 2,
    });
    expect(harmless.filter(({ kind }) => kind === 'power-feed').map(({ id }) => id)).toEqual(['places/room/A', 'places/room/B']);
  });

  test('[A2] the survivor that cannot carry it all is told as saturated', () => {
    const site = twoServers()
      .run({ kind: 'link.edit', id: 'long', patch: { bandwidthUpMbps: 0.02, lengthM: 10 } })
      .build();
    const near = assess(site).impacts.find(({ failure }) => failure.id === 'nodes/near');
    expect(near?.saturated.map(({ subject }) => subject)).toEqual(['links/long']);
    expect(near?.lost[0]).toMatchObject({ after: 'saturated', blockedBy: 'links/long' });
  });
});
