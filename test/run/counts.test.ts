import { expect, test } from 'vitest';
import {
  addCounts,
  countPlaywright,
  countVitest,
  distrust,
  formatCounts,
  noCounts,
  oneFailed,
  onePassed,
  skipReasons,
} from './counts.ts';
import { readTestOptions } from './options.mjs';

test('the last line states what was skipped only when something was', () => {
  expect(formatCounts(addCounts(onePassed, onePassed))).toBe('2 passed, 0 failed');
  expect(formatCounts({ passed: 1204, failed: 1, skipped: 3 })).toBe('1204 passed, 1 failed, 3 skipped');
});

test('a file that breaks before its first test is a failure', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test('a test that passes on a second try, and an error outside of any test, are failures', () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test('a run that ended badly or ran nothing cannot count as passed', () => {
  expect(distrust(onePassed, true, false)).toEqual(onePassed);
  expect(distrust(onePassed, false, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(distrust(onePassed, false, true)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(distrust(oneFailed, false, false)).toEqual(oneFailed);
  expect(distrust(noCounts, true, false)).toEqual(oneFailed);
  expect(distrust(noCounts, true, true)).toEqual(noCounts);
  expect(distrust(noCounts, false, true)).toEqual(oneFailed);
});

test('options', () => {
  expect(readTestOptions([])).toEqual({ status: 'ok', only: [], grep: null });
  expect(readTestOptions(['--only', 'e2e', '--only', 'unit', '--grep', 'drag'])).toEqual({
    status: 'ok',
    only: ['unit', 'e2e'],
    grep: 'drag',
  });
  expect(readTestOptions(['--only', 'all'])).toMatchObject({ status: 'refused' });
  expect(readTestOptions(['--all'])).toMatchObject({ status: 'refused' });
  expect(readTestOptions(['--help'])).toEqual({ status: 'help' });
});

test('reasons of skipped tests are found in nested suites and counted', () => {
  const skipped = { status: 'skipped', annotations: [{ type: 'skip', description: 'no display' }] };
  const report = {
    suites: [
      { specs: [{ tests: [{ status: 'expected', annotations: [] }] }], suites: [{ specs: [{ tests: [skipped, skipped] }] }] },
      { specs: [{ tests: [{ status: 'skipped', annotations: [] }] }] },
    ],
  };
  expect([...skipReasons(report)]).toEqual([
    ['no display', 2],
    ['no reason given', 1],
  ]);
});
