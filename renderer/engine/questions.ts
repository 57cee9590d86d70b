import type { Problem } from '../../core/base/problem.ts';
import type { QuestionStep } from '../../core/engine/assessments.ts';
import type { EngineReply } from '../../core/engine/protocol.ts';
import type { Answer } from '../../core/engine/question.ts';

/** What becomes of one question. After `answered` or `ended` nothing more is said. */
export interface QuestionListener {
  answered(answer: Answer, revision: number): void;
  progressed(progress: QuestionStep): void;
  /** Without an answer: called off by a change of the document (null), or by what went wrong. */
  ended(problem: Problem | null): void;
}

/** Questions that the worker has been asked and has not answered. */
export class OpenQuestions {
  private readonly open = new Map<number, QuestionListener>();
  private readonly problemOf: (error: { readonly name: string; readonly message: string }) => Problem;

  constructor(problemOf: (error: { readonly name: string; readonly message: string }) => Problem) {
    this.problemOf = problemOf;
  }

  get waiting(): boolean {
    return this.open.size > 0;
  }

  add(request: number, listener: QuestionListener): void {
    this.open.set(request, listener);
  }

  has(request: number): boolean {
    return this.open.has(request);
  }

  remove(request: number): void {
    this.open.delete(request);
  }

  /** Whether the reply was to one of them. */
  receive(reply: EngineReply): boolean {
    const listener = this.open.get(reply.request);
    if (listener === undefined) return reply.kind === 'answer';
    if (reply.kind === 'progress') {
      const { done, total, stage, place, front, size } = reply;
      listener.progressed({
        done,
        total,
        stage,
        ...(place === undefined ? {} : { place }),
        ...(front === undefined ? {} : { front }),
        ...(size === undefined ? {} : { size }),
      });
      return true;
    }
    this.open.delete(reply.request);
    if (reply.kind === 'answer') listener.answered(reply.answer, reply.revision);
    else listener.ended(reply.kind === 'failed' ? this.problemOf(reply.error) : null);
    return true;
  }

  /** The worker is gone, and with it what it was asked. */
  lose(why: Problem | null): void {
    const listeners = [...this.open.values()];
    this.open.clear();
    for (const listener of listeners) listener.ended(why);
  }
}
