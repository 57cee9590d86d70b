import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { CRITERIA, Front, dominates, spread } from '../../core/place/site/front.ts';
import type { ParetoResult } from '../../core/place/site/pareto.ts';
import { paretoInSteps } from '../../core/place/site/pareto.ts';
import type { ObjectiveParts, PlanValue } from '../../core/place/site/value.ts';
import type { Site } from '../../core/site/site.ts';
import { createRandom } from '../../core/base/random.ts';
import { randomSite } from '../helpers/random-site.ts';

function explore(site: Site, iterations = 120, stopAfter = Infinity): ParetoResult {
  const steps = paretoInSteps(site, { iterations });
  for (let count = 0; ; count += 1) {
    const step = steps.next(count > stopAfter ? Infinity : 0);
    if (step.done === true) return step.value;
    expect(step.value.share).toBeGreaterThanOrEqual(0);
    expect(step.value.share).toBeLessThanOrEqual(1);
  }
}

const sites = [3, 5, 13].map((seed) => randomSite(seed));

/** By the definition, written anew: not worse anywhere, better somewhere. */
function beats(a: ObjectiveParts, b: ObjectiveParts): boolean {
  const differences = CRITERIA.map((one) => b[one] - a[one]);
  return differences.every((each) => each >= 0) && differences.some((each) => each > 0);
}

const valueOf = (parts: ObjectiveParts, missed = 0): PlanValue => ({
  broken: 0,
  unserved: 0,
  missed,
  counts: { broken: 0, unserved: 0, missed },
  objective: 0,
  parts,
});
const parts = (costPerMonth: number, objectiveUsed: number, powerW = 1, moved = 0): ObjectiveParts => ({
  costPerMonth,
  objectiveUsed,
  powerW,
  moved,
});

describe('[P2] a front of placements', () => {
  test('no point is worse than another in everything, all serve equally, and each passes the checker', () => {
    for (const site of sites) {
      const { points } = explore(site);
      expect(points.length).toBeGreaterThan(0);
      for (const one of points) {
        expect(one.checker).toEqual([]);
        expect(one.after.value.counts).toEqual(points[0]?.after.value.counts);
        for (const other of points) expect(beats(other.parts, one.parts), canonicalJson([one.parts, other.parts])).toBe(false);
      }
    }
  });

  test('[P4] equal seeds and iterations give equal bytes; stopped early it gives what there is', () => {
    const [site] = sites as [Site];
    expect(canonicalJson(explore(site))).toBe(canonicalJson(explore(site)));
    const stopped = explore(site, 5000, 30);
    expect(stopped.points.length).toBeGreaterThan(0);
    expect(stopped.evaluations).toBeLessThan(2000);
  });

  test('of plans at random it keeps exactly those that none beats', () => {
    const random = createRandom(7, 'front');
    const all = Array.from({ length: 60 }, () => parts(random(), random(), random(), Math.floor(random() * 3) / 2));
    const front = new Front();
    for (const one of all) front.offer(valueOf(one), () => []);
    const kept = front.plans.map(({ value }) => value.parts);
    const wanted = all.filter((one) => !all.some((other) => beats(other, one)));
    expect(new Set(kept)).toEqual(new Set(wanted));
  });

  test('a plan that serves better clears all that serve worse, whatever they cost', () => {
    const front = new Front();
    front.offer(valueOf(parts(1, 1), 2), () => []);
    expect(front.offer(valueOf(parts(9, 9), 1), () => [])).toBe(true);
    expect(front.offer(valueOf(parts(1, 1), 2), () => [])).toBe(false);
    expect(front.plans.map(({ value }) => value.parts.costPerMonth)).toEqual([9]);
  });

  test('a handful has the best of each criterion', () => {
    const plans = [1, 2, 3, 4, 5, 6].map((cost) => ({ value: valueOf(parts(cost, 7 - cost, 1 + Math.abs(cost - 3))) }));
    const chosen = spread(plans, 4).map(({ value }) => value.parts);
    expect(chosen).toHaveLength(4);
    expect(chosen.map(({ costPerMonth }) => costPerMonth)).toEqual(expect.arrayContaining([1, 3, 6]));
  });

  test('equal plans do not dominate each other', () => {
    expect(dominates(parts(1, 2), parts(1, 2))).toBe(false);
    expect(dominates(parts(1, 1.5), parts(1, 2))).toBe(true);
  });
});
