import type { RecordChange, SiteDiff } from '../../site/diff.ts';
import { applyDiff, EMPTY_DIFF, makeDiff, reverseDiff, squashDiffs } from '../../site/diff.ts';
import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { EvaluationState } from '../evaluate.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { Aside } from './aside.ts';
import { Baseline } from './baseline.ts';
import { listFailures } from './list-failures.ts';
import { sideBySide } from './side-by-side.ts';
import type { Failure, FailureAssessment, FailureImpact, FailureProgress } from './result.ts';

/**
 * [A2] Every single failure, evaluated: what it loses, degrades, moves elsewhere and saturates, worst first. One step a failure: an evaluation of
 * its own takes it in, and the one before back. What no flow uses is not evaluated, because it changes none.
 */
export function* failuresInSteps(evaluated: Evaluated): Generator<FailureProgress, FailureAssessment> {
  const { site } = evaluated.model;
  const failures = listFailures(site);
  const state = new EvaluationState(site);
  const baseline = new Baseline(evaluated);
  const aside = new Aside(baseline);
  const impacts: Omit<FailureImpact, 'rank'>[] = [];
  const harmless = new Set<Failure>();
  // What failed before comes back in the same change in which the next one fails: what both touch is evaluated once.
  let down = EMPTY_DIFF;
  for (const [done, failure] of sideBySide(site, failures).entries()) {
    yield { stage: 'failures', done, total: failures.length };
    let impact: Omit<FailureImpact, 'rank'> | null = null;
    if (baseline.uses(failure)) {
      const diff = failureDiff(site, failure);
      state.update(squashDiffs(reverseDiff(down), diff));
      aside.follow(state);
      impact = aside.impact(failure);
      down = diff;
    }
    if (impact === null) harmless.add(failure);
    else impacts.push(impact);
  }
  const assumptions = new AssumptionList();
  assumptions.add('one-at-a-time', 'One failure at a time, all else working, at the busy hour.', 'simplification');
  assumptions.add(
    'replicas-stay',
    'Requests go to replicas that stand elsewhere already; none are started anew (see takeover).',
    'simplification',
  );
  const ranked = impacts
    .toSorted((a, b) => baseline.severity(b) - baseline.severity(a) || (a.failure.id < b.failure.id ? -1 : 1))
    .map((impact, index) => ({ ...impact, rank: index + 1 }));
  return {
    impacts: ranked,
    harmless: failures.filter((failure) => harmless.has(failure)),
    singlePointsOfFailure: ranked.filter(({ lost }) => lost.length > 0).map(({ failure }) => failure.id),
    assumptions: assumptions.list(),
  };
}

/** What takes something down. */
export function failureDiff(site: Site, { nodeIds, linkIds }: Pick<Failure, 'nodeIds' | 'linkIds'>): SiteDiff {
  const changes: RecordChange[] = [];
  for (const [collection, ids] of [
    ['nodes', nodeIds],
    ['links', linkIds],
  ] as const) {
    for (const id of ids) {
      const before = getRecord(site, collection, id);
      if (before !== undefined) changes.push({ collection, id, before, after: { ...before, status: 'failed' } } as RecordChange);
    }
  }
  return makeDiff(null, changes);
}

/** The site while something is down. */
export function failedSite(site: Site, what: Pick<Failure, 'nodeIds' | 'linkIds'>): Site {
  return applyDiff(site, failureDiff(site, what));
}
