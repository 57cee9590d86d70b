import type { RuleCondition } from '../site/schema/tier-rule.ts';
import type { Tier } from '../site/schema/common.ts';
import type { Evaluated } from './evaluate.ts';
import { enabledRules, tierRulesOf } from './tier-rules.ts';

/** [P1] What a rule of tiers holds for, and what breaks it. */
export interface RuleReport {
  readonly id: string;
  readonly name: string;
  readonly when: RuleCondition;
  readonly tiers: readonly Tier[];
  readonly reason: string;
  /** Services that it holds for. */
  readonly services: readonly string[];
  /** Placements that break it, with what helps. */
  readonly broken: readonly { readonly placement: string; readonly why: string; readonly remedy: string }[];
}

/** All rules that are on, in the order of their ids. */
export function reportRules({ model: { site }, evaluation }: Evaluated): RuleReport[] {
  const holding = tierRulesOf(site);
  const findings = evaluation.findings.filter(({ kind }) => kind === 'tier-rule-broken');
  return enabledRules(site).map(({ id, name, when, tiers, reason }) => ({
    id,
    name,
    when,
    tiers,
    reason,
    services: [...holding].filter(([, rules]) => rules.some((rule) => rule.id === id)).map(([service]) => service),
    broken: findings
      .filter(({ text }) => text.parameters['ruleId'] === id)
      .map(({ subject, why, remedy }) => ({ placement: subject.slice('placements/'.length), why, remedy })),
  }));
}
