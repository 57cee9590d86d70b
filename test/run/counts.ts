/** How many checks ended in which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };
export const onePassed: Counts = { ...noCounts, passed: 1 };
export const oneFailed: Counts = { ...noCounts, failed: 1 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The run's last line. */
export function formatCounts(counts: Counts): string {
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

/** Counts of a vitest JSON report. A file that failed before its first test is one failure. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as VitestReport;
  const brokenFiles = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)).length;
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles, skipped: numPendingTests + numTodoTests };
}

/** Counts of a Playwright JSON report. A test that passed on a second try only has failed; so has an error outside of any test. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = report as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/** Why tests of a Playwright JSON report were skipped, each reason once with its count. */
export function skipReasons(report: unknown): Map<string, number> {
  const reasons = new Map<string, number>();
  const visit = (suite: PlaywrightSuite): void => {
    for (const test of (suite.specs ?? []).flatMap((spec) => spec.tests)) {
      if (test.status !== 'skipped') continue;
      const reason = test.annotations.find((each) => each.type === 'skip')?.description ?? 'no reason given';
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    for (const child of suite.suites ?? []) visit(child);
  };
  for (const suite of (report as PlaywrightReport).suites) visit(suite);
  return reasons;
}

/** A run that says it failed, or that ran nothing, must not count as all well. */
export function distrust(counts: Counts, exitedWell: boolean, mayBeEmpty: boolean): Counts {
  const isEmpty = counts.passed + counts.failed + counts.skipped === 0;
  const isSuspect = (!exitedWell && counts.failed === 0) || (isEmpty && !mayBeEmpty);
  return isSuspect ? { ...counts, failed: counts.failed + 1 } : counts;
}

function isFailed(test: { readonly status: string }): boolean {
  return test.status === 'failed';
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
  readonly suites: readonly PlaywrightSuite[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly tests: readonly {
      readonly status: string;
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}
