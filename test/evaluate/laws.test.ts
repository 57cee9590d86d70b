import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';

const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 60);
const seeds = fc.integer({ min: 1, max: 1e9 });

function law(check: (site: Site, seed: number) => void, placementsEach = 2): void {
  fc.assert(
    fc.property(seeds, (seed) => check(randomSite(seed, 3 + (seed % 7), placementsEach), seed)),
    { numRuns: RUNS },
  );
}

function after(site: Site, command: Command): Site {
  const result = apply(site, command);
  if (result.status === 'failed') throw new Error(result.error.message);
  return applyDiff(site, result.value);
}

describe('laws of every evaluation', () => {
  test('[L6] the breakdown adds up to the mean, and percentiles are in order', () => {
    law((site) => {
      for (const flow of evaluate(site).flows) {
        if (flow.breakdownMs === null || flow.meanMs === null) continue;
        const sum = Object.values(flow.breakdownMs).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - flow.meanMs)).toBeLessThanOrEqual(1e-9 * flow.meanMs);
        for (const part of Object.values(flow.breakdownMs)) expect(part).toBeGreaterThanOrEqual(0);
        expect(flow.p50Ms).toBeLessThanOrEqual(flow.p95Ms ?? NaN);
        expect(flow.p95Ms).toBeLessThanOrEqual(flow.p99Ms ?? NaN);
      }
    });
  });

  test('a figure is finite or null, and null exactly without an answer', () => {
    law((site) => {
      const answer = evaluate(site);
      expect(() => canonicalJson(answer)).not.toThrow();
      for (const flow of answer.flows) {
        const answered = flow.status === 'met' || flow.status === 'missed';
        expect(
          [flow.meanMs, flow.p50Ms, flow.p95Ms, flow.p99Ms, flow.breakdownMs].every((one) => (one !== null) === answered),
        ).toBe(true);
        expect(flow.blockedBy === null).toBe(answered);
      }
    });
  });

  test('equal sites give equal bytes, whatever the order in which records were added', () => {
    law((site) => {
      const shuffled = Object.fromEntries(
        Object.entries(site).map(([key, map]) => [
          key,
          key === 'header' ? map : Object.fromEntries(Object.entries(map as object).toReversed()),
        ]),
      );
      expect(canonicalJson(evaluate(shuffled as unknown as Site))).toBe(canonicalJson(evaluate(site)));
    });
  });

  test('[L2, L3] more bandwidth on a link never makes a flow over it slower', () => {
    law((site, seed) => {
      const ids = Object.keys(site.links);
      const id = ids[seed % ids.length] as string;
      const link = site.links[id];
      const before = new Map(evaluate(site).flows.map((flow) => [flow.id, flow]));
      const wider = after(site, {
        kind: 'link.edit',
        id: id as never,
        patch: { bandwidthUpMbps: (link?.bandwidthUpMbps ?? 1) * 4, bandwidthDownMbps: (link?.bandwidthDownMbps ?? 1) * 4 },
      });
      for (const flow of evaluate(wider).flows) {
        const was = before.get(flow.id);
        if (was === undefined || was.meanMs === null || flow.meanMs === null) continue;
        expect(flow.meanMs).toBeLessThanOrEqual(was.meanMs * (1 + 1e-9));
      }
      // With one placement a service and one way between nodes, no request changes its way; else a faster link may draw others to it.
    }, 1);
  });

  test('[L6] one more replica never makes its flows slower', () => {
    law((site, seed) => {
      const ids = Object.keys(site.placements);
      const id = ids[seed % ids.length] as string;
      const before = new Map(evaluate(site).flows.map((flow) => [flow.id, flow]));
      const more = after(site, {
        kind: 'placement.edit',
        id: id as never,
        patch: { replicas: (site.placements[id]?.replicas ?? 1) + 1 },
      });
      for (const flow of evaluate(more).flows) {
        const was = before.get(flow.id);
        // Of several sources the one with the worst p99 is told, which may be another one afterwards; a device group has one.
        if (was === undefined || was.meanMs === null || site.flows[flow.id]?.from.kind !== 'device-group') continue;
        expect(flow.meanMs ?? Infinity).toBeLessThanOrEqual(was.meanMs * (1 + 1e-9));
      }
    });
  });
});
