/** Turn from one mark to the next on a sunflower's head; no two lie in one line. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** More marks of one group would only be a blot; the label says how many there are. */
export const MOST_MARKS = 240;

/** Marks of all groups together. */
const MOST_MARKS_IN_ALL = 24_000;

/** Most marks one of so many groups may have. */
export function mostMarks(groups: number): number {
  return Math.max(1, Math.min(MOST_MARKS, Math.floor(MOST_MARKS_IN_ALL / Math.max(1, groups))));
}

/** Marks of a device group about its middle, evenly over a disc (Vogel 1979). Offsets in metres, x east and z south. */
export function spreadMarks(count: number, radiusM: number, most = MOST_MARKS): [number, number][] {
  const shown = Math.min(count, most);
  if (shown <= 1) return [[0, 0]];
  return Array.from({ length: shown }, (_, index) => {
    const radius = radiusM * Math.sqrt((index + 0.5) / shown);
    return [radius * Math.cos(index * GOLDEN_ANGLE), radius * Math.sin(index * GOLDEN_ANGLE)];
  });
}
