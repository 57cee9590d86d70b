import type { Problem } from '../../core/base/problem.ts';
import type { QuestionStep } from '../../core/engine/assessments.ts';
import type { Answer, Question } from '../../core/engine/question.ts';

/** One spot of the chart of a search. */
export interface SearchPoint {
  readonly seconds: number;
  readonly objective: number;
  readonly bound: number;
}

/**
 * `stopping`: told to end, its answer is awaited; `changed`: the site changed while it searched; `applied`: what it found is in the
 * document.
 */
export type SearchStatus = 'idle' | 'running' | 'stopping' | 'changed' | 'failed' | 'answered' | 'applied';

/** Who searches. */
export interface SearchPort {
  ask(
    question: Question,
    listener: {
      answered(answer: Answer, revision: number): void;
      progressed(progress: QuestionStep): void;
      ended(problem: Problem | null): void;
    },
  ): (keepsBest?: boolean) => void;
}

/** What is heard of a search; `seconds` since its start. */
export interface SearchListener {
  answered(answer: Answer, revision: number, seconds: number): void;
  progressed(progress: QuestionStep, seconds: number): void;
  ended(problem: Problem | null, seconds: number): void;
}

/** A search that can be stopped; of several only the last one started is under way. */
export interface SearchRun {
  /** Says who searches, and by which clock. */
  connect(port: SearchPort, clockMs: () => number): void;
  readonly isConnected: boolean;
  start(question: Question, listener: SearchListener): void;
  readonly isUnderWay: boolean;
  /** Ends it with the best so far. */
  stop(): void;
  callOff(): void;
}

/** More often nobody can follow. */
const TELL_EVERY_MS = 100;

export function createSearchRun(): SearchRun {
  let port: SearchPort | null = null;
  let now = (): number => 0;
  let end: ((keepsBest?: boolean) => void) | null = null;
  return {
    connect(searching, clockMs) {
      port = searching;
      now = clockMs;
    },
    get isConnected() {
      return port !== null;
    },
    start(question, listener) {
      if (port === null) return;
      end?.();
      const startedMs = now();
      const secondsSince = (): number => (now() - startedMs) / 1000;
      let toldSeconds = -1;
      // Who answers at once leaves nothing to call off.
      let over = false;
      const asked = port.ask(question, {
        answered(answer, revision) {
          over = true;
          end = null;
          listener.answered(answer, revision, secondsSince());
        },
        progressed(progress) {
          const seconds = secondsSince();
          if ((seconds - toldSeconds) * 1000 < TELL_EVERY_MS) return;
          toldSeconds = seconds;
          listener.progressed(progress, seconds);
        },
        ended(problem) {
          over = true;
          end = null;
          listener.ended(problem, secondsSince());
        },
      });
      if (!over) end = asked;
    },
    get isUnderWay() {
      return end !== null;
    },
    stop() {
      end?.(true);
    },
    callOff() {
      end?.();
      end = null;
    },
  };
}

/** Adds a spot where the lines have a step; between spots they are level. There is none before the first plan. */
export function withPoint(
  points: readonly SearchPoint[],
  { objective, bound }: { readonly objective: number | null; readonly bound: number },
  seconds: number,
): readonly SearchPoint[] {
  const last = points.at(-1);
  if (objective === null || (last !== undefined && last.objective === objective && last.bound === bound)) return points;
  return [...points, { seconds, objective, bound }];
}
