import { compareCodeUnits } from '../base/canonical-json.ts';
import type { Evaluation, Finding, FindingKind, FlowResult, FlowStatus, LinkResult, NodeResult } from '../evaluate/result.ts';

/** Outcomes from worst to best: what gets no answer at all comes before what gets a late one. */
const OUTCOMES: readonly FlowStatus[] = ['no-route', 'unplaced', 'saturated', 'missed', 'met'];

/** Flows, worst first: by outcome, then by slack, then those without an objective by their p99. */
export function worstFlowsFirst(flows: readonly FlowResult[]): FlowResult[] {
  return flows.toSorted(
    (a, b) =>
      OUTCOMES.indexOf(a.status) - OUTCOMES.indexOf(b.status) ||
      (a.slack ?? Infinity) - (b.slack ?? Infinity) ||
      (b.p99Ms ?? 0) - (a.p99Ms ?? 0) ||
      compareCodeUnits(a.id, b.id),
  );
}

/** Utilisation of the fullest dimension: Infinity where something is asked of nothing, null for a node that offers none. */
export function tightestUtilisation(node: NodeResult): number | null {
  if (node.tightest === null) return null;
  return node.utilisation[node.tightest] ?? ((node.amounts[node.tightest]?.used ?? 0) > 0 ? Infinity : null);
}

export function fullestNodesFirst(nodes: readonly NodeResult[]): NodeResult[] {
  return nodes.toSorted(
    (a, b) => (tightestUtilisation(b) ?? -1) - (tightestUtilisation(a) ?? -1) || compareCodeUnits(a.id, b.id),
  );
}

export function linkUtilisation(link: LinkResult): number {
  return Math.max(link.utilisationUp, link.utilisationDown);
}

export function fullestLinksFirst(links: readonly LinkResult[]): LinkResult[] {
  return links.toSorted((a, b) => linkUtilisation(b) - linkUtilisation(a) || compareCodeUnits(a.id, b.id));
}

/** How far a finding is from its limit, for ranking: the excess over an error's limit, the share used of a warning's. */
export function strain(finding: Finding): number {
  if (finding.limit === null || finding.value === null || finding.limit === 0) return 0;
  const ratio = finding.value / finding.limit;
  return finding.severity === 'error' ? Math.abs(ratio - 1) : ratio;
}

/** Findings of one kind and severity, worst first. */
export interface FindingGroup {
  readonly kind: FindingKind;
  readonly severity: Finding['severity'];
  readonly findings: readonly Finding[];
  /** Flows concerned: those a finding counts, or those that the record it names stops. */
  readonly flows: number;
}

/** Groups, gravest first: errors before warnings, then by flows concerned, then by the worst strain. */
export function groupFindings(evaluation: Evaluation): FindingGroup[] {
  const stoppedBy = new Map<string, string[]>();
  for (const flow of evaluation.flows) {
    if (flow.blockedBy !== null) {
      const stopped = stoppedBy.get(flow.blockedBy);
      if (stopped === undefined) stoppedBy.set(flow.blockedBy, [flow.id]);
      else stopped.push(flow.id);
    }
  }
  const byKind = new Map<string, Finding[]>();
  for (const finding of evaluation.findings) {
    const key = `${finding.severity}/${finding.kind}`;
    const list = byKind.get(key);
    if (list === undefined) byKind.set(key, [finding]);
    else list.push(finding);
  }
  const groups: FindingGroup[] = [];
  for (const list of byKind.values()) {
    const findings = list.toSorted((a, b) => strain(b) - strain(a) || compareCodeUnits(a.id, b.id));
    const [worst] = findings;
    if (worst === undefined) continue;
    groups.push({ kind: worst.kind, severity: worst.severity, findings, flows: flowsConcerned(findings, stoppedBy) });
  }
  return groups.toSorted(compareGroups);
}

function flowsConcerned(findings: readonly Finding[], stoppedBy: ReadonlyMap<string, readonly string[]>): number {
  let flows = 0;
  for (const finding of findings) {
    // A finding on several flows says how many; one on a record stands behind the flows that record stops.
    const said = finding.text.parameters['flows'];
    flows += Math.max(
      typeof said === 'number' ? said : 0,
      stoppedBy.get(finding.subject)?.length ?? 0,
      finding.subject.startsWith('flows/') ? 1 : 0,
    );
  }
  return flows;
}

function compareGroups(a: FindingGroup, b: FindingGroup): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  const [worstA] = a.findings;
  const [worstB] = b.findings;
  const strains = worstA === undefined || worstB === undefined ? 0 : strain(worstB) - strain(worstA);
  return b.flows - a.flows || strains || compareCodeUnits(a.kind, b.kind);
}
