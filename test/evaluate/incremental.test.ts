import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import { evaluate, EvaluationState } from '../../core/evaluate/evaluate.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import { applyDiff, reverseDiff } from '../../core/site/diff.ts';
import { randomDiff } from '../helpers/random-commands.ts';
import { randomSite } from '../helpers/random-site.ts';

/** Runs of the laws; the long run sets ten thousand and more. */
const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 150);
const STEPS = 12;

describe('an evaluation that is kept up to date', () => {
  test('equals the one from scratch, bit by bit, after every command, undo and redo', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const random = createRandom(seed, 'commands');
        let site = randomSite(seed, 3 + (seed % 7));
        const state = new EvaluationState(site);
        const done: SiteDiff[] = [];
        let undone: SiteDiff[] = [];
        for (let step = 0; step < STEPS; step += 1) {
          const draw = random();
          let diff: SiteDiff | null;
          if (draw < 0.2 && done.length > 0) {
            const last = done.pop() as SiteDiff;
            undone.push(last);
            diff = reverseDiff(last);
          } else if (draw < 0.3 && undone.length > 0) {
            diff = undone.pop() as SiteDiff;
            done.push(diff);
          } else {
            diff = randomDiff(site, random);
            if (diff === null) continue;
            done.push(diff);
            undone = [];
          }
          site = applyDiff(site, diff);
          const kept = canonicalJson(state.update(diff).evaluation);
          expect(kept === canonicalJson(evaluate(site)), `seed ${seed}, step ${step}`).toBe(true);
        }
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });
});
