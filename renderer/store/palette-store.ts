import { create } from 'zustand';
import type { DragSubject } from './interaction-store.ts';

/** Whether the palette lies over the window, and what it asks for. */
export interface PaletteState {
  readonly open: boolean;
  /** Everything one can do and everything there is, or records alone. */
  readonly what: 'all' | 'records';
  /** What is carried and asks where to; null: the palette asks for an action or a record. */
  readonly carried: DragSubject | null;
}

export const usePaletteStore = create<PaletteState>(() => ({ open: false, what: 'all', carried: null }));

/** Asks by name where to carry it: the keyboard's way of dragging. */
export function askTarget(carried: DragSubject): void {
  usePaletteStore.setState({ open: true, what: 'all', carried });
}
