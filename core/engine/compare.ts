import { compareFindings } from '../evaluate/finding.ts';
import type { FlowResult, LinkResult, NodeResult } from '../evaluate/result.ts';
import type { ResultChanges } from '../evaluate/results.ts';
import type { ResultChange } from '../evaluate/sorted-results.ts';
import type { Preview } from './protocol.ts';

/** What an update did, for the cursor: flows whose answer differs, findings that come and go, the worst and the fullest of what changed. */
export function previewOf(changes: ResultChanges): Preview {
  const flows = changes.flows
    .filter(({ before, after }) => before === undefined || after === null || differs(before, after))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ before, after }) => ({ before: before ?? null, after }));
  const { came, went } = changes.findings;
  const known = new Set(went.map((finding) => finding.id));
  const kept = new Set(came.map((finding) => finding.id));
  const answers = flows.map((flow) => flow.after).filter((flow) => flow !== null);
  return {
    flows,
    appear: came.filter((finding) => !known.has(finding.id)).toSorted(compareFindings),
    vanish: went.filter((finding) => !kept.has(finding.id)).toSorted(compareFindings),
    worstFlow: answers.length === 0 ? null : answers.reduce((a, b) => (badness(b) > badness(a) ? b : a)),
    tightest: tightestChange(changes.nodes, changes.links),
  };
}

function differs(a: FlowResult, b: FlowResult): boolean {
  return (
    a.status !== b.status ||
    a.p99Ms !== b.p99Ms ||
    a.meanMs !== b.meanMs ||
    a.servedBy !== b.servedBy ||
    a.blockedBy !== b.blockedBy
  );
}

/** Larger is worse: no answer at all, then the least slack, then the longest p99. */
function badness(flow: FlowResult): number {
  if (flow.p99Ms === null) return 1e12;
  return flow.slack === null ? -1e6 + Math.min(flow.p99Ms, 1e5) / 1e6 : -flow.slack;
}

function tightestChange(
  nodes: readonly ResultChange<NodeResult>[],
  links: readonly ResultChange<LinkResult>[],
): Preview['tightest'] {
  let tightest: Preview['tightest'] = null;
  const consider = (subject: string, dimension: string, now: number, was: number | undefined): void => {
    if (now === was || now < (tightest?.utilisation ?? -1)) return;
    if (now === tightest?.utilisation && subject > tightest.subject) return;
    tightest = { subject, dimension, utilisation: now };
  };
  for (const { id, before, after } of nodes)
    for (const [dimension, now] of Object.entries(after?.utilisation ?? {}))
      consider(`nodes/${id}`, dimension, now, before?.utilisation[dimension]);
  for (const { id, before, after } of links) {
    if (after === null) continue;
    consider(`links/${id}`, 'up', after.utilisationUp, before?.utilisationUp);
    consider(`links/${id}`, 'down', after.utilisationDown, before?.utilisationDown);
  }
  return tightest;
}
