import { Spherical, Vector3 } from 'three';
import type { PerspectiveCamera } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import type { CameraPreset } from '../store/view-store.ts';
import { fitBox } from './layout/fit.ts';
import type { FitBox, Standpoint } from './layout/fit.ts';

/** Directions from the model to the camera: azimuth from south, anticlockwise, and elevation, in degrees. */
const PRESETS: Readonly<Record<CameraPreset, readonly [number, number]>> = {
  home: [-28, 30],
  top: [0, 89.9],
  front: [0, 4],
  side: [90, 4],
  selection: [-28, 34],
};

const MOVE_MS = 150;

interface Flight {
  readonly from: Standpoint;
  readonly to: Standpoint;
  readonly startedMs: number;
}

/** Flies the camera: orbit, pan and zoom by mouse and keyboard, presets, and the range of depth that fits what one looks at. */
export interface CameraPilot {
  /** Asks for a preset; nothing moves by itself before that. `animate` false: at once. */
  show(preset: CameraPreset, box: FitBox, aspect: number, animate: boolean): void;
  /** Moves on before each frame; `whole` bounds what can be seen. */
  step(whole: FitBox): void;
  orbit(acrossDeg: number, upDeg: number): void;
  /** Shares of the distance to what one looks at. */
  pan(acrossShare: number, upShare: number): void;
  /** Below 1 comes nearer. */
  zoom(factor: number): void;
  /** Brings a spot to the middle, from the same side and as far away as now. */
  lookAt(x: number, y: number, z: number, animate: boolean): void;
  /** Where the camera stands and what it looks at. */
  readonly standpoint: Standpoint;
  /** Goes to a standpoint that was remembered. */
  goTo(standpoint: Standpoint, animate: boolean): void;
  /** Whether the user has moved the camera himself since the last preset. */
  readonly taken: boolean;
  dispose(): void;
}

export function createCameraPilot(
  camera: PerspectiveCamera,
  element: HTMLElement,
  invalidate: () => void,
  damping: boolean,
): CameraPilot {
  const controls = new OrbitControls(camera, element);
  let flight: Flight | null = null;
  let taken = false;
  controls.enableDamping = damping;
  controls.dampingFactor = 0.2;
  controls.zoomToCursor = true;
  controls.screenSpacePanning = false;
  controls.maxPolarAngle = Math.PI * 0.495;
  controls.addEventListener('change', invalidate);
  controls.addEventListener('start', take);

  function take(): void {
    taken = true;
    flight = null;
  }

  function fly(to: Standpoint, animate: boolean): void {
    flight = {
      from: { position: camera.position.clone(), target: controls.target.clone() },
      to,
      startedMs: animate ? performance.now() : -Infinity,
    };
    invalidate();
  }

  return {
    get taken() {
      return taken;
    },
    show(preset, box, aspect, animate) {
      const to = standpoint(box, PRESETS[preset], camera, aspect);
      const reach = to.position.distanceTo(to.target);
      controls.minDistance = Math.min(1.2, reach * 0.02);
      controls.maxDistance = Math.max(reach * 8, diagonalOf(box));
      taken = false;
      fly(to, animate);
    },
    step(whole) {
      if (flight !== null) {
        const share = Math.min(1, (performance.now() - flight.startedMs) / MOVE_MS);
        const eased = 1 - (1 - share) ** 3;
        camera.position.lerpVectors(flight.from.position, flight.to.position, eased);
        controls.target.lerpVectors(flight.from.target, flight.to.target, eased);
        if (share === 1) flight = null;
        else invalidate();
      }
      controls.update();
      const distance = camera.position.distanceTo(controls.target);
      const near = Math.max(distance / 200, 0.02);
      const far = distance + diagonalOf(whole) * 4;
      if (Math.abs(camera.near / near - 1) < 0.05 && Math.abs(camera.far / far - 1) < 0.05) return;
      camera.near = near;
      camera.far = far;
      camera.updateProjectionMatrix();
    },
    orbit(acrossDeg, upDeg) {
      take();
      const offset = camera.position.clone().sub(controls.target);
      const spherical = new Spherical().setFromVector3(offset);
      spherical.theta += (acrossDeg * Math.PI) / 180;
      spherical.phi = Math.min(controls.maxPolarAngle, Math.max(0.01, spherical.phi - (upDeg * Math.PI) / 180));
      camera.position.copy(controls.target).add(offset.setFromSpherical(spherical));
      invalidate();
    },
    pan(acrossShare, upShare) {
      take();
      const reach = camera.position.distanceTo(controls.target) * 0.5;
      const right = new Vector3().setFromMatrixColumn(camera.matrix, 0);
      const ahead = new Vector3().crossVectors(new Vector3(0, 1, 0), right);
      const move = right.multiplyScalar(acrossShare * reach).add(ahead.multiplyScalar(upShare * reach));
      camera.position.add(move);
      controls.target.add(move);
      invalidate();
    },
    zoom(factor) {
      take();
      camera.position.sub(controls.target).multiplyScalar(factor).add(controls.target);
      invalidate();
    },
    lookAt(x, y, z, animate) {
      const target = new Vector3(x, y, z);
      const offset = camera.position.clone().sub(controls.target);
      this.goTo({ position: target.clone().add(offset), target }, animate);
    },
    get standpoint() {
      return flight?.to ?? { position: camera.position.clone(), target: controls.target.clone() };
    },
    goTo(to, animate) {
      taken = true;
      fly(to, animate);
    },
    dispose() {
      controls.removeEventListener('change', invalidate);
      controls.removeEventListener('start', take);
      controls.dispose();
    },
  };
}

function standpoint(
  box: FitBox,
  [azimuthDeg, elevationDeg]: readonly [number, number],
  camera: PerspectiveCamera,
  aspect: number,
): Standpoint {
  const azimuth = (azimuthDeg * Math.PI) / 180;
  const elevation = (elevationDeg * Math.PI) / 180;
  const direction = new Vector3(
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.cos(azimuth) * Math.cos(elevation),
  );
  const up = Math.tan((camera.fov * Math.PI) / 360);
  return fitBox(box, direction, { x: up * aspect, y: up });
}

function diagonalOf(box: FitBox): number {
  return Math.hypot(box.max[0] - box.min[0], box.max[1] - box.min[1], box.max[2] - box.min[2]);
}
