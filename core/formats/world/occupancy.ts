import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import { failed, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Imported } from '../import-result.ts';
import { FloorAssembly } from './floors.ts';
import type { GreyImage, MapFacts } from './occupancy-read.ts';
import type { Spot } from './plane.ts';
import { convexHull, pointsOf } from './plane.ts';
import type { TracedArea } from './trace.ts';
import { traceMask } from './trace.ts';
import type { WorldOptions } from './world-options.ts';

/** What is drawn of an obstacle, whose height no map tells, m: low enough to look over. */
const OBSTACLE_M = 1.2;
/** Corners that move an outline less than this many cells are left out; the map is no finer. */
const TOLERANCE_CELLS = 1;
/** Fewer cells are noise of the scanner. */
const LEAST_CELLS = 4;

/** What a robot's map shows: outlines of what it may not drive through, and of the ground it has seen. */
export interface TracedFloor {
  readonly obstacles: readonly TracedArea[];
  readonly outline: readonly Spot[];
  readonly resolutionM: number;
  readonly isStated: boolean;
}

/** Outlines of a map in its own frame, m. */
export function traceMap(
  image: GreyImage,
  facts: MapFacts,
  fileName: string,
  options: WorldOptions,
): Result<TracedFloor, Problem> {
  const { width, height, values } = image;
  const resolutionM = options.metresPerUnit ?? facts.resolution;
  const negate = facts.negate === true || facts.negate === 1;
  const occupied = new Uint8Array(values.length);
  const seen: Spot[] = [];
  const [x0, y0, turnRad = 0] = facts.origin as [number, number, number?];
  const [cos, sin] = [Math.cos(turnRad), Math.sin(turnRad)];
  const toPlan = ({ xM, yM }: Spot): Spot => {
    const [x, y] = [xM * resolutionM, yM * resolutionM];
    return { xM: x0 + x * cos - y * sin, yM: y0 + x * sin + y * cos };
  };
  for (let row = 0; row < height; row += 1) {
    let [first, last] = [-1, -1];
    for (let column = 0; column < width; column += 1) {
      const value = values[row * width + column] ?? 0;
      const share = (negate ? value : 255 - value) / 255;
      if (share > facts.occupied_thresh) occupied[row * width + column] = 1;
      if (share > facts.occupied_thresh || share < facts.free_thresh) {
        if (first < 0) first = column;
        last = column;
      }
    }
    const bottom = height - 1 - row;
    if (first >= 0)
      seen.push(
        { xM: first, yM: bottom },
        { xM: last + 1, yM: bottom },
        { xM: first, yM: bottom + 1 },
        { xM: last + 1, yM: bottom + 1 },
      );
  }
  if (seen.length === 0) {
    const remedy = 'Check occupied_thresh, free_thresh and negate, or choose another map.';
    return failed(
      problem('map.nothing-seen', 'Nothing on the map counts as free or occupied.', remedy, {
        file: fileName,
        place: 'occupied_thresh, free_thresh',
      }),
    );
  }
  const obstacles = traceMask({ width, height, cells: occupied }, TOLERANCE_CELLS, LEAST_CELLS).map(({ outer, holes }) => ({
    outer: outer.map(toPlan),
    holes: holes.map((hole) => hole.map(toPlan)),
  }));
  return ok({
    obstacles,
    outline: convexHull(seen).map(toPlan),
    resolutionM,
    isStated: options.metresPerUnit === null || options.metresPerUnit === undefined,
  });
}

/** What the map shows, as bodies on a floor. */
export function addTracedMap(floors: FloorAssembly, { obstacles, resolutionM }: TracedFloor, floorId: string): void {
  for (const { outer, holes } of obstacles)
    floors.layers.add('wall', 'prisms', { rings: [outer, ...holes].map(pointsOf), baseM: 0, heightM: OBSTACLE_M }, floorId);
  floors.note(
    'assumed',
    `Walls and obstacles are those of the map, ${resolutionM} m a cell; their height is not known.`,
    'occupancy map',
  );
}

/** A floor from a robot's map alone. */
export function importOccupancy(traced: TracedFloor, fileName: string, options: WorldOptions): Imported {
  const floors = new FloorAssembly(options.name, '', fileName);
  const heightM = options.floorHeightM ?? OBSTACLE_M;
  const id = floors.addFloor({
    name: 'Ground floor',
    elevationM: 0,
    heightM,
    outline: traced.outline,
    walls: [],
    rooms: [],
    others: [],
  });
  addTracedMap(floors, traced, id);
  const imported = floors.finish(null, `${traced.obstacles.length} outlines.`);
  return { ...imported, adjustable: [{ option: 'metresPerUnit', value: traced.resolutionM, basis: 'stated' }] };
}
