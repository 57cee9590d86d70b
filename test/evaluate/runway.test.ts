import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { demandFactor, monthOfUse, withDemand } from '../../core/evaluate/runway/growth.ts';
import type { RunwayAssessment, RunwayLimit, RunwayOptions } from '../../core/evaluate/runway/result.ts';
import { runwayInSteps } from '../../core/evaluate/runway/runway.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { evaluated, finish } from '../helpers/run-steps.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function assess(site: Site, options: Partial<RunwayOptions> = {}): RunwayAssessment {
  return finish(runwayInSteps(evaluated(site), options));
}

function limit({ limits }: RunwayAssessment, subject: string, dimension: string): RunwayLimit {
  const found = limits.find((one) => one.subject === subject && one.dimension === dimension);
  if (found === undefined) throw new Error(`${subject} ${dimension} is not among ${limits.map((one) => one.subject).join(', ')}`);
  return found;
}

/** Messages of 125,000 bytes, 3 a second, over a link of 10 Mbps: 30 % of it; 20 ms of work each on one thread: 6 %. */
function small(growthPerYear: number, fields: object = {}): SiteBuilder {
  return new SiteBuilder()
    .run({ kind: 'site.edit', patch: { growthPerYear, years: 5 } })
    .node('a')
    .node('b')
    .link('l', 'a', 'b', { bandwidthUpMbps: 10 })
    .group('g', 'a', { requestsPerSecond: 3, bytesUp: 125_000 })
    .workload('w')
    .service('s', 'w', { work: { computeMs: 20, variability: 0 }, ...fields })
    .flow('f', 'w', 'g', 's', { objectiveP99Ms: 400, pattern: 'one-way' })
    .deploy('s', 'b');
}

