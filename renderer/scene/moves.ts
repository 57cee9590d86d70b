import type { PlaceChange } from '../../core/place/site/result.ts';
import { getRecord } from '../../core/site/site.ts';
import type { Dress } from './dress.ts';
import { toLinear } from './geometry/mesh-data.ts';
import type { LabelCandidate } from './labels/candidates.ts';
import { SHAPE_NUMBERS } from './materials/mark-material.ts';
import type { Mark } from './parts/marks.tsx';
import type { Strand } from './parts/strands.tsx';
import { symbolSpot } from './picking.ts';
import type { SceneState } from './picking.ts';
import type { SpotBuffer } from './view.ts';

/** Of moves that are not the one looked at. */
const FAINT = 0.25;
/** Least arch of a move, of the way it goes: it is to be told from the links. */
const ARCH_SHARE = 0.18;

/** A dashed strand from the node something leaves to the one it goes to; several between the same two are one. */
export function moveStrands(dress: Dress, moves: readonly PlaceChange[], regarded: string | null): Strand[] {
  const { model, palette } = dress;
  const strands = new Map<string, Strand>();
  for (const { placementId, from, to } of moves) {
    const [start, end] = [model.indexOf.get(`nodes/${from}`), model.indexOf.get(`nodes/${to}`)];
    if (start === undefined || end === undefined || start === end) continue;
    const isFaint = regarded !== null && regarded !== placementId;
    const known = strands.get(`${from} ${to}`);
    if (known !== undefined && (isFaint || known.opacity === 1)) continue;
    strands.set(`${from} ${to}`, {
      from: start,
      to: end,
      widthPx: regarded === placementId ? 4 : 2.5,
      archShare: ARCH_SHARE,
      opacity: isFaint ? FAINT : 1,
      dashPx: 7,
      colour: toLinear(palette.accent),
      load: 1,
      beadsPxPerS: 0,
    });
  }
  return [...strands.values()];
}

/** Ghosts: a diamond on each node that something comes to, a ring on one that something only leaves or changes on. */
export function moveMarks(dress: Dress, moves: readonly PlaceChange[], regarded: string | null): Mark[] {
  const isRegarded = (nodeId: string): boolean =>
    regarded === null || moves.some((move) => move.placementId === regarded && (move.to === nodeId || move.from === nodeId));
  const coming = new Set(moves.flatMap(({ kind, to }) => (to === null || kind === 'resize' ? [] : [to])));
  const leaving = new Set(moves.flatMap(({ from }) => (from === null || coming.has(from) ? [] : [from])));
  const markOn = (nodeId: string, comes: boolean): Mark[] => ghostMarks(dress, nodeId, comes, isRegarded(nodeId) ? 0.95 : FAINT);
  return [...[...leaving].flatMap((id) => markOn(id, false)), ...[...coming].flatMap((id) => markOn(id, true))];
}

/** The ghost on a node: a diamond where something comes, a ring where something leaves. */
export function ghostMarks(dress: Dress, nodeId: string, comes: boolean, opacity: number): Mark[] {
  const index = dress.model.indexOf.get(`nodes/${nodeId}`);
  if (index === undefined) return [];
  const sizePx = comes ? 15 : 11;
  return [
    {
      entry: index,
      aside: [0, 0],
      sizeM: 0,
      leastPx: sizePx,
      mostPx: sizePx,
      shape: comes ? SHAPE_NUMBERS.diamond : SHAPE_NUMBERS.ring,
      colour: toLinear(dress.palette.accent),
      opacity,
      upShare: 1,
      // Beside the mark of a finding, not over it.
      raisePx: sizePx * 0.5 + 1,
      asidePx: 14,
    },
  ];
}

/** What is written under a node about what comes to it. */
export function ghostLabel({ model }: Pick<SceneState, 'model'>, nodeId: string, text: string): LabelCandidate[] {
  const index = model.indexOf.get(`nodes/${nodeId}`);
  if (index === undefined) return [];
  return [
    {
      key: `move ${nodeId}`,
      kind: 'hop' as const,
      text,
      place(now: SceneState, spot: SpotBuffer) {
        const found = symbolSpot(now, index);
        if (found === null) return false;
        spot.xPx = found.xPx;
        spot.yPx = found.yPx + found.halfHeightPx + 20;
        spot.depth = found.depth;
        return true;
      },
    },
  ];
}

interface MoveWords {
  one(name: string): string;
  several(count: number): string;
}

/** What comes to a node, under it. */
export function moveLabels(
  state: Pick<SceneState, 'site' | 'model'>,
  words: MoveWords,
  moves: readonly PlaceChange[],
  regarded: string | null,
): LabelCandidate[] {
  const byNode = new Map<string, PlaceChange[]>();
  for (const move of moves) {
    if (move.to === null || move.kind === 'resize' || (regarded !== null && regarded !== move.placementId)) continue;
    const known = byNode.get(move.to);
    if (known === undefined) byNode.set(move.to, [move]);
    else known.push(move);
  }
  return [...byNode].flatMap(([nodeId, coming]) => {
    const [first] = coming;
    if (first === undefined) return [];
    const name = getRecord(state.site, 'services', first.serviceId)?.name ?? first.serviceId;
    return ghostLabel(state, nodeId, coming.length === 1 ? words.one(name) : words.several(coming.length));
  });
}
