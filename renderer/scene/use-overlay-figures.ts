import { useMemo } from 'react';
import type { Question } from '../../core/engine/question.ts';
import type { Site } from '../../core/site/site.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import { keyOf, useQuestionsStore } from '../store/questions-store.ts';
import { useResultsStore } from '../store/results-store.ts';
import { useViewStore } from '../store/view-store.ts';
import type { Overlay } from '../store/view-store.ts';
import { NO_ANSWERS, overlayFigures } from './overlay-figures.ts';
import type { OverlayAnswers, OverlayFigures } from './overlay-figures.ts';

/** What an overlay asks beside the evaluation; null: nothing. The same object while the overlay is the same. */
export function useOverlayQuestion(): Question | null {
  const overlay = useViewStore((state) => state.overlay);
  const types = useCatalogStore((state) => state.hardwareTypes);
  return useMemo(() => questionOf(overlay, [...types.values()]), [overlay, types]);
}

type HardwareTypes = Extract<Question, { kind: 'assess' }>['options']['hardwareTypes'];

function questionOf(overlay: Overlay, hardwareTypes: HardwareTypes): Question | null {
  return overlay === 'availability' || overlay === 'energy' || overlay === 'data'
    ? { kind: 'assess', assessment: overlay, options: { hardwareTypes } }
    : null;
}

/** Figures of the present overlay, for the scene and for its legend. */
export function useOverlayFigures(site: Site): OverlayFigures {
  const overlay = useViewStore((state) => state.overlay);
  const question = useOverlayQuestion();
  const key = question === null ? null : keyOf(question);
  const answer = useQuestionsStore((state) => (key === null ? null : (state.entries.get(key)?.answer ?? null)));
  const flows = useResultsStore((state) => (overlay === 'slack' ? state.flows : null));
  return useMemo(() => {
    const answers: OverlayAnswers =
      answer?.kind === 'assess' ? { ...NO_ANSWERS, [answer.assessment.name]: answer.assessment.result } : NO_ANSWERS;
    return overlayFigures(site, overlay, flows ?? NO_FLOWS, answers);
  }, [site, overlay, flows, answer]);
}

const NO_FLOWS = new Map<string, never>();
