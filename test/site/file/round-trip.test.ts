import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../core/base/canonical-json.ts';
import { decodeText } from '../../../core/formats/guard/decode-text.ts';
import { apply } from '../../../core/site/commands/apply.ts';
import { parseCommand } from '../../../core/site/commands/parse.ts';
import { applyDiff } from '../../../core/site/diff.ts';
import { parseSiteFile, serializeSite } from '../../../core/site/file.ts';
import type { Site } from '../../../core/site/site.ts';
import { randomSite } from '../../helpers/random-site.ts';
import { editedSite, siteWithText } from './random-edits.ts';

const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 150);

function reopened(site: Site): Site {
  const opened = parseSiteFile(serializeSite(site), 'x.edgewright.json');
  if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
  return opened.value.site;
}

describe('a site file', () => {
  test('gives back the site that it was made of, and the same bytes again', () => {
    let edited = 0;
    fc.assert(
      fc.property(editedSite, (site) => {
        const text = serializeSite(site);
        const again = reopened(site);
        expect(serializeSite(again)).toBe(text);
        expect(canonicalJson(again)).toBe(canonicalJson(site));
        edited += Object.keys(site.policies).length + Object.keys(site.scenarios).length;
      }),
      { numRuns: RUNS },
    );
    expect(edited, 'the edits reached the document').toBeGreaterThan(RUNS / 4);
  });

  test('keeps every text, through bytes as well', () => {
    let kept = 0;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), (words) => {
        const site = siteWithText(words);
        if (site === null) return;
        kept += 1;
        const text = serializeSite(site);
        const bytes = new TextEncoder().encode(text);
        expect(decodeText(bytes, 'x')).toEqual({ status: 'ok', value: text });
        expect(reopened(site).places['written']?.notes).toBe(words);
      }),
      { numRuns: RUNS },
    );
    expect(kept).toBeGreaterThan(RUNS / 4);
  });

  test('ends with a line break, has sorted keys, and does not depend on the order of records', () => {
    fc.assert(
      fc.property(editedSite, (site) => {
        const text = serializeSite(site);
        expect(text.endsWith('}\n')).toBe(true);
        const turned = Object.fromEntries(
          Object.entries(site).map(([name, map]) => [name, Object.fromEntries(Object.entries(map).toReversed())]),
        );
        expect(serializeSite(turned as unknown as Site)).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  test('is frozen all the way down once opened', () => {
    const site = reopened(fc.sample(editedSite, { seed: 1, numRuns: 1 })[0] as Site);
    const node = Object.values(site.nodes)[0];
    expect(Object.isFrozen(site.nodes) && Object.isFrozen(node) && Object.isFrozen(node?.positionM)).toBe(true);
  });
});

describe('what a file could not hold is not taken into the document:', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
  const scenario = (commands: unknown): unknown => ({
    kind: 'scenario.add',
    record: { id: 's', name: 's', description: '', commands },
  });

  test('commands of a scenario that are nested too deep, or have keys of a prototype', () => {
    expect(parseCommand(scenario([nested(40)])).status).toBe('ok');
    expect(parseCommand(scenario([nested(60)])).status).toBe('failed');
    expect(parseCommand(scenario([{ constructor: 1 }])).status).toBe('failed');
    expect(parseCommand(scenario([{ a: [{ prototype: 1 }] }])).status).toBe('failed');
  });

  test('the deepest scenario that is taken opens again', () => {
    const taken = parseCommand(scenario([nested(45)]));
    if (taken.status === 'failed') throw new Error(taken.error.message);
    const base = randomSite(4);
    const diff = apply(base, taken.value);
    if (diff.status === 'failed') throw new Error(diff.error.message);
    const site = applyDiff(base, diff.value);
    expect(canonicalJson(reopened(site))).toBe(canonicalJson(site));
  });
});
