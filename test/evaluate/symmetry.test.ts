import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { randomDiff } from '../helpers/random-commands.ts';
import { randomSite } from '../helpers/random-site.ts';

const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 60);
/** Sums of floating-point numbers in another order. */
const ROUNDING = 1e-9;
/** Percentiles of mixtures are solved for until this much of what lies above is left. */
const SOLVED = 1e-5;

/** Sites that random commands have gone through. */
function law(check: (site: Site, seed: number) => void): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
      const random = createRandom(seed, 'commands');
      let site = randomSite(seed, 3 + (seed % 7));
      for (let step = 0; step < 4; step += 1) {
        const diff = randomDiff(site, random);
        if (diff !== null) site = applyDiff(site, diff);
      }
      check(site, seed);
    }),
    { numRuns: RUNS, seed: 1 },
  );
}

describe('symmetries of the evaluation', () => {
  test('names of records mean nothing: with all ids permuted every figure is as it was', () => {
    law((drawn, seed) => {
      const site = untied(drawn);
      const { renamed, nameOf } = withOtherIds(site, seed);
      const before = evaluate(site);
      const after = new Map(evaluate(renamed).flows.map((flow) => [flow.id, flow]));
      for (const flow of before.flows) {
        const other = after.get(nameOf(flow.id));
        // Of several things that stop it the first is told.
        expect(other?.meanMs === null, `seed ${seed}, ${flow.id}`).toBe(flow.meanMs === null);
        near(other?.meanMs ?? 0, flow.meanMs ?? 0);
        near(other?.p99Ms ?? 0, flow.p99Ms ?? 0, SOLVED);
      }
      near(evaluate(renamed).totals.powerW, before.totals.powerW);
    });
  });

  test('with all times twice as long and all rates half as high every delay is twice as long', () => {
    law((site) => {
      // Timers of TCP and the keep-alive of functions are times of their own.
      const plain = timeless(site);
      const before = evaluate(plain);
      const after = new Map(evaluate(slowMotion(plain)).flows.map((flow) => [flow.id, flow]));
      for (const flow of before.flows) {
        const slow = after.get(flow.id);
        if (flow.meanMs === null || slow?.meanMs === null || slow === undefined) continue;
        near(slow.meanMs, 2 * flow.meanMs);
        near(slow.p99Ms ?? 0, 2 * (flow.p99Ms ?? 0), SOLVED);
      }
    });
  });

  test('a cheaper price never makes the hardware dearer', () => {
    law((site, seed) => {
      const types = Object.values(site.hardwareTypes).filter((type) => type.price !== null);
      const type = types[seed % Math.max(1, types.length)];
      if (type?.price === undefined || type.price === null) return;
      const cheaper = { ...type, price: { ...type.price, amount: type.price.amount * 0.7 } };
      const before = evaluate(site).totals.hardwareCost;
      const after = evaluate({ ...site, hardwareTypes: { ...site.hardwareTypes, [type.id]: cheaper } }).totals.hardwareCost;
      expect(after ?? 0).toBeLessThanOrEqual(before ?? 0);
    });
  });
});

function near(value: number, expected: number, tolerance = ROUNDING): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

/** The same site under other ids, in another order of ids. */
function withOtherIds(site: Site, seed: number): { readonly renamed: Site; readonly nameOf: (id: string) => string } {
  const random = createRandom(seed, 'names');
  const names = new Map<string, string>();
  for (const [key, map] of Object.entries(site))
    if (key !== 'header')
      for (const id of Object.keys(map as object)) names.set(id, `${Math.floor(random() * 1e9).toString(36)}-${names.size}`);
  const text = JSON.stringify({ ...site, header: {} });
  const replaced = text.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (whole, inner: string) => {
    const name = names.get(inner);
    return name === undefined ? whole : JSON.stringify(name);
  });
  return {
    renamed: { ...(JSON.parse(replaced) as Site), header: site.header },
    nameOf: (id) => names.get(id) ?? id,
  };
}

/** Without two ways of equal length, between which the smaller id decides. */
function untied(site: Site): Site {
  let lengthM = 0;
  return { ...site, links: mapped(site.links, (link) => ({ ...link, lengthM: (lengthM += 97.3 + lengthM / 7) })) };
}

function timeless(site: Site): Site {
  return {
    ...site,
    flows: mapped(site.flows, (flow) => ({ ...flow, transport: { protocol: 'none', reuseShare: 1 } })),
    services: mapped(site.services, (service) => ({ ...service, coldStartMs: 0 })),
  };
}

function slowMotion(site: Site): Site {
  const jitter = (one: Site['media'][string]['jitter']): typeof one => ({
    ...one,
    meanMs: 2 * one.meanMs,
    standardDeviationMs: 2 * one.standardDeviationMs,
  });
  const twice = (ms: number | null): number | null => (ms === null ? null : 2 * ms);
  const half = (mbps: number | null): number | null => (mbps === null ? null : mbps / 2);
  return {
    ...site,
    media: mapped(site.media, (medium) => ({
      ...medium,
      propagationUsPerKm: 2 * medium.propagationUsPerKm,
      baseLatencyMs: 2 * medium.baseLatencyMs,
      jitter: jitter(medium.jitter),
      bandwidthUpMbps: medium.bandwidthUpMbps / 2,
      bandwidthDownMbps: medium.bandwidthDownMbps / 2,
    })),
    links: mapped(site.links, (link) => ({
      ...link,
      bandwidthUpMbps: half(link.bandwidthUpMbps),
      bandwidthDownMbps: half(link.bandwidthDownMbps),
      baseLatencyMs: twice(link.baseLatencyMs),
      jitter: link.jitter === null ? null : jitter(link.jitter),
      measured:
        link.measured === null
          ? null
          : {
              ...link.measured,
              oneWayMs: twice(link.measured.oneWayMs),
              jitterMs: twice(link.measured.jitterMs),
              throughputMbps: half(link.measured.throughputMbps),
            },
    })),
    hardwareTypes: mapped(site.hardwareTypes, (type) => ({ ...type, forwardingLatencyUs: twice(type.forwardingLatencyUs) })),
    deviceGroups: mapped(site.deviceGroups, (group) => ({
      ...group,
      requestsPerSecond: group.requestsPerSecond / 2,
      streamUpMbps: group.streamUpMbps / 2,
      streamDownMbps: group.streamDownMbps / 2,
    })),
    services: mapped(site.services, (service) => ({
      ...service,
      work: { ...service.work, computeMs: 2 * service.work.computeMs },
    })),
    flows: mapped(site.flows, (flow) => ({ ...flow, computeMs: twice(flow.computeMs), periodMs: twice(flow.periodMs) })),
  };
}

function mapped<Value>(map: { readonly [id: string]: Value }, change: (value: Value) => Value): { readonly [id: string]: Value } {
  return Object.fromEntries(Object.entries(map).map(([id, value]) => [id, change(value)]));
}
