import type { Spot } from './plane.ts';
import { areaM2, convexHull, doubleArea, extentOf } from './plane.ts';
import { traceMask } from './trace.ts';

/** Cells along the longer side: a hall of 60 m in steps of 5 cm. */
const CELLS = 1_200;
/** A union in pieces, or one that leaves out so much of the hull, says little of the floor. */
const LEAST_SHARE = 0.4;

/**
 * The outline of areas that lie beside and over each other, on a grid of cells: good for the look of a slab. The hull where the areas
 * do not hang together. `walls` count as a cell wide, so that gaps between rooms close.
 */
export function unionOutline(
  rings: readonly (readonly Spot[])[],
  walls: readonly { readonly from: Spot; readonly to: Spot }[],
): readonly Spot[] {
  const all = [...rings.flat(), ...walls.flatMap(({ from, to }) => [from, to])];
  const hull = convexHull(all);
  const extent = extentOf(all);
  if (extent === null || rings.length === 0 || hull.length < 3) return hull;
  const cellM = Math.max(extent.east - extent.west, extent.north - extent.south) / CELLS;
  if (!(cellM > 0)) return hull;
  const width = Math.ceil((extent.east - extent.west) / cellM) + 3;
  const height = Math.ceil((extent.north - extent.south) / cellM) + 3;
  const cells = new Uint8Array(width * height);
  const column = (xM: number): number => (xM - extent.west) / cellM + 1;
  const row = (yM: number): number => height - 1 - ((yM - extent.south) / cellM + 1);
  for (const ring of rings)
    fillRing(
      cells,
      width,
      height,
      ring.map(({ xM, yM }) => ({ xM: column(xM), yM: row(yM) })),
    );
  for (const { from, to } of walls) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to.xM - from.xM, to.yM - from.yM) / cellM));
    for (let step = 0; step <= steps; step += 1) {
      const share = step / steps;
      const [c, r] = [
        Math.floor(column(from.xM + (to.xM - from.xM) * share)),
        Math.floor(row(from.yM + (to.yM - from.yM) * share)),
      ];
      for (const [dc, dr] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ] as const)
        if (c + dc >= 0 && r + dr >= 0 && c + dc < width && r + dr < height) cells[(r + dr) * width + c + dc] = 1;
    }
  }
  const areas = traceMask({ width, height, cells }, 2, 4);
  const largest = areas.toSorted((a, b) => Math.abs(doubleArea(b.outer)) - Math.abs(doubleArea(a.outer)))[0];
  if (largest === undefined) return hull;
  const outline = largest.outer.map(({ xM, yM }) => ({
    xM: extent.west + (xM - 1) * cellM,
    yM: extent.south + (yM - 1) * cellM,
  }));
  return areaM2(outline) >= areaM2(hull) * LEAST_SHARE ? outline : hull;
}

/** Cells whose middle lies inside (even-odd), line by line. */
function fillRing(cells: Uint8Array, width: number, height: number, ring: readonly Spot[]): void {
  for (let row = 0; row < height; row += 1) {
    const y = row + 0.5;
    const crossings: number[] = [];
    for (const [index, a] of ring.entries()) {
      const b = ring[(index + 1) % ring.length] ?? a;
      if (a.yM > y !== b.yM > y) crossings.push(a.xM + ((y - a.yM) / (b.yM - a.yM)) * (b.xM - a.xM));
    }
    crossings.sort((p, q) => p - q);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(0, Math.ceil((crossings[pair] ?? 0) - 0.5));
      const to = Math.min(width - 1, Math.floor((crossings[pair + 1] ?? 0) - 0.5));
      cells.fill(1, row * width + from, row * width + Math.max(from, to + 1));
    }
  }
}
