import { useEffect } from 'react';
import type { Question } from '../../core/engine/question.ts';
import { ask, callOff, keyOf, useQuestionsStore } from '../store/questions-store.ts';
import type { QuestionEntry } from '../store/questions-store.ts';
import { useResultsStore } from '../store/results-store.ts';
import { useSiteStore } from '../store/site-store.ts';

/** Quiet after a change before a question is asked again, so that a drag of edits asks once. */
const QUIET_MS = 200;

/**
 * `question` has to stay the same object while it is the same question.
 * The answer to a question for as long as somebody shows it: asked once the document itself is answered, again after each change,
 * and called off when it is no longer shown. One that the user stopped stays stopped.
 */
export function useAnswer(question: Question): QuestionEntry | undefined {
  const key = keyOf(question);
  const entry = useQuestionsStore((state) => state.entries.get(key));
  const revision = useSiteStore((state) => state.revision);
  const isAnswered = useResultsStore((state) => state.evaluation !== null && state.revision === revision);
  const isStopped = entry?.status === 'stopped' || entry?.status === 'failed';
  const isKnown = entry?.answer !== null && entry?.revision === revision;
  useEffect(() => {
    if (!isAnswered || isStopped || isKnown) return;
    const timer = setTimeout(() => ask(question), QUIET_MS);
    return () => clearTimeout(timer);
  }, [question, revision, isAnswered, isStopped, isKnown]);
  useEffect(() => () => callOff(key, 'working'), [key, revision]);
  return entry;
}

/** Asks again what was stopped or failed. */
export function askAgain(question: Question): void {
  ask(question);
}
