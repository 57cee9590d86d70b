import { isDeepStrictEqual } from 'node:util';
import type { RandomStream } from '../../../../core/base/random.ts';

/** As much of a site file as the edits change. */
interface SavedFile {
  readonly site: {
    readonly header: { readonly years: number; readonly description: string };
    readonly placements: Readonly<
      Record<string, { readonly nodeId: string; readonly serviceId: string; readonly pinned: boolean }>
    >;
  };
}

/** What the edits have changed so far. */
interface Planned {
  readonly years: number;
  readonly description: string;
  readonly nodeOf: Readonly<Record<string, string>>;
}

/** One gesture of a user; each leads to the next revision. */
export type Edit =
  | { readonly kind: 'years'; readonly years: number }
  | { readonly kind: 'describe'; readonly description: string }
  | { readonly kind: 'move'; readonly placementId: string; readonly nodeId: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

/** Gestures that come with a burst of undo and redo: the deeper, the further behind a checkpoint they reach. */
const DEEPEST_UNDO = 4;
const SHARES = { undo: 0.35, move: 0.1, describe: 0.25 };
const MOST_YEARS = 30;

/**
 * What the site must be at each revision, worked out from the gestures alone: nothing of the application's own code
 * takes part. Starts from the file that the application saved before the first gesture.
 */
export interface Plan {
  readonly revision: number;
  /** The next gestures, all of which are to be carried out in order. `move` stands for one that the screen allows. */
  next(random: RandomStream): readonly (Edit | { readonly kind: 'move-any' })[];
  /** Notes that a gesture was begun: from now on its revision may be found. */
  begin(edit: Edit): void;
  /** Whether the rules let a placement go there: it is not pinned, and its service does not run there yet. */
  mayMove(placementId: string, nodeId: string): boolean;
  /** Whether a file is the site at this revision. */
  matches(file: unknown, revision: number): boolean;
  /** Goes on from what was found, which must match. Only steps from here on are taken back. */
  resume(revision: number): void;
}

interface Moment {
  readonly state: Planned;
  readonly past: readonly Planned[];
  readonly future: readonly Planned[];
}

/** @param base The site file as it was at `firstRevision`. */
export function createPlan(base: unknown, firstRevision: number): Plan {
  const first = base as SavedFile;
  const { years, description } = first.site.header;
  /** By revision, from the first one on. */
  let moments: Moment[] = [{ state: { years, description, nodeOf: {} }, past: [], future: [] }];

  function now(): Moment {
    const moment = moments.at(-1);
    if (moment === undefined) throw new Error('a plan has a beginning');
    return moment;
  }

  return {
    get revision() {
      return firstRevision + moments.length - 1;
    },
    next(random) {
      const drawn = random();
      const { state, past } = now();
      if (drawn < SHARES.undo && past.length > 0) {
        const depth = 1 + Math.floor(random() * Math.min(DEEPEST_UNDO, past.length));
        const again = Math.floor(random() * (depth + 1));
        return [...repeat({ kind: 'undo' } as const, depth), ...repeat({ kind: 'redo' } as const, again)];
      }
      if (drawn < SHARES.undo + SHARES.move) return [{ kind: 'move-any' }];
      if (drawn < SHARES.undo + SHARES.move + SHARES.describe) {
        return [
          {
            kind: 'describe',
            description: `Edited ${firstRevision + moments.length} · ${Math.floor(random() * 1e9).toString(36)}`,
          },
        ];
      }
      return [{ kind: 'years', years: (state.years % MOST_YEARS) + 1 }];
    },
    begin(edit) {
      moments.push(after(now(), edit));
    },
    mayMove(placementId, nodeId) {
      const { placements } = first.site;
      const { nodeOf } = now().state;
      const moved = placements[placementId];
      if (moved === undefined || moved.pinned) return false;
      return Object.entries(placements).every(
        ([id, { serviceId, nodeId: origin }]) => serviceId !== moved.serviceId || (nodeOf[id] ?? origin) !== nodeId,
      );
    },
    matches(file, revision) {
      const moment = moments[revision - firstRevision];
      return moment !== undefined && isDeepStrictEqual(file, fileOf(first, moment.state));
    },
    resume(revision) {
      moments = moments.slice(0, revision - firstRevision + 1);
      const { state } = now();
      moments[moments.length - 1] = { state, past: [], future: [] };
    },
  };
}

function after({ state, past, future }: Moment, edit: Edit): Moment {
  if (edit.kind === 'undo') {
    const before = past.at(-1);
    if (before === undefined) throw new Error('nothing to undo');
    return { state: before, past: past.slice(0, -1), future: [state, ...future] };
  }
  if (edit.kind === 'redo') {
    const [next] = future;
    if (next === undefined) throw new Error('nothing to redo');
    return { state: next, past: [...past, state], future: future.slice(1) };
  }
  return { state: changed(state, edit), past: [...past, state], future: [] };
}

function changed(state: Planned, edit: Exclude<Edit, { kind: 'undo' | 'redo' }>): Planned {
  switch (edit.kind) {
    case 'years':
      return { ...state, years: edit.years };
    case 'describe':
      return { ...state, description: edit.description };
    case 'move':
      return { ...state, nodeOf: { ...state.nodeOf, [edit.placementId]: edit.nodeId } };
  }
}

function fileOf(base: SavedFile, { years, description, nodeOf }: Planned): unknown {
  const placements = Object.entries(base.site.placements).map(([id, placement]) => {
    const nodeId = nodeOf[id];
    return [id, nodeId === undefined ? placement : { ...placement, nodeId }] as const;
  });
  const header = { ...base.site.header, years, description };
  return { ...base, site: { ...base.site, header, placements: Object.fromEntries(placements) } };
}

function repeat<Value>(value: Value, times: number): Value[] {
  return Array.from({ length: times }, () => value);
}
