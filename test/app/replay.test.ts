import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { createRandom } from '../../core/base/random.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import * as history from '../../core/site/history.ts';
import type { Site } from '../../core/site/site.ts';
import { replay, toEntry } from '../../renderer/app/session/replay.ts';
import type { StoredEntry } from '../../renderer/storage/storage.ts';
import type { DocumentChange } from '../../renderer/store/document.ts';
import { randomSite } from '../helpers/random-site.ts';

type Move = 'do' | 'undo' | 'redo';

/** Edits a site as the document does; gives the sites by revision and what the journal keeps of each step. */
function edit(moves: readonly Move[]): { readonly sites: readonly Site[]; readonly entries: readonly StoredEntry[] } {
  const sites = [randomSite(3)];
  const entries: StoredEntry[] = [];
  let steps = history.EMPTY_HISTORY;
  for (const move of moves) {
    const before = must(sites.at(-1), 'a site');
    const step = carryOut(before, steps, move, entries.length);
    if (step === null) continue;
    steps = step.steps;
    const site = applyDiff(before, step.diff);
    const revision = sites.push(site) - 1;
    const { kind, command, diff } = step;
    // As it comes back out of a file.
    const entry = structuredClone(toEntry({ kind, command, diff, site, revision }));
    entries.push({ ...entry, sequence: revision });
  }
  return { sites, entries };
}

function carryOut(
  site: Site,
  steps: history.History,
  move: Move,
  count: number,
): (Pick<DocumentChange, 'kind' | 'command' | 'diff'> & { readonly steps: history.History }) | null {
  if (move === 'do') {
    const command: Command = { kind: 'site.edit', patch: { description: `step ${count}` } };
    const result = apply(site, command);
    if (result.status === 'failed') throw new Error(result.error.message);
    return { kind: 'command', command, diff: result.value, steps: history.recordStep(steps, { command, diff: result.value }) };
  }
  const moved = move === 'undo' ? history.undo(steps) : history.redo(steps);
  return moved === null ? null : { kind: move, command: moved.entry.command, diff: moved.diff, steps: moved.history };
}

/** The whole run again from the snapshot of each revision. */
function expectSameFromEverySnapshot({ sites, entries }: ReturnType<typeof edit>): void {
  for (const [base, snapshot] of sites.entries()) {
    const replayed = replay(snapshot, base, entries.slice(base));
    expect(replayed.problem, `from the snapshot of revision ${base}`).toBeNull();
    expect(replayed.revision).toBe(entries.length);
    expect(replayed.site, `from the snapshot of revision ${base}`).toEqual(sites.at(-1));
  }
}

describe('the journal replayed from a snapshot', () => {
  test('a step older than the snapshot, taken back and done again after a younger one', () => {
    expectSameFromEverySnapshot(edit(['do', 'do', 'do', 'undo', 'undo', 'redo']));
    expectSameFromEverySnapshot(edit(['do', 'do', 'do', 'undo', 'undo', 'undo', 'redo', 'redo', 'redo', 'undo']));
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('any run of edits, undo and redo (%i)', (seed) => {
    const random = createRandom(seed, 'replay');
    const moves = Array.from({ length: 60 }, (): Move => {
      const drawn = random();
      return drawn < 0.4 ? 'do' : drawn < 0.72 ? 'undo' : 'redo';
    });
    expectSameFromEverySnapshot(edit(moves));
  });

  test('keeps the steps after the snapshot, and older ones that were taken back since, for undo and redo', () => {
    const { sites, entries } = edit(['do', 'do', 'do', 'undo', 'undo']);
    const { history: steps } = replay(must(sites[2], 'a snapshot'), 2, entries.slice(2));
    expect(steps.future.map(({ command }) => command)).toEqual([
      { kind: 'site.edit', patch: { description: 'step 1' } },
      { kind: 'site.edit', patch: { description: 'step 2' } },
    ]);
  });
});
