import { create } from 'zustand';
import type { History } from '../../core/site/history.ts';
import { EMPTY_HISTORY } from '../../core/site/history.ts';
import type { Site } from '../../core/site/site.ts';
import type { Problem } from '../../core/base/problem.ts';

/** `closed`: start page; `loading`: a site is being read; `open`: there is a site. */
export type DocumentPhase = 'closed' | 'loading' | 'open' | 'error';

export interface SiteState {
  readonly phase: DocumentPhase;
  /** Null unless open. */
  readonly site: Site | null;
  /** Rises by one with each change, never falls, also on undo. */
  readonly revision: number;
  readonly history: History;
  /** Why the site cannot be edited; null when it can. */
  readonly readOnly: Problem | null;
  /** Last refusal or failed opening, for the status line and the error state. */
  readonly problem: Problem | null;
  readonly saved: { readonly status: 'saved' | 'saving' | 'failed'; readonly revision: number; readonly atMs: number | null };
}

export const CLOSED_SITE: SiteState = {
  phase: 'closed',
  site: null,
  revision: 0,
  history: EMPTY_HISTORY,
  readOnly: null,
  problem: null,
  saved: { status: 'saved', revision: 0, atMs: null },
};

/** The document as the screen sees it. Written by `renderer/app/session.ts` alone. */
export const useSiteStore = create<SiteState>(() => CLOSED_SITE);
