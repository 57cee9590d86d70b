import type { TFunction } from 'i18next';
import type { TierRule } from '../../../../core/site/schema/policy.ts';
import type { RuleCondition } from '../../../../core/site/schema/tier-rule.ts';
import type { Formatter } from '../../../ui/format.ts';

/** A rule as a sentence: what it asks for, then where that runs. */
export function ruleText(t: TFunction, format: Formatter, { when, tiers }: Pick<TierRule, 'when' | 'tiers'>): string {
  const conditions = conditionTexts(t, format, when);
  const where = tiers.map((tier) => t(`tier.${tier}`)).join(t('place.join'));
  return conditions.length === 0
    ? t('rules.anything', { tiers: where })
    : t('rules.sentence', { conditions: conditions.join(t('rules.and')), tiers: where });
}

function conditionTexts(t: TFunction, format: Formatter, when: RuleCondition): string[] {
  const choices = (values: readonly string[]): string => values.map((value) => t(`choice.${value}`)).join(t('rules.or'));
  const number = (key: string, value: number | null, text = value === null ? '' : format.number(value)): string[] =>
    value === null ? [] : [t(`rules.when.${key}`, { value: text })];
  const list = (key: string, values: readonly string[], text: string): string[] =>
    values.length === 0 ? [] : [t(`rules.when.${key}`, { value: text })];
  return [
    ...number('upToP99Ms', when.upToP99Ms),
    ...number('aboveP99Ms', when.aboveP99Ms),
    ...list('workloadKinds', when.workloadKinds, choices(when.workloadKinds)),
    ...list('privacy', when.privacy, choices(when.privacy)),
    ...list('dataTemperatures', when.dataTemperatures, choices(when.dataTemperatures)),
    ...list('tenants', when.tenants, when.tenants.join(t('rules.or'))),
    ...number('fromMbps', when.fromMbps),
    ...number('fromPriority', when.fromPriority),
    ...number('fromAvailability', when.fromAvailability, format.percent(when.fromAvailability ?? 0)),
  ];
}
