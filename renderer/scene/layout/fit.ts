import { Vector3 } from 'three';

/** A box in scene coordinates. */
export interface FitBox {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** Room left at the edge of the picture. */
const BORDER = 1.06;

/**
 * How far from the middle of a box the camera stands so that all of it is in the picture. `direction` points from the box to the camera
 * (unit length); `tangents` are of half the angle of view across and up.
 */
export function fitDistance(box: FitBox, direction: Vector3, tangents: { readonly x: number; readonly y: number }): number {
  const up = Math.abs(direction.y) > 0.999 ? new Vector3(0, 0, -1) : new Vector3(0, 1, 0);
  const right = new Vector3().crossVectors(up, direction).normalize();
  const top = new Vector3().crossVectors(direction, right);
  const middle = boxMiddle(box);
  let distance = 0;
  for (const x of [box.min[0], box.max[0]]) {
    for (const y of [box.min[1], box.max[1]]) {
      for (const z of [box.min[2], box.max[2]]) {
        const corner = new Vector3(x, y, z).sub(middle);
        const towards = corner.dot(direction);
        distance = Math.max(
          distance,
          towards + (Math.abs(corner.dot(right)) * BORDER) / tangents.x,
          towards + (Math.abs(corner.dot(top)) * BORDER) / tangents.y,
        );
      }
    }
  }
  return distance;
}

export function boxMiddle(box: FitBox): Vector3 {
  return new Vector3((box.min[0] + box.max[0]) / 2, (box.min[1] + box.max[1]) / 2, (box.min[2] + box.max[2]) / 2);
}
