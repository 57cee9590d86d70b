import type { Piece } from '../store/sizing-store.ts';
import type { Dress } from './dress.ts';
import type { LabelCandidate } from './labels/candidates.ts';
import { ghostLabel, ghostMarks } from './moves.ts';
import type { Mark } from './parts/marks.tsx';
import type { SceneState } from './picking.ts';

const PLAIN = 0.95;

/** Ghosts of hardware: a diamond where some is plugged in or takes a place, a ring on what goes. */
export function pieceMarks(dress: Dress, pieces: readonly Piece[]): Mark[] {
  const coming = new Set(pieces.flatMap(({ kind, nodeId }) => (kind === 'comes' ? [nodeId] : [])));
  const going = pieces.filter(({ kind, nodeId }) => kind === 'goes' && !coming.has(nodeId));
  return [
    ...going.flatMap(({ nodeId }) => ghostMarks(dress, nodeId, false, PLAIN)),
    ...[...coming].flatMap((nodeId) => ghostMarks(dress, nodeId, true, PLAIN)),
  ];
}

/** What comes, under the node that it comes to. */
export function pieceLabels(
  state: Pick<SceneState, 'model'>,
  pieces: readonly Piece[],
  textOf: (piece: Piece) => string,
): LabelCandidate[] {
  const byNode = new Map<string, string[]>();
  for (const piece of pieces)
    if (piece.kind === 'comes') byNode.set(piece.nodeId, [...(byNode.get(piece.nodeId) ?? []), textOf(piece)]);
  return [...byNode].flatMap(([nodeId, texts]) => ghostLabel(state, nodeId, texts.join(', ')));
}
