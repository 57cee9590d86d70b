import type { SearchPoint } from '../../store/search-run.ts';

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface ChartScale {
  x(seconds: number): number;
  y(value: number): number;
  /** Of the right end. */
  readonly seconds: number;
}

/** Room above and below the lines, of their span. */
const AIR = 0.08;

/** Where lines of the grid are: the least and the most that the chart shows. */
export function valueTicks(points: readonly SearchPoint[]): readonly number[] {
  const [least, most] = valueSpan(points);
  return most > least ? [least, most] : [least];
}

function valueSpan(points: readonly SearchPoint[]): readonly [least: number, most: number] {
  const values = points.flatMap(({ objective, bound }) => [objective, bound]);
  return values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
}

/** Time from zero to now, values from the bound to the worst objective. */
export function chartScale(points: readonly SearchPoint[], secondsNow: number, frame: Frame): ChartScale {
  const seconds = Math.max(1, secondsNow, points.at(-1)?.seconds ?? 0);
  const [least, most] = valueSpan(points);
  const span = most - least || Math.abs(most) * 0.1 || 1;
  const [low, high] = [least - span * AIR, most + span * AIR];
  return {
    seconds,
    x: (at) => frame.left + (at / seconds) * (frame.right - frame.left),
    y: (value) => frame.bottom - ((value - low) / (high - low)) * (frame.bottom - frame.top),
  };
}

/** A line that stays level until the next point, and from the last one to the right end. */
export function stepPath(
  points: readonly SearchPoint[],
  valueOf: (point: SearchPoint) => number,
  scale: Pick<ChartScale, 'x' | 'y'>,
  right: number,
): string {
  const spots: string[] = [];
  let before: number | null = null;
  for (const point of points) {
    const [x, y] = [round(scale.x(point.seconds)), round(scale.y(valueOf(point)))];
    if (before !== null && before !== y) spots.push(`${x} ${before}`);
    spots.push(`${x} ${y}`);
    before = y;
  }
  if (before !== null) spots.push(`${right} ${before}`);
  return spots.length === 0 ? '' : `M${spots.join(' L')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
