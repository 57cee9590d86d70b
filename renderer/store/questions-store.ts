import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { Answer, Question } from '../../core/engine/question.ts';

export interface QuestionEntry {
  /** `stopped`: called off by the user, and not asked again until told to. */
  readonly status: 'working' | 'answered' | 'stopped' | 'failed';
  /** Newest answer, maybe of an older revision while a newer one is computed. */
  readonly answer: Answer | null;
  readonly revision: number;
  readonly progress: { readonly done: number; readonly total: number; readonly stage: string } | null;
  readonly problem: Problem | null;
}

/** Answers to what is asked beside the evaluation, by question. */
export const useQuestionsStore = create<{ readonly entries: ReadonlyMap<string, QuestionEntry> }>(() => ({ entries: new Map() }));

interface QuestionPort {
  /** Gives the way to call it off. */
  ask(
    question: Question,
    listener: {
      answered(answer: Answer, revision: number): void;
      progressed(progress: NonNullable<QuestionEntry['progress']>): void;
      ended(problem: Problem | null): void;
    },
  ): () => void;
}

let port: QuestionPort | null = null;
const cancels = new Map<string, () => void>();

/** Says who answers. Called once by the session. */
export function connectQuestions(answering: QuestionPort): void {
  port = answering;
}

/** Names a question; what the catalog offers is the same for all of them. */
export function keyOf(question: Question): string {
  if (question.kind !== 'assess') return JSON.stringify(question);
  const { hardwareTypes: _, ...chosen } = question.options;
  return `assess ${question.assessment} ${JSON.stringify(chosen)}`;
}

/** Asks, unless it is being asked already. */
export function ask(question: Question): void {
  const key = keyOf(question);
  if (port === null || cancels.has(key)) return;
  put(key, { status: 'working', progress: null, problem: null });
  let over = false;
  const cancel = port.ask(question, {
    answered(answer, revision) {
      over = true;
      cancels.delete(key);
      put(key, { status: 'answered', answer, revision, progress: null });
    },
    progressed: (progress) => put(key, { progress }),
    ended(problem) {
      over = true;
      cancels.delete(key);
      // A change of the document called it off: the answer to the new one will set it off again.
      if (problem === null) put(key, { status: 'working', progress: null });
      else put(key, { status: 'failed', progress: null, problem });
    },
  });
  if (!over) cancels.set(key, cancel);
}

/** One answer for somebody who does not stay to watch; null where there is none. */
export function askOnce(question: Question): Promise<Answer | null> {
  const answering = port;
  if (answering === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    answering.ask(question, { answered: resolve, progressed: () => undefined, ended: () => resolve(null) });
  });
}

/** Calls a question off; `stopped` when the user wants it so. */
export function callOff(key: string, status: 'stopped' | 'working'): void {
  cancels.get(key)?.();
  cancels.delete(key);
  if (useQuestionsStore.getState().entries.get(key)?.status === 'working') put(key, { status, progress: null });
}

/** Another document: all of it is forgotten. */
export function forgetQuestions(): void {
  for (const cancel of cancels.values()) cancel();
  cancels.clear();
  useQuestionsStore.setState({ entries: new Map() });
}

const NOTHING: QuestionEntry = { status: 'working', answer: null, revision: -1, progress: null, problem: null };

function put(key: string, change: Partial<QuestionEntry>): void {
  useQuestionsStore.setState(({ entries }) => {
    const next = new Map(entries);
    next.set(key, { ...(entries.get(key) ?? NOTHING), ...change });
    return { entries: next };
  });
}
