import type { Mesh } from '../../../core/site/scenery/shapes.ts';

/** Faces that turn less than this from each other make no edge. */
const LEAST_TURN = Math.cos((28 * Math.PI) / 180);
/** Corners nearer than this are one, m. */
const WELD_M = 0.002;

/**
 * Edges of a mesh where its surface turns or ends, as pairs of corners. Corners at one spot count as one, however often the mesh
 * has them.
 */
export function meshEdges({ corners, triangles }: Mesh): number[] {
  const welded = weld(corners);
  const edges = new Map<
    number,
    { readonly from: number; readonly to: number; readonly normal: readonly number[]; smooth: boolean }
  >();
  const count = corners.length / 3;
  for (let at = 0; at + 2 < triangles.length; at += 3) {
    const normal = normalOf(corners, triangles, at);
    if (normal === null) continue;
    for (let side = 0; side < 3; side += 1) {
      const from = triangles[at + side] ?? 0;
      const to = triangles[at + ((side + 1) % 3)] ?? 0;
      const [a, b] = [welded[from] ?? 0, welded[to] ?? 0];
      if (a === b) continue;
      const key = Math.min(a, b) * count + Math.max(a, b);
      const known = edges.get(key);
      if (known === undefined) edges.set(key, { from, to, normal, smooth: false });
      else if (dot(known.normal, normal) > LEAST_TURN) known.smooth = true;
    }
  }
  return [...edges.values()].flatMap(({ from, to, smooth }) => (smooth ? [] : [from, to]));
}

function weld(corners: Float64Array): Uint32Array {
  const first = new Map<string, number>();
  const welded = new Uint32Array(corners.length / 3);
  for (let index = 0; index < welded.length; index += 1) {
    const key = `${Math.round((corners[index * 3] ?? 0) / WELD_M)} ${Math.round((corners[index * 3 + 1] ?? 0) / WELD_M)} ${Math.round((corners[index * 3 + 2] ?? 0) / WELD_M)}`;
    const known = first.get(key);
    welded[index] = known ?? index;
    if (known === undefined) first.set(key, index);
  }
  return welded;
}

/** Null for a triangle without an area. */
function normalOf(corners: Float64Array, triangles: Uint32Array, at: number): readonly number[] | null {
  const corner = (side: number): readonly [number, number, number] => {
    const index = (triangles[at + side] ?? 0) * 3;
    return [corners[index] ?? 0, corners[index + 1] ?? 0, corners[index + 2] ?? 0];
  };
  const [a, b, c] = [corner(0), corner(1), corner(2)];
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const size = Math.hypot(...normal);
  return size > 1e-12 ? normal.map((value) => value / size) : null;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return (a[0] ?? 0) * (b[0] ?? 0) + (a[1] ?? 0) * (b[1] ?? 0) + (a[2] ?? 0) * (b[2] ?? 0);
}
