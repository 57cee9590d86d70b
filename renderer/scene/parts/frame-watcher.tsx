import { useFrame, useThree } from '@react-three/fiber';
import { PerspectiveCamera } from 'three';
import { useShared } from './shared.ts';

/** Tells the shaders and everything outside of the renderer where the camera is, once a frame. */
export function FrameWatcher(): null {
  const shared = useShared();
  const gl = useThree((state) => state.gl);
  useFrame(({ camera, size }) => {
    if (camera instanceof PerspectiveCamera) shared.follow(camera, size.width, size.height, gl.getPixelRatio());
  });
  return null;
}
