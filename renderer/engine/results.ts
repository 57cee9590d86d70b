import type { EvaluationIndex } from '../../core/engine/evaluation-index.ts';
import { emptyIndex, patchIndex } from '../../core/engine/evaluation-index.ts';
import type { EvaluationPatch } from '../../core/engine/evaluation-patch.ts';
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
  /** Parts of the result that is coming; its index as far as it is there, where it builds on nothing. */
  private coming: { readonly request: number; readonly patches: EvaluationPatch[]; index: EvaluationIndex } | null = null;

  /** The result once its last part is there; `unknown` where what it builds on is not. */
  take({ request, builtOn, patch, isLast }: Part): IndexedEvaluation | 'incomplete' | 'unknown' {
    if (this.coming?.request !== request) this.coming = { request, patches: [], index: emptyIndex() };
    const { coming } = this;
    const part = readPatch(patch);
    coming.patches.push(part);
    if (builtOn === null) coming.index = patchIndex(coming.index, part);
    if (!isLast) return 'incomplete';
    this.coming = null;
    const base = builtOn === null ? null : this.told;
    if (builtOn !== null && base?.request !== builtOn) return 'unknown';
    const evaluation = patchEvaluation(base?.evaluation ?? null, coming.patches);
    const index = base === null ? coming.index : coming.patches.reduce(patchIndex, base.index);
    this.told = { request, evaluation, index };
    return this.told;
  }

  /** Another worker knows nothing of what this one said. */
  forget(): void {
    this.told = null;
    this.coming = null;
  }
}
