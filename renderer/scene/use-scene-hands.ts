import { useEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, MouseEvent, RefObject } from 'react';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';
import { showPanel } from '../store/dock-store.ts';
import { hover, select, useInteractionStore } from '../store/interaction-store.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { useEditStore } from '../store/edit-store.ts';
import { askCamera } from '../store/view-store.ts';
import type { SharedScene } from './parts/shared.ts';
import { measureAt, startBox } from './scene-marking.ts';
import { hitsAt, softHitAt } from './picking.ts';
import type { SceneState } from './picking.ts';
import { startCarry } from './registry.ts';

/** A press that moves further is no click. */
const CLICK_PX = 4;

export interface SceneHands {
  readonly handlers: {
    onPointerDownCapture(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerLeave(): void;
    onClick(event: MouseEvent): void;
    onDoubleClick(event: MouseEvent): void;
    onKeyDown(event: KeyboardEvent): void;
  };
  /** Last position of the pointer in the scene's element, px. */
  readonly pointer: RefObject<{ x: number; y: number }>;
}

/** What mouse and keyboard do in the scene: hover, select, pick up; the camera has the rest. */
export function useSceneHands(
  element: RefObject<HTMLDivElement | null>,
  state: RefObject<SceneState>,
  shared: SharedScene,
): SceneHands {
  const pointer = useRef({ x: 0, y: 0 });
  const pressed = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  function local(event: { readonly clientX: number; readonly clientY: number }): { x: number; y: number } {
    const box = element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  function refAt({ x, y }: { readonly x: number; readonly y: number }): RecordRef | null {
    const hits = hitsAt(state.current, x, y);
    const record = hits.find((hit) => hit.kind === 'record');
    if (record?.kind === 'record' && record.ref.collection === 'nodes') return record.ref;
    return softHitAt(state.current, x, y) ?? (record?.kind === 'record' ? record.ref : null);
  }

  return {
    pointer,
    handlers: {
      onPointerDownCapture(event) {
        if (event.target instanceof Element && event.target.closest('[data-scene-control]') !== null) return;
        element.current?.focus({ preventScroll: true });
        pressed.current = { x: event.clientX, y: event.clientY };
        if (event.button !== 0 || useEditStore.getState().measuring) return;
        if (event.shiftKey) {
          // The camera must not turn under the frame.
          event.stopPropagation();
          startBox(local(event), local, state);
          return;
        }
        if (event.ctrlKey || event.metaKey) return;
        const ref = refAt(local(event));
        if (ref?.collection !== 'nodes') return;
        const subject = event.altKey
          ? ({ kind: 'link-end', fromNodeId: ref.id } as const)
          : ({ kind: 'node', nodeId: ref.id } as const);
        // The camera must not turn under what one picks up.
        if (startCarry(subject, event.nativeEvent)) event.stopPropagation();
      },
      onPointerMove(event) {
        pointer.current = local(event);
        if (event.buttons !== 0 || useInteractionStore.getState().interaction.kind !== 'idle') return;
        const overControl = event.target instanceof Element && event.target.closest('[data-scene-control]') !== null;
        cancelAnimationFrame(frame.current);
        frame.current = requestAnimationFrame(() => hover(overControl ? null : refAt(pointer.current)));
      },
      onPointerLeave() {
        cancelAnimationFrame(frame.current);
        hover(null);
      },
      onClick(event) {
        if (event.target instanceof Element && event.target.closest('[data-scene-control]') !== null) return;
        const start = pressed.current;
        pressed.current = null;
        if (start === null || Math.hypot(event.clientX - start.x, event.clientY - start.y) > CLICK_PX) return;
        if (useEditStore.getState().measuring) return measureAt(state.current, local(event), refAt(local(event)));
        const toggle = event.ctrlKey || event.metaKey || event.shiftKey;
        const ref = refAt(local(event)) ?? areaAt(state.current, local(event));
        if (ref !== null || !toggle) select(ref, toggle);
      },
      onDoubleClick(event) {
        if (event.target instanceof Element && event.target.closest('[data-scene-control]') !== null) return;
        const ref = refAt(local(event));
        if (ref === null || !opensRack(state.current.site, ref)) return;
        select(ref);
        showPanel('racks');
      },
      onKeyDown(event) {
        if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
        if (pressKey(event.key, event.shiftKey, state.current, shared)) event.preventDefault();
      },
    },
  };
}

/** A rack, or what stands in one. */
function opensRack(site: Site, { collection, id }: RecordRef): boolean {
  const placeId = collection === 'nodes' ? (getRecord(site, 'nodes', id)?.placeId ?? null) : collection === 'places' ? id : null;
  return placeId !== null && getRecord(site, 'places', placeId)?.kind === 'rack';
}

/** A click on bare floor is a click on empty; zones and rooms are picked by their own area only when they are small. */
function areaAt(state: SceneState, { x, y }: { readonly x: number; readonly y: number }): RecordRef | null {
  const surface = hitsAt(state, x, y).find((hit) => hit.kind === 'surface');
  if (surface?.kind !== 'surface' || surface.placeId === null) return null;
  const kind = getRecord(state.site, 'places', surface.placeId)?.kind;
  return kind === 'zone' || kind === 'room' || kind === 'block' || kind === 'cell'
    ? { collection: 'places', id: surface.placeId }
    : null;
}

const TURN_DEG = 8;
const PAN_SHARE = 0.08;
const ZOOM = 0.85;

/** Whether the key meant something. */
function pressKey(key: string, shift: boolean, state: SceneState, shared: SharedScene): boolean {
  const across = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const up = key === 'ArrowUp' ? 1 : key === 'ArrowDown' ? -1 : 0;
  if (across !== 0 || up !== 0) {
    if (shift) shared.pilot?.pan(across * PAN_SHARE, up * PAN_SHARE);
    else shared.pilot?.orbit(across * TURN_DEG, up * TURN_DEG);
    return true;
  }
  switch (key) {
    case '+':
    case '=':
      shared.pilot?.zoom(ZOOM);
      return true;
    case '-':
      shared.pilot?.zoom(1 / ZOOM);
      return true;
    case 'Home':
    case 'h':
    case 'H':
      askCamera('home');
      return true;
    case 'PageDown':
    case 'PageUp':
      selectNext(state, key === 'PageDown' ? 1 : -1);
      return true;
    case 'Escape':
      if (useInteractionStore.getState().selection.length === 0) return false;
      select(null);
      return true;
    default:
      return false;
  }
}

/** Goes through the nodes in the order of their ids. */
function selectNext(state: SceneState, step: 1 | -1): void {
  const ids = listRecords(state.site, 'nodes').map(({ id }) => id as string);
  const current = useInteractionStore.getState().selection.find((ref) => ref.collection === 'nodes');
  const at = current === undefined ? (step === 1 ? -1 : 0) : ids.indexOf(current.id);
  const next = ids[(at + step + ids.length) % Math.max(1, ids.length)];
  if (next !== undefined) select({ collection: 'nodes', id: next });
}
