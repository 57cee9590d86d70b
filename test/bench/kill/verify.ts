import { applyEdit, EMPTY_STATE, editAt, type EditedState } from './edits.ts';
import type { Acknowledged, PageReport } from './protocol.ts';

export interface Verdict {
  /** Acknowledged edits that the reopened site does not have. */
  readonly lost: number;
  /** The site is no replay of a prefix of the edits, or a number was given twice. */
  readonly wrongState: boolean;
  readonly firstRunScreen: boolean;
  readonly recovered: boolean;
}

/** Knows what was acknowledged and judges what is there after a reopening. */
export interface Verifier {
  acknowledge(edits: readonly Acknowledged[]): void;
  verify(opened: Extract<PageReport, { kind: 'opened' }>): Verdict;
  readonly acknowledged: () => number;
}

export function createVerifier(seed: number): Verifier {
  /** States by revision, each the replay of all the edits before it. */
  const states: EditedState[] = [EMPTY_STATE];
  let count = 0;
  let last: Acknowledged = { sequence: 0, revision: 0, digest: 0 };
  let isReused = false;

  function stateAt(revision: number): EditedState {
    for (let next = states.length; next <= revision; next += 1) {
      states.push(applyEdit(states[next - 1] ?? EMPTY_STATE, editAt(seed, next)));
    }
    return states[revision] ?? EMPTY_STATE;
  }

  return {
    acknowledged: () => count,
    acknowledge(edits) {
      count += edits.length;
      for (const edit of edits) {
        if (edit.sequence <= last.sequence || edit.revision <= last.revision) isReused = true;
        else last = edit;
      }
    },
    verify({ firstRun, recovered, state }) {
      const used = count > 0;
      const revision = state?.revision ?? 0;
      const expected = stateAt(revision);
      const wrongState = state !== null && JSON.stringify(sorted(state)) !== JSON.stringify(sorted(expected));
      const acknowledgedState = stateAt(last.revision);
      return {
        lost: Math.max(0, last.revision - revision),
        wrongState: wrongState || isReused || acknowledgedState.digest !== last.digest,
        firstRunScreen: firstRun && used,
        recovered,
      };
    },
  };
}

function sorted(state: EditedState): unknown {
  const values = Object.entries(state.values).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [state.revision, state.digest, values];
}
