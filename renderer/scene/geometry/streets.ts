/** A piece of street between two crossings. */
export interface Street {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** How far a neighbour may lie off the straight line to count as the next crossing along a street: 20 degrees. */
const CONE = Math.cos((20 * Math.PI) / 180);

const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * Streets that crossings imply: each is joined to the nearest other one east, north, west and south of it when that is mutual.
 * A reading aid of the drawing; no figure rests on it.
 */
export function impliedStreets(crossings: readonly (readonly [number, number])[]): Street[] {
  const next = crossings.map((from, index) =>
    DIRECTIONS.map(([east, north]) => {
      let best = -1;
      let bestDistance = Infinity;
      for (const [other, to] of crossings.entries()) {
        if (other === index) continue;
        const [dx, dz] = [to[0] - from[0], to[1] - from[1]];
        const distance = Math.hypot(dx, dz);
        if (distance === 0 || distance >= bestDistance || (dx * east + dz * north) / distance < CONE) continue;
        best = other;
        bestDistance = distance;
      }
      return best;
    }),
  );
  const streets: Street[] = [];
  for (const [index, neighbours] of next.entries()) {
    for (const direction of [0, 1]) {
      const other = neighbours[direction] ?? -1;
      const from = crossings[index];
      const to = crossings[other];
      if (from !== undefined && to !== undefined && next[other]?.[direction + 2] === index) streets.push({ from, to });
    }
  }
  return streets;
}
