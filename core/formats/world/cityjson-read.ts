import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { jsonPath } from '../../base/safe-json.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);
/** Boundaries nest three to five deep by the kind of geometry; the innermost lists are indices of vertices. */
type Boundaries = number | readonly Boundaries[];
const boundaries: z.ZodType<readonly Boundaries[]> = z.array(z.union([z.int().min(0), z.lazy(() => boundaries)]));

const geometrySchema = z.object({
  type: z.enum([
    'MultiPoint',
    'MultiLineString',
    'MultiSurface',
    'CompositeSurface',
    'Solid',
    'MultiSolid',
    'CompositeSolid',
    'GeometryInstance',
  ]),
  /** Text from version 1.1 on, a number before. */
  lod: z.union([z.string(), z.number()]).optional(),
  boundaries,
  template: z.int().min(0).optional(),
  transformationMatrix: z.array(z.number()).length(16).optional(),
});
const objectSchema = z.object({
  type: z.string(),
  geometry: z.array(z.unknown()).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});
const modelSchema = z.object({
  type: z.literal('CityJSON'),
  version: z.string(),
  transform: z.object({ scale: triple, translate: triple }).optional(),
  metadata: z.object({ referenceSystem: z.string().optional(), title: z.string().optional() }).optional(),
  CityObjects: z.record(z.string(), z.unknown()),
  vertices: z.array(triple).max(2_000_000),
  'geometry-templates': z.object({ templates: z.array(geometrySchema), 'vertices-templates': z.array(triple) }).optional(),
});

export type CityGeometry = z.infer<typeof geometrySchema>;

export interface CityObject {
  readonly id: string;
  readonly type: string;
  readonly geometry: readonly CityGeometry[];
}

export interface CityModel {
  readonly version: string;
  readonly title: string;
  readonly referenceSystem: string | null;
  /** Real coordinates: the transform is applied. */
  readonly vertices: readonly (readonly [number, number, number])[];
  readonly objects: readonly CityObject[];
  readonly templates: readonly CityGeometry[];
  readonly templateVertices: readonly (readonly [number, number, number])[];
}

const MOST_PROBLEMS = 20;
const VERSIONS = ['1.0', '1.1', '2.0'];

/** A CityJSON model (1.0 to 2.0). Each problem names the object and the way to it. `value` has passed `safeJson`. */
export function readCityjson(value: unknown, fileName: string): Result<CityModel, readonly Problem[]> {
  const model = modelSchema.safeParse(value);
  if (!model.success) {
    return failed(
      model.error.issues
        .slice(0, MOST_PROBLEMS)
        .map((issue) => refusal(fileName, issue.path as (string | number)[], issue.message)),
    );
  }
  const { data } = model;
  if (!VERSIONS.some((each) => data.version === each || data.version.startsWith(`${each}.`))) {
    const message = `CityJSON ${data.version.slice(0, 20)} is not read, but ${VERSIONS.join(', ')}.`;
    const remedy = 'Convert the file to a current version (for example with cjio).';
    return failed([
      problem(
        'cityjson.version',
        message,
        remedy,
        { file: fileName, place: '$.version' },
        { version: data.version.slice(0, 20) },
      ),
    ]);
  }
  const problems: Problem[] = [];
  const objects: CityObject[] = [];
  for (const [id, each] of Object.entries(data.CityObjects)) {
    const path = ['CityObjects', id.slice(0, 80)];
    const object = objectSchema.safeParse(each);
    if (!object.success)
      problems.push(refusal(fileName, [...path, ...pathOf(object.error)], object.error.issues[0]?.message ?? ''));
    else {
      const geometry: CityGeometry[] = [];
      for (const [index, raw] of (object.data.geometry ?? []).entries()) {
        const parsed = geometrySchema.safeParse(raw);
        const where = [...path, 'geometry', index];
        if (!parsed.success)
          problems.push(refusal(fileName, [...where, ...pathOf(parsed.error)], parsed.error.issues[0]?.message ?? ''));
        else if (parsed.data.type !== 'GeometryInstance' && greatest(parsed.data.boundaries) >= data.vertices.length)
          problems.push(
            refusal(
              fileName,
              [...where, 'boundaries'],
              `Vertex ${greatest(parsed.data.boundaries)} is named; there are ${data.vertices.length}`,
            ),
          );
        else geometry.push(parsed.data);
      }
      objects.push({ id, type: object.data.type, geometry });
    }
    if (problems.length >= MOST_PROBLEMS) break;
  }
  if (problems.length > 0) return failed(problems.slice(0, MOST_PROBLEMS));
  const { scale, translate } = data.transform ?? { scale: [1, 1, 1], translate: [0, 0, 0] };
  const placed = ([x, y, z]: readonly [number, number, number]): [number, number, number] => [
    x * scale[0] + translate[0],
    y * scale[1] + translate[1],
    z * scale[2] + translate[2],
  ];
  return ok({
    version: data.version,
    title: data.metadata?.title ?? '',
    referenceSystem: data.metadata?.referenceSystem ?? null,
    vertices: data.vertices.map(placed),
    objects,
    templates: data['geometry-templates']?.templates ?? [],
    templateVertices: data['geometry-templates']?.['vertices-templates'] ?? [],
  });
}

/** Polygons of a geometry, each its outer ring and then its holes, as indices of vertices. */
export function surfacesOf({ type, boundaries: nested }: CityGeometry): (readonly (readonly number[])[])[] {
  const depth = { MultiSurface: 0, CompositeSurface: 0, Solid: 1, MultiSolid: 2, CompositeSolid: 2 }[type as string];
  if (depth === undefined) return [];
  let surfaces = nested as readonly unknown[];
  for (let level = 0; level < depth; level += 1) surfaces = surfaces.flatMap((each) => (Array.isArray(each) ? each : []));
  return surfaces.filter(
    (surface): surface is readonly (readonly number[])[] =>
      Array.isArray(surface) && surface.every((ring) => Array.isArray(ring) && ring.every((index) => typeof index === 'number')),
  );
}

function greatest(nested: Boundaries): number {
  if (typeof nested === 'number') return nested;
  let most = -1;
  for (const each of nested) most = Math.max(most, greatest(each));
  return most;
}

function pathOf(error: z.ZodError): (string | number)[] {
  return (error.issues[0]?.path ?? []) as (string | number)[];
}

function refusal(file: string, path: readonly (string | number)[], message: string): Problem {
  return problem(
    'cityjson.schema',
    `${message}.`,
    'Check the file with a CityJSON validator, or take another copy.',
    { file, place: jsonPath(path) },
    { reason: message },
  );
}
