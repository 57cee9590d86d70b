import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import english from '../../assets/locales/en.json';
import helpEnglish from '../../assets/locales/help.en.json';
import helpChinese from '../../assets/locales/help.zh-CN.json';
import report from '../../assets/locales/report.en.json';
import { projectRoot } from '../../electron/launch/root.mjs';
import { TERMS, termOf } from '../../renderer/panels/help/terms.ts';
import { firstSteps } from '../../renderer/panels/onboarding/steps-done.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const terms = Object.keys(TERMS);

function wordsOf(tree: unknown, term: string): { readonly name?: unknown; readonly text?: unknown } {
  return term.split('.').reduce<never>((at, step) => ((at ?? {}) as Record<string, never>)[step] as never, tree as never) ?? {};
}

describe('help', () => {
  test('has words for every term in both languages, and no words for what is no term', () => {
    for (const tree of [helpEnglish, helpChinese]) {
      const without = terms.filter((term) => !wordsOf(tree, term).name || String(wordsOf(tree, term).text ?? '').length < 6);
      expect(without).toEqual([]);
      const count = JSON.stringify(tree).match(/"text":/g)?.length;
      expect(count).toBe(terms.length);
    }
  });

  test('rests on rules that the model specification has', () => {
    const rules = new Set(
      [...readFileSync(join(projectRoot, 'core/README.md'), 'utf8').matchAll(/^- \*\*\[([A-Z]\d+)\]\*\*/gm)].map(
        ([, rule]) => rule,
      ),
    );
    expect(rules.size).toBeGreaterThan(20);
    const strange = Object.entries(TERMS).flatMap(([term, quoted]) =>
      quoted.filter((rule) => !rules.has(rule)).map((rule) => `${term} ${rule}`),
    );
    expect(strange).toEqual([]);
  });

  test('is there for everything the panel of results names', () => {
    const kinds = (prefix: string, tree: object): string[] => Object.keys(tree).map((name) => `${prefix}${name}`);
    const findings = Object.keys(report).filter((key) => key.startsWith('finding.'));
    expect(findings.length).toBeGreaterThan(15);
    const named = [
      ...findings,
      ...kinds('', english.mark),
      ...kinds('', english.part),
      ...kinds('', english.dimension),
      ...kinds('', english.tier),
      ...kinds('question.', english.assess.question),
      'mean',
      'p50',
      'p95',
      'p99',
      'objective',
      'slack',
    ];
    expect(named.filter((name) => termOf(name) === null)).toEqual([]);
    expect(termOf('toString')).toBeNull();
  });
});

describe('first steps', () => {
  const done = (site: ReturnType<SiteBuilder['build']>): boolean[] => firstSteps(site).map((step) => step.done);

  test('go from an empty site to one with an objective', () => {
    expect(done(new SiteBuilder().build())).toEqual([false, false, false]);
    const placed = (): SiteBuilder => new SiteBuilder().node('a');
    expect(done(placed().build())).toEqual([true, false, false]);
    const running = (): SiteBuilder =>
      placed().group('cameras', 'a').workload('quality').service('infer', 'quality').deploy('infer', 'a');
    expect(done(running().flow('image', 'quality', 'cameras', 'infer', { objectiveP99Ms: null }).build())).toEqual([
      true,
      true,
      false,
    ]);
    expect(done(running().flow('image', 'quality', 'cameras', 'infer', { objectiveP99Ms: 50 }).build())).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('two nodes want a link', () => {
    const two = (): SiteBuilder =>
      new SiteBuilder()
        .node('a')
        .node('b')
        .group('cameras', 'a')
        .workload('quality')
        .service('infer', 'quality')
        .deploy('infer', 'b')
        .flow('image', 'quality', 'cameras', 'infer');
    expect(done(two().build())[1]).toBe(false);
    expect(done(two().link('l', 'a', 'b').build())[1]).toBe(true);
  });
});
