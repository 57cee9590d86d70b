import type { Spot } from './plane.ts';
import { doubleArea } from './plane.ts';

/** Cells that are set, rows from the top. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly cells: Uint8Array;
}

/** An outline and the holes in it, in cells: x to the right and y up from the lower left corner. */
export interface TracedArea {
  readonly outer: readonly Spot[];
  readonly holes: readonly (readonly Spot[])[];
}

/** Steps along the edges of cells: right, up, left, down. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * Outlines of the areas of a mask that touch along their sides, along the edges of cells, the inside to the left. `toleranceCells`:
 * corners that lie nearer to the line without them are left out (Douglas and Peucker 1973). Areas below `leastCells` are noise.
 */
export function traceMask({ width, height, cells }: Mask, toleranceCells: number, leastCells: number): TracedArea[] {
  const isSet = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && cells[(height - 1 - y) * width + x] === 1;
  // An edge between a set cell below it and an empty one above is walked to the left, and so on: each is visited once.
  const visited = new Uint8Array((width + 1) * (height + 1));
  const outer: Spot[][] = [];
  const holes: Spot[][] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // Bottom edges, walked to the right, start every ring: outer ones and those of holes both have some.
      if (!isSet(x, y) || isSet(x, y - 1) || ((visited[y * (width + 1) + x] ?? 0) & 1) !== 0) continue;
      const ring = walk(x, y, isSet, visited, width + 1);
      (doubleArea(ring) > 0 ? outer : holes).push(ring);
    }
  }
  const areas = outer
    .filter((ring) => doubleArea(ring) / 2 >= leastCells)
    .map((ring) => ({ ring, holes: [] as Spot[][], box: boxOf(ring) }));
  for (const hole of holes) {
    if (-doubleArea(hole) / 2 < leastCells) continue;
    const [first] = hole;
    const owner =
      first === undefined ? undefined : areas.filter(({ box }) => within(first, box)).find(({ ring }) => contains(ring, hole));
    owner?.holes.push(hole);
  }
  return areas.flatMap(({ ring, holes: inner }) => {
    const simple = simplify(ring, toleranceCells);
    return simple === null
      ? []
      : [{ outer: simple, holes: inner.map((hole) => simplify(hole, toleranceCells)).filter((hole) => hole !== null) }];
  });
}

function walk(
  startX: number,
  startY: number,
  isSet: (x: number, y: number) => boolean,
  visited: Uint8Array,
  stride: number,
): Spot[] {
  const ring: Spot[] = [];
  let [x, y, direction] = [startX, startY, 0];
  do {
    if (direction === 0) visited[y * stride + x] = (visited[y * stride + x] ?? 0) | 1;
    const [dx, dy] = STEPS[direction] ?? [0, 0];
    x += dx;
    y += dy;
    // Cells ahead, to the left and to the right of the corner that was reached.
    const left = ahead(x, y, direction, 'left');
    const right = ahead(x, y, direction, 'right');
    const before = direction;
    if (isSet(right[0], right[1]) && isSet(left[0], left[1])) direction = (direction + 3) % 4;
    else if (!isSet(left[0], left[1])) direction = (direction + 1) % 4;
    if (direction !== before) ring.push({ xM: x, yM: y });
  } while (x !== startX || y !== startY || direction !== 0);
  return ring;
}

/** The cell beyond a corner on one side of the way one goes. */
function ahead(x: number, y: number, direction: number, side: 'left' | 'right'): readonly [number, number] {
  const cells = [
    [x, y],
    [x - 1, y],
    [x - 1, y - 1],
    [x, y - 1],
  ] as const;
  return cells[(direction + (side === 'left' ? 0 : 3)) % 4] ?? [x, y];
}

interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

function boxOf(ring: readonly Spot[]): Box {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { xM, yM } of ring) {
    [west, east] = [Math.min(west, xM), Math.max(east, xM)];
    [south, north] = [Math.min(south, yM), Math.max(north, yM)];
  }
  return { west, east, south, north };
}

function within({ xM, yM }: Spot, { west, east, south, north }: Box): boolean {
  return xM >= west && xM <= east && yM >= south && yM <= north;
}

/** Whether a ring lies around another: by a point just beside an edge of the inner one (ray casting). */
function contains(ring: readonly Spot[], hole: readonly Spot[]): boolean {
  const [a, b] = hole;
  if (a === undefined || b === undefined) return false;
  const point = {
    xM: (a.xM + b.xM) / 2 + (b.yM > a.yM ? -0.25 : 0.25) * Math.sign(Math.abs(b.yM - a.yM)),
    yM: (a.yM + b.yM) / 2 + 0.25 * Math.sign(b.xM - a.xM),
  };
  let inside = false;
  for (const [index, p] of ring.entries()) {
    const q = ring[(index + 1) % ring.length] ?? p;
    if (p.yM > point.yM !== q.yM > point.yM && point.xM < ((q.xM - p.xM) * (point.yM - p.yM)) / (q.yM - p.yM) + p.xM)
      inside = !inside;
  }
  return inside;
}

/** A ring without the corners that hardly matter; null when no area is left. */
function simplify(ring: readonly Spot[], tolerance: number): Spot[] | null {
  if (ring.length < 3) return null;
  // Two corners that are far apart stay; the halves between them are thinned out.
  let far = 0;
  const [first] = ring;
  if (first === undefined) return null;
  for (const [index, spot] of ring.entries()) {
    const best = ring[far] ?? first;
    if (Math.hypot(spot.xM - first.xM, spot.yM - first.yM) > Math.hypot(best.xM - first.xM, best.yM - first.yM)) far = index;
  }
  const kept = [
    ...thin(ring.slice(0, far + 1), tolerance).slice(0, -1),
    ...thin([...ring.slice(far), first], tolerance).slice(0, -1),
  ];
  return kept.length < 3 || Math.abs(doubleArea(kept)) < 1e-9 ? null : kept;
}

function thin(line: readonly Spot[], tolerance: number): Spot[] {
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [start, end] = part;
    let [worst, worstAt] = [tolerance, -1];
    for (let index = start + 1; index < end; index += 1) {
      const away = distance(line[index], line[start], line[end]);
      if (away > worst) [worst, worstAt] = [away, index];
    }
    if (worstAt < 0) continue;
    keep[worstAt] = 1;
    open.push([start, worstAt], [worstAt, end]);
  }
  return line.filter((_, index) => keep[index] === 1);
}

function distance(point: Spot | undefined, a: Spot | undefined, b: Spot | undefined): number {
  if (point === undefined || a === undefined || b === undefined) return 0;
  const [dx, dy] = [b.xM - a.xM, b.yM - a.yM];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(point.xM - a.xM, point.yM - a.yM);
  return Math.abs(dx * (point.yM - a.yM) - dy * (point.xM - a.xM)) / length;
}
