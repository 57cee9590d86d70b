import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import { patchEvaluation, PatchWriter, wholePatch } from '../../core/engine/evaluation-patch.ts';
import { buffersOf, pack, unpack } from '../../core/engine/pack.ts';
import { EvaluationState } from '../../core/evaluate/evaluate.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { randomDiff } from '../helpers/random-commands.ts';
import { randomSite } from '../helpers/random-site.ts';

describe('results on their way to the screen', () => {
  test('any JSON value comes out as it went in, and its buffers are handed over', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const packed = pack(value);
        const moved = structuredClone(packed, { transfer: buffersOf(packed) });
        expect(packed.codes.length).toBe(0);
        expect(unpack(moved)).toEqual(value);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('patches of edits, told one by one or together, make the evaluation of the site, and share what did not change', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const random = createRandom(seed, 'commands');
        let site = randomSite(seed, 4 + (seed % 5));
        const state = new EvaluationState(site);
        let shown = patchEvaluation(null, wholePatch(state.evaluated.evaluation));
        let news = new PatchWriter();
        for (let step = 0; step < 6; step += 1) {
          const diff = randomDiff(site, random);
          if (diff === null) continue;
          site = applyDiff(site, diff);
          const { evaluation } = state.update(diff);
          news.add(state.changes);
          if (random() < 0.4) continue;
          const before = shown;
          shown = patchEvaluation(before, news.write(evaluation));
          news = new PatchWriter();
          expect(canonicalJson(shown) === canonicalJson(evaluation), `seed ${seed}, step ${step}`).toBe(true);
          const known = new Map(before.flows.map((flow) => [flow.id, flow]));
          for (const flow of shown.flows)
            if (canonicalJson(flow) === canonicalJson(known.get(flow.id) ?? null)) expect(flow).toBe(known.get(flow.id));
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('no two findings have one id', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const { findings } = new EvaluationState(randomSite(seed, 4 + (seed % 5))).evaluated.evaluation;
        expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
