import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { conflictOf } from '../../core/place/site/conflict.ts';
import type { PlaceOptions } from '../../core/place/site/options.ts';
import { breachesOnTheWay } from '../../core/place/site/order.ts';
import { placeInSteps } from '../../core/place/site/place.ts';
import type { PlaceResult } from '../../core/place/site/result.ts';
import { compareValues } from '../../core/place/site/value.ts';
import { siteIf } from '../../core/place/site/what-if.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff, reverseDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function place(site: Site, options: Partial<PlaceOptions> = {}): PlaceResult {
  const steps = placeInSteps(site, { iterations: 60, ...options });
  for (;;) {
    const step = steps.next(0);
    if (step.done === true) return step.value;
  }
}

function after(site: Site, { command }: Pick<PlaceResult, 'command'>): Site {
  const diff = apply(site, command);
  if (diff.status === 'failed') throw new Error(diff.error.message);
  return applyDiff(site, diff.value);
}

const sites = [3, 5, 8, 13].map((seed) => randomSite(seed));

/** A camera at a, an analysis that fits on b alone, and what is asked of it in the test. */
function twoRooms(service: object): Site {
  return new SiteBuilder()
    .type({
      id: 'small',
      memoryGiB: 4,
      compute: { computeUnits: 2, cores: 2, threads: 2, architecture: 'x86-64', perThreadFactor: 1 },
    })
    .place('room')
    .node('a', { typeId: 'small', placeId: 'room' })
    .node('b', { tier: 'regional' })
    .link('ab', 'a', 'b')
    .workload('w')
    .service('s', 'w', { work: { computeMs: 5, variability: 0 }, ...service })
    .group('camera', 'a', { bytesUp: 1000, bytesDown: 1000 })
    .flow('f', 'w', 'camera', 's', { objectiveP99Ms: 100 })
    .build();
}

