import type { Evaluated } from '../evaluate/evaluate.ts';
import type { QuestionStep } from './assessments.ts';
import type { EnginePort, EngineRequest } from './protocol.ts';
import type { Answer } from './question.ts';
import { answerQuestion, isAtOnce } from './question.ts';

type Ask = Extract<EngineRequest, { kind: 'ask' }>;

interface Running {
  readonly ask: Ask;
  readonly steps: Generator<QuestionStep, Answer, number | undefined>;
  readonly startedMs: number;
  /** It is to end with the best it has. */
  finish: boolean;
}

/** The document that questions are about. */
export interface AskedAbout {
  readonly revision: number;
  /** Null while it is being evaluated. Changes with the next preview: for what is answered at once. */
  readonly evaluated: Evaluated | null;
  /** The same evaluation on its own, for answers that take more than one slice. */
  apart(): Evaluated;
}

/** Questions that wait and the one that is worked on, one after the other, a slice at a time. */
export interface QuestionDesk {
  take(ask: Ask): void;
  cancel(request: number): void;
  /** The question is to be answered now, with the best so far where it improves step by step. */
  finish(request: number): void;
  /** The document has changed: what was asked is about one that is no more, and is confirmed as cancelled. */
  drop(): void;
  /** One slice of work at the document as it is held; false when nothing waits. Throws what an answer throws, as `DeskError`. */
  work(held: AskedAbout | null): boolean;
}

/** A bug in an answer, with the request that met it. */
export class DeskError extends Error {
  readonly request: number;
  constructor(request: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.request = request;
  }
}

export function questionDesk(port: EnginePort, sliceMs: number, progressAfterMs: number): QuestionDesk {
  let waiting: Ask[] = [];
  let running: Running | null = null;

  const begin = (held: AskedAbout, live: Evaluated): Running | null => {
    const ask = waiting.shift();
    if (ask === undefined) return null;
    const startedMs = port.now();
    const evaluated = isAtOnce(ask.question) ? live : held.apart();
    return {
      ask,
      steps: answerQuestion(evaluated, ask.question, { milp: () => (port.milp === undefined ? noSolver() : port.milp()) }),
      startedMs,
      finish: false,
    };
  };

  const slice = ({ ask, steps, startedMs, finish }: Running, revision: number): boolean => {
    const sliceStartMs = port.now();
    for (;;) {
      const step = steps.next(finish ? Infinity : port.now() - startedMs);
      if (step.done === true) {
        port.post({ kind: 'answer', request: ask.request, revision, answer: step.value, workerMs: port.now() - startedMs });
        return true;
      }
      const nowMs = port.now();
      if (nowMs - sliceStartMs < sliceMs) continue;
      if (nowMs - startedMs > progressAfterMs) port.post({ kind: 'progress', request: ask.request, ...step.value });
      return false;
    }
  };

  return {
    take: (ask) => void waiting.push(ask),
    cancel(request) {
      waiting = waiting.filter((ask) => ask.request !== request);
      if (running?.ask.request === request) running = null;
    },
    finish(request) {
      if (running?.ask.request === request) running.finish = true;
    },
    drop() {
      for (const { request } of [...(running === null ? [] : [running.ask]), ...waiting])
        port.post({ kind: 'cancelled', request });
      running = null;
      waiting = [];
    },
    work(held) {
      if (held === null || held.evaluated === null) {
        for (const { request } of waiting) port.post({ kind: 'resync', request, held: held?.revision ?? null });
        waiting = [];
        return false;
      }
      running ??= begin(held, held.evaluated);
      if (running === null) return false;
      const { request } = running.ask;
      try {
        if (slice(running, held.revision)) running = null;
      } catch (error) {
        running = null;
        throw new DeskError(request, error);
      }
      return true;
    },
  };
}

function noSolver(): never {
  throw new Error('This engine was started without a solver of mixed-integer programs');
}
