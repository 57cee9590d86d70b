import { VersionedMap } from '../base/versioned-map.ts';
import { sortFindings } from '../evaluate/finding.ts';
import type { Finding, FlowResult, LinkResult, NodeResult } from '../evaluate/result.ts';
import type { EvaluationPatch } from './evaluation-patch.ts';

/** Results of an evaluation by id. */
export interface EvaluationIndex {
  readonly flows: VersionedMap<FlowResult>;
  readonly nodes: VersionedMap<NodeResult>;
  readonly links: VersionedMap<LinkResult>;
  /** Findings by subject `collection/id`, in their order. */
  readonly findings: VersionedMap<readonly Finding[]>;
}

/** The index of nothing. */
export function emptyIndex(): EvaluationIndex {
  return {
    flows: VersionedMap.from([]),
    nodes: VersionedMap.from([]),
    links: VersionedMap.from([]),
    findings: VersionedMap.from([]),
  };
}

/** The index after a patch: costs what the patch holds. */
export function patchIndex(before: EvaluationIndex, { changed, gone, came, went }: EvaluationPatch): EvaluationIndex {
  const lists = new Map<string, readonly Finding[]>();
  const listOf = (subject: string): readonly Finding[] => lists.get(subject) ?? before.findings.get(subject) ?? [];
  for (const { id, subject } of went)
    lists.set(
      subject,
      listOf(subject).filter((one) => one.id !== id),
    );
  for (const one of came) lists.set(one.subject, sortFindings([...listOf(one.subject), one]));
  return {
    flows: patched(before.flows, changed.flows, gone.flows),
    nodes: patched(before.nodes, changed.nodes, gone.nodes),
    links: patched(before.links, changed.links, gone.links),
    findings: before.findings.with([...lists].map(([subject, list]) => [subject, list.length === 0 ? undefined : list])),
  };
}

function patched<Result extends { readonly id: string }>(
  map: VersionedMap<Result>,
  changed: readonly Result[],
  gone: readonly string[],
): VersionedMap<Result> {
  return map.with([...gone.map((id) => [id, undefined] as const), ...changed.map((one) => [one.id, one] as const)]);
}