describe('placing a site', () => {
  test('[P1, P3, P8] from nothing: everything that can run runs, within its limits, by an independent check, above the bound', () => {
    for (const site of sites) {
      const result = place({ ...site, placements: {} });
      expect(result.checker).toEqual([]);
      const evaluation = evaluate(after({ ...site, placements: {} }, result));
      expect(evaluation.totals.flowsUnplaced).toBe(0);
      expect(evaluation.findings.filter((one) => one.kind === 'node-over-capacity' && one.severity === 'error')).toEqual([]);
      expect(result.objective).toBeGreaterThanOrEqual(result.bound);
      expect(result.status === 'incomplete').toBe(result.after.value.unserved > 0 || result.after.value.broken > 0);
    }
  });

  test('[P3, P8] no plan lies below the bound, whatever was drawn', () => {
    for (const site of sites)
      for (const seed of [1, 2, 3]) {
        const { objective, bound, after: figures } = place(site, { seed, fresh: true, iterations: 15, keep: 0 });
        if (figures.value.unserved === 0) expect(objective).toBeGreaterThanOrEqual(bound - 1e-12);
      }
  });

  test('[P4] never ends worse than it began, and equal seeds give equal bytes', () => {
    for (const site of sites) {
      const result = place(site);
      expect(compareValues(result.after.value, result.before.value)).toBeLessThanOrEqual(0);
      expect(canonicalJson(place(site))).toBe(canonicalJson(result));
    }
  });

  test('[P4] stops at once when it is told, with what it has', () => {
    const steps = placeInSteps(sites[0] as Site, { iterations: 1_000_000 });
    steps.next(0);
    let step = steps.next(Infinity);
    for (let left = 2000; step.done !== true && left > 0; left -= 1) step = steps.next(Infinity);
    expect(step.done && step.value.iterations).toBeLessThan(5);
  });

  test('[P1] what is pinned stays, and the plan is one command that is undone as one', () => {
    for (const site of sites) {
      const pinned = Object.fromEntries(Object.entries(site.placements).map(([id, one]) => [id, { ...one, pinned: true }]));
      const kept = { ...site, placements: pinned };
      const result = place(kept);
      const diff = apply(kept, result.command);
      if (diff.status === 'failed') throw new Error(diff.error.message);
      const changed = applyDiff(kept, diff.value);
      for (const [id, one] of Object.entries(pinned)) expect(changed.placements[id]).toEqual(one);
      expect(canonicalJson(applyDiff(changed, reverseDiff(diff.value)))).toBe(canonicalJson(kept));
    }
  });

  test('[P6] after a failure: the steps lead from the site to the plan, and no node is overfull on the way', () => {
    for (const site of sites) {
      const [first = ''] = Object.values(site.placements).map((one) => one.nodeId);
      const broken = siteIf(site, { failedNodeIds: [first], growth: 1.2 });
      const result = place(broken);
      expect(result.checker).toEqual([]);
      expect(breachesOnTheWay(broken, result.steps)).toEqual([]);
      const counts = new Map<string, number>();
      for (const { serviceId, nodeId, replicas } of Object.values(broken.placements))
        counts.set(`${serviceId} ${nodeId}`, replicas);
      for (const { kind, serviceId, nodeId, replicas, interrupts } of result.steps) {
        const key = `${serviceId} ${nodeId}`;
        counts.set(key, (counts.get(key) ?? 0) + (kind === 'start' ? replicas : -replicas));
        const left = [...counts].reduce((sum, [at, count]) => sum + (at.startsWith(`${serviceId} `) ? count : 0), 0);
        if (kind === 'stop' && !interrupts && result.after.value.unserved === 0) expect(left).toBeGreaterThan(0);
      }
      const planned = Object.values(after(broken, result).placements).map((one) => [
        `${one.serviceId} ${one.nodeId}`,
        one.replicas,
      ]);
      expect([...counts].filter(([, replicas]) => replicas !== 0).toSorted()).toEqual(planned.toSorted());
    }
  });

  test('[P2] a choice tells the next best nodes and what rules them out', () => {
    const [choice] = place(twoRooms({ perReplica: { computeUnits: 1, memoryGiB: 8, storageGB: 0, storageClass: null } })).choices;
    expect(choice?.nodeId).toBe('b');
    expect(choice?.alternatives.map((one) => [one.nodeId, one.limits.map((limit) => limit.kind)])).toEqual([
      ['a', ['capacity-memory']],
    ]);
  });

  test('[P3, P8] what cannot run is told with the limits in conflict and changes that let it in', () => {
    const site = twoRooms({
      allowedTiers: ['on-site-edge'],
      perReplica: { computeUnits: 1, memoryGiB: 8, storageGB: 0, storageClass: null },
    });
    const result = place(site);
    expect(result.status).toBe('incomplete');
    const [refused] = result.refused;
    expect(refused?.conflict).toEqual(['capacity-memory', 'tier-not-allowed']);
    expect(refused?.admissions.map((one) => one.limits)).toEqual([['capacity-memory'], ['tier-not-allowed']]);
    for (const { commands } of refused?.admissions ?? []) {
      const changed = after(site, { command: { kind: 'batch', label: 'admit', commands: [...commands] } });
      expect(evaluate(changed).findings.filter((one) => one.severity === 'error')).toEqual([]);
    }
  });

  test('[P3] a conflict is irreducible for any monotone family of limits', () => {
    // Kept out as long as both of some pair are kept.
    const pairs = [
      ['spread', 'objective'],
      ['objective', 'cpu-ceiling'],
    ] as const;
    const admits = (kept: ReadonlySet<string>): boolean => pairs.every((pair) => pair.some((limit) => !kept.has(limit)));
    const conflict = conflictOf(['spread', 'objective', 'cpu-ceiling', 'no-processor'], admits);
    expect(admits(new Set(conflict))).toBe(false);
    for (const limit of conflict) expect(admits(new Set(conflict.filter((one) => one !== limit)))).toBe(true);
  });
});
