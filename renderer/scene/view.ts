import { Matrix4, PerspectiveCamera, Plane, Raycaster, Vector2, Vector3 } from 'three';

/** The same to write into, where a spot is needed many times a frame. */
export interface SpotBuffer {
  xPx: number;
  yPx: number;
  depth: number;
}

/** A spot on the screen, in pixels of the scene's element, and how far it lies from the camera. */
export interface ScreenSpot {
  readonly xPx: number;
  readonly yPx: number;
  readonly depth: number;
}

/** The camera as everything outside of the renderer sees it: labels, picking, scale bar. Follows the frames. */
export interface SceneView {
  readonly camera: PerspectiveCamera;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels of one metre at distance one. */
  readonly pxPerUnit: number;
  /** From the scene to the clip space of the camera, column by column. */
  readonly clip: Float64Array;
  /** Null behind the camera. */
  project(x: number, y: number, z: number): ScreenSpot | null;
  /** The same without a new object; false behind the camera. */
  projectInto(x: number, y: number, z: number, spot: SpotBuffer): boolean;
  /** The sight line through a pixel: origin and direction of unit length. */
  sightLine(xPx: number, yPx: number): { readonly origin: Vector3; readonly direction: Vector3 };
  metresPerPx(depth: number): number;
  /** Where the sight line through a pixel meets the level plane at a height; null when it does not. */
  onPlane(xPx: number, yPx: number, height: number): { readonly x: number; readonly z: number; readonly depth: number } | null;
  /** Called by the renderer once a frame. */
  update(camera: PerspectiveCamera, widthPx: number, heightPx: number): void;
  /** Runs after each update; returns how to stop it. */
  onFrame(listener: () => void): () => void;
}

export function createSceneView(): SceneView {
  let camera = new PerspectiveCamera();
  let widthPx = 1;
  let heightPx = 1;
  let pxPerUnit = 1;
  const listeners = new Set<() => void>();
  const matrix = new Matrix4();
  const clip = new Float64Array(16);
  const pixel = new Vector2();
  const point = new Vector3();
  const caster = new Raycaster();
  const plane = new Plane(new Vector3(0, 1, 0));
  return {
    get camera() {
      return camera;
    },
    get widthPx() {
      return widthPx;
    },
    get heightPx() {
      return heightPx;
    },
    get pxPerUnit() {
      return pxPerUnit;
    },
    clip,
    project(x, y, z) {
      const spot = { xPx: 0, yPx: 0, depth: 0 };
      return this.projectInto(x, y, z, spot) ? spot : null;
    },
    projectInto(x, y, z, spot) {
      const elements = matrix.elements;
      const w = elements[3] * x + elements[7] * y + elements[11] * z + elements[15];
      if (w <= camera.near) return false;
      const clipX = (elements[0] * x + elements[4] * y + elements[8] * z + elements[12]) / w;
      const clipY = (elements[1] * x + elements[5] * y + elements[9] * z + elements[13]) / w;
      spot.xPx = ((clipX + 1) / 2) * widthPx;
      spot.yPx = ((1 - clipY) / 2) * heightPx;
      spot.depth = w;
      return true;
    },
    sightLine(xPx, yPx) {
      caster.setFromCamera(pixel.set((xPx / widthPx) * 2 - 1, 1 - (yPx / heightPx) * 2), camera);
      return caster.ray;
    },
    metresPerPx: (depth) => depth / pxPerUnit,
    onPlane(xPx, yPx, height) {
      caster.setFromCamera(pixel.set((xPx / widthPx) * 2 - 1, 1 - (yPx / heightPx) * 2), camera);
      plane.constant = -height;
      const hit = caster.ray.intersectPlane(plane, point);
      return hit === null ? null : { x: hit.x, z: hit.z, depth: hit.distanceTo(camera.position) };
    },
    update(next, width, height) {
      camera = next;
      widthPx = Math.max(1, width);
      heightPx = Math.max(1, height);
      pxPerUnit = heightPx / (2 * Math.tan((camera.fov * Math.PI) / 360));
      camera.updateMatrixWorld();
      matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
      clip.set(matrix.elements);
      for (const listener of listeners) listener();
    },
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
