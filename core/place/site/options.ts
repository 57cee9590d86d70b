import type { Aims } from '../../site/weight-presets.ts';
import { WEIGHT_PRESETS } from '../../site/weight-presets.ts';

/** [P2] Shares of the objective; they need not add up to one. */
export type Weights = Aims['weights'];

export interface PlaceOptions {
  readonly seed: number;
  /** Moves tried; null where only the time counts. With it equal seeds give equal bytes. */
  readonly iterations: number | null;
  readonly milliseconds: number | null;
  /** Null: those of the site's policy, else 0.4 / 0.4 / 0.2. */
  readonly weights: Weights | null;
  /** Workloads whose services may be placed anew; null: all. */
  readonly workloadIds: readonly string[] | null;
  /** [P6] What it costs in the objective to start all that runs somewhere else; each replica that moves costs its share of it. */
  readonly keep: number;
  /** What each move of the search earned in other searches, by name; null: nothing is known. */
  readonly operators: { readonly [move: string]: number } | null;
  /** Before it moves by chance, helps what comes late one by one: for few evaluations in all it takes too many. */
  readonly repairs: boolean;
  /** Forget where things run now, but for what is pinned. */
  readonly fresh: boolean;
}

export const DEFAULT_WEIGHTS: Weights = WEIGHT_PRESETS.balanced.weights;

export const DEFAULT_PLACE_OPTIONS: PlaceOptions = {
  seed: 1,
  iterations: 2000,
  milliseconds: null,
  weights: null,
  workloadIds: null,
  operators: null,
  keep: WEIGHT_PRESETS.balanced.keep,
  repairs: true,
  fresh: false,
};
