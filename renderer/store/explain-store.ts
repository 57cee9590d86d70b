import { create } from 'zustand';
import type { AnySubject } from '../../core/evaluate/explain/assessed.ts';
import { panelOnTop, showPanel } from './dock-store.ts';
import type { PanelId } from './dock-store.ts';

/** The figure that is being explained; null when none is. `from` is the panel to go back to. */
export const useExplainStore = create<{ readonly subject: AnySubject | null; readonly from: PanelId }>(() => ({
  subject: null,
  from: 'results',
}));

/** Shows where a figure comes from, in the panel of results. */
export function explainFigure(subject: AnySubject): void {
  useExplainStore.setState(({ subject: before, from }) => ({
    subject,
    from: before === null ? panelOnTop('results') : from,
  }));
  showPanel('results');
}

export function closeExplanation(): void {
  const { from } = useExplainStore.getState();
  useExplainStore.setState({ subject: null });
  showPanel(from);
}
