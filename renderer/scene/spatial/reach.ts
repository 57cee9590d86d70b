import type { SceneView } from '../view.ts';
import type { Reaches } from './box-tree.ts';

/**
 * Whether a box, or what it holds that keeps its size on the screen, may come within so many pixels of a pixel. Never says no wrongly:
 * the box counts as the ball around it.
 */
export function nearSightLine(view: SceneView, xPx: number, yPx: number, radiusPx: number): Reaches {
  const { origin, direction } = view.sightLine(xPx, yPx);
  const [ox, oy, oz, dx, dy, dz] = [origin.x, origin.y, origin.z, direction.x, direction.y, direction.z];
  return (boxes, at, reachPx) => {
    const [minX, minY, minZ] = [boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0];
    const [maxX, maxY, maxZ] = [boxes[at + 3] ?? 0, boxes[at + 4] ?? 0, boxes[at + 5] ?? 0];
    const [x, y, z] = [(minX + maxX) / 2 - ox, (minY + maxY) / 2 - oy, (minZ + maxZ) / 2 - oz];
    const half = Math.hypot(maxX - minX, maxY - minY, maxZ - minZ) / 2;
    const along = x * dx + y * dy + z * dz;
    const square = x * x + y * y + z * z;
    const away = Math.sqrt(Math.max(0, square - along * along));
    return away <= half + (reachPx + radiusPx) * view.metresPerPx(Math.sqrt(square) + half);
  };
}

/** Whether a box may be in the picture. */
export function inPicture(view: SceneView): Reaches {
  const m = view.clip;
  // Rows of the matrix: a point is in the picture where −w ≤ x, y ≤ w and w > 0.
  const row = (index: number, sign: number): readonly [number, number, number, number] => [
    (m[3] ?? 0) + sign * (m[index] ?? 0),
    (m[7] ?? 0) + sign * (m[index + 4] ?? 0),
    (m[11] ?? 0) + sign * (m[index + 8] ?? 0),
    (m[15] ?? 0) + sign * (m[index + 12] ?? 0),
  ];
  const planes = [row(0, 1), row(0, -1), row(1, 1), row(1, -1), [m[3] ?? 0, m[7] ?? 0, m[11] ?? 0, m[15] ?? 0] as const];
  return (boxes, at) => {
    for (const [a, b, c, d] of planes) {
      const x = boxes[a > 0 ? at + 3 : at] ?? 0;
      const y = boxes[b > 0 ? at + 4 : at + 1] ?? 0;
      const z = boxes[c > 0 ? at + 5 : at + 2] ?? 0;
      if (a * x + b * y + c * z + d < 0) return false;
    }
    return true;
  };
}
