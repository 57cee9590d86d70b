import { create } from 'zustand';
import type { Evaluation } from '../../core/evaluate/result.ts';

/** The answer to one revision, as a point of the trend. */
export interface TrendPoint {
  readonly revision: number;
  readonly unmet: number;
  readonly errors: number;
}

/** More edits back nobody looks. */
const KEPT = 40;

/** How the answer went with the last edits; of one site, forgotten with it. */
export const useTrendStore = create<{ readonly siteId: string | null; readonly points: readonly TrendPoint[] }>(() => ({
  siteId: null,
  points: [],
}));

/** Takes an answer in. The same revision answered again replaces its point. */
export function noteTrend({ site, totals }: Evaluation, revision: number): void {
  const point = {
    revision,
    errors: totals.errors,
    unmet: totals.flowsMissed + totals.flowsSaturated + totals.flowsNoRoute + totals.flowsUnplaced,
  };
  useTrendStore.setState(({ siteId, points }) => ({
    siteId: site.id,
    points: siteId === site.id ? [...points.filter((one) => one.revision < revision), point].slice(-KEPT) : [point],
  }));
}
