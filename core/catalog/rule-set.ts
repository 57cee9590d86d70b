import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { freeId } from '../base/ids.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { jsonPath, safeJson } from '../base/safe-json.ts';
import type { SimpleCommand } from '../site/commands/schema.ts';
import { name, policyId, sourceNote, templateId, text } from '../site/schema/common.ts';
import type { Policy, TierRule } from '../site/schema/policy.ts';
import { tierRuleFields } from '../site/schema/tier-rule.ts';
import type { Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';

/** Rules of tiers that belong together, for many sites: an entry of the catalog or a file. */
export const ruleSetSchema = z.strictObject({
  id: templateId,
  name,
  description: text,
  /** The same words in the other languages of the application, rules by id; null: there are none. */
  translations: z
    .strictObject({ 'zh-CN': z.strictObject({ name, description: text, rules: z.record(z.string(), name) }) })
    .nullable(),
  rules: z
    .array(z.strictObject({ id: policyId, ...tierRuleFields }))
    .min(1)
    .max(200),
  sources: z.array(sourceNote).max(24),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

export const RULE_SET_FORMAT = 'edgewright-rules';
export const RULE_SET_VERSION = 1;
/** Ending of such a file's name. */
export const RULE_SET_ENDING = '.rules.json';
const MOST_CHARS = 2 ** 20;
const MOST_PROBLEMS = 20;

const fileSchema = z.strictObject({
  format: z.literal(RULE_SET_FORMAT),
  version: z.literal(RULE_SET_VERSION),
  set: ruleSetSchema,
});

/** A rule set from the text of a file that is not trusted. Each problem names the file, the place in it and what to do. */
export function parseRuleSet(source: string, file: string): Result<RuleSet, readonly Problem[]> {
  if (source.length > MOST_CHARS)
    return failed([
      problem(
        'rules.too-large',
        `A file of rules has at most ${MOST_CHARS / 1024} Ki characters.`,
        'Split the set.',
        { file },
        { limit: MOST_CHARS / 1024 },
      ),
    ]);
  const json = safeJson(source);
  if (json.status === 'failed') return failed([{ ...json.error, file }]);
  const parsed = fileSchema.safeParse(json.value);
  if (!parsed.success)
    return failed(
      parsed.error.issues.slice(0, MOST_PROBLEMS).map(({ message, path }) => {
        const place = jsonPath(path.map((step) => (typeof step === 'number' ? step : String(step).slice(0, 80))));
        return problem(
          'rules.invalid',
          `${message}.`,
          'Correct the value, or export the rules again.',
          { file, place },
          { detail: message },
        );
      }),
    );
  const twice = repeatedId(parsed.data.set);
  if (twice === null) return ok(parsed.data.set);
  return failed([
    problem('rules.twice', `Two rules have the id ${twice}.`, 'Give one of them another id.', { file }, { record: twice }),
  ]);
}

export function serializeRuleSet(set: RuleSet): string {
  return `${canonicalJson({ format: RULE_SET_FORMAT, version: RULE_SET_VERSION, set }, 1)}\n`;
}

/** An id that two rules of a set have; null where each has its own. */
export function repeatedId({ rules }: RuleSet): string | null {
  return rules.find(({ id }, index) => rules.findIndex((one) => one.id === id) !== index)?.id ?? null;
}

/** All rules of a site as a set, those that are switched off too. */
export function ruleSetOf(site: Site, id: string): RuleSet | null {
  const rules = Object.values(site.policies)
    .filter((policy): policy is TierRule => policy.kind === 'tier-rule')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ enabled: _enabled, kind: _kind, ...rule }) => rule);
  if (rules.length === 0) return null;
  return { id, name: site.header.name, description: '', translations: null, rules, sources: [] };
}

/** Adds the rules of a set to a site. One that the site has already, just so, is left out; one whose id means something else there gets a free one. */
export function ruleSetCommands(site: Site, { rules }: RuleSet): SimpleCommand[] {
  const taken = new Set<string>();
  return rules.flatMap((rule): SimpleCommand[] => {
    const standing = getRecord(site, 'policies', rule.id);
    if (standing?.kind === 'tier-rule' && sameRule(standing, rule)) return [];
    const id = freeId(rule.id, (one) => taken.has(one) || getRecord(site, 'policies', one) !== undefined) as Policy['id'];
    taken.add(id);
    return [{ kind: 'policy.add', record: { ...rule, id, enabled: true, kind: 'tier-rule' } }];
  });
}

function sameRule({ when, tiers }: TierRule, rule: RuleSet['rules'][number]): boolean {
  return canonicalJson({ when, tiers }) === canonicalJson({ when: rule.when, tiers: rule.tiers });
}
