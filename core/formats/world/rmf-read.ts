import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { jsonPath } from '../../base/safe-json.ts';

/** A parameter is written as [number of its type, value]. */
const parameter = z.tuple([z.number(), z.union([z.number(), z.string(), z.boolean()])]);
const parameters = z.record(z.string(), z.union([parameter, z.unknown()])).optional();
const coordinate = z.number().min(-1e9).max(1e9);
const vertex = z.tuple([coordinate, coordinate]).rest(z.unknown());
const edge = z.tuple([z.int().min(0), z.int().min(0)]).rest(z.unknown());
const levelSchema = z.object({
  elevation: z.number().min(-1e5).max(1e5).optional(),
  vertices: z.array(vertex).max(100_000).default([]),
  walls: z.array(edge).max(100_000).default([]),
  doors: z.array(edge).max(100_000).default([]),
  lanes: z.array(edge).max(100_000).default([]),
  measurements: z.array(edge).max(10_000).default([]),
  floors: z
    .array(z.object({ parameters, vertices: z.array(z.int().min(0)).max(5_000) }))
    .max(10_000)
    .default([]),
  fiducials: z
    .array(z.tuple([coordinate, coordinate, z.string()]).rest(z.unknown()))
    .max(1_000)
    .default([]),
  models: z
    .array(
      z.object({
        model_name: z.string(),
        name: z.string().optional(),
        x: coordinate,
        y: coordinate,
        z: z.number().optional(),
        yaw: z.number().optional(),
      }),
    )
    .max(100_000)
    .default([]),
  drawing: z.object({ filename: z.string() }).optional(),
});
const liftSchema = z.object({
  x: coordinate,
  y: coordinate,
  yaw: z.number().default(0),
  width: z.number().positive().max(1_000),
  depth: z.number().positive().max(1_000),
  reference_floor_name: z.string().optional(),
});
const buildingSchema = z.object({
  name: z.string().default(''),
  coordinate_system: z.enum(['reference_image', 'cartesian_meters', 'wgs84']).default('reference_image'),
  reference_level_name: z.string().optional(),
  levels: z.record(z.string(), levelSchema),
  lifts: z.record(z.string(), liftSchema).default({}),
});

export type RmfBuilding = z.infer<typeof buildingSchema>;
export type RmfLevel = z.infer<typeof levelSchema>;

const MOST_PROBLEMS = 20;

/** An Open-RMF building plan (`*.building.yaml`) whose edges name vertices that exist. `value` has passed `readYaml`. */
export function readRmf(value: unknown, fileName: string): Result<RmfBuilding, readonly Problem[]> {
  const parsed = buildingSchema.safeParse(value);
  const refuse = (path: readonly PropertyKey[], message: string): Problem =>
    problem(
      'rmf.schema',
      `${message}.`,
      'Save the plan with the traffic editor of Open-RMF again.',
      { file: fileName, place: jsonPath(path.map((step) => (typeof step === 'number' ? step : String(step).slice(0, 80)))) },
      { reason: message },
    );
  if (!parsed.success)
    return failed(parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => refuse(issue.path, issue.message)));
  const problems: Problem[] = [];
  for (const [name, level] of Object.entries(parsed.data.levels)) {
    const count = level.vertices.length;
    for (const kind of ['walls', 'doors', 'lanes', 'measurements'] as const)
      for (const [index, [from, to]] of level[kind].entries())
        if (from >= count || to >= count)
          problems.push(refuse(['levels', name, kind, index], `Vertex ${Math.max(from, to)} is named; the level has ${count}`));
    for (const [index, { vertices }] of level.floors.entries())
      if (vertices.some((each) => each >= count))
        problems.push(refuse(['levels', name, 'floors', index], `A vertex is named that the level of ${count} does not have`));
  }
  if (Object.keys(parsed.data.levels).length === 0) problems.push(refuse(['levels'], 'The building has no level'));
  return problems.length > 0 ? failed(problems.slice(0, MOST_PROBLEMS)) : ok(parsed.data);
}

/** Value of a parameter of an edge or floor; undefined where it has none of that name. */
export function parameterOf(given: unknown, name: string): number | string | boolean | undefined {
  if (typeof given !== 'object' || given === null || !Object.hasOwn(given, name)) return undefined;
  const parsed = parameter.safeParse((given as Readonly<Record<string, unknown>>)[name]);
  return parsed.success ? parsed.data[1] : undefined;
}
