import { create } from 'zustand';
import { VersionedMap } from '../../core/base/versioned-map.ts';
import type { Problem } from '../../core/base/problem.ts';
import type { EvaluationIndex } from '../../core/engine/evaluation-index.ts';
import type { Evaluation, FlowDetail } from '../../core/evaluate/result.ts';

export interface ResultsState extends EvaluationIndex {
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
  flows: VersionedMap.from([]),
  nodes: VersionedMap.from([]),
  links: VersionedMap.from([]),
  findings: VersionedMap.from([]),
  flowDetail: null,
};

/** Answers of the engine. Written by `renderer/app/session.ts` alone. */
export const useResultsStore = create<ResultsState>(() => NO_RESULTS);
