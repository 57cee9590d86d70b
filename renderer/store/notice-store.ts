import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';

/** Something to read and put away: a refused file, what a recovery found. */
export interface Notice {
  readonly kind: 'error' | 'information';
  /** What was tried; keys the title. */
  readonly about: 'open' | 'import' | 'save' | 'export' | 'recovery' | 'start' | 'guesses' | 'bug';
  readonly problems: readonly Problem[];
}

export interface NoticeState {
  readonly notice: Notice | null;
}

export const useNoticeStore = create<NoticeState>(() => ({ notice: null }));

export function notify(notice: Notice | null): void {
  useNoticeStore.setState({ notice });
}
