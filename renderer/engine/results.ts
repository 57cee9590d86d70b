import type { EvaluationIndex } from '../../core/engine/evaluation-index.ts';
import { emptyIndex, patchIndex } from '../../core/engine/evaluation-index.ts';
import { patchEvaluation, readPatch } from '../../core/engine/evaluation-patch.ts';
import type { EngineReply } from '../../core/engine/protocol.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';

type Part = Extract<EngineReply, { kind: 'result' }>;

/** An evaluation and its results by id. */
export interface IndexedEvaluation {
  readonly evaluation: Evaluation;
  readonly index: EvaluationIndex;
}

/**
 * Results of one worker, each put together with the one that it builds on. A result that comes in parts is read part by part, so that
 * none keeps the page from drawing.
 */
export class ArrivingResults {
  /** Last whole result. */
  private told: (IndexedEvaluation & { readonly request: number }) | null = null;
  /** The result that is coming, as far as it is there. */
  private coming: (IndexedEvaluation & { readonly request: number }) | null = null;

  /** The result once its last part is there; `unknown` where what it builds on is not. */
  take({ request, builtOn, patch, isLast }: Part): IndexedEvaluation | 'incomplete' | 'unknown' {
    const begun = this.coming?.request === request ? this.coming : this.base(builtOn);
    if (begun === null) return isLast ? 'unknown' : 'incomplete';
    const part = readPatch(patch);
    const result = {
      request,
      evaluation: patchEvaluation(begun.evaluation, part),
      index: patchIndex(begun.index, part),
    };
    this.coming = isLast ? null : result;
    if (!isLast) return 'incomplete';
    this.told = result;
    return result;
  }

  /** What the first part of a result builds on. */
  private base(builtOn: number | null): { readonly evaluation: Evaluation | null; readonly index: EvaluationIndex } | null {
    if (builtOn === null) return { evaluation: null, index: emptyIndex() };
    return this.told?.request === builtOn ? this.told : null;
  }

  /** Another worker knows nothing of what this one said. */
  forget(): void {
    this.told = null;
    this.coming = null;
  }
}
