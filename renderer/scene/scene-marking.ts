import type { RefObject } from 'react';
import { spotM } from '../../core/site/edit/movable.ts';
import { getRecord } from '../../core/site/site.ts';
import { measureFrom } from '../store/edit-store.ts';
import { selectMany, useInteractionStore } from '../store/interaction-store.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { hitsAt, newSpot, symbolSpotInto } from './picking.ts';
import type { SceneState } from './picking.ts';

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** A frame that is smaller is a click. */
const LEAST_PX = 4;

/** Follows the pointer with a frame; when it is let go, what stands inside is added to the selection. Escape leaves all as it was. */
export function startBox(
  from: Pixel,
  local: (event: { readonly clientX: number; readonly clientY: number }) => Pixel,
  state: RefObject<SceneState>,
): void {
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true };
  const end = (): void => {
    listening.abort();
    useInteractionStore.setState({ interaction: { kind: 'idle' } });
  };
  window.addEventListener(
    'pointermove',
    (event) => {
      const to = local(event);
      if (Math.hypot(to.x - from.x, to.y - from.y) < LEAST_PX) return;
      event.preventDefault();
      useInteractionStore.setState({ interaction: { kind: 'boxing', from, to }, hover: null });
    },
    options,
  );
  window.addEventListener(
    'pointerup',
    () => {
      const { interaction } = useInteractionStore.getState();
      end();
      if (interaction.kind === 'boxing') selectMany(recordsIn(state.current, interaction.from, interaction.to), true);
    },
    options,
  );
  window.addEventListener('pointercancel', end, options);
  window.addEventListener('blur', end, { signal: listening.signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      end();
    },
    options,
  );
}

/** Nodes, device groups and small places whose middle lies in a frame on the screen. */
export function recordsIn(state: SceneState, from: Pixel, to: Pixel): RecordRef[] {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const spot = newSpot();
  const inside = (): boolean => spot.xPx >= left && spot.xPx <= right && spot.yPx >= top && spot.yPx <= bottom;
  const { model, view } = state;
  return [
    ...model.symbols.flatMap(({ collection, id }, index) =>
      symbolSpotInto(state, index, spot) && inside() ? [{ collection, id }] : [],
    ),
    ...model.groups.flatMap(({ id, middle }) =>
      view.projectInto(...middle, spot) && inside() ? [{ collection: 'deviceGroups' as const, id }] : [],
    ),
  ];
}

/** Takes what is under the pointer as an end of what is measured: a record's own spot, or the spot of the floor. */
export function measureAt(state: SceneState, { x, y }: Pixel, ref: RecordRef | null): void {
  const known = ref === null ? null : spotM(state.site, ref);
  if (ref !== null && known !== null) {
    const tier = ref.collection === 'nodes' ? (getRecord(state.site, 'nodes', ref.id)?.tier ?? null) : null;
    measureFrom({ ref, positionM: known, tier });
    return;
  }
  const surface = hitsAt(state, x, y).find((hit) => hit.kind === 'surface');
  if (surface?.kind === 'surface') measureFrom({ ref: null, positionM: { ...surface.positionM, zM: 0 }, tier: surface.tier });
}
