import { describe, expect, test } from 'vitest';
import { parseRuleSet, ruleSetCommands, ruleSetOf, serializeRuleSet } from '../../core/catalog/rule-set.ts';
import type { RuleSet } from '../../core/catalog/rule-set.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { testCatalog } from './load.ts';

const sets = [...testCatalog().ruleSets.values()];

function added(site: Site, set: RuleSet): Site {
  const diff = apply(site, { kind: 'batch', label: 'rules', commands: ruleSetCommands(site, set) });
  if (diff.status === 'failed') throw new Error(diff.error.message);
  return applyDiff(site, diff.value);
}

const first = (list: readonly RuleSet[]): RuleSet => list[0] as RuleSet;
const text = (change: (file: { set: RuleSet & { [key: string]: unknown } }) => void): string => {
  const file = JSON.parse(serializeRuleSet(first(sets))) as { set: RuleSet & { [key: string]: unknown } };
  change(file);
  return JSON.stringify(file);
};

describe('sets of rules', () => {
  test('the catalog has those of the scenarios, each with sources', () => {
    expect(sets.length).toBeGreaterThanOrEqual(5);
    for (const set of sets) expect(set.sources.length, set.id).toBeGreaterThan(0);
  });

  test('out and in again is the same, and what a site exports is what was added', () => {
    for (const set of sets) {
      const parsed = parseRuleSet(serializeRuleSet(set), 'a.rules.json');
      expect(parsed).toEqual({ status: 'ok', value: set });
      const site = added(new SiteBuilder().build(), set);
      const again = ruleSetOf(site, 'test');
      expect(again?.rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        set.rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      );
    }
  });

  test('adding a set twice adds nothing; another rule of the same id gets its own', () => {
    const set = first(sets);
    const once = added(new SiteBuilder().build(), set);
    expect(ruleSetCommands(once, set)).toEqual([]);
    const other = { ...set, rules: set.rules.map((rule) => ({ ...rule, tiers: ['central' as const] })) };
    const both = added(once, other);
    expect(Object.keys(both.policies)).toHaveLength(2 * set.rules.length);
  });

  test.each<[string, string, string, string]>([
    ['not JSON', '{', 'json.syntax', ''],
    ['another format', text((file) => void Object.assign(file, { format: 'x' })), 'rules.invalid', '$.format'],
    [
      'a condition that nobody knows',
      text(({ set }) => void Object.assign(set.rules[0]?.when ?? {}, { colour: 'red' })),
      'rules.invalid',
      '$.set.rules[0].when',
    ],
    [
      'no tier',
      text(({ set }) => void Object.assign(set.rules[0] ?? {}, { tiers: [] })),
      'rules.invalid',
      '$.set.rules[0].tiers',
    ],
    ['two of one id', text(({ set }) => void set.rules.push(set.rules[0] as never)), 'rules.twice', ''],
  ])('%s is refused with its place', (_, source, code, place) => {
    const parsed = parseRuleSet(source, 'bad.rules.json');
    if (parsed.status === 'ok') throw new Error('was taken');
    const [problem] = parsed.error;
    expect(problem?.file).toBe('bad.rules.json');
    if (code !== 'json.syntax') expect(problem?.code).toBe(code);
    if (place !== '') expect(problem?.place).toBe(place);
    expect(problem?.remedy).not.toBe('');
  });
});
