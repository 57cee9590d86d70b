import { createContext, use } from 'react';
import { Color, Vector2 } from 'three';
import type { PerspectiveCamera } from 'three';
import type { CameraPilot } from '../camera-pilot.ts';
import { toLinear } from '../geometry/mesh-data.ts';
import type { EntryUniforms } from '../materials/entry-glsl.ts';
import type { Palette } from '../palette.ts';
import { createSceneView } from '../view.ts';
import type { SceneView } from '../view.ts';

type Writable<T> = { -readonly [Key in keyof T]: { value: T[Key] extends { readonly value: infer Value } ? Value : never } };

/** What all parts of one scene share: the camera as others see it, and the uniforms that follow it. */
export interface SharedScene {
  readonly view: SceneView;
  readonly uniforms: EntryUniforms;
  readonly viewport: { readonly value: Vector2 };
  readonly pixelRatio: { value: number };
  /** Seconds that beads have moved on. */
  readonly clock: { value: number };
  /** Null while there is no camera. */
  readonly pilot: CameraPilot | null;
  setPilot(pilot: CameraPilot | null): void;
  setPalette(palette: Palette): void;
  setEntries(entries: EntryUniforms['entries']['value']): void;
  setLift(lift: number, plateM: number): void;
  /** Once a frame, before it is drawn. */
  follow(camera: PerspectiveCamera, widthPx: number, heightPx: number, pixelRatio: number): void;
}

export function createShared(): SharedScene {
  const view = createSceneView();
  const uniforms: Writable<EntryUniforms> = {
    entries: { value: null },
    plateM: { value: 0 },
    lift: { value: 0 },
    pxPerUnit: { value: 1000 },
    detail: { value: new Color() },
    casing: { value: new Color() },
  };
  const viewport = { value: new Vector2(1, 1) };
  const ratio = { value: 1 };
  let current: CameraPilot | null = null;
  return {
    view,
    uniforms,
    viewport,
    pixelRatio: ratio,
    clock: { value: 0 },
    get pilot() {
      return current;
    },
    setPilot(pilot) {
      current = pilot;
    },
    setPalette({ detail, strand }) {
      uniforms.detail.value.setRGB(...toLinear(detail));
      uniforms.casing.value.setRGB(...toLinear(strand));
    },
    setEntries(entries) {
      uniforms.entries.value = entries;
    },
    setLift(lift, plateM) {
      uniforms.lift.value = lift;
      uniforms.plateM.value = plateM;
    },
    follow(camera, widthPx, heightPx, pixelRatio) {
      view.update(camera, widthPx, heightPx);
      uniforms.pxPerUnit.value = view.pxPerUnit;
      viewport.value.set(widthPx, heightPx);
      ratio.value = pixelRatio;
    },
  };
}

export const SharedContext = createContext<SharedScene | null>(null);

export function useShared(): SharedScene {
  const shared = use(SharedContext);
  if (shared === null) throw new Error('useShared: there is no SharedContext above');
  return shared;
}
