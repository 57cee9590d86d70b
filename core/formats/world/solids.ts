import type { Mesh } from '../../site/scenery/shapes.ts';
import type { Corner } from './triangulate.ts';

const ROUND_SIDES = 20;
const SPHERE_RINGS = 8;

/** A box around the origin. */
export function boxMesh([x, y, z]: Corner): Mesh {
  const [a, b, c] = [Math.abs(x) / 2, Math.abs(y) / 2, Math.abs(z) / 2];
  return lathe(
    [
      [-a, -b],
      [a, -b],
      [a, b],
      [-a, b],
    ],
    [-c, c],
    [1, 1],
  );
}

/** An upright cylinder around the origin. */
export function cylinderMesh(radiusM: number, lengthM: number): Mesh {
  return lathe(roundOutline(radiusM), [-lengthM / 2, lengthM / 2], [1, 1]);
}

export function sphereMesh(radiusM: number): Mesh {
  const angles = Array.from({ length: SPHERE_RINGS + 1 }, (_, ring) => (ring / SPHERE_RINGS - 0.5) * Math.PI);
  return lathe(
    roundOutline(radiusM),
    angles.map((angle) => Math.sin(angle) * radiusM),
    angles.map((angle) => Math.max(1e-3, Math.cos(angle))),
  );
}

function roundOutline(radiusM: number): [number, number][] {
  return Array.from({ length: ROUND_SIDES }, (_, side) => {
    const angle = (side / ROUND_SIDES) * 2 * Math.PI;
    return [radiusM * Math.cos(angle), radiusM * Math.sin(angle)];
  });
}

/** An outline at several heights, scaled at each, closed by flat ends. */
function lathe(outline: readonly (readonly [number, number])[], heights: readonly number[], scales: readonly number[]): Mesh {
  const sides = outline.length;
  const corners = heights.flatMap((height, level) =>
    outline.flatMap(([x, y]) => [x * (scales[level] ?? 1), y * (scales[level] ?? 1), height]),
  );
  const triangles: number[] = [];
  for (let level = 0; level + 1 < heights.length; level += 1) {
    for (let side = 0; side < sides; side += 1) {
      const [a, b] = [level * sides + side, level * sides + ((side + 1) % sides)];
      triangles.push(a, b, b + sides, a, b + sides, a + sides);
    }
  }
  const top = (heights.length - 1) * sides;
  for (let side = 1; side + 1 < sides; side += 1) triangles.push(0, side + 1, side, top, top + side, top + side + 1);
  return { corners: Float64Array.from(corners), triangles: Uint32Array.from(triangles) };
}
