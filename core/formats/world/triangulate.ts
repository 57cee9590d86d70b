import earcut from 'earcut';

export type Corner = readonly [number, number, number];

/**
 * Triangles of a flat polygon in space, as indices into its corners (rings one after the other): turned into the plane it lies in, then
 * cut by ear clipping. Empty for one without an area.
 */
export function trianglesOf(rings: readonly (readonly Corner[])[]): number[] {
  const [outer] = rings;
  if (outer === undefined || outer.length < 3) return [];
  const normal = newellNormal(outer);
  const size = Math.hypot(...normal);
  if (!(size > 0)) return [];
  // The axis that the polygon faces most is dropped; which of the others comes first keeps its sense of turning.
  const [nx, ny, nz] = normal;
  const [x, y, z] = [Math.abs(nx), Math.abs(ny), Math.abs(nz)];
  const pick: (corner: Corner) => [number, number] =
    z >= x && z >= y
      ? (corner) => (nz > 0 ? [corner[0], corner[1]] : [corner[1], corner[0]])
      : x >= y
        ? (corner) => (nx > 0 ? [corner[1], corner[2]] : [corner[2], corner[1]])
        : (corner) => (ny > 0 ? [corner[2], corner[0]] : [corner[0], corner[2]]);
  const flat: number[] = [];
  const holes: number[] = [];
  for (const [index, ring] of rings.entries()) {
    if (index > 0) holes.push(flat.length / 2);
    for (const corner of ring) flat.push(...pick(corner));
  }
  const triangles = earcut(flat, holes);
  return turnedAs(triangles, flat);
}

/** Normal of a polygon that need not be quite flat (Newell); its length is twice the area. */
function newellNormal(ring: readonly Corner[]): [number, number, number] {
  const normal: [number, number, number] = [0, 0, 0];
  for (const [index, [x1, y1, z1]] of ring.entries()) {
    const [x2, y2, z2] = ring[(index + 1) % ring.length] ?? [x1, y1, z1];
    normal[0] += (y1 - y2) * (z1 + z2);
    normal[1] += (z1 - z2) * (x1 + x2);
    normal[2] += (x1 - x2) * (y1 + y2);
  }
  return normal;
}

/** The plane was chosen so that the outline turns anticlockwise; triangles that do not are turned. */
function turnedAs(triangles: readonly number[], flat: readonly number[]): number[] {
  const turned: number[] = [];
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [triangles[at] ?? 0, triangles[at + 1] ?? 0, triangles[at + 2] ?? 0];
    const px = (index: number): number => flat[index * 2] ?? 0;
    const py = (index: number): number => flat[index * 2 + 1] ?? 0;
    const area = (px(b) - px(a)) * (py(c) - py(a)) - (px(c) - px(a)) * (py(b) - py(a));
    turned.push(a, ...(area >= 0 ? [b, c] : [c, b]));
  }
  return turned;
}
