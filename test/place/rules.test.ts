import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { placeInSteps } from '../../core/place/site/place.ts';
import type { PlaceResult } from '../../core/place/site/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { SimpleCommand } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { RuleCondition } from '../../core/site/schema/tier-rule.ts';
import { ANY_SERVICE } from '../../core/site/schema/tier-rule.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function place(site: Site, iterations = 60): PlaceResult {
  const steps = placeInSteps(site, { iterations });
  for (;;) {
    const step = steps.next(0);
    if (step.done === true) return step.value;
  }
}

function after(site: Site, commands: readonly SimpleCommand[]): Site {
  const diff = apply(site, { kind: 'batch', label: 'test', commands: [...commands] });
  if (diff.status === 'failed') throw new Error(diff.error.message);
  return applyDiff(site, diff.value);
}

function rule(id: string, when: Partial<RuleCondition>, ...tiers: readonly string[]): unknown {
  const record = {
    id,
    name: `Rule ${id}`,
    enabled: true,
    kind: 'tier-rule',
    when: { ...ANY_SERVICE, ...when },
    tiers,
    reason: '',
  };
  return { kind: 'policy.add', record };
}

/** Room at the edge and more of it in the region; the service answers within 40 ms from both. */
function twoTiers(...rules: readonly unknown[]): SiteBuilder {
  const builder = new SiteBuilder()
    .type({
      id: 'small',
      memoryGiB: 4,
      compute: { computeUnits: 2, cores: 2, threads: 2, architecture: 'x86-64', perThreadFactor: 1 },
    })
    .node('edge', { typeId: 'small' })
    .node('cloud', { tier: 'regional' })
    .link('l', 'edge', 'cloud')
    .workload('w')
    .service('s', 'w', {
      perReplica: { computeUnits: 1, memoryGiB: 2, storageGB: 0, storageClass: null },
      work: { computeMs: 2, variability: 1 },
    })
    .group('g', 'edge', { requestsPerSecond: 5, bytesUp: 500, bytesDown: 500 })
    .flow('f', 'w', 'g', 's', { objectiveP99Ms: 40 });
  builder.run(...rules);
  return builder;
}

const broken = (site: Site): number => evaluate(site).findings.filter(({ kind }) => kind === 'tier-rule-broken').length;

describe('[P1] placement keeps the rules of tiers', () => {
  test('what is placed anew goes where the rule says, whichever side that is', () => {
    for (const tier of ['on-site-edge', 'regional']) {
      const site = twoTiers(rule('r', { upToP99Ms: 50 }, tier)).build();
      const result = place(site);
      expect(result.checker).toEqual([]);
      const plan = Object.values(after(site, result.command.commands).placements);
      expect(plan.map(({ nodeId }) => nodeId)).toEqual([tier === 'regional' ? 'cloud' : 'edge']);
    }
  });

  test('what runs against a rule moves, and the alternatives are ruled out by its name', () => {
    const site = twoTiers(rule('r', { upToP99Ms: 50 }, 'on-site-edge'))
      .deploy('s', 'cloud')
      .build();
    expect(broken(site)).toBe(1);
    const result = place(site);
    expect(result.before.value.broken).toBeGreaterThan(0);
    expect(result.after.value.broken).toBe(0);
    expect(result.changes).toMatchObject([{ kind: 'move', from: 'cloud', to: 'edge' }]);
    expect(result.choices[0]?.alternatives[0]?.limits).toMatchObject([{ kind: 'rule-r' }]);
    expect(result.choices[0]?.alternatives[0]?.limits[0]?.why).toContain('Ruled out by Rule r');
    expect(broken(after(site, result.command.commands))).toBe(0);
  });

  test('rules that cannot be kept together are the conflict, each by its name; lifting one lets the service in', () => {
    const site = twoTiers(
      rule('edge', { upToP99Ms: 50 }, 'on-site-edge'),
      rule('cloud', { workloadKinds: ['inference'] }, 'regional'),
    ).build();
    const result = place(site);
    expect(result.status).toBe('incomplete');
    const [refused] = result.refused;
    expect(refused?.conflict).toEqual(['rule-cloud', 'rule-edge']);
    expect(refused?.admissions.map(({ limits }) => limits)).toEqual([['rule-cloud'], ['rule-edge']]);
    for (const { commands, says } of refused?.admissions ?? []) {
      expect(says[0]).toMatch(/^Rule (edge|cloud) with /);
      const admitted = after(site, commands);
      expect(evaluate(admitted).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  test('a rule of a sample of sites is kept by every plan that keeps all limits', () => {
    for (const seed of [3, 5, 8, 13]) {
      const plain = randomSite(seed);
      const tiers = [...new Set(Object.values(plain.nodes).map(({ tier }) => tier))].slice(0, 2);
      const site = after(plain, [rule('r', { aboveP99Ms: 20 }, ...tiers) as SimpleCommand]);
      const result = place(site, 40);
      expect(result.checker).toEqual([]);
      if (result.after.value.broken === 0) expect(broken(after(site, result.command.commands))).toBe(0);
    }
  });
});
