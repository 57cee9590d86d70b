import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import type { EvaluationIndex } from '../../core/engine/evaluation-index.ts';
import { emptyIndex, patchIndex } from '../../core/engine/evaluation-index.ts';
import { patchEvaluation, PatchWriter, readPatch, wholePatch } from '../../core/engine/evaluation-patch.ts';
import { buffersOf, pack, unpack } from '../../core/engine/pack.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { EvaluationState } from '../../core/evaluate/evaluate.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { randomDiff } from '../helpers/random-commands.ts';
import { randomSite } from '../helpers/random-site.ts';

/** Each lookup has what the lists have. */
function expectIndex(index: EvaluationIndex, evaluation: Evaluation): void {
  for (const family of ['flows', 'nodes', 'links'] as const) {
    expect(index[family].size).toBe(evaluation[family].length);
    for (const one of evaluation[family]) expect(index[family].get(one.id)).toEqual(one);
  }
  const subjects = new Set(evaluation.findings.map((finding) => finding.subject));
  expect(index.findings.size).toBe(subjects.size);
  for (const subject of subjects)
    expect(index.findings.get(subject)).toEqual(evaluation.findings.filter((finding) => finding.subject === subject));
}

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
        let shown = patchEvaluation(null, readPatch(wholePatch(state.evaluated.evaluation)));
        let index = patchIndex(emptyIndex(), readPatch(wholePatch(shown)));
        let news = new PatchWriter();
        for (let step = 0; step < 6; step += 1) {
          const diff = randomDiff(site, random);
          if (diff === null) continue;
          site = applyDiff(site, diff);
          const { evaluation } = state.update(diff);
          news.add(state.changes);
          if (random() < 0.4) continue;
          const before = shown;
          const parts = [...news.write(evaluation, 1 + (seed % 5))].map(readPatch);
          shown = parts.reduce(patchEvaluation, before);
          const indexBefore = index;
          index = parts.reduce(patchIndex, indexBefore);
          expectIndex(index, shown);
          expectIndex(indexBefore, before);
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

  test('come in parts of so many records at most, and never in none', () => {
    const { evaluation } = new EvaluationState(randomSite(3, 8)).evaluated;
    const writer = new PatchWriter();
    expect([...writer.write(evaluation, 4)]).toHaveLength(1);
    const whole = readPatch(wholePatch(evaluation));
    writer.add({
      flows: whole.changed.flows.map((after) => ({ id: after.id, before: undefined, after })),
      nodes: [],
      links: [],
      places: [],
      findings: { came: whole.came, went: [] },
    });
    const parts = [...writer.write(evaluation, 4)].map(readPatch);
    for (const { changed, came } of parts) expect(changed.flows.length + came.length).toBeLessThanOrEqual(4);
    expect(parts).toHaveLength(Math.ceil((whole.changed.flows.length + whole.came.length) / 4));
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
