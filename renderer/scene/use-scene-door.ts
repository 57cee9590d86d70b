import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { getRecord } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import type { LabelPainter, PlacedLabel } from './labels/label-painter.ts';
import { areaSpot, hitsAt, symbolSpot } from './picking.ts';
import type { SceneState } from './picking.ts';
import { mountScene } from './registry.ts';
import type { SceneDoor } from './registry.ts';

declare global {
  interface Window {
    /** Only with `?e2e` in the address: lets a test drag to a true spot of the scene. */
    __edgewrightScene?: {
      screenPosition(collection: RecordRef['collection'], id: string): { xPx: number; yPx: number } | null;
      /** Names that show now, in px of the scene's element. */
      labels(): readonly PlacedLabel[];
    };
  }
}

/** Opens the scene to gestures and reports while it is on the screen. */
export function useSceneDoor(
  element: RefObject<HTMLDivElement | null>,
  state: RefObject<SceneState>,
  painter: RefObject<LabelPainter | null>,
  camera: Pick<SceneDoor, 'capture' | 'bookmark' | 'goTo'>,
): void {
  const pilot = useRef(camera);
  useEffect(() => {
    pilot.current = camera;
  });
  useEffect(() => {
    const host = element.current;
    if (host === null) return undefined;
    const door: SceneDoor = {
      element: host,
      hits(xPx, yPx) {
        const frame = host.getBoundingClientRect();
        return hitsAt(state.current, xPx - frame.left, yPx - frame.top);
      },
      screenPosition(ref) {
        const spot = spotOf(state.current, ref);
        if (spot === null) return null;
        const frame = host.getBoundingClientRect();
        return { xPx: frame.left + spot.xPx, yPx: frame.top + spot.yPx };
      },
      capture: (request) => pilot.current.capture(request),
      bookmark: (name) => pilot.current.bookmark(name),
      goTo: (bookmark) => pilot.current.goTo(bookmark),
    };
    const unmount = mountScene(door);
    if (new URLSearchParams(location.search).has('e2e')) {
      window.__edgewrightScene = {
        screenPosition: (collection, id) => door.screenPosition({ collection, id }),
        labels: () => painter.current?.shown() ?? [],
      };
    }
    return () => {
      unmount();
      delete window.__edgewrightScene;
    };
  }, [element, state, painter]);
}

function spotOf(state: SceneState, ref: RecordRef): { readonly xPx: number; readonly yPx: number } | null {
  const index = state.model.indexOf.get(`${ref.collection}/${ref.id}`);
  if (index !== undefined) return symbolSpot(state, index);
  const group = ref.collection === 'deviceGroups' ? state.model.groups[state.model.groupOf.get(ref.id) ?? -1] : undefined;
  if (group !== undefined) return state.view.project(...group.middle);
  const place = ref.collection === 'places' ? getRecord(state.site, 'places', ref.id) : undefined;
  return place === undefined ? null : areaSpot(state, place.id);
}
