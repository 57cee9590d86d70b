import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { Weights } from '../../core/place/site/options.ts';
import type { ParetoResult } from '../../core/place/site/pareto.ts';
import type { PlaceChange, PlaceResult } from '../../core/place/site/result.ts';
import type { PlaceProgress } from '../../core/place/site/search.ts';
import type { ObjectiveParts } from '../../core/place/site/value.ts';
import { WEIGHT_PRESETS } from '../../core/site/weight-presets.ts';
import { learnedOperators } from './learned-store.ts';
import { createSearchRun, withPoint } from './search-run.ts';
import type { SearchPoint, SearchStatus } from './search-run.ts';
import { useSiteStore } from './site-store.ts';

/** *Place* leaves what runs where it is, *improve* may move it, *explore* gives several plans to choose from, *replace* places anew after failures or growth. */
export type PlacingMode = 'place' | 'improve' | 'explore' | 'replace';

/** What a search is told to do. */
export interface PlacingWishes {
  readonly mode: PlacingMode;
  readonly weights: Weights;
  /** Objective that it costs to start all that runs somewhere else. */
  readonly keep: number;
  /** Null: all of them. */
  readonly workloadIds: readonly string[] | null;
  readonly seed: number;
  readonly seconds: number;
  /** To *replace* after: nodes that fail, and requests so many times as many. */
  readonly failedNodeIds: readonly string[];
  readonly growth: number;
}

export interface PlacingState {
  readonly wishes: PlacingWishes;
  readonly status: SearchStatus;
  /** Of the document that was asked about, or after its moves. */
  readonly revision: number;
  readonly latest: PlaceProgress | null;
  readonly points: readonly SearchPoint[];
  readonly seconds: number;
  readonly result: PlaceResult | null;
  /** Plans of a front while it is searched. */
  readonly front: readonly ObjectiveParts[];
  /** The front that was found, and which of its plans is the result that shows. */
  readonly pareto: ParetoResult | null;
  readonly chosen: number;
  readonly wasStopped: boolean;
  readonly problem: Problem | null;
  /** Whether the moves show in the twin and on the board. */
  readonly showsMoves: boolean;
  /** Placement whose move is looked at. */
  readonly regarded: string | null;
}

const NOTHING = {
  status: 'idle',
  revision: -1,
  latest: null,
  points: [],
  seconds: 0,
  result: null,
  front: [],
  pareto: null,
  chosen: 0,
  wasStopped: false,
  problem: null,
  regarded: null,
} as const satisfies Partial<PlacingState>;

/** The search for a better placement, and what it found. */
export const usePlacingStore = create<PlacingState>(() => ({
  ...NOTHING,
  wishes: { mode: 'improve', ...WEIGHT_PRESETS.balanced, workloadIds: null, seed: 1, seconds: 10, failedNodeIds: [], growth: 1 },
  showsMoves: true,
}));

const run = createSearchRun();

/** Says who searches, and by which clock. Called once by the session. */
export const connectPlacing = run.connect;

export function wishPlacing(change: Partial<PlacingWishes>): void {
  usePlacingStore.setState(({ wishes }) => ({ wishes: { ...wishes, ...change } }));
}

/** Nothing fails and nothing grows. */
const AS_IT_IS = { failedNodeIds: [], growth: 1 } as const;

export function startPlacing(): void {
  const site = useSiteStore.getState();
  if (!run.isConnected || site.site === null) return;
  const { wishes } = usePlacingStore.getState();
  usePlacingStore.setState({ ...NOTHING, status: 'running', revision: site.revision });
  const options = {
    seed: wishes.seed,
    iterations: null,
    milliseconds: wishes.seconds * 1000,
    weights: wishes.weights,
    workloadIds: wishes.workloadIds,
    operators: learnedOperators(),
    keep:
      wishes.mode === 'place' || wishes.mode === 'replace'
        ? Math.max(wishes.keep, WEIGHT_PRESETS['keep-what-runs'].keep)
        : wishes.keep,
  };
  const whatIf = wishes.mode === 'replace' ? { failedNodeIds: wishes.failedNodeIds, growth: wishes.growth } : AS_IT_IS;
  run.start(wishes.mode === 'explore' ? { kind: 'pareto', options } : { kind: 'place', options, whatIf }, {
    answered(answer, revision, seconds) {
      if (answer.kind === 'pareto') {
        usePlacingStore.setState({ status: 'answered', revision, seconds, pareto: answer.pareto });
        choosePlan(leastObjective(answer.pareto));
      }
      if (answer.kind !== 'place') return;
      const { placement } = answer;
      usePlacingStore.setState((state) => ({
        status: 'answered',
        revision,
        seconds,
        result: placement,
        points: [...state.points, { seconds, objective: placement.objective, bound: placement.bound }],
      }));
    },
    progressed({ place, front }, seconds) {
      if (place === undefined) return;
      usePlacingStore.setState(({ points }) =>
        front === undefined
          ? { latest: place, seconds, points: withPoint(points, place, seconds) }
          : { latest: place, seconds, front },
      );
    },
    ended: (problem) => usePlacingStore.setState({ status: problem === null ? 'changed' : 'failed', problem }),
  });
}

/** Ends the search with the best so far. */
export function stopPlacing(): void {
  if (!run.isUnderWay) return;
  usePlacingStore.setState({ status: 'stopping', wasStopped: true });
  run.stop();
}

/** Forgets what was found, or the search that is under way. */
export function discardPlacing(): void {
  run.callOff();
  usePlacingStore.setState(NOTHING);
}

/** Shows a plan of the front: its moves as ghosts, its figures, ready to be applied. */
export function choosePlan(index: number): void {
  const { pareto } = usePlacingStore.getState();
  const plan = pareto?.points[index];
  if (plan !== undefined)
    usePlacingStore.setState({ chosen: index, result: { ...plan, choices: [], refused: [] }, regarded: null });
}

function leastObjective({ points }: ParetoResult): number {
  const least = Math.min(...points.map(({ objective }) => objective));
  return points.findIndex(({ objective }) => objective === least);
}

/** Its moves are in the document, which is one revision on. */
export function placingApplied(revision: number): void {
  usePlacingStore.setState({ status: 'applied', revision, regarded: null });
}

export function regardMove(placementId: string | null): void {
  if (usePlacingStore.getState().regarded !== placementId) usePlacingStore.setState({ regarded: placementId });
}

/** Another document: its workloads are other ones, too. */
export function forgetPlacing(): void {
  discardPlacing();
  wishPlacing({ workloadIds: null, failedNodeIds: [], growth: 1 });
}

const NONE: readonly PlaceChange[] = [];

/** Moves to be shown as ghosts: those of an answer to the present document, while they are wished to be seen. */
export function useShownMoves(): readonly PlaceChange[] {
  const revision = useSiteStore((state) => state.revision);
  return usePlacingStore((state) =>
    state.status === 'answered' && state.showsMoves && state.revision === revision ? (state.result?.changes ?? NONE) : NONE,
  );
}
