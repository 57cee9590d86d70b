import { failed, ok } from '../../base/result.ts';
import { problem } from '../../base/problem.ts';
import type { ImportFile, ImportResult } from '../import-result.ts';
import type { DxfLine } from './dxf-read.ts';
import { readDxf } from './dxf-read.ts';
import { FloorAssembly } from './floors.ts';
import type { FloorWall } from './floors.ts';
import { extentOf, pointsOf } from './plane.ts';
import type { WorldOptions } from './world-options.ts';

/** Metres of a drawing unit by `$INSUNITS` (DXF reference, HEADER section). */
const UNIT_M: Readonly<Record<number, number>> = {
  1: 0.0254,
  2: 0.3048,
  3: 1609.344,
  4: 0.001,
  5: 0.01,
  6: 1,
  7: 1000,
  10: 0.9144,
  14: 0.1,
  21: 0.3048006,
};
/** Layers of walls by the usual names: AIA CAD layer guidelines (A-WALL, S-COLS), and the word in some languages. */
const WALLS = /wall|wand|mauer|w[äa]nde|mur|pared|parede|muro|\bcols?\b|column|säule|墙|柱/i;
const WALL_HEIGHT_M = 3;
const LINE_M = 0.04;
/** A drawing without units that is wider than this is in millimetres, m: no hall is. */
const WIDEST_M = 2_000;
const MOST_WALLS = 20_000;

/** A floor plan from the lines of a drawing: those on layers of walls stand up, the others lie on the floor. */
export function importDxf(file: ImportFile, options: WorldOptions): ImportResult {
  const drawing = readDxf(file);
  if (drawing.status === 'failed') return drawing;
  const { units, lines, undrawn } = drawing.value;
  const extent = extentOf(lines.flatMap(({ points }) => points)) ?? { west: 0, east: 0, south: 0, north: 0 };
  const width = Math.max(extent.east - extent.west, extent.north - extent.south);
  const stated = units === null ? undefined : UNIT_M[units];
  const unitM = options.metresPerUnit ?? stated ?? (width > WIDEST_M ? 0.001 : 1);
  if (!(width * unitM <= 1e6) || width === 0) {
    const message = `The drawing is ${(width * unitM).toPrecision(3)} m wide.`;
    return failed([
      problem(
        'dxf.bad-extent',
        message,
        'Check the units of the drawing, and lines far off.',
        { file: file.name, place: '$INSUNITS' },
        { widthM: width * unitM },
      ),
    ]);
  }
  const middle = { xM: (extent.west + extent.east) / 2, yM: (extent.south + extent.north) / 2 };
  const placed = lines.map(({ layer, points }): DxfLine => ({
    layer,
    points: points.map(({ xM, yM }) => ({ xM: (xM - middle.xM) * unitM, yM: (yM - middle.yM) * unitM })),
  }));
  const floors = new FloorAssembly(options.name, '', file.name);
  const walls = placed.filter(({ layer }) => WALLS.test(layer));
  const segments = walls.flatMap(({ points }): FloorWall[] =>
    points.slice(1).map((to, index) => ({ from: points[index] ?? to, to })),
  );
  const heightM = options.floorHeightM ?? WALL_HEIGHT_M;
  const id = floors.addFloor({
    name: 'Ground floor',
    elevationM: 0,
    heightM,
    outline: null,
    walls: segments.slice(0, MOST_WALLS),
    rooms: [],
    others: placed.flatMap(({ points }) => points),
  });
  const flat = segments.length > MOST_WALLS ? placed : placed.filter((line) => !walls.includes(line));
  for (const { points } of flat) floors.layers.add('plan', 'ribbons', { points: pointsOf(points), widthM: LINE_M, zM: 0.02 }, id);
  if (stated === undefined && (options.metresPerUnit ?? null) === null)
    floors.note('guessed', `The drawing names no unit: one is taken for ${unitM} m.`, 'extent of the drawing');
  else floors.note('assumed', `One unit of the drawing is ${unitM} m.`, '$INSUNITS');
  if (segments.length === 0)
    floors.note('guessed', 'No layer is named after walls: all lines lie flat on the floor.', 'names of layers');
  else
    floors.note(
      'assumed',
      `${segments.length} walls on layers ${[...new Set(walls.map(({ layer }) => layer.slice(0, 40)))].slice(0, 6).join(', ')}.`,
      'names of layers',
    );
  if (undrawn.size > 0)
    floors.note(
      'dropped',
      [...undrawn]
        .slice(0, 12)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
      'only lines are drawn',
    );
  const imported = floors.finish(null, `${lines.length} lines, ${segments.length} walls.`);
  const basis = stated === undefined ? 'guessed' : 'stated';
  return ok({
    ...imported,
    adjustable: [
      { option: 'metresPerUnit', value: unitM, basis },
      { option: 'floorHeightM', value: heightM, basis: 'guessed' },
    ],
  });
}
