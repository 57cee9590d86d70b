import type { Assignment } from './problem.ts';

/** Where a search stands. Objective is null until a first placement is found; `bound` is never above the optimum. */
export interface SearchProgress {
  readonly objective: number | null;
  readonly bound: number;
  readonly assignment: Assignment | null;
}

export type SearchStatus = 'optimal' | 'feasible' | 'infeasible' | 'unknown';

export interface SearchResult extends SearchProgress {
  /** `infeasible` is proven; `unknown`: nothing found and nothing proven in the time given. */
  readonly status: SearchStatus;
  readonly steps: number;
}

/**
 * A search that can be stopped between any two steps. Each `next` takes the share of the budget that is used up (0…1; 1 stops) and
 * which may steer how bold the search is: fed by a count of steps, the same seed gives the same bytes; fed by a clock, it keeps to the time.
 */
export type Search = Generator<SearchProgress, SearchResult, number>;

/** Runs so many steps of a search. */
export function searchSteps(search: Search, limit: number, onProgress?: (progress: SearchProgress) => void): SearchResult {
  return drive(search, (steps) => steps / limit, onProgress);
}

/** Runs a search for a time by the clock that is handed in, in milliseconds. */
export function searchFor(
  search: Search,
  milliseconds: number,
  now: () => number,
  onProgress?: (progress: SearchProgress) => void,
): SearchResult {
  const started = now();
  return drive(search, () => (now() - started) / milliseconds, onProgress);
}

/** Gap of a placement to its bound, relative to the placement; null while there is none. */
export function relativeGap({ objective, bound }: SearchProgress): number | null {
  if (objective === null) return null;
  return objective === bound ? 0 : (objective - bound) / Math.max(Math.abs(objective), 1e-9);
}

function drive(
  search: Search,
  shareUsed: (steps: number) => number,
  onProgress?: (progress: SearchProgress) => void,
): SearchResult {
  let step = search.next(0);
  for (let steps = 1; step.done !== true; steps += 1) {
    onProgress?.(step.value);
    step = search.next(Math.min(1, shareUsed(steps)));
  }
  return step.value;
}
