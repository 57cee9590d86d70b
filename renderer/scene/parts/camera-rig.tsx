import { useFrame, useThree } from '@react-three/fiber';
import { useEffect, useRef } from 'react';
import { PerspectiveCamera } from 'three';
import type { CameraPreset } from '../../store/view-store.ts';
import { createCameraPilot } from '../camera-pilot.ts';
import type { FitBox } from '../layout/fit.ts';
import { useShared } from './shared.ts';

export interface CameraRigProps {
  readonly preset: CameraPreset;
  /** Changes with each request. */
  readonly request: number;
  /** What home, top, front and side show whole. */
  readonly whole: FitBox;
  /** What the preset "selection" shows; null: the whole. */
  readonly selected: FitBox | null;
  readonly reducedMotion: boolean;
}

/** Puts the camera under a pilot: answers presets, and keeps the whole in view until the user takes over. */
export function CameraRig({ preset, request, whole, selected, reducedMotion }: CameraRigProps): null {
  const shared = useShared();
  const camera = useThree((state) => state.camera);
  const gl = useThree((state) => state.gl);
  const invalidate = useThree((state) => state.invalidate);
  const size = useThree((state) => state.size);
  const answered = useRef<number | null>(null);

  useEffect(() => {
    if (!(camera instanceof PerspectiveCamera)) return undefined;
    const created = createCameraPilot(camera, gl.domElement, () => invalidate(), !reducedMotion);
    answered.current = null;
    shared.setPilot(created);
    return () => {
      shared.setPilot(null);
      created.dispose();
    };
  }, [camera, gl, invalidate, reducedMotion, shared]);

  useEffect(() => {
    const { pilot } = shared;
    if (pilot === null || size.width === 0 || size.height === 0) return;
    const asked = answered.current !== request;
    // Nobody asked: the whole has changed its size, or the window has. That moves only a camera that still stands on its preset.
    if (!asked && (pilot.taken || preset === 'selection')) return;
    const first = answered.current === null;
    answered.current = request;
    pilot.show(
      first ? 'home' : preset,
      preset === 'selection' && selected !== null && !first ? selected : whole,
      size.width / size.height,
      asked && !first && !reducedMotion,
    );
  }, [preset, reducedMotion, request, selected, shared, size, whole]);

  useFrame(() => shared.pilot?.step(whole), -1);
  return null;
}
