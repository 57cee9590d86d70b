import { useMemo } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useInteractionStore } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { pointerSpot, useCarriedType } from '../carried.ts';
import { markedStrands, ringMarks } from '../dress.ts';
import type { Dress, Ring } from '../dress.ts';
import { levelOf } from '../layout/levels.ts';
import type { SceneState } from '../picking.ts';
import type { Palette } from '../palette.ts';
import { Aim } from './aim.tsx';
import { Beads } from './beads.tsx';
import { Marks } from './marks.tsx';
import { Plates } from './plates.tsx';
import { useShared } from './shared.ts';
import { Strands } from './strands.tsx';

/** What follows the pointer and the selection. Each of these hears of it by itself, so that the rest of the scene is not looked at again. */

function targetOf(state: ReturnType<typeof useInteractionStore.getState>) {
  return state.interaction.kind === 'dragging' ? state.interaction.target : null;
}

/** Rings around what is selected, hovered or aimed at. */
export function Rings({ model, palette }: Pick<Dress, 'model' | 'palette'>): ReactElement {
  const selection = useInteractionStore((state) => state.selection);
  const hovered = useInteractionStore((state) => state.hover);
  const refused = useInteractionStore((state) => state.refusal !== null);
  // By its name alone: over one place the spot changes with each move, the ring does not.
  const aimedKey = useInteractionStore((state) => {
    const target = targetOf(state);
    return target?.kind === 'node'
      ? `nodes/${target.nodeId}`
      : target?.kind === 'place'
        ? `places/${target.placeId ?? ''}`
        : null;
  });
  const marks = useMemo(() => {
    const slash = aimedKey?.indexOf('/') ?? 0;
    const aimed =
      aimedKey === null ? null : ({ collection: aimedKey.slice(0, slash), id: aimedKey.slice(slash + 1) } as RecordRef);
    const rings: Ring[] = [
      ...selection.map((ref) => ({ ref, kind: 'selected' as const })),
      ...(hovered === null ? [] : [{ ref: hovered, kind: 'hovered' as const }]),
      ...(aimed === null ? [] : [{ ref: aimed, kind: refused ? ('refused' as const) : ('aimed' as const) }]),
    ];
    return ringMarks(model, palette, rings);
  }, [model, palette, selection, hovered, aimedKey, refused]);
  return <Marks marks={marks} onTop />;
}

/** Links that are selected or hovered, once more and stronger; the beads on a selected one show its delay. */
export function MarkedLinks({ dress, still }: { dress: Dress; still: boolean }): ReactElement {
  const selection = useInteractionStore((state) => state.selection);
  const hovered = useInteractionStore((state) => state.hover);
  const strands = useMemo(
    () => markedStrands(dress, hovered === null ? selection : [...selection, hovered]),
    [dress, selection, hovered],
  );
  return (
    <>
      <Strands strands={strands} order={4} />
      <Beads strands={strands} still={still} />
    </>
  );
}

/** The plates; the one under the cursor is lit while something is carried. */
export function LivePlates({ state, lift, palette }: { state: SceneState; lift: number; palette: Palette }): ReactElement {
  const lit = useInteractionStore((now) => {
    const target = targetOf(now);
    return target === null || target.kind === 'node' ? null : levelOf(target.tier);
  });
  return <Plates ground={state.model.ground} lift={lift} palette={palette} lit={lit} />;
}

/** Where a drop would go. */
export function LiveAim({
  scene,
  element,
  palette,
}: {
  scene: SceneState;
  element: RefObject<HTMLDivElement | null>;
  palette: Palette;
}): ReactElement | null {
  const shared = useShared();
  const interaction = useInteractionStore((state) => state.interaction);
  const refused = useInteractionStore((state) => state.refusal !== null);
  const carried = useCarriedType(scene.site, interaction);
  if (interaction.kind !== 'dragging') return null;
  return (
    <Aim
      site={scene.site}
      model={scene.model}
      feet={scene.feet}
      lift={scene.lift}
      palette={palette}
      subject={interaction.subject}
      target={interaction.target}
      type={carried}
      refused={refused}
      pointer={() => pointerSpot(interaction, element, shared.view, 0)}
    />
  );
}