describe('runway', () => {
  test('[C2] a link at 30 % that doubles each year is full after 12 · log₂(1 / 0.3) months', () => {
    const result = assess(small(1).build());
    const link = limit(result, 'links/l', 'up');
    expect(link.exactMonths).toBeCloseTo(12 * Math.log2(1 / 0.3), 9);
    expect(link).toMatchObject({ month: 21, method: 'closed-form', unit: 'Mbps', limit: 10 });
    expect(link.usedNow).toBeCloseTo(3, 9);
    // One thread of eight is reserved: 0.06 → 1 takes 4.06 doublings; the node's eight threads take three more.
    expect(limit(result, 'placements/s.b', 'cpu').exactMonths).toBeCloseTo(12 * Math.log2(1 / 0.06), 9);
    expect(limit(result, 'nodes/b', 'cpuTime').exactMonths).toBeCloseTo(12 * Math.log2(8 / 0.06), 9);
    expect(limit(result, 'nodes/b', 'cpuTime').month).toBeNull();
    expect(result.demandFactors).toEqual([1, 2, 4, 8, 16, 32]);
  });

  test('[C2] latency by bisection: the month before still meets the objective, that month does not; queueing breaks it before the link is full', () => {
    const site = small(1).build();
    const result = assess(site);
    const latency = limit(result, 'flows/f', 'p99');
    const at = (month: number): string | undefined => evaluate(withDemand(site, demandFactor(1, month))).flows[0]?.status;
    expect(latency.method).toBe('bisection');
    expect(latency.month).toBeGreaterThan(0);
    expect(latency.month).toBeLessThan(21);
    expect([at((latency.month ?? 0) - 1), at(latency.month ?? 0)]).toEqual(['met', 'missed']);
    expect(result.firstToBreak).toEqual(latency);
    expect(result.evaluations).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(60)) + 1);
  });

  test('[C2] closed form and bisection agree where both apply: a flow that only saturation stops, stops in the month its link is full', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const site = small(0.2 + seed / 10)
        .run({ kind: 'flow.edit', id: 'f', patch: { objectiveP99Ms: 1e9 } })
        .build();
      const result = assess(site);
      expect(limit(result, 'flows/f', 'p99')).toMatchObject({
        month: limit(result, 'links/l', 'up').month,
        blockedBy: limit(result, 'links/l', 'up').month === null ? null : 'links/l',
      });
    }
  });

  test('[C2] on random sites every closed form is what evaluating that month and the one before shows', () => {
    for (const seed of [3, 5, 8]) {
      const site = randomSite(seed, 6, 2);
      const { limits } = assess(site, { growthPerYear: 1.5, years: 5 });
      const links = limits.filter(({ kind, month }) => kind === 'link' && month !== null && month > 0);
      const nodes = limits.filter(
        ({ kind, dimension, month }) => kind === 'node' && dimension === 'cpuTime' && month !== null && month > 0,
      );
      for (const one of [...links, ...nodes].slice(0, 12)) {
        const use = (month: number): number => {
          const { links: all, nodes: every } = evaluate(withDemand(site, demandFactor(1.5, month)));
          const id = one.subject.split('/')[1];
          const link = all.find((each) => each.id === id);
          if (one.kind === 'link') return (one.dimension === 'up' ? link?.utilisationUp : link?.utilisationDown) ?? 0;
          return every.find((each) => each.id === id)?.utilisation['cpuTime'] ?? 0;
        };
        expect(use(one.month ?? 0)).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(use((one.month ?? 0) - 1)).toBeLessThan(1 + 1e-9);
      }
    }
  });

  test('[C2] what cannot hold today breaks in month 0, and without growth nothing else ever does', () => {
    const over = small(0)
      .run({ kind: 'link.edit', id: 'l', patch: { bandwidthUpMbps: 2 } })
      .build();
    const result = assess(over);
    expect(limit(result, 'links/l', 'up')).toMatchObject({ month: 0, exactMonths: 0 });
    expect(limit(result, 'flows/f', 'p99')).toMatchObject({
      month: 0,
      usedNow: null,
      utilisationNow: null,
      blockedBy: 'links/l',
    });
    const calm = assess(small(0).build());
    expect(calm.firstToBreak).toBeNull();
    expect(calm.limits.every(({ month }) => month === null)).toBe(true);
  });

  test('[C2] services that scale by utilisation book more as they grow, up to their most; data at rest fill storage', () => {
    const replicas = { min: 1, max: 40, targetUtilisation: 0.1 };
    const data = {
      privacy: 'raw',
      residencyZones: [],
      ingestBytesPerRequest: 1e6,
      keptShare: 1,
      retentionH: { hotH: 24, warmH: 0, coldH: 0 },
    };
    const result = assess(
      small(1, { replicas, data, perReplica: { computeUnits: 1, memoryGiB: 4, storageGB: 0, storageClass: null } }).build(),
    );
    // One replica of 4 GiB at 6 % of its target 10 %: eight replicas fill 32 GiB at 80 % / 6 %. 3 MB/s for a day are 259.2 of 1,000 GB.
    expect(limit(result, 'nodes/b', 'memory').exactMonths).toBeCloseTo(12 * Math.log2(0.8 / 0.06), 9);
    expect(limit(result, 'nodes/b', 'memory').usedNow).toBeCloseTo(4, 9);
    expect(limit(result, 'nodes/b', 'storage').exactMonths).toBeCloseTo(12 * Math.log2(1000 / 259.2), 9);
    expect(limit(result, 'placements/s.b', 'cpu').limit).toBe(40);
    expect(limit(assess(small(1).build()), 'nodes/b', 'memory').exactMonths).toBeNull();
  });

  test('[C2] law: faster growth never breaks a limit later', () => {
    for (const seed of [2, 4, 6]) {
      const site = randomSite(seed, 6, 2);
      const slow = assess(site, { growthPerYear: 0.3, years: 4 });
      const fast = assess(site, { growthPerYear: 0.9, years: 4 });
      for (const one of slow.limits) {
        if (one.month === null) continue;
        const then = fast.limits.find(
          (each) => each.subject === one.subject && each.dimension === one.dimension && each.name === one.name,
        );
        expect(then?.month ?? Infinity, `${one.subject} ${one.dimension}`).toBeLessThanOrEqual(one.month);
      }
      expect(JSON.parse(JSON.stringify(fast))).toEqual(fast);
    }
  });

  test('[C2] a line that meets its limit exactly breaks then where a queue fills, and a month later where room does', () => {
    const line = { fixed: 0, growing: 0.25, later: [] };
    expect(monthOfUse(line, 1, 1, 60, true).month).toBe(24);
    expect(monthOfUse(line, 1, 1, 60, false).month).toBe(25);
    expect(monthOfUse(line, 1, 1, 12, true)).toMatchObject({ month: null, exactMonths: 24 });
  });

  test('[C2] parts that begin to grow later bend the line where they begin', () => {
    const use = {
      fixed: 1,
      growing: 0,
      later: [
        { from: 2, growing: 1 },
        { from: 3, growing: 1 },
      ],
    };
    // Flat at 6 until factor 2, one part growing until 3 (7), then both: 1 + 2 × factor.
    for (const [limitValue, factor] of [
      [6.5, 2.5],
      [7, 3],
      [11, 5],
    ] as const)
      expect(monthOfUse(use, limitValue, 1, 600, true).exactMonths).toBeCloseTo(12 * Math.log2(factor), 9);
    expect(monthOfUse(use, 6, 1, 600, false).exactMonths).toBeCloseTo(12, 9);
  });
});
