import type { Evaluation, FlowResult } from '../evaluate/result.ts';
import type { Preview } from './protocol.ts';

/** What one evaluation says that another does not: flows whose answer differs, findings that come and go, the worst and the fullest of what changed. */
export function compareEvaluations(before: Evaluation, after: Evaluation): Preview {
  const flows = changedFlows(before, after);
  const known = new Set(before.findings.map((finding) => finding.id));
  const kept = new Set(after.findings.map((finding) => finding.id));
  const answers = flows.map((flow) => flow.after).filter((flow) => flow !== null);
  return {
    flows,
    appear: after.findings.filter((finding) => !known.has(finding.id)),
    vanish: before.findings.filter((finding) => !kept.has(finding.id)),
    worstFlow: answers.length === 0 ? null : answers.reduce((a, b) => (badness(b) > badness(a) ? b : a)),
    tightest: tightestChange(before, after),
  };
}

function changedFlows(before: Evaluation, after: Evaluation): Preview['flows'] {
  const old = new Map(before.flows.map((flow) => [flow.id, flow]));
  const changed: { before: FlowResult | null; after: FlowResult | null }[] = [];
  for (const flow of after.flows) {
    const was = old.get(flow.id) ?? null;
    old.delete(flow.id);
    if (was === null || differs(was, flow)) changed.push({ before: was, after: flow });
  }
  for (const gone of old.values()) changed.push({ before: gone, after: null });
  return changed;
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

function tightestChange(before: Evaluation, after: Evaluation): Preview['tightest'] {
  let tightest: Preview['tightest'] = null;
  const consider = (subject: string, dimension: string, now: number, was: number | undefined): void => {
    if (now !== was && now > (tightest?.utilisation ?? -1)) tightest = { subject, dimension, utilisation: now };
  };
  const nodes = new Map(before.nodes.map((node) => [node.id, node]));
  for (const node of after.nodes) {
    for (const [dimension, now] of Object.entries(node.utilisation))
      consider(`nodes/${node.id}`, dimension, now, nodes.get(node.id)?.utilisation[dimension]);
  }
  const links = new Map(before.links.map((link) => [link.id, link]));
  for (const link of after.links) {
    const was = links.get(link.id);
    consider(`links/${link.id}`, 'up', link.utilisationUp, was?.utilisationUp);
    consider(`links/${link.id}`, 'down', link.utilisationDown, was?.utilisationDown);
  }
  return tightest;
}
