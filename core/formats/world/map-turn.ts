import type { GreyImage, MapFacts } from './occupancy-read.ts';
import type { Spot } from './plane.ts';

/** A body is met where the map has something within this distance of it, m: half of a pallet. */
const NEAR_M = 0.6;
/** Bodies that are looked at. */
const MOST_SPOTS = 2_000;

/**
 * Quarter turns (anticlockwise) after which a map shows most of the bodies where a world has them. A map that was saved upright and one
 * that lies on its side look the same to its description. 0 unless another is better.
 */
export function turnsToFit(image: GreyImage, facts: MapFacts, spots: readonly Spot[]): number {
  const every = Math.max(1, Math.floor(spots.length / MOST_SPOTS));
  const some = spots.filter((_, index) => index % every === 0);
  const scores = [0, 1, 2, 3].map((turns) => score(turned(image, turns), facts, some));
  return scores.indexOf(Math.max(...scores));
}

/** The picture after quarter turns anticlockwise. */
export function turned(image: GreyImage, turns: number): GreyImage {
  let result = image;
  for (let turn = 0; turn < turns % 4; turn += 1) {
    const { width, height, values } = result;
    const next = new Uint8Array(values.length);
    for (let row = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1)
        next[(width - 1 - column) * height + row] = values[row * width + column] ?? 0;
    result = { width: height, height: width, values: next };
  }
  return result;
}

/** Bodies that are met, less those that lie where the robot has never been. */
function score({ width, height, values }: GreyImage, facts: MapFacts, spots: readonly Spot[]): number {
  const reach = Math.max(1, Math.round(NEAR_M / facts.resolution));
  const negate = facts.negate === true || facts.negate === 1;
  const [x0 = 0, y0 = 0] = facts.origin;
  let sum = 0;
  for (const { xM, yM } of spots) {
    const column = Math.floor((xM - x0) / facts.resolution);
    const row = height - 1 - Math.floor((yM - y0) / facts.resolution);
    if (column < 0 || row < 0 || column >= width || row >= height) sum -= 1;
    else if (meets(column, row)) sum += 1;
  }
  return sum;

  function meets(column: number, row: number): boolean {
    for (let r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r += 1) {
      for (let c = Math.max(0, column - reach); c <= Math.min(width - 1, column + reach); c += 1) {
        const value = values[r * width + c] ?? 0;
        if ((negate ? value : 255 - value) / 255 > facts.occupied_thresh) return true;
      }
    }
    return false;
  }
}
