import { create } from 'zustand';
import type { ExplainSubject } from '../../core/evaluate/explain/explain.ts';
import { useViewStore } from './view-store.ts';
import type { RightTab } from './view-store.ts';

/** The figure that is being explained; null when none is. `from` is the panel to go back to. */
export const useExplainStore = create<{ readonly subject: ExplainSubject | null; readonly from: RightTab }>(() => ({
  subject: null,
  from: 'results',
}));

/** Shows where a figure comes from, in the panel of results. */
export function explainFigure(subject: ExplainSubject): void {
  useExplainStore.setState(({ subject: before, from }) => ({
    subject,
    from: before === null ? useViewStore.getState().rightTab : from,
  }));
  useViewStore.setState({ rightTab: 'results', rightOpen: true });
}

export function closeExplanation(): void {
  const { from } = useExplainStore.getState();
  useExplainStore.setState({ subject: null });
  useViewStore.setState({ rightTab: from });
}
