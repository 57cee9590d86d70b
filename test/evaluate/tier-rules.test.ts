import { describe, expect, test } from 'vitest';
import { evaluate, EvaluationState } from '../../core/evaluate/evaluate.ts';
import { tierRulesOf } from '../../core/evaluate/tier-rules.ts';
import { explain } from '../../core/evaluate/explain/explain.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { must } from '../../core/base/assert.ts';
import type { RuleCondition } from '../../core/site/schema/tier-rule.ts';
import { ANY_SERVICE } from '../../core/site/schema/tier-rule.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function rule(when: Partial<RuleCondition>, tiers: readonly string[] = ['on-site-edge']): Command {
  const record = {
    id: 'r',
    name: 'Sinks',
    enabled: true,
    kind: 'tier-rule',
    when: { ...ANY_SERVICE, ...when },
    tiers,
    reason: '',
  };
  return { kind: 'policy.add', record } as unknown as Command;
}

/** A service that answers devices within 40 ms, of tenant `a`, on a node of the regional cloud. */
function site(...commands: readonly Command[]): Site {
  const builder = new SiteBuilder()
    .node('edge', { tier: 'on-site-edge' })
    .node('cloud', { tier: 'regional' })
    .link('l', 'edge', 'cloud')
    .workload('w', { kind: 'inference', tenant: 'a', priority: 5, availabilityTarget: 0.999 })
    .service('s', 'w', {
      data: {
        privacy: 'raw',
        residencyZones: [],
        ingestBytesPerRequest: 100,
        keptShare: 1,
        retentionH: { hotH: 24, warmH: 100, coldH: 0 },
      },
    })
    .service('t', 'w')
    .group('g', 'edge', { count: 10, requestsPerSecond: 1, bytesUp: 10_000, bytesDown: 2_500, streamUpMbps: 3 })
    .flow('f', 'w', 'g', 's', { objectiveP99Ms: 40 })
    .flow('c', 'w', 's', 't')
    .deploy('s', 'cloud')
    .deploy('t', 'cloud');
  for (const command of commands) builder.run(command);
  return builder.build();
}

const broken = (on: Site): string[] =>
  evaluate(on)
    .findings.filter(({ kind }) => kind === 'tier-rule-broken')
    .map(({ id }) => id);

describe('[P1] rules of tiers', () => {
  test.each<[string, Partial<RuleCondition>, boolean]>([
    ['latency class reached', { upToP99Ms: 40 }, true],
    ['stricter class', { upToP99Ms: 39 }, false],
    ['slower class', { aboveP99Ms: 39 }, true],
    ['not above the class', { aboveP99Ms: 40 }, false],
    ['kind of workload', { workloadKinds: ['training', 'inference'] }, true],
    ['other kind', { workloadKinds: ['training'] }, false],
    ['privacy', { privacy: ['raw'] }, true],
    ['other privacy', { privacy: ['anonymised', 'federated'] }, false],
    ['hot and warm data', { dataTemperatures: ['hot', 'warm'] }, true],
    ['hot and warm data, not warm ones alone', { dataTemperatures: ['warm'] }, false],
    ['no cold data', { dataTemperatures: ['cold'] }, false],
    ['tenant', { tenants: ['a'] }, true],
    ['other tenant', { tenants: ['b'] }, false],
    // 10 devices × (12,500 bytes a second + 3 Mbps) = 31 Mbps.
    ['bandwidth', { fromMbps: 31 }, true],
    ['more bandwidth', { fromMbps: 31.1 }, false],
    ['criticality', { fromPriority: 5 }, true],
    ['more critical', { fromPriority: 6 }, false],
    ['availability', { fromAvailability: 0.999 }, true],
    ['more available', { fromAvailability: 0.9999 }, false],
    ['all together', { upToP99Ms: 50, tenants: ['a'], fromMbps: 10 }, true],
    ['all but one', { upToP99Ms: 50, tenants: ['b'], fromMbps: 10 }, false],
  ])('%s', (_, when, holds) => {
    expect(tierRulesOf(site(rule(when))).has('s')).toBe(holds);
    expect(broken(site(rule(when)))).toEqual(
      holds
        ? expect.arrayContaining(['tier-rule-broken placements/s.cloud r'])
        : expect.not.arrayContaining(['tier-rule-broken placements/s.cloud r']),
    );
  });

  test('a service without an objective is slower than any class; kept where the tier is named or the rule is off', () => {
    expect([...tierRulesOf(site(rule({ aboveP99Ms: 40 }))).keys()]).toEqual(['t']);
    expect(broken(site(rule({}, ['regional'])))).toEqual([]);
    const off = site(rule({}));
    const record = { ...must(off.policies['r'], 'r'), enabled: false };
    const diff = apply(off, { kind: 'policy.replace', record } as unknown as Command);
    expect(diff.status).toBe('ok');
  });

  test('the finding names the rule and where it comes from', () => {
    const ruled = site(rule({ upToP99Ms: 50 }));
    const state = new EvaluationState(ruled);
    const found = must(
      state.evaluated.evaluation.findings.find(({ kind }) => kind === 'tier-rule-broken'),
      'finding',
    );
    expect(found.why).toContain('Ruled out by Sinks');
    const explanation = explain(state.evaluated, { kind: 'finding', id: found.id });
    const fields = explanation?.children.map(({ source }) => source?.field ?? null);
    expect(fields).toEqual(['tiers', 'when.upToP99Ms', 'objectiveP99Ms', 'tier']);
  });

  test('what a rule asks about may change: incremental equals from scratch', () => {
    const state = new EvaluationState(site(rule({ upToP99Ms: 50, fromMbps: 20 })));
    const commands = [
      { kind: 'flow.edit', id: 'f', patch: { objectiveP99Ms: 80 } },
      { kind: 'flow.edit', id: 'f', patch: { objectiveP99Ms: 20 } },
      { kind: 'device-group.edit', id: 'g', patch: { count: 1 } },
      { kind: 'device-group.edit', id: 'g', patch: { count: 100 } },
      { kind: 'node.edit', id: 'cloud', patch: { name: 'Cloud' } },
      { kind: 'policy.remove', id: 'r' },
    ];
    const counts: number[] = [];
    for (const command of commands) {
      const diff = apply(state.evaluated.model.site, command as unknown as Command);
      if (diff.status === 'failed') throw new Error(diff.error.message);
      state.update(diff.value);
      expect(state.evaluated.evaluation).toEqual(evaluate(state.evaluated.model.site));
      counts.push(state.evaluated.evaluation.findings.filter(({ kind }) => kind === 'tier-rule-broken').length);
    }
    expect(counts).toEqual([0, 1, 0, 1, 1, 0]);
  });
});
