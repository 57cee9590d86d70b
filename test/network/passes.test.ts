import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { constant, sometimesExponential } from '../../core/base/moments.ts';
import { correctionOf } from '../../core/network/correction.ts';
import { Meetings } from '../../core/network/meetings.ts';
import type { Pass, QueueView } from '../../core/network/passes.ts';
import { passesOfOne, passesOfSlowest, passesSometimes, passOf, viewOf } from '../../core/network/passes.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Site } from '../../core/site/site.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const view = fc
  .record({
    waitMs: fc.double({ min: 0, max: 100, noNaN: true }),
    utilisation: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    variability: fc.double({ min: 0, max: 4, noNaN: true }),
    servers: fc.integer({ min: 1, max: 16 }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    own: fc.double({ min: 0.1, max: 3, noNaN: true }),
  })
  .map((one) => ({ ...one, view: queueOf(one.waitMs, one.utilisation, one.variability, one.servers) }));

function queueOf(waitMs: number, utilisation: number, variability: number, servers = 1): QueueView {
  const wait = waitMs === 0 ? constant(0) : sometimesExponential(utilisation, waitMs / utilisation);
  const figures = { ratePerMs: (utilisation * servers) / 10, meanMs: 10, variability, servers, utilisation };
  return viewOf(0, 'queueing', wait, figures);
}

let queues = 0;

/** Each is another queue. */
function pass(one: { view: QueueView; share: number; own: number }): Pass {
  queues += 1;
  return passOf({ ...one.view, queue: queues }, one.share * one.view.ratePerMs, one.own * one.view.meanMs, 10);
}

function totalMs(passes: readonly Pass[]): number {
  const { queueingMs, processingMs } = correctionOf(passes);
  return passes.reduce((sum, one) => sum + one.view.wait.mean, 0) + queueingMs + processingMs;
}

/** What a longer wait at one queue changes, all else equal. */
function longer(one: Pass, factor: number): Pass {
  const { wait } = one.view;
  return { ...one, view: { ...one.view, wait: { ...wait, mean: wait.mean * factor } } };
}

describe('waits in a row', () => {
  test('[L3, L6] a longer wait at any queue never makes the whole way shorter', () => {
    fc.assert(
      fc.property(
        fc.array(view, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.double({ min: 1, max: 20, noNaN: true }),
        (ones, at, factor) => {
          const passes = ones.map(pass);
          const changed = passes.map((one, index) => (index === at % passes.length ? longer(one, factor) : one));
          expect(totalMs(changed)).toBeGreaterThanOrEqual(totalMs(passes) * (1 - 1e-12));
          expect(totalMs(passes)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  test('[L6] exponential servers in a row wait each on its own, as in a Jackson network', () => {
    const one = { view: queueOf(20, 0.6, 1), share: 1, own: 1 };
    expect(correctionOf([pass(one), pass(one), pass(one)])).toEqual({ queueingMs: 0, processingMs: 0, variance: 0, third: 0 });
  });

  test('[L6] behind fixed service one waits less, behind variable service more; neither where the stream is one of many', () => {
    const behind = (variability: number, share: number): number =>
      totalMs([
        pass({ view: queueOf(20, 0.6, variability), share, own: 1 }),
        pass({ view: queueOf(20, 0.6, 1), share: 1, own: 1 }),
      ]);
    expect(behind(0, 1)).toBeLessThan(35);
    expect(behind(3, 1)).toBeGreaterThan(45);
    expect(Math.abs(behind(0, 0.01) - 40)).toBeLessThan(0.3);
  });
});

describe('waits that vary together', () => {
  const fixed = { view: queueOf(20, 0.6, 0), share: 1, own: 1 };
  const even = { view: queueOf(20, 0.6, 1), share: 1, own: 1 };
  const here: Pass = { ...pass(even), takesMs: 30 };
  const { wait } = here.view;
  const once = { passes: [here], variance: wait.variance };
  const quick = { passes: [pass(even)], variance: wait.variance / 100 };

  test('[L6] what is not waited behind fixed service does not vary either', () => {
    const { processingMs, queueingMs, variance } = correctionOf([pass(fixed), pass(fixed)]);
    const share = -(processingMs + queueingMs) / fixed.view.wait.mean;
    expect(share).toBeGreaterThan(0.5);
    expect(variance).toBeCloseTo(-(share ** 2) * fixed.view.wait.variance, 9);
  });

  test('[L6] the more a request brings to a queue, the longer that remembers', () => {
    const twice = correctionOf([here, here]).variance;
    const thrice = correctionOf([here, here, here]).variance;
    expect(twice).toBeGreaterThan(0);
    // Two neighbours, and the first with the last.
    expect(thrice).toBeGreaterThan(2.5 * twice);
  });

  test('[L6] parts of one piece of work share a server: equal ones wait longer, exponential ones do not, a large last one spares the others', () => {
    const stretch = (passes: readonly Pass[]): number => {
      const met = new Meetings();
      met.look(passes);
      return met.stretch[0] ?? NaN;
    };
    const parts = (variability: number, sizes: readonly number[], betweenMs: number): number => {
      const meanMs = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
      const second = sizes.reduce((sum, size) => sum + size ** 2, 0) / sizes.length / meanMs ** 2;
      const figures = {
        ratePerMs: 0.9 / meanMs,
        meanMs,
        variability: second * (1 + variability) - 1,
        servers: 1,
        utilisation: 0.9,
      };
      const mixed = viewOf(0, 'queueing', even.view.wait, figures);
      return stretch(
        sizes.map((size) => passOf(mixed, mixed.ratePerMs / sizes.length, size, size + mixed.wait.mean + betweenMs)),
      );
    };
    expect(parts(0, [10, 10, 10, 10], 0)).toBeCloseTo(1 + 0.9 * (8 / 5 - 1), 1);
    expect(parts(1, [10, 10, 10, 10], 0)).toBeCloseTo(1, 9);
    expect(parts(0, [1, 1, 1, 40], 0)).toBeLessThan(0.5);
    expect(parts(0, [10, 10, 10, 10], 1e7)).toBeCloseTo(1, 2);
    expect(stretch([here, pass(even)])).toBe(1);
  });

  test('[L6, L7] parallel calls vary with the queues that the way meets again, by how far they make the slowest', () => {
    const whole = correctionOf([here, here]).variance;
    const beside = passesOfSlowest([once, quick], wait);
    expect(correctionOf(beside).variance).toBe(0);
    expect(correctionOf([...beside, here]).variance).toBeGreaterThan(0.9 * whole);
    const even = passesOfSlowest([once, { ...quick, variance: wait.variance }], wait);
    expect(correctionOf([...even, here]).variance / whole).toBeCloseTo(0.5, 1);
    expect(correctionOf([...beside, ...passesOfOne(beside, 1)]).variance).toBeGreaterThan(0.8 * whole);
    expect(correctionOf([...passesSometimes(0.25, [here]), here]).variance / whole).toBeCloseTo(0.25, 1);
  });
});

/** What waiting on links is told, what it would be if each link were on its own, and what simulation finds. */
function waits(site: Site, id: string, links: readonly string[]): { toldMs: number; simulatedMs: number } {
  const told = must(evaluate(site).flows.find((flow) => flow.id === id)?.breakdownMs, id).queueing;
  const { queues } = simulate(site, { requests: 100_000, seed: 1 });
  const found = links.map((link) => queues.find((queue) => queue.subject === `links/${link}` && queue.part === 'up')?.meanWaitMs);
  return { toldMs: told, simulatedMs: found.reduce<number>((sum, one) => sum + must(one ?? undefined, 'wait'), 0) };
}

function network(): SiteBuilder {
  return new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('a')
    .node('b')
    .node('c')
    .workload('w');
}

const TEN_MS = { bandwidthUpMbps: 8, bandwidthDownMbps: 1e12 };

describe('against simulation', () => {
  test('[L3] of two equal links in a row the second makes no wait; at most three tenths of it are told', () => {
    const site = network()
      .link('ab', 'a', 'b', TEN_MS)
      .link('bc', 'b', 'c', TEN_MS)
      .group('g', 'a', { requestsPerSecond: 60, attachment: { nodeId: 'a', mediumId: 'instant', lengthM: 0 } })
      .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
      .flow('f', 'w', 'g', 's', { requestBytes: 10_000, responseBytes: 0 })
      .deploy('s', 'c')
      .build();
    const { toldMs, simulatedMs } = waits(site, 'f', ['ab', 'bc']);
    const aloneMs = (0.6 * 10) / 2 / 0.4;
    expect(Math.abs(simulatedMs / aloneMs - 1)).toBeLessThan(0.03);
    expect(toldMs).toBeGreaterThan(aloneMs);
    expect(toldMs).toBeLessThanOrEqual(1.3 * aloneMs * (1 + 1e-9));
  });

  test('[L3, L7] calls made at the same time wait for one another on the link that they share', () => {
    const site = (stage: number): Site =>
      network()
        .link('ab', 'a', 'b', TEN_MS)
        .group('g', 'a', { requestsPerSecond: 30, attachment: { nodeId: 'a', mediumId: 'instant', lengthM: 0 } })
        .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
        .service('t', 'w', { work: { computeMs: 0, variability: 0 } })
        .service('u', 'w', { work: { computeMs: 0, variability: 0 } })
        .flow('f', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0 })
        .flow('ft', 'w', 's', 't', { requestBytes: 10_000, responseBytes: 0 })
        .flow('fu', 'w', 's', 'u', { requestBytes: 10_000, responseBytes: 0, stage })
        .deploy('s', 'a')
        .deploy('t', 'b')
        .deploy('u', 'b')
        .build();
    const together = waits(site(0), 'ft', ['ab']);
    const apart = waits(site(1), 'ft', ['ab']);
    expect(together.toldMs).toBeGreaterThan(1.5 * apart.toldMs);
    expect(Math.abs(together.toldMs / together.simulatedMs - 1)).toBeLessThan(0.3);
  });

  test('[L6] four calls in a row to one busy service of fixed work wait longer than calls that come each by itself', () => {
    const site = network()
      .group('g', 'a', { requestsPerSecond: 20, attachment: { nodeId: 'a', mediumId: 'instant', lengthM: 0 } })
      .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
      .service('busy', 'w', { work: { computeMs: 10, variability: 0 } })
      .flow('f', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0 })
      .flow('fb', 'w', 's', 'busy', { requestBytes: 0, responseBytes: 0, callsPerRequest: 4 })
      .deploy('s', 'a')
      .deploy('busy', 'a')
      .build();
    const told = must(evaluate(site).flows.find((flow) => flow.id === 'f')?.meanMs ?? undefined, 'f');
    const found = must(
      simulate(site, { requests: 120_000, seed: 1 }).flows.find((flow) => flow.id === 'f')?.meanMs ?? undefined,
      'f',
    );
    // Each by itself: 4 × (10 ms of work + 20 ms as at M/D/1).
    expect(found).toBeGreaterThan(1.25 * 120);
    expect(Math.abs(told / found - 1), `told ${told}, simulated ${found}`).toBeLessThan(0.1);
  });

  test('[L6, L7] two rounds of parallel calls to one busy service are late together', () => {
    const site = network()
      .group('g', 'a', { requestsPerSecond: 20, attachment: { nodeId: 'a', mediumId: 'instant', lengthM: 0 } })
      .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
      .service('busy', 'w', { work: { computeMs: 21.5, variability: 1 } })
      .service('free', 'w', { work: { computeMs: 1, variability: 1 } })
      .service('round', 'w', { work: { computeMs: 0, variability: 0 } })
      .flow('f', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0 })
      .flow('fr', 'w', 's', 'round', { requestBytes: 0, responseBytes: 0, callsPerRequest: 2 })
      .flow('fb', 'w', 'round', 'busy', { requestBytes: 0, responseBytes: 0 })
      .flow('fc', 'w', 'round', 'free', { requestBytes: 0, responseBytes: 0 })
      .deploy('s', 'a')
      .deploy('round', 'a')
      .deploy('busy', 'a')
      .deploy('free', 'a')
      .build();
    const told = must(
      evaluate(site).flows.find((flow) => flow.id === 'f'),
      'f',
    );
    const found = must(
      simulate(site, { requests: 120_000, seed: 1 }).flows.find((flow) => flow.id === 'f'),
      'f',
    );
    const ratio = (told.p99Ms ?? NaN) / (found.p99Ms ?? NaN);
    expect(Math.abs(ratio - 1), `told ${told.p99Ms}, simulated ${found.p99Ms}`).toBeLessThan(0.1);
  });
});
