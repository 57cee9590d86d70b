import type { Corner } from './triangulate.ts';

/** A rigid motion or more in space: rows of a 3 × 4 matrix. */
export type Transform = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

export const IDENTITY: Transform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** First `inner`, then `outer`. */
export function compose(outer: Transform, inner: Transform): Transform {
  const row = (r: number): number[] => {
    const [a, b, c, d] = [outer[r * 4] ?? 0, outer[r * 4 + 1] ?? 0, outer[r * 4 + 2] ?? 0, outer[r * 4 + 3] ?? 0];
    return [0, 1, 2, 3].map(
      (column) => a * (inner[column] ?? 0) + b * (inner[4 + column] ?? 0) + c * (inner[8 + column] ?? 0) + (column === 3 ? d : 0),
    );
  };
  return [...row(0), ...row(1), ...row(2)] as unknown as Transform;
}

export function applyTransform(t: Transform, [x, y, z]: Corner): Corner {
  return [t[0] * x + t[1] * y + t[2] * z + t[3], t[4] * x + t[5] * y + t[6] * z + t[7], t[8] * x + t[9] * y + t[10] * z + t[11]];
}

export function scaling([x, y, z]: Corner): Transform {
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0];
}

/** Position and roll, pitch, yaw about the fixed axes x, y, z, in radians: a pose of SDF. */
export function poseTransform([x, y, z, roll, pitch, yaw]: readonly [number, number, number, number, number, number]): Transform {
  const [cr, sr, cp, sp, cy, sy] = [
    Math.cos(roll),
    Math.sin(roll),
    Math.cos(pitch),
    Math.sin(pitch),
    Math.cos(yaw),
    Math.sin(yaw),
  ];
  return [
    cy * cp,
    cy * sp * sr - sy * cr,
    cy * sp * cr + sy * sr,
    x,
    sy * cp,
    sy * sp * sr + cy * cr,
    sy * sp * cr - cy * sr,
    y,
    -sp,
    cp * sr,
    cp * cr,
    z,
  ];
}
