import type { PointsM } from '../../site/scenery/shapes.ts';

export interface Spot {
  readonly xM: number;
  readonly yM: number;
}

/** Points as a packed ring or line. */
export function pointsOf(spots: readonly Spot[]): PointsM {
  const points = new Float64Array(spots.length * 2);
  for (const [index, { xM, yM }] of spots.entries()) points.set([xM, yM], index * 2);
  return points;
}

/** A ring without the repetition of its first corner and of corners that follow themselves; null for fewer than three. */
export function ringOf(spots: readonly Spot[]): Spot[] | null {
  const ring = spots.filter((spot, index) => {
    const before = spots[index - 1];
    return before === undefined || before.xM !== spot.xM || before.yM !== spot.yM;
  });
  const [first] = ring;
  const last = ring.at(-1);
  if (ring.length > 1 && first !== undefined && last !== undefined && first.xM === last.xM && first.yM === last.yM) ring.pop();
  return ring.length < 3 ? null : ring;
}

/** Twice the area, positive when anticlockwise. */
export function doubleArea(ring: readonly Spot[]): number {
  let sum = 0;
  for (const [index, a] of ring.entries()) {
    const b = ring[(index + 1) % ring.length];
    if (b !== undefined) sum += a.xM * b.yM - b.xM * a.yM;
  }
  return sum;
}

export function areaM2(ring: readonly Spot[]): number {
  return Math.abs(doubleArea(ring)) / 2;
}

/** Smallest convex ring around points, anticlockwise (Andrew 1979). Fewer than three corners where all lie on a line. */
export function convexHull(spots: readonly Spot[]): Spot[] {
  const sorted = spots.toSorted((a, b) => a.xM - b.xM || a.yM - b.yM);
  const half = (row: readonly Spot[]): Spot[] => {
    const chain: Spot[] = [];
    for (const spot of row) {
      for (let [a, b] = chain.slice(-2); a !== undefined && b !== undefined && turn(a, b, spot) <= 0; [a, b] = chain.slice(-2))
        chain.pop();
      chain.push(spot);
    }
    chain.pop();
    return chain;
  };
  return sorted.length < 2 ? [...sorted] : [...half(sorted), ...half(sorted.toReversed())];
}

function turn(a: Spot, b: Spot, c: Spot): number {
  return (b.xM - a.xM) * (c.yM - a.yM) - (b.yM - a.yM) * (c.xM - a.xM);
}

export interface Extent {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Box around points; null for none. */
export function extentOf(spots: Iterable<Spot>): Extent | null {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { xM, yM } of spots) {
    west = Math.min(west, xM);
    east = Math.max(east, xM);
    south = Math.min(south, yM);
    north = Math.max(north, yM);
  }
  return west <= east ? { west, east, south, north } : null;
}

/** The box with a margin around it: a share of its longer side, and so many metres at least. */
export function widened({ west, east, south, north }: Extent, share: number, leastM = 0): Extent {
  const margin = Math.max((east - west) * share, (north - south) * share, leastM);
  return { west: west - margin, east: east + margin, south: south - margin, north: north + margin };
}

export function holds({ west, east, south, north }: Extent, { xM, yM }: Spot): boolean {
  return xM >= west && xM <= east && yM >= south && yM <= north;
}

/** A circle as a ring of so many corners. */
export function circle(centre: Spot, radiusM: number, corners = 32): Spot[] {
  return Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI;
    return { xM: centre.xM + radiusM * Math.cos(angle), yM: centre.yM + radiusM * Math.sin(angle) };
  });
}

/** Millimetres: what a position of the document keeps. */
export function roundM(lengthM: number): number {
  return Math.round(lengthM * 1000) / 1000 + 0;
}
