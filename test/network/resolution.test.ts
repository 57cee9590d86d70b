import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { channelTold } from '../../core/evaluate/channel-delay.ts';
import { evaluate, EvaluationState } from '../../core/evaluate/evaluate.ts';
import { NO_DELAY } from '../../core/base/moments.ts';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import type { ChannelModel } from '../../core/network/link-model.ts';
import { wireMs } from '../../core/network/link-model.ts';
import type { QueueLoad } from '../../core/network/queue.ts';
import { addArrivals, emptyLoad } from '../../core/network/queue.ts';
import type { Told } from '../../core/network/resolution.ts';
import { COMMON_STREAMS, EXACT, resolutionOf, resolved } from '../../core/network/resolution.ts';
import { applyDiff, reverseDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { drawEdit, EDIT_KINDS } from '../bench/scale/edits.ts';
import type { ScaleKind } from '../helpers/scale-site.ts';
import { scaleSite } from '../helpers/scale-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** Share of the time without waits by which a wait may be told too short: what `core/README.md` says. */
const STEP = 2 ** -14;

const CHANNEL: ChannelModel = {
  bandwidthMbps: 1,
  propagationMs: 0,
  access: NO_DELAY,
  lossRatio: 0,
  boundedWaitMs: null,
  lora: null,
  dutyCycle: 1,
  measured: false,
};

const streams = fc
  .record({
    utilisation: fc.double({ min: 1e-4, max: 0.999, noNaN: true }),
    sources: fc.array(
      fc.record({ share: fc.double({ min: 1e-3, max: 1, noNaN: true }), size: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
      { minLength: 1, maxLength: 20 },
    ),
    scaleMs: fc.double({ min: 1e-4, max: 100, noNaN: true }),
    unloadedMs: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
    deviationMs: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  .map((drawn) => ({ ...drawn, resolution: resolutionOf(drawn.unloadedMs, drawn.deviationMs) }));

type Streams = ReturnType<(typeof streams)['generate']>['value'];

/** These streams where all takes `factor` of its time. */
function loadOf({ sources, scaleMs, utilisation }: Streams, factor = 1): QueueLoad {
  const load = emptyLoad();
  const whole = sources.reduce((sum, { share, size }) => sum + share * size * scaleMs, 0);
  for (const { share, size } of sources) addArrivals(load, (share / whole) * utilisation, size * scaleMs * factor);
  return load;
}

function told(load: QueueLoad, resolution: number, peakShare = 0.3): Told {
  return resolved(must(channelTold(CHANNEL, load, 0) ?? undefined, 'a wait'), resolution, peakShare);
}

describe('[L3] what common queues tell', () => {
  test('is no more than the wait and less by at most a step, percentiles too', () => {
    fc.assert(
      fc.property(streams, (drawn) => {
        const exact = told(loadOf(drawn), EXACT).wait;
        const { wait } = told(loadOf(drawn), drawn.resolution);
        const stepMs = STEP * drawn.unloadedMs;
        const near = 1 + 1e-8;
        expect(wait.mean).toBeLessThanOrEqual(exact.mean * near);
        expect(exact.mean - wait.mean).toBeLessThanOrEqual(stepMs);
        const whole = (variance: number): number => Math.sqrt(drawn.deviationMs ** 2 + variance);
        expect(wait.variance).toBeLessThanOrEqual(exact.variance * near);
        expect(whole(exact.variance) - whole(wait.variance)).toBeLessThanOrEqual(stepMs * near);
        expect(wait.third).toBeLessThanOrEqual(exact.third * near);
        // What the third cumulant adds to a percentile, of a wait and all else that varies.
        const least = Math.max(drawn.deviationMs, Math.cbrt(exact.third), stepMs) ** 2;
        expect((exact.third - wait.third) / least).toBeLessThanOrEqual(12 * stepMs);
      }),
    );
  });

  test('grows with the load and never saturates', () => {
    fc.assert(
      fc.property(streams, fc.double({ min: 0.5, max: 1, noNaN: true }), (drawn, factor) => {
        const more = told(loadOf(drawn), drawn.resolution);
        const less = told(loadOf(drawn, factor), drawn.resolution);
        for (const figure of ['mean', 'variance', 'third'] as const)
          expect(less.wait[figure]).toBeLessThanOrEqual(more.wait[figure]);
        expect(less.view?.utilisation ?? 0).toBeLessThanOrEqual(more.view?.utilisation ?? 0);
        expect(more.view?.utilisation ?? 0).toBeLessThan(1);
      }),
    );
  });

  test('is twice as long where all times are, and the same however often it is told', () => {
    fc.assert(
      fc.property(streams, (drawn) => {
        const once = told(loadOf(drawn), drawn.resolution);
        const slow = { ...drawn, scaleMs: 2 * drawn.scaleMs };
        const twice = told(loadOf(slow), resolutionOf(2 * drawn.unloadedMs, 2 * drawn.deviationMs));
        expect(twice.wait.mean).toBe(2 * once.wait.mean);
        expect(twice.wait.variance).toBe(4 * once.wait.variance);
        expect(twice.wait.third).toBeCloseTo(8 * once.wait.third, 12);
        expect(twice.view?.utilisation).toBe(once.view?.utilisation);
        expect(resolved(once, drawn.resolution, 0.3).wait).toEqual(once.wait);
      }),
    );
  });
});

describe('[L3] evaluations where queues are common', () => {
  test.each<ScaleKind>(['city', 'mec'])('kept up to date equal those from scratch: %s', (kind) => {
    const random = createRandom(7, 'common queues');
    let site = scaleSite(kind, 50);
    const state = new EvaluationState(site);
    for (let edit = 0; edit < 24; edit += 1) {
      const diff = drawEdit(site, EDIT_KINDS[edit % EDIT_KINDS.length] ?? 'move', random);
      const kept = canonicalJson(state.update(diff).evaluation);
      const changed = applyDiff(site, diff);
      expect(kept === canonicalJson(evaluate(changed)), `edit ${edit}`).toBe(true);
      if (edit % 3 === 0) site = changed;
      else expect(canonicalJson(state.update(reverseDiff(diff)).evaluation) === canonicalJson(evaluate(site))).toBe(true);
    }
  });

  test('are within a step of the closed form, and exact with one stream less', () => {
    for (const count of [COMMON_STREAMS - 1, COMMON_STREAMS, 40]) {
      const site = sharedLink(count);
      const load = emptyLoad();
      addArrivals(load, (count * 2) / 1000, wireMs({ ...CHANNEL, bandwidthMbps: 100 }, 50_000));
      const waitMs = load.second / 2 / (1 - load.work);
      const toldMs = evaluate(site).flows.map((flow) => must(flow.breakdownMs ?? undefined, flow.id).queueing);
      for (const ms of toldMs) {
        const off = waitMs - ms;
        if (count < COMMON_STREAMS) expect(Math.abs(off)).toBeLessThan(1e-9 * waitMs);
        else {
          expect(off).toBeGreaterThan(-1e-8 * waitMs);
          expect(off).toBeLessThan(STEP * 8);
        }
      }
    }
  });

  test('more bandwidth never makes a flow slower', () => {
    const site = sharedLink(40);
    let before = Infinity;
    for (let mbps = 100; mbps < 110; mbps += 0.25) {
      const link = must(site.links['ab'], 'link');
      const wider = { ...site, links: { ...site.links, ab: { ...link, bandwidthUpMbps: mbps, bandwidthDownMbps: mbps } } };
      const meanMs = must(evaluate(wider).flows[0]?.meanMs ?? undefined, 'mean');
      expect(meanMs).toBeLessThanOrEqual(before * (1 + 1e-12));
      before = meanMs;
    }
  });
});

/** So many flows alike over one link of 100 Mbps, 8 ms long, from devices that reach it in no time to a service that takes none. */
function sharedLink(count: number): Site {
  const builder = new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('a')
    .node('b')
    .workload('w')
    .link('ab', 'a', 'b', { bandwidthUpMbps: 100, bandwidthDownMbps: 1e12, baseLatencyMs: 4 })
    .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
    .deploy('s', 'b');
  for (let at = 0; at < count; at += 1) {
    const id = `g${String(at).padStart(2, '0')}`;
    builder
      .group(id, 'a', { requestsPerSecond: 2, attachment: { nodeId: 'a', mediumId: 'instant', lengthM: 0 } })
      .flow(`f-${id}`, 'w', id, 's', { requestBytes: 50_000, responseBytes: 0 });
  }
  return builder.build();
}
