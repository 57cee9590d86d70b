import { describe, expect, test } from 'vitest';
import type { FindingKind } from '../../core/evaluate/result.ts';
import { renderReport } from '../../core/report/html.ts';
import { sentencesOf } from '../../core/report/sentences.ts';
import { fill, makeWords, shorten } from '../../core/report/words.ts';
import { WORKLOAD_KINDS } from '../../core/site/schema/workload.ts';
import { parsePage } from './parse-page.ts';
import { reportOn, sampleSite, TEXTS } from './sample.ts';

const english: Readonly<Record<string, string>> = TEXTS.en;
const chinese: Readonly<Record<string, string>> = TEXTS['zh-CN'];
const placeholders = (text: string): string[] =>
  Array.from(text.matchAll(/\{\{(\w+)\}\}/g), (match) => match[1] ?? '').toSorted();

/** Every kind of finding; the type makes the compiler ask for a new one. */
const KINDS: Readonly<Record<FindingKind, true>> = {
  'objective-missed': true,
  'node-over-capacity': true,
  'link-saturated': true,
  'service-saturated': true,
  'place-over-limit': true,
  'access-saturated': true,
  'architecture-mismatch': true,
  'accelerator-missing': true,
  'form-unsupported': true,
  'tier-not-allowed': true,
  'tier-rule-broken': true,
  'residency-violated': true,
  'cpu-ceiling': true,
  'spread-violated': true,
  'replicas-below-minimum': true,
  'out-of-range': true,
  unplaced: true,
  'no-route': true,
  'availability-missed': true,
  'autonomy-missed': true,
  'near-limit': true,
};

describe('texts of the report', () => {
  test('both languages have the same keys; Chinese has sentences for findings besides', () => {
    const own = Object.keys(chinese).filter((key) => !key.startsWith('sentence.') || key === 'sentence.gap');
    expect(own.toSorted()).toEqual(Object.keys(english).toSorted());
  });

  test('a text names no parameter in one language that it lacks in the other', () => {
    for (const [key, text] of Object.entries(english)) {
      // "1" stands for the count in the English form for one.
      const names = new Set(placeholders(text));
      const others = new Set(placeholders(chinese[key] ?? ''));
      const optional = new Set(key.endsWith('_one') ? ['count', 'all', 'subject', 'percent'] : []);
      for (const name of [...names, ...others]) {
        if (!optional.has(name))
          expect({ key, english: names.has(name), chinese: others.has(name) }).toEqual({ key, english: true, chinese: true });
      }
    }
  });

  test.each(Object.keys(KINDS))('finding kind %s has a name', (kind) => {
    expect(english[`finding.${kind}`]).toMatch(/\S/);
    expect(chinese[`finding.${kind}`]).toMatch(/\p{Script=Han}/u);
  });

  test.each(WORKLOAD_KINDS)('workload kind %s has a name', (kind) => {
    expect(chinese[`workload.${kind}`]).toMatch(/\p{Script=Han}/u);
  });

  test('a whole report leaves no placeholder open, in either language', () => {
    const site = sampleSite();
    for (const language of ['en', 'zh-CN'] as const) {
      const page = parsePage(renderReport(reportOn(site, { language }).model, { fontDataUrl: null }));
      expect(page.text).not.toMatch(/\{\{|\}\}|undefined|NaN|\[object/);
    }
  });

  test('findings speak Chinese in a Chinese report', () => {
    const { evaluation } = reportOn(sampleSite());
    const words = makeWords('zh-CN', TEXTS['zh-CN']);
    expect(evaluation.findings.length).toBeGreaterThan(3);
    for (const finding of evaluation.findings) {
      const { why, remedy } = sentencesOf(words, finding);
      expect(`${why}${remedy}`).not.toContain('{{');
      expect(why).toMatch(/\p{Script=Han}/u);
      expect(remedy).toMatch(/\p{Script=Han}/u);
      expect(sentencesOf(makeWords('en', TEXTS.en), finding)).toEqual({ why: finding.why, remedy: finding.remedy });
    }
  });
});

describe('words', () => {
  const words = makeWords('en', TEXTS.en);

  test('figures have three significant digits, percentages two below ten', () => {
    expect([0.020833, 12.3456, 1234.5, 128970].map(words.figure)).toEqual(['0.0208', '12.3', '1,230', '129,000']);
    expect([0.00036, 0.083, 0.0996, 0.14, 1.5, -2.14].map(words.percent)).toEqual(['0.036', '8.3', '10', '14', '150', '−214']);
    expect([1899.5, 5000, 12.3].map(words.amount)).toEqual(['1,899.50', '5,000', '12.30']);
  });

  test('a value is never read as a template, and an unknown parameter stays visible', () => {
    expect(fill('{{a}} {{b}} {{c}}', { a: '{{b}}', b: '$&' })).toBe('{{b}} $& {{c}}');
    expect(fill('{{constructor}}', {})).toBe('{{constructor}}');
  });

  test('shortening cuts between characters, not within them', () => {
    expect(shorten('港区😀😀😀', 4)).toBe('港区😀…');
    expect(shorten('short', 10)).toBe('short');
  });
});
