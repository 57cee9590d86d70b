import { describe, expect, test } from 'vitest';
import { applyEdit, EMPTY_STATE, editAt, type EditedState } from '../bench/kill/edits.ts';
import { upperBound } from '../bench/kill/upper-bound.ts';
import { createVerifier } from '../bench/kill/verify.ts';

const SEED = 5;

function stateAt(revision: number): EditedState {
  let state = EMPTY_STATE;
  for (let next = 1; next <= revision; next += 1) state = applyEdit(state, editAt(SEED, next));
  return state;
}

function acknowledgedUpTo(revision: number) {
  return Array.from({ length: revision }, (_, index) => ({
    sequence: index + 1,
    revision: index + 1,
    digest: stateAt(index + 1).digest,
  }));
}

function judge(state: EditedState | null, firstRun = false, acknowledged = acknowledgedUpTo(20)) {
  const verifier = createVerifier(SEED);
  verifier.acknowledge(acknowledged);
  return verifier.verify({ kind: 'opened', firstRun, recovered: false, state, problems: [] });
}

describe('the judge of the kill benchmark', () => {
  test('accepts all acknowledged edits and any that were under way', () => {
    for (const revision of [20, 21, 24]) {
      expect(judge(stateAt(revision))).toEqual({ lost: 0, wrongState: false, firstRunScreen: false, recovered: false });
    }
  });

  test('counts what is missing at the end', () => {
    expect(judge(stateAt(17))).toMatchObject({ lost: 3, wrongState: false });
    expect(judge(null, true)).toMatchObject({ lost: 20, firstRunScreen: true });
  });

  test('sees an edit that is missing, doubled or swapped in the middle', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const orders = [numbers.toSpliced(7, 1), numbers.toSpliced(7, 0, 7), numbers.with(3, 5).with(4, 4)];
    for (const order of orders) {
      const state = order.reduce((before, revision) => applyEdit(before, editAt(SEED, revision)), EMPTY_STATE);
      expect(judge({ ...state, revision: 20 })).toMatchObject({ wrongState: true });
    }
  });

  test('sees a number that is given twice', () => {
    const reused = acknowledgedUpTo(20).map((edit) => (edit.revision === 20 ? { ...edit, sequence: 19 } : edit));
    expect(judge(stateAt(20), false, reused)).toMatchObject({ wrongState: true });
  });

  test('takes an empty library before the first edit for what it is', () => {
    expect(judge(null, true, [])).toEqual({ lost: 0, wrongState: false, firstRunScreen: false, recovered: false });
  });
});

describe('the bound of a share', () => {
  test('is exact without a bad round, and agrees with the tables of Clopper and Pearson', () => {
    expect(upperBound(0, 60)).toBeCloseTo(1 - 0.05 ** (1 / 60), 12);
    expect(upperBound(1, 20)).toBeCloseTo(0.2161, 4);
    expect(upperBound(3, 3)).toBe(1);
  });
});
