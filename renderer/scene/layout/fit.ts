import { Vector3 } from 'three';

/** A box in scene coordinates. */
export interface FitBox {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** Share of the picture that the box may fill, across and up; at the left the names of the plates need room. */
const FILLED = { x: 0.86, y: 0.92 };

/** A look at something: where the camera stands, and the middle of the picture. */
export interface Standpoint {
  readonly position: Vector3;
  readonly target: Vector3;
}

/**
 * Where the camera stands to see a box whole, as large as the picture allows. `direction` points from the box to the camera (unit
 * length); `tangents` are of half the angle of view across and up.
 */
export function fitBox(box: FitBox, direction: Vector3, tangents: { readonly x: number; readonly y: number }): Standpoint {
  const up = Math.abs(direction.y) > 0.999 ? new Vector3(0, 0, -1) : new Vector3(0, 1, 0);
  const right = new Vector3().crossVectors(up, direction).normalize();
  const top = new Vector3().crossVectors(direction, right);
  const target = new Vector3((box.min[0] + box.max[0]) / 2, (box.min[1] + box.max[1]) / 2, (box.min[2] + box.max[2]) / 2);
  const size = Math.hypot(box.max[0] - box.min[0], box.max[1] - box.min[1], box.max[2] - box.min[2]);
  let distance = (size / tangents.y) * 0.6;
  // Perspective moves the middle as the distance changes; a few rounds settle both.
  for (let round = 0; round < 12; round += 1) {
    let [left, across, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const corner of corners(box)) {
      corner.sub(target);
      const depth = Math.max(distance - corner.dot(direction), distance * 0.05);
      const x = corner.dot(right) / (depth * tangents.x);
      const y = corner.dot(top) / (depth * tangents.y);
      [left, across, low, high] = [Math.min(left, x), Math.max(across, x), Math.min(low, y), Math.max(high, y)];
    }
    target.addScaledVector(right, ((left + across) / 2) * tangents.x * distance);
    target.addScaledVector(top, ((low + high) / 2) * tangents.y * distance);
    const fill = Math.max((across - left) / 2 / FILLED.x, (high - low) / 2 / FILLED.y);
    distance *= fill > 0 ? fill : 1;
  }
  return { position: direction.clone().multiplyScalar(distance).add(target), target };
}

function corners(box: FitBox): Vector3[] {
  return [box.min, box.max].flatMap(([x]) =>
    [box.min, box.max].flatMap(([, y]) => [box.min, box.max].map(([, , z]) => new Vector3(x, y, z))),
  );
}
