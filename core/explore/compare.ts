import { canonicalJson } from '../base/canonical-json.ts';
import type { Evaluation, Finding, FlowResult, LinkResult, NodeResult, Totals } from '../evaluate/result.ts';

/** A record's answer in both; null where it is in one only. */
export interface Changed<Result> {
  readonly before: Result | null;
  readonly after: Result | null;
}

/** What one plan answers that another does not. Records are paired by id; equal answers are left out. */
export interface Comparison {
  readonly flows: readonly Changed<FlowResult>[];
  readonly nodes: readonly Changed<NodeResult>[];
  readonly links: readonly Changed<LinkResult>[];
  /** Findings that the second has and the first has not, and the other way round. */
  readonly appear: readonly Finding[];
  readonly vanish: readonly Finding[];
  readonly totals: { readonly before: Totals; readonly after: Totals };
}

/** Two evaluations side by side: two sites, or a site and a scenario of it. */
export function compare(before: Evaluation, after: Evaluation): Comparison {
  const known = new Set(before.findings.map((finding) => finding.id));
  const kept = new Set(after.findings.map((finding) => finding.id));
  return {
    flows: changed(before.flows, after.flows),
    nodes: changed(before.nodes, after.nodes),
    links: changed(before.links, after.links),
    appear: after.findings.filter((finding) => !known.has(finding.id)),
    vanish: before.findings.filter((finding) => !kept.has(finding.id)),
    totals: { before: before.totals, after: after.totals },
  };
}

function changed<Result extends { readonly id: string }>(
  before: readonly Result[],
  after: readonly Result[],
): readonly Changed<Result>[] {
  const old = new Map(before.map((result) => [result.id, result]));
  const changes: Changed<Result>[] = [];
  for (const result of after) {
    const was = old.get(result.id) ?? null;
    old.delete(result.id);
    if (was === null || canonicalJson(was) !== canonicalJson(result)) changes.push({ before: was, after: result });
  }
  for (const gone of old.values()) changes.push({ before: gone, after: null });
  return changes;
}
