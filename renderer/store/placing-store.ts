import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { QuestionStep } from '../../core/engine/assessments.ts';
import type { Answer, Question } from '../../core/engine/question.ts';
import type { Weights } from '../../core/place/site/options.ts';
import type { ParetoResult } from '../../core/place/site/pareto.ts';
import type { PlaceChange, PlaceResult } from '../../core/place/site/result.ts';
import type { PlaceProgress } from '../../core/place/site/search.ts';
import type { ObjectiveParts } from '../../core/place/site/value.ts';
import { WEIGHT_PRESETS } from '../../core/site/weight-presets.ts';
import { useSiteStore } from './site-store.ts';

/** *Place* leaves what runs where it is, *improve* may move it, *explore* gives several plans to choose from. */
export type PlacingMode = 'place' | 'improve' | 'explore';

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
}

/** One spot of the chart. */
export interface PlacingPoint {
  readonly seconds: number;
  readonly objective: number;
  readonly bound: number;
}

/**
 * `stopping`: told to end, its answer is awaited; `changed`: the site changed while it searched; `applied`: its moves are in the document.
 */
export type PlacingStatus = 'idle' | 'running' | 'stopping' | 'changed' | 'failed' | 'answered' | 'applied';

export interface PlacingState {
  readonly wishes: PlacingWishes;
  readonly status: PlacingStatus;
  /** Of the document that was asked about, or after its moves. */
  readonly revision: number;
  readonly latest: PlaceProgress | null;
  readonly points: readonly PlacingPoint[];
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
  wishes: { mode: 'improve', ...WEIGHT_PRESETS.balanced, workloadIds: null, seed: 1, seconds: 10 },
  showsMoves: true,
}));

interface PlacingPort {
  ask(
    question: Question,
    listener: {
      answered(answer: Answer, revision: number): void;
      progressed(progress: QuestionStep): void;
      ended(problem: Problem | null): void;
    },
  ): (keepsBest?: boolean) => void;
}

let port: PlacingPort | null = null;
let now = (): number => 0;
let callOff: ((keepsBest?: boolean) => void) | null = null;

/** Says who searches, and by which clock. Called once by the session. */
export function connectPlacing(searching: PlacingPort, clockMs: () => number): void {
  port = searching;
  now = clockMs;
}

export function wishPlacing(change: Partial<PlacingWishes>): void {
  usePlacingStore.setState(({ wishes }) => ({ wishes: { ...wishes, ...change } }));
}

/** More often nobody can follow. */
const TELL_EVERY_MS = 100;
/** Nothing fails and nothing grows. */
const AS_IT_IS = { failedNodeIds: [], growth: 1 } as const;

export function startPlacing(): void {
  const site = useSiteStore.getState();
  if (port === null || site.site === null) return;
  callOff?.();
  const { wishes } = usePlacingStore.getState();
  const startedMs = now();
  const secondsSince = (): number => (now() - startedMs) / 1000;
  usePlacingStore.setState({ ...NOTHING, status: 'running', revision: site.revision });
  const options = {
    seed: wishes.seed,
    iterations: null,
    milliseconds: wishes.seconds * 1000,
    weights: wishes.weights,
    workloadIds: wishes.workloadIds,
    keep: wishes.mode === 'place' ? Math.max(wishes.keep, WEIGHT_PRESETS['keep-what-runs'].keep) : wishes.keep,
  };
  let over = false;
  let toldSeconds = -1;
  const asked = port.ask(wishes.mode === 'explore' ? { kind: 'pareto', options } : { kind: 'place', options, whatIf: AS_IT_IS }, {
    answered(answer, revision) {
      over = true;
      callOff = null;
      if (answer.kind === 'pareto') {
        usePlacingStore.setState({ status: 'answered', revision, seconds: secondsSince(), pareto: answer.pareto });
        choosePlan(leastObjective(answer.pareto));
      }
      if (answer.kind !== 'place') return;
      const { placement } = answer;
      const seconds = secondsSince();
      usePlacingStore.setState((state) => ({
        status: 'answered',
        revision,
        seconds,
        result: placement,
        points: [...state.points, { seconds, objective: placement.objective, bound: placement.bound }],
      }));
    },
    progressed({ place, front }) {
      const seconds = secondsSince();
      if (place === undefined || (seconds - toldSeconds) * 1000 < TELL_EVERY_MS) return;
      toldSeconds = seconds;
      usePlacingStore.setState(({ points }) =>
        front === undefined
          ? { latest: place, seconds, points: withPoint(points, place, seconds) }
          : { latest: place, seconds, front },
      );
    },
    ended(problem) {
      over = true;
      callOff = null;
      usePlacingStore.setState({ status: problem === null ? 'changed' : 'failed', problem });
    },
  });
  if (!over) callOff = asked;
}

/** Ends the search with the best so far. */
export function stopPlacing(): void {
  if (callOff === null) return;
  usePlacingStore.setState({ status: 'stopping', wasStopped: true });
  callOff(true);
}

/** Forgets what was found, or the search that is under way. */
export function discardPlacing(): void {
  callOff?.();
  callOff = null;
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
  wishPlacing({ workloadIds: null });
}

/** Where the line has a step; between them it is level. */
function withPoint(
  points: readonly PlacingPoint[],
  { objective, bound }: PlaceProgress,
  seconds: number,
): readonly PlacingPoint[] {
  const last = points.at(-1);
  if (last !== undefined && last.objective === objective && last.bound === bound) return points;
  return [...points, { seconds, objective, bound }];
}

const NONE: readonly PlaceChange[] = [];

/** Moves to be shown as ghosts: those of an answer to the present document, while they are wished to be seen. */
export function useShownMoves(): readonly PlaceChange[] {
  const revision = useSiteStore((state) => state.revision);
  return usePlacingStore((state) =>
    state.status === 'answered' && state.showsMoves && state.revision === revision ? (state.result?.changes ?? NONE) : NONE,
  );
}
