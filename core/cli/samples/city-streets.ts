import { createRandom } from '../../base/random.ts';

/** A crossing of the grid with its district and what its streets carry. */
export interface Crossing {
  readonly column: number;
  readonly row: number;
  readonly xM: number;
  readonly yM: number;
  readonly district: number;
  /** Streets of the two that are arterials. */
  readonly arterials: number;
}

/** Built-up area between four crossings. */
export interface Block {
  readonly column: number;
  readonly row: number;
  readonly xM: number;
  readonly yM: number;
  readonly widthM: number;
  readonly depthM: number;
  readonly heightM: number;
  /** Footprint about its middle; null: the whole rectangle. */
  readonly outline: readonly { readonly xM: number; readonly yM: number }[] | null;
  readonly district: number;
}

export interface Streets {
  readonly crossings: readonly Crossing[];
  readonly blocks: readonly Block[];
}

export const COLUMNS = 15;
export const ROWS = 14;
const DISTRICT_COLUMNS = 5;
const DISTRICT_ROWS = 7;
const ARTERIAL_COLUMNS: readonly number[] = [4, 10];
const ARTERIAL_ROWS: readonly number[] = [3, 9];
/** Blocks that stay open as parks and squares, as column and row. */
const PARKS: ReadonlySet<string> = new Set(['6 5', '7 5', '6 6', '7 6', '2 11', '12 2', '3 3', '11 10']);
/** Roadway, pavements and front gardens between two blocks. */
const STREET_WIDTH_M = 38;
/** Share of the blocks with an open corner. */
const OPEN_CORNER = 0.45;

/** A street grid of 15 × 14 crossings, 130 to 240 m apart, with blocks whose height grows towards the middle. Always the same. */
export function drawStreets(): Streets {
  const random = createRandom(20240607, 'city streets');
  const xs = axis(COLUMNS, 150, 240, random);
  const ys = axis(ROWS, 130, 210, random);
  const crossings: Crossing[] = [];
  const blocks: Block[] = [];
  for (const [row, yM] of ys.entries()) {
    for (const [column, xM] of xs.entries()) {
      const arterials = Number(ARTERIAL_COLUMNS.includes(column)) + Number(ARTERIAL_ROWS.includes(row));
      const district = districtOf(column, row);
      crossings.push({ column, row, xM, yM, district, arterials });
      const [east, north] = [xs[column + 1], ys[row + 1]];
      if (east === undefined || north === undefined || PARKS.has(`${column} ${row}`)) continue;
      const [midX, midY] = [(xM + east) / 2, (yM + north) / 2];
      const centrality = Math.max(0, 1 - Math.hypot(midX, midY) / 1400);
      const heightM = Math.round(9 + random() * 16 + centrality ** 1.5 * 90 * random() ** 2);
      const [widthM, depthM] = [east - xM - STREET_WIDTH_M, north - yM - STREET_WIDTH_M];
      const outline = random() < OPEN_CORNER ? withOpenCorner(widthM / 2, depthM / 2, random) : null;
      blocks.push({ column, row, xM: midX, yM: midY, widthM, depthM, heightM, outline, district });
    }
  }
  return { crossings, blocks };
}

/** A rectangle of these half sides without one of its corners. */
function withOpenCorner(halfX: number, halfY: number, random: () => number): { xM: number; yM: number }[] {
  const [turnX, turnY] = [random() < 0.5 ? -1 : 1, random() < 0.5 ? -1 : 1];
  const [cutX, cutY] = [Math.round(halfX * (0.1 + 0.3 * random())), Math.round(halfY * (0.1 + 0.3 * random()))];
  const corners = [
    { xM: -halfX, yM: -halfY },
    { xM: halfX, yM: -halfY },
    { xM: halfX, yM: cutY },
    { xM: cutX, yM: cutY },
    { xM: cutX, yM: halfY },
    { xM: -halfX, yM: halfY },
  ];
  const turned = corners.map(({ xM, yM }) => ({ xM: xM * turnX, yM: yM * turnY }));
  return turnX * turnY > 0 ? turned : turned.toReversed();
}

/** Positions of parallel streets in whole metres, the middle at 0. */
function axis(count: number, least: number, most: number, random: () => number): number[] {
  const positions = [0];
  while (positions.length < count) positions.push((positions.at(-1) ?? 0) + Math.round(least + random() * (most - least)));
  const middle = Math.round((positions.at(-1) ?? 0) / 2);
  return positions.map((position) => position - middle);
}

function districtOf(column: number, row: number): number {
  return Math.floor(column / DISTRICT_COLUMNS) + (COLUMNS / DISTRICT_COLUMNS) * Math.floor(row / DISTRICT_ROWS);
}
