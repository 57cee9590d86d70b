import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { Question } from '../../core/engine/question.ts';
import type { Offered } from '../../core/place/size/problem.ts';
import type { SizePlan, SizeProgress, SizeResult } from '../../core/place/size/result.ts';
import { useCatalogStore } from './catalog-store.ts';
import { createSearchRun, withPoint } from './search-run.ts';
import type { SearchPoint, SearchStatus } from './search-run.ts';
import { useSiteStore } from './site-store.ts';

/** What may be bought, where, and what it has to stand. */
export interface SizingWishes {
  /** Null: no limit. */
  readonly budget: number | null;
  /** `all`, or ids of workloads; empty: none. */
  readonly redundant: readonly string[];
  /** Empty: all of the catalog that can be set up by itself. */
  readonly typeIds: readonly string[];
  /** Empty: racks, and wherever hardware stands. */
  readonly placeIds: readonly string[];
  readonly keepsPlanned: boolean;
  /** Pieces on the shelf for each type. */
  readonly spares: number;
  readonly headroom: number;
  readonly growth: number;
  readonly seconds: number;
  readonly seed: number;
}

/** Of `redundant`: everything. */
export const EVERYTHING = '*';

export interface SizingState {
  readonly wishes: SizingWishes;
  readonly status: SearchStatus;
  /** Of the document that was asked about, or after its purchase. */
  readonly revision: number;
  readonly latest: SizeProgress | null;
  readonly points: readonly SearchPoint[];
  readonly seconds: number;
  readonly result: SizeResult | null;
  readonly wasStopped: boolean;
  readonly problem: Problem | null;
  /** Plan of the front that is shown; the cheapest first. */
  readonly chosen: number;
  /** Whether what comes and goes shows in the twin. */
  readonly shows: boolean;
}

const NOTHING = {
  status: 'idle',
  revision: -1,
  latest: null,
  points: [],
  seconds: 0,
  result: null,
  wasStopped: false,
  problem: null,
  chosen: 0,
} as const satisfies Partial<SizingState>;

const WISHES: SizingWishes = {
  budget: null,
  redundant: [],
  typeIds: [],
  placeIds: [],
  keepsPlanned: false,
  spares: 0,
  headroom: 0,
  growth: 1,
  seconds: 30,
  seed: 1,
};

/** The search for what to buy, and what it found. */
export const useSizingStore = create<SizingState>(() => ({ ...NOTHING, wishes: WISHES, shows: true }));

const run = createSearchRun();

/** Says who searches, and by which clock. Called once by the session. */
export const connectSizing = run.connect;

export function wishSizing(change: Partial<SizingWishes>): void {
  useSizingStore.setState(({ wishes }) => ({ wishes: { ...wishes, ...change } }));
}

export function startSizing(): void {
  const { site, revision } = useSiteStore.getState();
  if (!run.isConnected || site === null) return;
  const { wishes } = useSizingStore.getState();
  useSizingStore.setState({ ...NOTHING, status: 'running', revision });
  run.start(questionOf(wishes), {
    answered(answer, answeredRevision, seconds) {
      if (answer.kind === 'size')
        useSizingStore.setState({ status: 'answered', revision: answeredRevision, result: answer.size, seconds });
    },
    progressed({ size }, seconds) {
      if (size === undefined) return;
      useSizingStore.setState(({ points }) => ({ latest: size, seconds, points: withPoint(points, size, seconds) }));
    },
    ended: (problem, seconds) => useSizingStore.setState({ status: problem === null ? 'changed' : 'failed', problem, seconds }),
  });
}

function questionOf(wishes: SizingWishes): Extract<Question, { kind: 'size' }> {
  const { hardwareTypes, media } = useCatalogStore.getState();
  const offered: Offered = { hardwareTypes: [...hardwareTypes.values()], media: [...media.values()] };
  const { redundant } = wishes;
  const some = { kind: 'some', serviceIds: [], workloadIds: redundant, tiers: [] } as const;
  return {
    kind: 'size',
    offered,
    options: {
      seed: wishes.seed,
      iterations: null,
      milliseconds: wishes.seconds * 1000,
      budget: wishes.budget,
      typeIds: wishes.typeIds.length === 0 ? null : wishes.typeIds,
      placeIds: wishes.placeIds.length === 0 ? null : wishes.placeIds,
      existing: wishes.keepsPlanned ? 'keep' : 'open',
      redundancy: redundant.length === 0 ? { kind: 'none' } : redundant.includes(EVERYTHING) ? { kind: 'all' } : some,
      spares: { each: wishes.spares, share: 0 },
      headroom: wishes.headroom,
      growth: wishes.growth,
    },
  };
}

/** Ends the search with the best so far. */
export function stopSizing(): void {
  if (!run.isUnderWay) return;
  useSizingStore.setState({ status: 'stopping', wasStopped: true });
  run.stop();
}

/** Forgets what was found, or the search that is under way. */
export function discardSizing(): void {
  run.callOff();
  useSizingStore.setState(NOTHING);
}

export function chooseSizePlan(chosen: number): void {
  useSizingStore.setState({ chosen });
}

/** What was bought is in the document, which is one revision on. */
export function sizingApplied(revision: number): void {
  useSizingStore.setState({ status: 'applied', revision });
}

/** Another document: its workloads and places are other ones, too. */
export function forgetSizing(): void {
  discardSizing();
  wishSizing({ budget: null, redundant: [], typeIds: [], placeIds: [] });
}

/** The plan that is looked at. */
export function planShown({ result, chosen }: Pick<SizingState, 'result' | 'chosen'>): SizePlan | null {
  return result?.front[chosen] ?? result?.plan ?? null;
}

/** What comes to or leaves a node of the site that shows. */
export interface Piece {
  readonly nodeId: string;
  readonly kind: 'comes' | 'goes';
  /** Of what comes, the type and how many. */
  readonly name: string;
  readonly count: number;
}

const NO_PIECES: readonly Piece[] = [];
let piecesOf: { readonly plan: SizePlan; readonly pieces: readonly Piece[] } | null = null;

/** Hardware to be shown as ghosts: that of an answer to the present document, while it is wished to be seen. New pieces show where they are plugged in. */
export function useShownPieces(): readonly Piece[] {
  const revision = useSiteStore((state) => state.revision);
  return useSizingStore((state) => {
    const plan = state.status === 'answered' && state.shows && state.revision === revision ? planShown(state) : null;
    if (plan === null) return NO_PIECES;
    if (piecesOf?.plan !== plan) piecesOf = { plan, pieces: piecesIn(plan) };
    return piecesOf.pieces;
  });
}

function piecesIn({ bom, command, removed, replaced }: SizePlan): Piece[] {
  const plugs = new Map<string, string>();
  for (const one of command.commands) if (one.kind === 'link.add') plugs.set(one.record.fromNodeId, one.record.toNodeId);
  const changed = new Set(replaced.map(({ nodeId }) => nodeId));
  const coming = new Map<string, Piece>();
  for (const { name, nodeIds } of bom)
    for (const id of nodeIds) {
      const nodeId = plugs.get(id) ?? (changed.has(id) ? id : null);
      if (nodeId === null) continue;
      const key = `${nodeId} ${name}`;
      coming.set(key, { nodeId, kind: 'comes', name, count: (coming.get(key)?.count ?? 0) + 1 });
    }
  return [...coming.values(), ...removed.map((nodeId): Piece => ({ nodeId, kind: 'goes', name: '', count: 1 }))];
}
