import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { Evaluation, Finding, FlowDetail, FlowResult, LinkResult, NodeResult } from '../../core/evaluate/result.ts';

export interface ResultsState {
  /** Newest answer; null before the first. */
  readonly evaluation: Evaluation | null;
  /** Revision it was computed from; older than the site's while the engine works. */
  readonly revision: number;
  readonly workerMs: number | null;
  readonly engine: 'idle' | 'working' | 'restarting' | 'failed';
  /** Why there is no newer answer; null while the engine answers. */
  readonly problem: Problem | null;
  /** Share done of long work, null when there is none. */
  readonly progress: { readonly done: number; readonly total: number; readonly stage: string } | null;
  readonly flows: ReadonlyMap<string, FlowResult>;
  readonly nodes: ReadonlyMap<string, NodeResult>;
  readonly links: ReadonlyMap<string, LinkResult>;
  /** Findings by subject `collection/id`. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** Way of the selected flow; null when none is selected or its way is not known yet. */
  readonly flowDetail: FlowDetail | null;
}

export const NO_RESULTS: ResultsState = {
  evaluation: null,
  revision: 0,
  workerMs: null,
  engine: 'idle',
  problem: null,
  progress: null,
  flows: new Map(),
  nodes: new Map(),
  links: new Map(),
  findings: new Map(),
  flowDetail: null,
};

/** Answers of the engine. Written by `renderer/app/session.ts` alone. */
export const useResultsStore = create<ResultsState>(() => NO_RESULTS);

/** Lookups by id beside the answer itself. */
export function indexEvaluation(
  evaluation: Evaluation,
): Pick<ResultsState, 'evaluation' | 'flows' | 'nodes' | 'links' | 'findings'> {
  const findings = new Map<string, Finding[]>();
  for (const finding of evaluation.findings) {
    const list = findings.get(finding.subject);
    if (list === undefined) findings.set(finding.subject, [finding]);
    else list.push(finding);
  }
  return {
    evaluation,
    flows: new Map(evaluation.flows.map((flow) => [flow.id, flow])),
    nodes: new Map(evaluation.nodes.map((node) => [node.id, node])),
    links: new Map(evaluation.links.map((link) => [link.id, link])),
    findings,
  };
}
