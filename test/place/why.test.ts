import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { placeInSteps } from '../../core/place/site/place.ts';
import type { Why, WhyOptions } from '../../core/place/site/why.ts';
import { whyInSteps } from '../../core/place/site/why.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function why(site: Site, options: Partial<WhyOptions> & Pick<WhyOptions, 'serviceId'>): Why | null {
  const steps = whyInSteps(site, { weights: null, command: null, ...options });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    expect(step.value.done).toBeLessThanOrEqual(step.value.total);
  }
}

function twoNodes(fields: object = {}): SiteBuilder {
  return new SiteBuilder()
    .type({
      id: 'small',
      memoryGiB: 4,
      compute: { computeUnits: 2, cores: 2, threads: 2, architecture: 'x86-64', perThreadFactor: 1 },
    })
    .node('a', { typeId: 'small' })
    .node('b', { tier: 'regional' })
    .node('c', { tier: 'regional' })
    .link('ab', 'a', 'b')
    .link('bc', 'b', 'c')
    .workload('w')
    .service('s', 'w', { work: { computeMs: 5, variability: 0 }, ...fields })
    .group('camera', 'a', { bytesUp: 1000, bytesDown: 1000 })
    .flow('f', 'w', 'camera', 's', { objectiveP99Ms: 100 });
}

const big = { perReplica: { computeUnits: 1, memoryGiB: 8, storageGB: 0, storageClass: null } };

describe('[P2, P3] why?', () => {
  test('what runs and never moved has its alternatives, with what rules each out or what it would cost', () => {
    const site = twoNodes(big).deploy('s', 'b').build();
    const answer = why(site, { serviceId: 's' });
    expect(answer).toMatchObject({ required: 1, running: 1, placements: 1, pinnedOn: [], refused: null });
    const [choice] = answer?.choices ?? [];
    expect(choice?.nodeId).toBe('b');
    const [c, a] = choice?.alternatives.toSorted((x, y) => x.limits.length - y.limits.length) ?? [];
    expect([c?.nodeId, a?.nodeId]).toEqual(['c', 'a']);
    expect(c?.objectiveMore).toBeGreaterThan(0);
    expect(a?.limits.map(({ kind }) => kind)).toEqual(['capacity-memory']);
    expect(a?.objectiveMore).toBeNull();
  });

  test('what an alternative would cost is what it costs when it is carried out', () => {
    const site = twoNodes(big).deploy('s', 'b').build();
    const more =
      why(site, { serviceId: 's' })?.choices[0]?.alternatives.find(({ nodeId }) => nodeId === 'c')?.objectiveMore ?? NaN;
    const there = twoNodes(big).deploy('s', 'c').build();
    const valueOf = (one: Site): number => {
      const steps = placeInSteps(one, { iterations: 0, keep: 0 });
      for (;;) {
        const step = steps.next(0);
        if (step.done === true) return step.value.before.value.objective;
      }
    };
    // All that runs moves, which has its price on top.
    expect(more).toBeCloseTo(valueOf(there) - valueOf(site) + 0.1, 9);
  });

  test('what does not run has a conflict and changes that let it in', () => {
    const site = twoNodes({ ...big, allowedTiers: ['on-site-edge'] }).build();
    const answer = why(site, { serviceId: 's' });
    expect(answer?.running).toBe(0);
    expect(answer?.choices).toEqual([]);
    expect(answer?.refused?.conflict).toEqual(['capacity-memory', 'tier-not-allowed']);
    for (const { commands } of answer?.refused?.admissions ?? []) {
      const diff = apply(site, { kind: 'batch', label: 'admit', commands: [...commands] });
      if (diff.status === 'failed') throw new Error(diff.error.message);
      expect(evaluate(applyDiff(site, diff.value)).findings.filter((one) => one.severity === 'error')).toEqual([]);
    }
  });

  test('a plan that is looked at is explained as if it were carried out; the site stays', () => {
    const site = twoNodes(big).deploy('s', 'b').build();
    const command = { kind: 'batch', label: 'plan', commands: [{ kind: 'placement.move', id: 's.b', nodeId: 'c' }] } as never;
    expect(why(site, { serviceId: 's', command })?.choices[0]?.nodeId).toBe('c');
    expect(why(site, { serviceId: 's' })?.choices[0]?.nodeId).toBe('b');
  });

  test('every service of a site has an answer, one that is not there has none', () => {
    const site = randomSite(5);
    for (const serviceId of Object.keys(site.services)) {
      const answer = why(site, { serviceId });
      const on = Object.values(site.placements).filter((one) => one.serviceId === serviceId);
      expect(answer?.placements).toBe(on.length);
      if (on.length === 0) expect(answer?.refused).not.toBeNull();
    }
    expect(why(site, { serviceId: 'nobody' })).toBeNull();
  });
});
