import { createContext, use } from 'react';
import { Color, Vector2 } from 'three';
import type { PerspectiveCamera } from 'three';
import type { Rgb } from '../../ui/scales.ts';
import type { CameraPilot } from '../camera-pilot.ts';
import { toLinear } from '../geometry/mesh-data.ts';
import type { SymbolUniforms } from '../materials/symbol-material.ts';
import { createSceneView } from '../view.ts';
import type { SceneView } from '../view.ts';

/** What all parts of one scene share: the camera as others see it, and the uniforms that follow it. */
export interface SharedScene {
  readonly view: SceneView;
  readonly symbols: SymbolUniforms;
  readonly viewport: { readonly value: Vector2 };
  readonly pixelRatio: { readonly value: number };
  /** Null while there is no camera. */
  readonly pilot: CameraPilot | null;
  setPilot(pilot: CameraPilot | null): void;
  setDetail(colour: Rgb): void;
  /** Once a frame, before it is drawn. */
  follow(camera: PerspectiveCamera, widthPx: number, heightPx: number, pixelRatio: number): void;
}

export function createShared(): SharedScene {
  const view = createSceneView();
  const symbols = { pxPerUnit: { value: 1000 }, detail: { value: new Color() } };
  const viewport = { value: new Vector2(1, 1) };
  const ratio = { value: 1 };
  let current: CameraPilot | null = null;
  return {
    view,
    symbols,
    viewport,
    pixelRatio: ratio,
    get pilot() {
      return current;
    },
    setPilot(pilot) {
      current = pilot;
    },
    setDetail(colour) {
      symbols.detail.value.setRGB(...toLinear(colour));
    },
    follow(camera, widthPx, heightPx, pixelRatio) {
      view.update(camera, widthPx, heightPx);
      symbols.pxPerUnit.value = view.pxPerUnit;
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
