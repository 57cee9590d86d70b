import type { Problem } from '../base/problem.ts';
import type { Finding, FlowDetail, FlowResult } from '../evaluate/result.ts';
import type { Command } from '../site/commands/schema.ts';
import type { MilpSolver } from '../place/milp.ts';
import type { SiteDiff } from '../site/diff.ts';
import type { SitePart } from '../site/site-parts.ts';
import type { Site } from '../site/site.ts';
import type { Packed } from './pack.ts';
import type { QuestionStep } from './assessments.ts';
import type { Answer, Question } from './question.ts';

/** What the screen asks. `request` numbers rise; an answer carries the number of its question. */
export type EngineRequest =
  /** Records of a large document, before its `load`. */
  | { readonly kind: 'load-part'; readonly request: number; readonly part: SitePart }
  /** A new document; null: that of the parts before it. Everything before it is forgotten. */
  | { readonly kind: 'load'; readonly request: number; readonly revision: number; readonly site: Site | null }
  /** What changed since `revision - 1`. A gap is answered by `resync`. */
  | { readonly kind: 'change'; readonly request: number; readonly revision: number; readonly diff: SiteDiff }
  /** What would hold after these commands; the document stays. Only the newest unanswered preview is answered. */
  | { readonly kind: 'preview'; readonly request: number; readonly revision: number; readonly command: Command }
  /** The way of one flow at the current revision. */
  | { readonly kind: 'flow-detail'; readonly request: number; readonly flowId: string }
  /** Anything else about the current revision. Answered once previews are; cancelled when the document changes. */
  | { readonly kind: 'ask'; readonly request: number; readonly question: Question }
  /** The question is to be answered with the best found so far. */
  | { readonly kind: 'finish'; readonly request: number; readonly finishes: number }
  /** The question need not be answered any more; it is confirmed by `cancelled`. */
  | { readonly kind: 'cancel'; readonly request: number; readonly cancels: number };

/** Effect of a command that was not carried out. */
export interface Preview {
  /** Flows whose figures or status would change. */
  readonly flows: readonly { readonly before: FlowResult | null; readonly after: FlowResult | null }[];
  readonly appear: readonly Finding[];
  readonly vanish: readonly Finding[];
  /** Of the flows that change: the one with the least slack afterwards. */
  readonly worstFlow: FlowResult | null;
  /** Of the nodes and links that change: the fullest afterwards. */
  readonly tightest: { readonly subject: string; readonly dimension: string; readonly utilisation: number } | null;
}

export type EngineReply =
  /**
   * What is other than in the result that was the answer to `builtOn`; everything where that is null. Much comes in parts, each soon read
   * and of no use before the last. See `patchEvaluation`.
   */
  | {
      readonly kind: 'result';
      readonly request: number;
      readonly revision: number;
      readonly builtOn: number | null;
      readonly patch: Packed;
      readonly isLast: boolean;
      readonly workerMs: number;
    }
  | {
      readonly kind: 'preview';
      readonly request: number;
      readonly revision: number;
      readonly preview: Preview;
      readonly workerMs: number;
    }
  | { readonly kind: 'refused'; readonly request: number; readonly revision: number; readonly refusal: Problem }
  | { readonly kind: 'flow-detail'; readonly request: number; readonly revision: number; readonly detail: FlowDetail | null }
  | {
      readonly kind: 'answer';
      readonly request: number;
      readonly revision: number;
      readonly answer: Answer;
      readonly workerMs: number;
    }
  | ({ readonly kind: 'progress'; readonly request: number } & QuestionStep)
  | { readonly kind: 'cancelled'; readonly request: number }
  /** The engine does not hold the revision the question builds on: send `load`. */
  | { readonly kind: 'resync'; readonly request: number; readonly held: number | null }
  /** A bug in the engine, whole enough to be read on the other side. */
  | {
      readonly kind: 'failed';
      readonly request: number;
      readonly error: { readonly name: string; readonly message: string; readonly stack: string };
    };

/** The one thing `serve` needs of a worker, a MessagePort or a test. */
export interface EnginePort {
  /** `handedOver` are buffers of the reply that need not be copied. */
  post(reply: EngineReply, handedOver?: ArrayBuffer[]): void;
  /** Time in ms from any origin; only differences are used. */
  now(): number;
  /** Lets the port take in what has arrived meanwhile; resolves on the next turn. */
  yield(): Promise<void>;
  /** Solver of mixed-integer programs, for those who size; null while it loads, an error where it cannot be. */
  milp?(): MilpSolver | null;
}
