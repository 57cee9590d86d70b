import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import { failed, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { GeoPoint } from '../../site/schema/common.ts';
import { middleOf, projectionAround } from '../geo.ts';
import type { Imported, ImportResult } from '../import-result.ts';
import { cleanName } from '../site-assembly.ts';
import { FloorAssembly } from './floors.ts';
import type { Spot } from './plane.ts';
import { pointsOf } from './plane.ts';
import type { RmfBuilding, RmfLevel } from './rmf-read.ts';
import { parameterOf, readRmf } from './rmf-read.ts';
import type { Similarity } from './similarity.ts';
import { applySimilarity, fitSimilarity } from './similarity.ts';
import { unionOutline } from './union-outline.ts';
import type { WorldOptions } from './world-options.ts';

/** Height of a wall in the editor of Open-RMF unless the plan says otherwise, m. */
const WALL_M = 2.5;
/** Width that a lane is drawn with: a line on the floor, m. */
const LANE_M = 0.12;
const DOOR_M = 0.3;
/** A piece of furniture of which the plan has only the name, m. */
const UNKNOWN_PIECE = { widthM: 0.8, heightM: 0.7 } as const;
/** Length of a pixel where nothing was measured, m: what the editor of Open-RMF assumes. */
const USUAL_PIXEL_M = 0.05;

/** A building plan of Open-RMF: floors with walls, doors, lanes, lifts and furniture; its scale follows from its measured edges. */
export function importRmf(value: unknown, fileName: string, options: WorldOptions): ImportResult {
  const building = readRmf(value, fileName);
  return building.status === 'failed' ? building : build(building.value, fileName, options);
}

/** From the coordinates of a level to metres of the building. */
type ToPlan = (x: number, y: number) => Spot;

interface Scale {
  readonly metresPerUnit: number;
  readonly basis: 'measured' | 'stated' | 'guessed';
}

function build(building: RmfBuilding, fileName: string, options: WorldOptions): Result<Imported, readonly Problem[]> {
  const scale = scaleOf(building, options);
  const origin = building.coordinate_system === 'wgs84' ? originOf(building) : null;
  if (building.coordinate_system === 'wgs84' && origin === null) {
    const message = 'The plan is in WGS 84, but its vertices are not longitudes and latitudes.';
    return failed([
      problem('rmf.bad-coordinate', message, 'Check coordinate_system and the vertices.', { file: fileName, place: '$.levels' }),
    ]);
  }
  const floors = new FloorAssembly(options.name, building.name, fileName);
  const names = Object.keys(building.levels).toSorted(
    (a, b) => (building.levels[a]?.elevation ?? 0) - (building.levels[b]?.elevation ?? 0),
  );
  const reference = building.reference_level_name ?? names[0] ?? '';
  const elevations = names.map((name) => building.levels[name]?.elevation ?? 0);
  for (const [index, name] of names.entries()) {
    const level = building.levels[name];
    if (level === undefined) continue;
    const toPlan = planOf(building, level, building.levels[reference] ?? level, scale, origin);
    const above = (elevations[index + 1] ?? Infinity) - (elevations[index] ?? 0);
    const heightM = Math.min(options.floorHeightM ?? WALL_M, above > 0 ? above : WALL_M);
    addLevel(
      floors,
      building,
      name,
      level,
      toPlan,
      heightM,
      planOf(building, building.levels[reference] ?? level, building.levels[reference] ?? level, scale, origin),
    );
  }
  const source = {
    measured: 'measured edges of the plan',
    stated: 'coordinate_system of the plan',
    guessed: 'default of the editor of Open-RMF',
  }[scale.basis];
  if (origin === null)
    floors.note(
      scale.basis === 'guessed' ? 'guessed' : 'assumed',
      `One unit of the plan is ${scale.metresPerUnit.toPrecision(4)} m.`,
      source,
    );
  const walls = names.reduce((sum, name) => sum + (building.levels[name]?.walls.length ?? 0), 0);
  const imported = floors.finish(origin, `${names.length} floors, ${walls} walls.`);
  return ok({
    ...imported,
    adjustable: origin === null ? [{ option: 'metresPerUnit', value: scale.metresPerUnit, basis: scale.basis }] : [],
  });
}

/** Metres of a unit: of all measured edges together, as length over length, so that long ones count more. */
function scaleOf({ levels, coordinate_system: system }: RmfBuilding, { metresPerUnit }: WorldOptions): Scale {
  if (metresPerUnit !== null && metresPerUnit !== undefined) return { metresPerUnit, basis: 'stated' };
  if (system !== 'reference_image') return { metresPerUnit: 1, basis: 'stated' };
  let [measuredM, drawn] = [0, 0];
  for (const { measurements, vertices } of Object.values(levels)) {
    for (const [from, to, given] of measurements) {
      const distance = parameterOf(given, 'distance');
      const [a, b] = [vertices[from], vertices[to]];
      if (typeof distance !== 'number' || !(distance > 0) || a === undefined || b === undefined) continue;
      measuredM += distance;
      drawn += Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
  }
  const scale = measuredM / drawn;
  return drawn > 0 && scale > 1e-6 && scale < 1e4
    ? { metresPerUnit: scale, basis: 'measured' }
    : { metresPerUnit: USUAL_PIXEL_M, basis: 'guessed' };
}

function originOf({ levels }: RmfBuilding): GeoPoint | null {
  const points = Object.values(levels).flatMap(({ vertices }) =>
    vertices.map(([longitudeDeg, latitudeDeg]) => ({ longitudeDeg, latitudeDeg })),
  );
  const sound = points.every(({ latitudeDeg, longitudeDeg }) => Math.abs(latitudeDeg) <= 90 && Math.abs(longitudeDeg) <= 180);
  return points.length > 0 && sound ? middleOf(points) : null;
}

/** Pictures count downwards. Levels are laid over each other by the marks that they share with the reference level. */
function planOf(building: RmfBuilding, level: RmfLevel, reference: RmfLevel, scale: Scale, origin: GeoPoint | null): ToPlan {
  if (origin !== null) {
    const toFrame = projectionAround(origin);
    return (x, y) => toFrame({ longitudeDeg: x, latitudeDeg: y });
  }
  const down = building.coordinate_system === 'reference_image' ? -1 : 1;
  const fit = level === reference ? null : alignment(level, reference);
  return (x, y) => {
    const aligned = fit === null ? { x, y } : applySimilarity(fit, x, y);
    return { xM: aligned.x * scale.metresPerUnit, yM: aligned.y * scale.metresPerUnit * down };
  };
}

function alignment(level: RmfLevel, reference: RmfLevel): Similarity | null {
  const marks = new Map(reference.fiducials.map(([x, y, name]) => [name, { x, y }]));
  const pairs = level.fiducials.flatMap(([x, y, name]) => {
    const to = marks.get(name);
    return to === undefined ? [] : [{ from: { x, y }, to }];
  });
  return fitSimilarity(pairs);
}

function addLevel(
  floors: FloorAssembly,
  building: RmfBuilding,
  name: string,
  level: RmfLevel,
  toPlan: ToPlan,
  heightM: number,
  toReference: ToPlan,
): void {
  const spots = level.vertices.map(([x, y]) => toPlan(x, y));
  const at = (index: number): Spot => spots[index] ?? { xM: 0, yM: 0 };
  const doors = level.doors.map(([from, to]) => [at(from), at(to)] as const);
  const used = [...level.lanes, ...level.doors].flatMap(([from, to]) => [at(from), at(to)]);
  const walls = level.walls.map(([from, to]) => ({ from: at(from), to: at(to) }));
  const id = floors.addFloor({
    name,
    elevationM: level.elevation ?? 0,
    heightM,
    outline: unionOutline(
      level.floors.map(({ vertices }) => vertices.map(at)),
      walls,
    ),
    walls,
    rooms: level.floors.map(({ vertices }, index) => ({
      name: `${name} area ${index + 1}`,
      kind: 'zone',
      ring: vertices.map(at),
    })),
    others: used,
  });
  for (const ends of doors) floors.layers.add('door', 'ribbons', { points: pointsOf(ends), widthM: DOOR_M, zM: 0.02 }, id);
  for (const [from, to] of level.lanes)
    if (from !== to) floors.layers.add('lane', 'ribbons', { points: pointsOf([at(from), at(to)]), widthM: LANE_M, zM: 0.03 }, id);
  addFurniture(floors, name, level, toPlan, id);
  for (const [liftName, lift] of Object.entries(building.lifts)) {
    const middle = toReference(lift.x, lift.y);
    const ring = rectangle(middle, lift.width, lift.depth, lift.yaw);
    const cleaned = cleanName(liftName, 'Lift');
    floors.layers.add('furniture', 'prisms', { rings: [pointsOf(ring)], baseM: 0, heightM }, id);
    if (name === (lift.reference_floor_name ?? name))
      floors.note('assumed', `${cleaned} passes through every floor.`, 'lifts of the plan');
  }
}

function addFurniture(floors: FloorAssembly, name: string, level: RmfLevel, toPlan: ToPlan, id: string): void {
  let pieces = 0;
  for (const model of level.models) {
    // A model without a folder in its name is a robot or the ground of the whole site.
    const middle = toPlan(model.x, model.y);
    if ((model.z ?? 0) > 1.5) continue;
    pieces += 1;
    const { widthM, heightM } = UNKNOWN_PIECE;
    floors.layers.add(
      'furniture',
      'prisms',
      { rings: [pointsOf(rectangle(middle, widthM, widthM, model.yaw ?? 0))], baseM: Math.max(0, model.z ?? 0), heightM },
      id,
    );
  }
  if (pieces > 0)
    floors.note(
      'guessed',
      `${pieces} pieces of furniture on ${cleanName(name, 'a floor')} have only a name: each is drawn as a box of ${UNKNOWN_PIECE.widthM} m.`,
      'import',
    );
}

export function rectangle({ xM, yM }: Spot, widthM: number, depthM: number, turnRad: number): Spot[] {
  const [cos, sin] = [Math.cos(turnRad), Math.sin(turnRad)];
  return (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([a, b]) => {
    const [x, y] = [(a * widthM) / 2, (b * depthM) / 2];
    return { xM: xM + x * cos - y * sin, yM: yM + x * sin + y * cos };
  });
}
